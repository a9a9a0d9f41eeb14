"""Which files are taken in: by what they contain, never by what they are called."""

import io
import zipfile
from pathlib import PurePath

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes

LARGEST = 10 * 1024 * 1024
PDF, PNG, JPEG, TEXT = "application/pdf", "image/png", "image/jpeg", "text/plain"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
SIGNATURES = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
# Programs of Windows, of Linux, of a Mac (four ways), and scripts.
PROGRAMS = (b"MZ", b"\x7fELF", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
ZIP = b"PK\x03\x04"
ENTRY = b"PK\x01\x02"  # begins each line of a ZIP file's list of contents
MOST_ENTRIES = 2_000
# An office file is a ZIP file; the part that makes it what it is.
OFFICE = {"word/document.xml": WORD, "xl/workbook.xml": EXCEL}
OPEN_OFFICE = {kind.encode(): kind for kind in (ODS, ODT)}
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

    Of a ZIP file only the list of contents is read: nothing is unpacked here, nor anywhere else.
    """
    for signature, found in SIGNATURES.items():
        if content.startswith(signature):
            return found
    if content.startswith(ZIP):
        return _office(content)
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return None if any(ord(c) < 32 and c not in "\n\r\t\f" for c in text) else TEXT


def _office(content: bytes) -> str | None:
    if content.count(ENTRY) > MOST_ENTRIES:
        return None
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if any("vbaproject" in name.lower() or name.startswith(("Basic/", "Scripts/")) for name in names):
        return None
    if "[Content_Types].xml" in names:
        return next((kind for part, kind in OFFICE.items() if part in names), None)
    declared = content[38:100].split(b"PK", 1)[0] if content[30:38] == b"mimetype" else b""
    return OPEN_OFFICE.get(declared)


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
