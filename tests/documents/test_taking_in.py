"""What a file is shows inside it; pictures are drawn anew; nothing is unpacked; what is too large is stopped early."""

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image, ImageFile

from keyworker.base.context import writing
from keyworker.base.decision import Refused
from keyworker.documents import keeping, rules

BROKEN = b"PK\x03\x04"
GPS = 0x8825


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path
    return tmp_path


@pytest.fixture
def kept(town):
    """What comes out again of a file that Amina put in."""
    housing = town.housing

    def keep(name, content):
        with writing(town.amina):
            return b"".join(keeping.give_out(keeping.take_in(housing, name=name, content=content)))

    return keep


def picture(kind="JPEG", mode="RGB", size=(40, 30), **more):
    drawn = io.BytesIO()
    Image.new(mode, size, 3 if mode == "P" else None).save(drawn, kind, **more)
    return drawn.getvalue()


WORDS, TABLES = f"{rules.WORD}.main+xml", f"{rules.EXCEL}.main+xml"
OOXML, MANIFEST = "[Content_Types].xml", "META-INF/manifest.xml"
OFFICE = "application/vnd.openxmlformats-officedocument"
MS = "application/vnd.ms"


def packed(*names, first=None, **parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        if first:
            archive.writestr("mimetype", first)
        for name in names:
            archive.writestr(name, b"<x/>")
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def office(main, *names, types=(), default="application/xml", encoding="utf-8"):
    """A file of Word or Excel: the type of its main part, and those it declares for others, whatever their names."""
    said = "".join(f'<Override PartName="/part{n}" ContentType="{kind}"/>' for n, kind in enumerate((main, *types)))
    text = f'<?xml version="1.0" encoding="{encoding}"?><Types><Default Extension="bin" ContentType="{default}"/>{said}'
    return packed(*names, **{OOXML: f"{text}</Types>".encode(encoding)})


def open_office(kind):
    """A text of LibreOffice that declares a part of this type."""
    about = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entry = f'<m:file-entry m:full-path="Object 1" m:media-type="{kind}"/>'
    manifest = f'<m:manifest xmlns:m="{about}">{entry}</m:manifest>'
    return packed("content.xml", first=rules.ODT, **{MANIFEST: manifest})


def twice_declared():
    file = io.BytesIO(office(WORDS, "word/document.xml"))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(OOXML.lower(), "<Types/>")
    return file.getvalue()


def with_a_document_type():
    text = f'<!DOCTYPE Types [<!ENTITY a "{WORDS}">]><Types><Override ContentType="&a;"/></Types>'
    return packed("word/document.xml", **{OOXML: text})


def zip_bomb():
    """A Word file whose one part would be 64 MB if anybody unpacked it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(OOXML, f'<Types><Override ContentType="{WORDS}"/></Types>')
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(64):
                part.write(bytes(2**20))
    return file.getvalue()


def picture_bomb():
    """A PNG of a few hundred bytes that says it is 60,000 dots wide and high."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(9999))) + chunk(b"IEND", b"")
    )


def test_a_picture_forgets_where_and_when_it_was_taken_and_stays_upright(kept):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by the camera
    exif[0x010E] = "taken at the shelter"
    exif.get_ifd(GPS).update({1: "N", 2: (40.0, 42.0, 46.0)})
    before = picture(exif=exif, comment=b"by the blue door")
    assert b"shelter" in before
    after = kept("door.jpg", before)
    with Image.open(io.BytesIO(after)) as seen:
        assert seen.size == (30, 40)
        assert not seen.getexif()
        assert not {"exif", "comment", "icc_profile"} & set(seen.info)
    assert b"shelter" not in after
    assert b"blue door" not in after


def test_what_hangs_behind_a_picture_is_left_behind(kept):
    """A picture and a page in one file: only the picture comes out."""
    assert b"<script>" not in kept("door.jpg", picture() + b"<html><script>steal()</script></html>")


def test_a_picture_keeps_its_colours(kept):
    before = Image.new("P", (4, 4), 1)
    before.putpalette([255, 255, 255, 200, 30, 40])
    file = io.BytesIO()
    before.save(file, "PNG")
    with Image.open(io.BytesIO(kept("door.png", file.getvalue()))) as seen:
        assert seen.convert("RGB").getpixel((0, 0)) == (200, 30, 40)


