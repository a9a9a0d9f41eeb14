"""What a file says, and what happens to one that was made to harm."""

import io
import zipfile

import pytest
from pypdf import PdfReader, PdfWriter

from keyworker.documents.office import ODT, WORD
from keyworker.documents.reading import Read, State, read_text, workroom
from keyworker.documents.rules import JPEG, PDF, TEXT

ODF = (
    '<o:c xmlns:o="o" xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><t:tracked-changes>struck'
    "</t:tracked-changes><t:p>Notice<t:tab/>to <t:span>quit</t:span> by May</t:p></o:c>"
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BODY = f"<w:p {W}><w:r><w:t>Dear</w:t><w:tab/><w:t>Ms Yusuf</w:t></w:r><w:del><w:r><w:t>no</w:t></w:r></w:del></w:p>"
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'


def pdf(words=""):
    """A page with these words, or with none, as a scanner makes it."""
    stream = f"BT /F1 12 Tf 72 700 Td ({words}) Tj ET".encode()
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj%s endobj\n" % (at, part) for at, part in enumerate(parts, 1))
    return body + b"trailer<</Root 1 0 R/Size 6>>\nstartxref\n0\n%%EOF"


def locked(words):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(words))))
    writer.encrypt("secret", algorithm="AES-256")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def packed(name, text):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "kind", "found"),
    [
        (pdf("Lease of 14 Quay Street"), PDF, Read(State.TEXT, "Lease of 14 Quay Street")),
        (pdf(), PDF, Read(State.NO_TEXT)),
        (locked("Lease"), PDF, Read(State.LOCKED)),
        (b"%PDF-1.7 and nothing more", PDF, Read(State.UNREADABLE)),
        (packed("word/document.xml", BODY), WORD, Read(State.TEXT, "Dear\nMs Yusuf")),
        (packed("content.xml", ODF), ODT, Read(State.TEXT, "Notice\nto quit by May")),
        (packed("content.xml", ENTITIES), ODT, Read(State.UNREADABLE)),
        (packed("content.xml", "<x>"), ODT, Read(State.UNREADABLE)),
        (b"PK\x03\x04 broken", WORD, Read(State.UNREADABLE)),
        (b"one\0two \xff", TEXT, Read(State.TEXT, "onetwo \N{REPLACEMENT CHARACTER}")),
        (b"\xff\xd8\xff", JPEG, Read(State.NO_TEXT)),
    ],
)
def test_what_a_file_says(content, kind, found):
    assert workroom.read(content, kind) == found


def test_a_file_is_read_in_a_process_of_its_own_that_takes_no_more_memory_than_it_may():
    assert read_text(packed("content.xml", ODF), ODT) == Read(State.TEXT, "Notice\nto quit by May")
    bomb = packed("content.xml", b"<x>" + b"<y/>" * (7 * 1024 * 1024) + b"</x>")
    assert len(bomb) < 100_000
    assert read_text(bomb, ODT) == Read(State.UNREADABLE)
    assert read_text(packed("content.xml", b" " * (workroom.MOST_UNPACKED + 1)), ODT) == Read(State.UNREADABLE)
