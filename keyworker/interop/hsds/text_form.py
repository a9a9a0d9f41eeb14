"""Bytes of a file turned into text, whatever program wrote them."""

import codecs

from django.utils.translation import gettext as _

from keyworker.interop.hsds.bundle import CannotRead
from keyworker.interop.hsds.reading import Problems

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(file: str, data: bytes, problems: Problems) -> str:
    """UTF-8 as the standard asks; else Windows western text, which older spreadsheets write, with a note."""
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(marked)
    except UnicodeDecodeError:
        pass
    if b"\x00" in data or marked != "utf-8":
        raise CannotRead(file, _("This is not a text file. It may be a spreadsheet or a picture with another name."))
    problems.say_once(file, "", _("The file is not UTF-8. We read it as Windows text: please check the accents."))
    return data.decode("cp1252", errors="replace")
