"""Which files are taken in: by what they contain, never by what they are called."""

from pathlib import PurePath

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes
from keyworker.documents.office import EXCEL, ODS, ODT, WORD, office_type

LARGEST = 10 * 1024 * 1024
PDF, PNG, JPEG, TEXT = "application/pdf", "image/png", "image/jpeg", "text/plain"
SIGNATURES = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
# Programs of Windows, of Linux, of a Mac (four ways), and scripts.
PROGRAMS = (b"MZ", b"\x7fELF", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
ZIP = b"PK\x03\x04"
# Endings people know, and what must be inside.
ENDINGS = {
    "pdf": PDF, "jpg": JPEG, "jpeg": JPEG, "png": PNG, "txt": TEXT, "docx": WORD, "xlsx": EXCEL, "odt": ODT, "ods": ODS,
}  # fmt: skip
# How people call the kinds of file that are kept.
KINDS = {
    PDF: _("PDF"),
    PNG: _("Picture"),
    JPEG: _("Picture"),
    TEXT: _("Text"),
    WORD: _("Word file"),
    EXCEL: _("Excel file"),
    ODT: _("LibreOffice text"),
    ODS: _("LibreOffice table"),
}
PICTURES = frozenset({PNG, JPEG})
LONGEST_NAME = 160


def media_type(content: bytes) -> str | None:
    """What the bytes are: PDF, PNG, JPEG, plain UTF-8 text, or an office file without programs; None for all else.

    Of a ZIP file only the list of contents is read, and what it declares of its parts: nothing else is unpacked.
    """
    for signature, found in SIGNATURES.items():
        if content.startswith(signature):
            return found
    if content.startswith(ZIP):
        return office_type(content)
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return None if any(ord(c) < 32 and c not in "\n\r\t\f" for c in text) else TEXT


def may_take(content: bytes, name: str = "") -> Decision:
    """Whether a file may be kept, with its media type. `name` is only asked whether it tells the truth."""
    if not content:
        return no(_("This file is empty."))
    if len(content) > LARGEST:
        return no(_("This file is larger than 10 MB. Send a smaller one."))
    if content.startswith(PROGRAMS):
        return no(_("This file is a program, whatever its name says. It was not kept. Do not open it."))
    if content[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1"}:
        return no(_("This picture is of a kind (HEIC) that many cannot open. Save it as JPEG, and send that."))
    found = media_type(content)
    if found is None:
        return no(
            _("This kind of file cannot be kept. Use PDF, JPEG, PNG, plain text, or an office file without macros.")
        )
    if not _is_told(name, found):
        return no(_("This file is not what its name says. It was not kept. Ask whoever sent it."))
    return yes(media_type=found)


def name_to_keep(name: str, kind: str) -> str:
    """The name with an ending that opens as what the file is: "run.bat" is kept, and saved again, as "run.bat.txt".

    A script is plain text, too; under a name of its own a colleague's machine would run what it only holds.
    """
    endings = [ending for ending, told in ENDINGS.items() if told == kind]
    if PurePath(name).suffix.lower().lstrip(".") in endings:
        return name[-LONGEST_NAME:]
    return f"{name[-(LONGEST_NAME - 5) :]}.{endings[0]}"


def _is_told(name: str, found: str) -> bool:
    """Pictures pass for each other, for people rename them; nothing else passes for what it is not."""
    told = ENDINGS.get(PurePath(name).suffix.lower().lstrip("."), found)
    return told == found or {told, found} == PICTURES