@pytest.mark.parametrize("cut", [12, 40, 120, 300])
def test_half_a_picture_is_refused_in_words(kept, cut, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as the maker of papers leaves it
    with pytest.raises(Refused, match="cannot be read"):
        kept("door.png", picture("PNG", size=(900, 900))[:cut])


def test_a_picture_bomb_is_stopped_before_it_is_drawn(kept, monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda *_: pytest.fail("it was drawn"))
    with pytest.raises(Refused, match=r"too large|cannot be read"):
        kept("door.png", picture_bomb())


def test_a_packed_bomb_is_kept_as_it_came_because_nobody_unpacks_it(kept, monkeypatch):
    bomb, unpack = zip_bomb(), zipfile.ZipFile.open

    def only_what_it_declares(archive, part, *more, **options):
        assert part.filename == OOXML, "it was unpacked"
        return unpack(archive, part, *more, **options)

    monkeypatch.setattr(zipfile.ZipFile, "open", only_what_it_declares)
    assert kept("letter.docx", bomb) == bomb


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.docx", office(WORDS, "word/document.xml"), rules.WORD),
        ("a.docx", office(WORDS, "word/document2.xml", "word/embeddings/table.xlsx", encoding="utf-16"), rules.WORD),
        ("a.xlsx", office(TABLES, "xl/workbook.xml", "xl/printerSettings1.bin"), rules.EXCEL),
        ("a.odt", open_office("application/vnd.oasis.opendocument.chart"), rules.ODT),
        ("a.odt", packed("content.xml", first=rules.ODT), rules.ODT),
        ("a.ods", packed("content.xml", first=rules.ODS), rules.ODS),
        ("a.png", picture("JPEG"), rules.JPEG),
    ],
)
def test_office_files_are_known_by_their_parts(name, content, found):
    assert rules.may_take(content, name).facts == {"media_type": found}


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.docx", office(WORDS, "word/document.xml", "word/vbaProject.bin"), "macros"),
        ("a.docx", office(WORDS, "word/picture.bin", default=f"{MS}-office.vbaProject"), "macros"),
        ("a.docx", office(WORDS, "word/picture.png", types=[f"{MS}-office.vbaProject"], encoding="utf-16"), "macros"),
        ("a.docx", office(WORDS, "word/a.bin", types=[f"{MS}-office.activeX+xml"]), "macros"),
        ("a.docx", office(WORDS, "word/a.bin", types=[f"{OFFICE}.oleObject"]), "macros"),
        ("a.docx", office(WORDS, "word/embeddings/oleObject1.bin"), "macros"),
        ("a.docx", office(f"{MS}-word.document.macroEnabled.main+xml", "word/document.xml"), "macros"),
        ("a.docx", office(f"{rules.WORD.removesuffix('document')}template.main+xml", "word/document.xml"), "macros"),
        ("a.xlsx", office(f"{MS}-excel.sheet.macroEnabled.main+xml", "xl/workbook.xml"), "macros"),
        ("a.xlsx", office(TABLES, "xl/worksheets/sheet2.xml", types=[f"{MS}-excel.macrosheet+xml"]), "macros"),
        ("a.docx", packed(OOXML, "word/document.xml"), "kind"),
        ("a.docx", packed("word/document.xml", **{OOXML: "<Types"}), "kind"),
        ("a.docx", office(WORDS, "word/document.xml", default="x" * 2**20), "kind"),
        ("a.docx", twice_declared(), "kind"),
        ("a.docx", with_a_document_type(), "kind"),
        ("a.odt", packed("content.xml", "Basic/script.xml", first=rules.ODT), "macros"),
        ("a.odt", packed("content.xml", "Object 1/Basic/Standard/script.xml", first=rules.ODT), "macros"),
        ("a.odt", open_office("application/vnd.sun.star.oleobject"), "macros"),
        ("a.docx", packed("AndroidManifest.xml", "classes.dex"), "kind"),
        ("a.docx", packed(*(f"{number}" for number in range(2_001))), "kind"),
        ("a.docx", BROKEN + b" not a list of anything", "kind"),
        ("a.docx", office(TABLES, "xl/workbook.xml"), "not what its name says"),
        ("a.pdf", b"\x7fELF a program", "program"),
        ("a.txt", b"#!/bin/sh\nrm -rf /", "program"),
        ("a.jpg", b"\0\0\0\x18ftypheic\0\0", "HEIC"),
        ("a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "not what its name says"),
        ("a.doc", b"\xd0\xcf\x11\xe0 an old Word file", "kind"),
    ],
)
def test_what_is_not_taken_in_is_refused_in_plain_words(name, content, why):
    answer = rules.may_take(content, name)
    assert not answer
    assert why in str(answer.reason)


@pytest.mark.parametrize(
    ("name", "saved"),
    [("run.bat", "run.bat.txt"), ("letter.html", "letter.html.txt"), ("x.hta.", "x.hta..txt"), ("scan", "scan.txt"),
     ("A.TXT", "A.TXT"), ("b" * 300 + ".vbs", "b" * 151 + ".vbs.txt")],
)  # fmt: skip
def test_a_script_is_kept_under_a_name_that_no_machine_runs(town, name, saved):
    housing = town.housing
    with writing(town.amina):
        kept = keeping.take_in(housing, name=name, content=b"del *.*")
    assert kept.name == saved
    assert len(kept.name) <= 160
