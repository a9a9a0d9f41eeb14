"""What a column may say about somebody, and which it is: by its header in five languages, else by what it holds."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keyworker.interop.sheets.headers import HEADERS, Field
from keyworker.interop.sheets.reading import Row
from keyworker.people.linking.folding import folded


@dataclass(frozen=True, slots=True)
class Known:
    """What a field is called on the page; `several` columns may say it."""

    label: str | Promise
    several: bool = False


FIELDS: Final[Mapping[Field, Known]] = {
    Field.NAME: Known(_("Full name")),
    Field.GIVEN: Known(_("First name")),
    Field.FAMILY: Known(_("Family name")),
    Field.PREFERRED: Known(_("What they like to be called")),
    Field.SCRIPT: Known(_("Name in their own script")),
    Field.PRONOUNS: Known(_("Pronouns")),
    Field.BORN: Known(_("Birth date, year or age")),
    Field.LANGUAGE: Known(_("Language they prefer")),
    Field.INTERPRETER: Known(_("Needs an interpreter")),
    Field.ABOUT: Known(_("In their own words"), several=True),
    Field.PHONE: Known(_("Telephone"), several=True),
    Field.EMAIL: Known(_("E-mail"), several=True),
    Field.STREET: Known(_("Street and number"), several=True),
    Field.POSTCODE: Known(_("Postcode")),
    Field.CITY: Known(_("Town")),
    Field.SAFE: Known(_("Safe to call or write")),
    Field.VOICEMAIL: Known(_("May leave a voicemail")),
    Field.IDENTIFIER: Known(_("Another number of theirs"), several=True),
    Field.KEY: Known(_("Their number in this list")),
    Field.HOUSEHOLD: Known(_("Number of their household")),
    Field.ROLE: Known(_("Place in the household")),
    Field.PROGRAM: Known(_("Program")),
    Field.WORKER: Known(_("Case manager")),
    Field.CASE_NUMBER: Known(_("Number of the case")),
    Field.OPENED: Known(_("When the case was opened")),
    Field.CLOSED: Known(_("When the case was closed")),
    Field.CONTACT_ON: Known(_("When they were last in contact")),
    Field.CONTACT_KIND: Known(_("How they were in contact")),
    Field.CONTACT: Known(_("What the contact was about")),
    Field.TASK: Known(_("What is to be done")),
    Field.TASK_DUE: Known(_("By when it is to be done")),
    Field.NOTE: Known(_("A note about them")),
    Field.NOTE_ON: Known(_("When the note was written")),
    Field.NOTE_BY: Known(_("Who wrote the note: name or e-mail")),
    Field.NOTE_SIGNED: Known(_("Whether the note is signed; no: a draft")),
}
NAMES: Final = frozenset({Field.NAME, Field.GIVEN, Field.FAMILY, Field.PREFERRED, Field.SCRIPT})
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE: Final = re.compile(r"[+(]?\d[\d\s().\-/]{6,18}\d")
_DATE: Final = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
MOSTLY: Final = 0.8


def guessed(headers: Sequence[str], rows: Sequence[Row]) -> dict[str, str]:
    """For each header what its column says, "" where nobody can tell."""
    found: dict[str, str] = {}
    for at, header in enumerate(headers):
        said = _by_header(header) or _by_content([row[at] for _number, row in rows if at < len(row) and row[at]])
        taken = said is not None and not FIELDS[said].several and said.value in found.values()
        found[header] = "" if said is None or taken else said.value
    return _whole_names(found)


def _by_header(header: str) -> Field | None:
    bare = re.sub(r" \d+$", "", folded(re.sub(r"\(\d+\)$", "", header)))
    whole = folded(header)
    return next((field for field in FIELDS if not {whole, bare}.isdisjoint(_headers()[field])), None)


@cache
def _headers() -> Mapping[Field, frozenset[str]]:
    return {field: frozenset(folded(each) for each in words.split("|")) for field, words in HEADERS.items()}


def _by_content(cells: Sequence[str]) -> Field | None:
    """Only what cannot be mistaken: a date may be any date, so none is taken for a birth date."""
    if len(cells) < 3:
        return None
    for field, pattern in ((Field.EMAIL, _EMAIL), (Field.PHONE, _PHONE)):
        fits = sum(1 for cell in cells if pattern.fullmatch(cell) and not _DATE.fullmatch(cell))
        if fits >= MOSTLY * len(cells):
            return field
    return None


def _whole_names(found: dict[str, str]) -> dict[str, str]:
    """Beside a family name, the column that is called “name” holds the first name."""
    said = set(found.values())
    if Field.FAMILY in said and Field.NAME in said and Field.GIVEN not in said:
        return {header: Field.GIVEN.value if field == Field.NAME else field for header, field in found.items()}
    return found


def problems(columns: Mapping[str, str]) -> list[str | Promise]:
    """What stands in the way of reading a list by these columns; empty when nothing does."""
    said = [field for field in columns.values() if field]
    found: list[str | Promise] = []
    if not (NAMES | {Field.KEY}) & set(said):
        found.append(_("Say which column holds the name, or their number if all of them are here already."))
    twice = {field for field in said if said.count(field) > 1 and not FIELDS[Field(field)].several}
    found.extend(
        _("Two columns are “%(what)s”. Choose one.") % {"what": FIELDS[Field(field)].label} for field in sorted(twice)
    )
    return found
