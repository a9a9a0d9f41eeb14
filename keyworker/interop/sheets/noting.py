"""What is noted of each row while a list is looked over, within the list and against the agency's index."""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any
from uuid import UUID

from keyworker.access.permissions import Permission
from keyworker.access.sight import may
from keyworker.base.actor import Actor, ActorKind
from keyworker.interop.models import Sheet, SheetRow
from keyworker.interop.sheets.checking import Checked, Plan
from keyworker.interop.sheets.deciding import Choice, Noted
from keyworker.interop.sheets.faults import CAN_BE_SAID, Problem, Wrong
from keyworker.people.finding.many import Described, alike_of_many, known_by_number
from keyworker.people.linking.folding import folded
from keyworker.people.models import Channel
from keyworker.people.names import written

MOST_WORDS = 100  # different words of one column that are asked about


@dataclass(frozen=True, slots=True)
class Finding:
    """A row as it was read, and what was noted of it."""

    row: Checked
    noted: Noted
    home: int = 0

    @property
    def is_noted(self) -> bool:
        """Most rows are as they should be, and nothing is kept of them."""
        noted = self.noted
        return bool(self.row.problems or noted.same_as or noted.alike or noted.choice or self.home)


def as_row(sheet: Sheet, finding: Finding) -> SheetRow:
    """As it is kept."""
    row, noted = finding.row, finding.noted
    return SheetRow(
        sheet=sheet,
        number=row.number,
        said=json.dumps(_said(row), ensure_ascii=False),
        left_out=not row.comes_in,
        faulty=bool(row.problems),
        same_as=noted.same_as,
        same_key=noted.same_key,
        home=finding.home or None,
        alike=[{"id": str(key), "exact": exact} for key, exact in noted.alike],
        waits=row.comes_in and noted.waits,
        sure=noted.sure,
        choice=noted.choice,
        person_id=noted.person_id,
    )


def _said(row: Checked) -> dict[str, Any]:
    who = row.identity
    born = who.born_on.isoformat() if who and who.born_on else ""
    return {
        "name": who.full_name if who else "",
        "born": born,
        "precision": who.born_precision if who else "",
        "problems": [[each.column, each.wrong.value, each.value] for each in row.problems],
    }


@dataclass(slots=True)
class Seen:
    """What earlier rows of the list said: by eight bytes of a hash each, so that a long list stays small here."""

    keys: dict[bytes, int] = field(default_factory=dict)
    names: dict[bytes, int] = field(default_factory=dict)
    homes: dict[bytes, int] = field(default_factory=dict)
    tally: "Tally" = field(default_factory=lambda: Tally())

    def findings(self, actor: Actor, plan: Plan, read: Sequence[Checked]) -> list[Finding]:
        """Of some rows, in order. Only rows that come in are compared; with whom is here only by who may look there.

        To anybody else a list of names would tell who comes to us. Whoever links records finds who stands twice. A
        job is the machine's own administrator, who holds the whole database.
        """
        asked = [row for row in read if row.comes_in and row.identity is not None]
        looks = actor.kind is ActorKind.JOB or may(actor, Permission.PERSON_INDEX)
        alike = alike_of_many(actor, [_described(row) for row in asked]) if looks else [[] for _row in asked]
        found = {row.number: [(one.id, one.exact) for one in each] for row, each in zip(asked, alike, strict=True)}
        numbers = {row.key for row in read if row.comes_in and row.identity is None}
        known = known_by_number(actor, plan.scheme, numbers)
        findings = [self._finding(row, found.get(row.number, []), known.get(row.key)) for row in read]
        for finding in findings:
            self.tally.count(plan, finding)
        return findings

    def _finding(self, row: Checked, alike: Sequence[Any], known: UUID | None) -> Finding:
        if not row.comes_in:
            return Finding(row, Noted())
        if row.identity is None:
            return self._by_number_alone(row, known)
        by_key = _first(self.keys, row.key, row.number) if row.key else row.number
        by_name = _first(self.names, _name(row), row.number) if row.identity.born_on else row.number
        first_home = _first(self.homes, row.household, row.number) if row.household else row.number
        home = first_home if first_home != row.number else 0
        if by_key != row.number:
            return Finding(row, Noted(same_as=by_key, same_key=True), home)
        return Finding(row, Noted(same_as=by_name if by_name != row.number else None, alike=alike), home)

    def _by_number_alone(self, row: Checked, known: UUID | None) -> Finding:
        """Whom an earlier row of the list names, else whom a list before it brought in under this number."""
        earlier = self.keys.get(_hash(row.key))
        if earlier is not None:
            return Finding(row, Noted(same_as=earlier, same_key=True))
        if known is None:
            row.problems.append(Problem("", Wrong.UNKNOWN_NUMBER, row.key))
            return Finding(row, Noted())
        return Finding(row, Noted(choice=Choice.FILE, person_id=known))


def _first(seen: dict[bytes, int], text: str, number: int) -> int:
    return seen.setdefault(_hash(text), number)


def _hash(text: str) -> bytes:
    return blake2b(text.casefold().encode(), digest_size=8).digest()


def _name(row: Checked) -> str:
    who = row.identity
    words = sorted(word.latin for word in written(who.full_name)) if who else []
    return f"{' '.join(words)}|{who.born_on if who else ''}|{who.born_precision if who else ''}"


def _described(row: Checked) -> Described:
    who = row.identity
    return Described(
        who.full_name if who else "",
        who.born_on if who else None,
        who.born_precision if who else "",
        tuple(way.value for way in row.ways if way.channel is not Channel.POST),
        tuple(value for _scheme, value in row.identifiers if value != row.key),
    )


@dataclass(slots=True)
class Tally:
    """How many rows come in as they are, wait or are left out; what is wrong how often; words nobody knows."""

    good: int = 0
    left_out: int = 0
    waits: int = 0
    same: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    unknown: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def count(self, plan: Plan, finding: Finding) -> None:
        row = finding.row
        waits = row.comes_in and finding.noted.waits
        self.left_out += not row.comes_in
        self.waits += waits
        self.good += row.comes_in and not waits
        self.same += finding.noted.same_key
        for problem in row.problems:
            self.wrong[problem.wrong.value] += 1
            self._ask_about(plan.columns.get(problem.column, ""), problem.wrong, problem.value)

    def _ask_about(self, what: str, wrong: Wrong, value: str) -> None:
        words = self.unknown[what]
        if CAN_BE_SAID.get(what) is wrong and (value in words or len(words) < MOST_WORDS):  # type: ignore[call-overload]
            words[value] += 1

    def counts(self) -> dict[str, Any]:
        """As it is kept."""
        plain = {"good": self.good, "left_out": self.left_out, "waits": self.waits, "same": self.same}
        unknown = {what: dict(words.most_common()) for what, words in self.unknown.items() if words}
        return {**plain, "wrong": dict(self.wrong), "unknown": unknown}


def as_word(text: str) -> str:
    """Under which a word is kept that somebody said the meaning of."""
    return folded(text) or text.casefold()
