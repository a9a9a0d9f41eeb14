"""Opens a spreadsheet in a process of its own, and says in plain words what is wrong with one that cannot be read."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.findings import InvalidQuestionnaire
from keyworker.questionnaires.engine.loading import refusal
from keyworker.questionnaires.xlsform.book import Book, Column, Line

READER = Path(__file__).with_name("spreadsheet.py")
PATIENCE = 40  # seconds by the wall clock; the reader's own limits are of CPU time
SIGNS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def is_spreadsheet(data: bytes) -> bool:
    """Whether the content, whatever the name of the file, is an Excel workbook."""
    return data.startswith(SIGNS)


def opened(data: bytes) -> Book:
    """The sheets of a workbook. Raises InvalidQuestionnaire for a file that is broken, hostile or no XLSForm."""
    if len(data) > limits.BYTES:
        sizes = {"size": len(data) / 1_000_000, "most": limits.BYTES / 1_000_000}
        raise refusal("too-large", _("The file is too large: %(size).1f MB. The most is %(most).1f MB.") % sizes)
    found = _read_apart(data)
    if "refused" in found:
        raise _refusal(str(found["refused"]), str(found.get("detail", ""))[:200])
    return book_of(found)


def _read_apart(data: bytes) -> Mapping[str, Any]:
    # Isolated (-I) and with nothing of our environment: the process that opens the file has no keys to lose.
    command = [sys.executable, "-I", str(READER)]
    quiet = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(command, input=data, capture_output=True, env=quiet, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as error:
        raise _too_much() from error
    if done.returncode < 0:
        raise _too_much()
    try:
        found = json.loads(done.stdout)
    except ValueError as error:
        raise _refusal("broken", "") from error
    return found if isinstance(found, dict) else {"refused": "broken"}


def _too_much() -> InvalidQuestionnaire:
    return refusal("too-costly", _("The spreadsheet takes too long to read, so it was put aside."))


def _refusal(name: str, detail: str) -> InvalidQuestionnaire:
    says = {
        "too-large": _("The spreadsheet unpacks to far more than a form needs, so it was not opened."),
        "too-many-rows": _("A sheet has too many rows. The most is: %s.") % detail,
        "not-a-spreadsheet": _("The file is a zip, but not an Excel workbook."),
        "bad-columns": _("The columns of a sheet cannot be told apart: %s") % detail,
        "no-survey": _("The spreadsheet has no sheet named “survey” with questions in it."),
    }
    return refusal(name, says.get(name, _("The spreadsheet is broken, or locked with a password, and cannot be read.")))


def book_of(found: Mapping[str, Any]) -> Book:
    """The sheets as the reader found them."""
    sheets: Mapping[str, Any] = found["sheets"]
    return Book(
        lines={name: tuple(_line(name, row) for row in sheet["rows"]) for name, sheet in sheets.items()},
        columns={
            name: tuple(Column(title, tuple(path), known) for title, path, known in sheet["columns"])
            for name, sheet in sheets.items()
        },
        more=tuple(found["more"]),
        gaps=tuple(found["gaps"]),
    )


def _line(sheet: str, row: Mapping[str, Any]) -> Line:
    return Line(
        sheet,
        row["row"],
        row["cells"],
        row.get("kind", {}),
        row.get("parameters", {}),
        row.get("dynamic", False),
    )
