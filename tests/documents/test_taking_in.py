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


def packed(*names, first=None):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        if first:
            archive.writestr("mimetype", first)
        for name in names:
            archive.writestr(name, b"<x/>")
    return file.getvalue()


def zip_bomb():
    """A Word file whose one part would be 64 MB if anybody unpacked it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<x/>")
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
    bomb = zip_bomb()
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_, **__: pytest.fail("it was unpacked"))
    assert kept("letter.docx", bomb) == bomb


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.docx", packed("[Content_Types].xml", "word/document.xml"), rules.WORD),
        ("a.xlsx", packed("[Content_Types].xml", "xl/workbook.xml"), rules.EXCEL),
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
        ("a.docx", packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "macros"),
        ("a.odt", packed("content.xml", "Basic/script.xml", first=rules.ODT), "macros"),
        ("a.docx", packed("AndroidManifest.xml", "classes.dex"), "kind"),
        ("a.docx", packed(*(f"{number}" for number in range(2_001))), "kind"),
        ("a.docx", BROKEN + b" not a list of anything", "kind"),
        ("a.docx", packed("[Content_Types].xml", "xl/workbook.xml"), "not what its name says"),
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
