"""The process apart: a file comes in, its words go out; it may have no more memory, time or files than this takes."""

import io
import json
import logging
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element

from keyworker.documents.office import ODT, WORD
from keyworker.documents.reading.kinds import MOST_LETTERS, Read, State
from keyworker.documents.rules import PDF, TEXT

MOST_MEMORY = 384 * 1024 * 1024  # bytes of address space
MOST_CPU = 30  # seconds
MOST_PAGES = 1_000
MOST_UNPACKED = 16 * 1024 * 1024  # bytes of one part of an office file
WORD_PARTS = re.compile(r"word/(document|footnotes|endnotes|header\d*|footer\d*|comments)\.xml")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ODF = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
BREAKS = {f"{W}p", f"{W}br", f"{W}tab", f"{ODF}p", f"{ODF}h", f"{ODF}line-break", f"{ODF}tab", f"{ODF}s"}
STRUCK = {f"{ODF}tracked-changes", f"{W}del"}


class TooMuch(Exception):
    """A part of the file unpacks to more than any letter holds."""


def main() -> None:
    """Read a file from the standard input, of the kind that the command line names; say its words as JSON."""
    for limit, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_CPU),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    logging.disable()
    found = read(sys.stdin.buffer.read(), sys.argv[1])
    sys.stdout.write(json.dumps({"state": found.state, "text": found.text}))


def read(content: bytes, media_type: str) -> Read:
    """What the file says; whatever a broken one makes a library raise, it cannot be read."""
    try:
        return _as_read(content, media_type)
    except (MemoryError, RecursionError):
        return Read(State.UNREADABLE)
    except Exception:
        return Read(State.UNREADABLE)


def _as_read(content: bytes, media_type: str) -> Read:
    if media_type == PDF:
        return _pdf(content)
    if media_type in {WORD, ODT}:
        return _said(_office(content, media_type))
    return _said([content.decode(errors="replace")] if media_type == TEXT else [])


def _pdf(content: bytes) -> Read:
    from pypdf import PdfReader  # here, so that only whoever reads a PDF waits for it

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        return Read(State.LOCKED)
    return _said(reader.pages[at].extract_text() for at in range(min(len(reader.pages), MOST_PAGES)))


def _said(parts: "Iterator[str] | list[str]") -> Read:
    kept, letters = [], 0
    for part in parts:
        kept.append(part)
        letters += len(part)
        if letters >= MOST_LETTERS:
            break
    # PostgreSQL keeps no NUL, and half a surrogate pair is no letter.
    text = "\n".join(kept)[:MOST_LETTERS].replace("\0", "").encode(errors="ignore").decode().strip()
    return Read(State.TEXT, text) if any(letter.isalnum() for letter in text) else Read(State.NO_TEXT)


def _office(content: bytes, media_type: str) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.infolist():
            if part.filename == "content.xml" if media_type == ODT else WORD_PARTS.fullmatch(part.filename):
                with archive.open(part) as opened:
                    yield "".join(_words(io.BytesIO(_unpacked(opened))))


def _unpacked(part: IO[bytes]) -> bytes:
    """The part, whatever length it says it has. Raises `TooMuch`."""
    text = part.read(MOST_UNPACKED + 1)
    if len(text) > MOST_UNPACKED:
        raise TooMuch
    return text


def _words(part: IO[bytes]) -> Iterator[str]:
    """What stands between the marks, in its order, and not what was struck out. No entities, no outside files."""
    from defusedxml.ElementTree import parse

    yield from _within(parse(part).getroot())


def _within(element: Element) -> Iterator[str]:
    """In a Word file only a run's own text is text; in a LibreOffice file, all that stands in a paragraph."""
    if element.tag in STRUCK:
        return
    in_word = element.tag.startswith(W)
    if element.tag in BREAKS:
        yield "\n"
    if not in_word or element.tag == f"{W}t":
        yield element.text or ""
    for child in element:
        yield from _within(child)
        if not in_word:
            yield child.tail or ""
