"""One row as typed facts about somebody, or what is wrong with it by column. No database."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from keyworker.delivery.models import ContactKind
from keyworker.interop.sheets import values
from keyworker.interop.sheets.faults import LEAVES_OUT, Problem, Wrong
from keyworker.interop.sheets.headers import Field
from keyworker.people.actions import Identity
from keyworker.people.linking.folding import folded
from keyworker.people.models import Channel
from keyworker.people.numbers import e164
from keyworker.people.safety import Way

LENGTHS = {
    Field.NAME: 200, Field.GIVEN: 100, Field.FAMILY: 100, Field.PREFERRED: 100, Field.SCRIPT: 200,
    Field.PRONOUNS: 40, Field.ROLE: 60, Field.KEY: 60, Field.IDENTIFIER: 60, Field.CASE_NUMBER: 60,
    Field.CONTACT: 300, Field.TASK: 300,
}  # fmt: skip
FEWEST_DIGITS = 6
OF_A_CASE = (
    Field.CASE_NUMBER, Field.OPENED, Field.CLOSED, Field.CONTACT_ON, Field.CONTACT, Field.TASK, Field.TASK_DUE,
    Field.NOTE,
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """How a list is read: which column is what, what words stand for, and whom a row is for that names nobody.

    `words` is by field and folded word, `programs` and `workers` by folded name, `authors` also by e-mail address.
    `carriers`: who carries cases where.
    """

    headers: Sequence[str]
    columns: Mapping[str, str]
    today: date
    program_id: UUID
    worker_id: UUID
    order: str = values.DAY_FIRST
    country: str = ""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    programs: Mapping[str, UUID] = field(default_factory=dict)
    workers: Mapping[str, UUID] = field(default_factory=dict)
    carriers: frozenset[tuple[UUID, UUID]] = frozenset()
    authors: Mapping[str, UUID] = field(default_factory=dict)

    @property
    def scheme(self) -> str:
        """Under what name the numbers of this list are kept in a file."""
        return next((self.headers[at][:60] for at in self.places(Field.KEY)), "")

    def places(self, what: Field) -> list[int]:
        return self._places.get(what, [])

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """Asked for forty times a row."""
        found: dict[str, list[int]] = defaultdict(list)
        for at, header in enumerate(self.headers):
            found[self.columns.get(header, "")].append(at)
        return dict(found)


@dataclass(frozen=True, slots=True)
class NoteRead:
    """A note as a row tells of it: on no day, that of the import; by nobody we know, whoever brings it in.

    `by_said`: who wrote it as the list says, where we do not know them.
    """

    text: str
    on: date | None = None
    by_id: UUID | None = None
    by_said: str = ""
    signed: bool = True


@dataclass(frozen=True, slots=True)
class InTheCase:
    """What a row says of a case: `named` where any of it is said. A contact has a day and a kind, or is none."""

    named: bool = False
    opened_on: date | None = None
    closed_on: date | None = None
    contact_on: date | None = None
    contact_kind: ContactKind | None = None
    contact: str = ""
    task: str = ""
    task_due: date | None = None
    note: NoteRead | None = None


@dataclass(slots=True)
class Checked:
    """What a row says. It comes in unless something `leaves_out` the row.

    A row with no name, but a number (`key`), is about somebody who is here already or whom an earlier row names.
    """

    number: int
    identity: Identity | None = None
    ways: tuple[Way, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    key: str = ""
    household: str = ""
    role: str = ""
    program_id: UUID | None = None
    worker_id: UUID | None = None
    case: InTheCase = InTheCase()
    problems: list[Problem] = field(default_factory=list)

    @property
    def comes_in(self) -> bool:
        return not any(problem.wrong in LEAVES_OUT for problem in self.problems)


def checked(plan: Plan, number: int, cells: Sequence[str]) -> Checked:
    """Read one row; nothing raises, everything wrong is said."""
    row = _Row(plan, cells, Checked(number))
    row.found.key, row.found.household = row.line(Field.KEY), row.line(Field.HOUSEHOLD)
    row.found.role = row.line(Field.ROLE)
    row.found.identity = row.identity()
    row.found.ways = row.ways()
    row.found.identifiers = row.identifiers()
    row.found.program_id, row.found.worker_id = row.where()
    row.found.case = row.in_the_case()
    return row.found


@dataclass(slots=True)
class _Row:
    plan: Plan
    cells: Sequence[str]
    found: Checked

    def wrong(self, at: int, wrong: Wrong, value: str = "") -> None:
        column = self.plan.headers[at] if at >= 0 else ""
        self.found.problems.append(Problem(column, wrong, value if len(value) <= 60 else f"{value[:57]}…"))

    def said(self, what: Field) -> list[tuple[int, str]]:
        """The cells that are not empty of the columns that say this."""
        places = self.plan.places(what)
        return [(at, self.cells[at]) for at in places if at < len(self.cells) and self.cells[at]]

    def line(self, what: Field) -> str:
        for at, text in self.said(what):
            bare = " ".join(text.split())
            if len(bare) <= LENGTHS.get(what, 200):
                return bare
            self.wrong(at, Wrong.TOO_LONG, bare)
        return ""

    def word(self, what: Field, text: str) -> str:
        """What somebody said that this word stands for, by hand."""
        return self.plan.words.get(what, {}).get(folded(text) or text.casefold(), "")

    def identity(self) -> Identity | None:
        full, given, family = self.line(Field.NAME), self.line(Field.GIVEN), self.line(Field.FAMILY)
        if not given and not family and full.count(",") == 1:
            family, _, given = (part.strip() for part in full.partition(","))
            full = f"{given} {family}".strip()
        full = full or " ".join(filter(None, (given, family)))
        own, called = self.line(Field.SCRIPT), self.line(Field.PREFERRED)
        full = full or own or called
        if not full:
            if not self.found.key:
                self.wrong(-1, Wrong.NO_NAME)
            return None
        born_on, precision = self.born()
        return Identity(
            full_name=full[:200],
            preferred_name=called,
            own_script_name=own,
            given=given[:100],
            family=family[:100],
            pronouns=self.line(Field.PRONOUNS),
            born_on=born_on,
            born_precision=precision,
            language=self.language(),
            needs_interpreter=bool(self.yes(Field.INTERPRETER)),
            about="\n".join(text for _at, text in self.said(Field.ABOUT)),
        )

    def born(self) -> tuple[date | None, str]:
        for at, text in self.said(Field.BORN):
            read = values.born(text, order=self.plan.order, today=self.plan.today)
            if read is not None:
                return read
            self.wrong(at, Wrong.BIRTH_DATE, text)
        return None, "day"

    def language(self) -> str:
        for at, text in self.said(Field.LANGUAGE):
            said = self.word(Field.LANGUAGE, text) or values.languages().get(folded(text) or text, "")
            if said:
                return said[:12]
            self.wrong(at, Wrong.LANGUAGE, text)
        return ""

    def yes(self, what: Field) -> bool | None:
        for at, text in self.said(what):
            said = values.yes_or_no(self.word(what, text) or text)
            if said is not None:
                return said
            self.wrong(at, Wrong.YES_OR_NO, text)
        return None

    def ways(self) -> tuple[Way, ...]:
        """Where the list says nothing of it, a way is safe; whatever it says that is no clear yes is a no."""
        safe = self.yes(Field.SAFE)
        fine, voicemail = safe or not self.said(Field.SAFE), bool(self.yes(Field.VOICEMAIL))
        found = [Way(Channel.PHONE, number, safe=fine, voicemail_ok=voicemail) for number in self.phones()]
        found += [Way(Channel.EMAIL, address, safe=fine) for address in self.emails()]
        if address := self.address():
            found.append(Way(Channel.POST, address, safe=fine))
        return tuple(dict.fromkeys(found))

    def phones(self) -> list[str]:
        found = []
        for at, text in self.said(Field.PHONE):
            for each in re.split(r"[;,|\n]|\s/\s|\bor\b", text):
                number = each.strip().removeprefix("'").strip()
                if number and self.is_number(number):
                    found.append(number[:60])
                elif number:
                    self.wrong(at, Wrong.PHONE, each)
        return found

    def is_number(self, text: str) -> bool:
        if self.plan.country:
            return bool(e164(text, self.plan.country))
        return sum(letter.isdigit() for letter in text) >= FEWEST_DIGITS and not re.search(r"[^\W\d]{3}", text)

    def emails(self) -> list[str]:
        found = []
        for at, text in self.said(Field.EMAIL):
            try:
                validate_email(text)
                found.append(text)
            except ValidationError:
                self.wrong(at, Wrong.EMAIL, text)
        return found

    def address(self) -> str:
        street = ", ".join(text for _at, text in self.said(Field.STREET))
        town = " ".join(filter(None, (self.line(Field.POSTCODE), self.line(Field.CITY))))
        return ", ".join(filter(None, (street, town))) if street else ""

    def identifiers(self) -> tuple[tuple[str, str], ...]:
        found = []
        for at, text in self.said(Field.IDENTIFIER):
            if len(text) > LENGTHS[Field.IDENTIFIER]:
                self.wrong(at, Wrong.TOO_LONG, text)
            else:
                found.append((self.plan.headers[at][:60], text))
        if (number := self.line(Field.CASE_NUMBER)) and len(number) <= LENGTHS[Field.IDENTIFIER]:
            found.append((self.plan.headers[self.plan.places(Field.CASE_NUMBER)[0]][:60], number))
        if self.found.key:
            found.append((self.plan.scheme, self.found.key))
        return tuple(found)

    def in_the_case(self) -> InTheCase:
        opened, closed = self.day(Field.OPENED), self.closed()
        if opened and closed and closed < opened:
            self.wrong(self.plan.places(Field.CLOSED)[0], Wrong.CLOSED, closed.isoformat())
        kind, on = self.kind(), self.day(Field.CONTACT_ON)
        return InTheCase(
            named=any(self.said(what) for what in OF_A_CASE),
            opened_on=opened,
            closed_on=closed,
            contact_on=on if kind else None,
            contact_kind=kind if on else None,
            contact=self.line(Field.CONTACT) if on and kind else "",
            task=self.line(Field.TASK),
            task_due=self.day(Field.TASK_DUE, ahead=True),
            note=self.note(),
        )

    def note(self) -> NoteRead | None:
        """A note whose day cannot be read is left out: under another day it would say something untrue."""
        text = "\n".join(text for _at, text in self.said(Field.NOTE))
        if not text:
            return None
        on = self.day(Field.NOTE_ON, wrong=Wrong.NOTE_DAY)
        if self.said(Field.NOTE_ON) and on is None:
            return None
        by_id, by_said = self.author()
        signed = self.yes(Field.NOTE_SIGNED) or not self.said(Field.NOTE_SIGNED)
        if not signed and (self.found.program_id, by_id) not in self.plan.carriers:
            by_id = self.found.worker_id  # a draft is its author's alone: it goes to whoever can finish it
        return NoteRead(text, on, by_id, by_said, signed=signed)

    def author(self) -> tuple[UUID | None, str]:
        for at, text in self.said(Field.NOTE_BY):
            said = self.word(Field.NOTE_BY, text)
            known = UUID(said) if said else self.plan.authors.get(folded(text))
            if known is None:
                self.wrong(at, Wrong.NOTE_BY, text)
            return known, "" if known else " ".join(text.split())[: LENGTHS[Field.NAME]]
        return None, ""

    def day(self, what: Field, *, ahead: bool = False, wrong: Wrong = Wrong.DAY) -> date | None:
        for at, text in self.said(what):
            read = values.day(text, order=self.plan.order, today=self.plan.today)
            if read is not None and (ahead or read <= self.plan.today):
                return read
            self.wrong(at, wrong, text)
        return None

    def closed(self) -> date | None:
        """A case of which nobody can read when it was closed must not come in as an open one."""
        for at, text in self.said(Field.CLOSED):
            read = values.day(text, order=self.plan.order, today=self.plan.today)
            if read is None or read > self.plan.today:
                self.wrong(at, Wrong.CLOSED, text)
            return read
        return None

    def kind(self) -> ContactKind | None:
        """How they were in contact is asked where the list says when."""
        for at, text in self.said(Field.CONTACT_KIND):
            said = self.word(Field.CONTACT_KIND, text)
            if (found := ContactKind(said) if said else values.kind_of_contact(text)) is not None:
                return found
            self.wrong(at, Wrong.KIND, text)
            return None
        for at, text in self.said(Field.CONTACT_ON):
            self.wrong(at, Wrong.KIND, text)
        return None

    def where(self) -> tuple[UUID | None, UUID | None]:
        program = self.one_of(Field.PROGRAM, self.plan.programs, self.plan.program_id, Wrong.UNKNOWN_PROGRAM)
        worker = self.one_of(Field.WORKER, self.plan.workers, self.plan.worker_id, Wrong.UNKNOWN_WORKER)
        if program and worker and (program, worker) not in self.plan.carriers:
            at, text = next(iter(self.said(Field.WORKER)), (-1, ""))
            self.wrong(at, Wrong.NOT_THERE, text)
        return program, worker

    def one_of(self, what: Field, known: Mapping[str, UUID], otherwise: UUID, wrong: Wrong) -> UUID | None:
        for at, text in self.said(what):
            said = self.word(what, text)
            found = UUID(said) if said else known.get(folded(text))
            if found is None:
                self.wrong(at, wrong, text)
            return found
        return otherwise
