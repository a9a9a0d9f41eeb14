"""What an office file is and holds: by its list of contents, and by what it declares of its parts.

Of the file only that declaration is unpacked, up to a limit. A part's name is what its maker chose; what an office
program does with the part follows from the declared type (ECMA-376, part 2, 10.1.2; OpenDocument 1.3, part 2, 3.2).
"""

import io
import zipfile
import zlib
from xml.parsers import expat

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
# What the main part of a file is declared as; one with macros, and a template, is declared as something else.
MAIN = {
    f"{WORD}.main+xml": WORD,
    f"{EXCEL}.main+xml": EXCEL,
}
OPEN_OFFICE = {kind.encode(): kind for kind in (ODS, ODT)}
TYPES, MANIFEST = "[Content_Types].xml", "META-INF/manifest.xml"
# Parts that run, or that hold what another program opens: macros old and new, ActiveX, OLE.
RUNS = ("vba", "macro", "activex", "oleobject")
SCRIPTS = frozenset({"basic", "scripts"})
TYPE_OF = frozenset({"ContentType", "media-type"})
ENTRY = b"PK\x01\x02"  # begins each line of a ZIP file's list of contents
MOST_ENTRIES = 2_000
MOST_DECLARED = 1024 * 1024  # bytes
PLAIN = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


class _Unreadable(Exception):
    """The declaration is not there as it should be."""


def office_type(content: bytes) -> str | None:
    """Which kind of office file a ZIP file is; None for any other, and for one that holds something that runs."""
    if content.count(ENTRY) > MOST_ENTRIES:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _kind(archive, content)
    except (_Unreadable, zipfile.BadZipFile, zlib.error, expat.ExpatError, ValueError, NotImplementedError, EOFError):
        return None


def _kind(archive: zipfile.ZipFile, content: bytes) -> str | None:
    names = archive.namelist()
    if any(_is_named_to_run(name.lower()) for name in names):
        return None
    if TYPES in names:
        declared = _declared(archive, TYPES)
        mains = [MAIN[each] for each in declared if each in MAIN]
        return mains[0] if len(mains) == 1 and not _runs(declared) else None
    if MANIFEST in names and _runs(_declared(archive, MANIFEST)):
        return None
    said = content[38:100].split(b"PK", 1)[0] if content[30:38] == b"mimetype" else b""
    return OPEN_OFFICE.get(said)


def _is_named_to_run(name: str) -> bool:
    return any(each in name for each in RUNS) or not SCRIPTS.isdisjoint(name.split("/")[:-1])


def _runs(declared: set[str]) -> bool:
    return any(each in kind.lower() for kind in declared for each in RUNS)


def _declared(archive: zipfile.ZipFile, part: str) -> set[str]:
    """Every type that the file declares for any of its parts. Raises `_Unreadable` for what is hidden or too large."""
    parts = [each for each in archive.infolist() if each.filename.lower() == part.lower()]
    if len(parts) != 1 or parts[0].flag_bits & 1 or parts[0].compress_type not in PLAIN:
        raise _Unreadable
    with archive.open(parts[0]) as opened:
        text = opened.read(MOST_DECLARED + 1)
    if len(text) > MOST_DECLARED:
        raise _Unreadable
    return _types_in(text)


def _types_in(text: bytes) -> set[str]:
    found: set[str] = set()

    def begins(_name: str, attributes: dict[str, str]) -> None:
        found.update(value.strip() for name, value in attributes.items() if name.rpartition(":")[2] in TYPE_OF)

    def refuse(*_more: object) -> None:
        raise _Unreadable

    parser = expat.ParserCreate()
    parser.StartElementHandler = begins
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(text, True)
    return found
