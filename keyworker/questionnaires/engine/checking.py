"""Looks a form over before anyone may use it: reads it, then rehearses it with made-up answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine.answers import Answers, Place
from keyworker.questionnaires.engine.beginning import begin
from keyworker.questionnaires.engine.calculating import TOO_COSTLY, Circumstances
from keyworker.questionnaires.engine.definition import NUMBERS, Definition, Item, ItemType
from keyworker.questionnaires.engine.findings import Finding, InvalidQuestionnaire, Level
from keyworker.questionnaires.engine.parsing import parse
from keyworker.questionnaires.engine.settling import Settled, settle
from keyworker.questionnaires.engine.values import Attachment, Quantity, Reference, Value

# Made-up answers get a made-up day, so that a form is judged the same every time it is looked over.
_DAY = datetime(2026, 1, 15, 12, tzinfo=UTC)


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    WARNED = "warned"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Checked:
    """A file looked over. `definition` is None when it was refused."""

    outcome: Outcome
    findings: tuple[Finding, ...]
    definition: Definition | None

    @property
    def reasons(self) -> tuple[str, ...]:
        """What the person who brought the file should read: all but the notes."""
        return tuple(str(finding) for finding in self.findings if finding.level is not Level.NOTE)


def check(data: bytes | str | Mapping[str, Any]) -> Checked:
    """Never raises: whatever was brought is accepted, accepted with warnings, or refused, with the reasons."""
    try:
        definition = parse(data)
    except InvalidQuestionnaire as error:
        return Checked(Outcome.REFUSED, error.faults, None)
    rehearsed = _rehearsed(definition)
    findings = (*definition.warnings, *rehearsed)
    if any(finding.level is Level.FAULT for finding in rehearsed):
        return Checked(Outcome.REFUSED, findings, None)
    warned = any(finding.level is Level.WARNING for finding in findings)
    return Checked(Outcome.WARNED if warned else Outcome.ACCEPTED, findings, definition)


def rehearsal() -> Circumstances:
    """Nothing is known of anyone, and the day is always the same."""
    return Circumstances(_DAY)


def _rehearsed(definition: Definition) -> tuple[Finding, ...]:
    """What goes wrong when the form is opened, and filled in with its first answers, with its last, and not at all."""
    runs = [settle(definition, made_up(definition, choose), rehearsal()) for choose in (_lowest, _highest, _nothing)]
    faults = [*begin(definition, rehearsal()).faults, *(fault for run in runs for fault in run.faults)]
    found = dict.fromkeys(map(_sharper, faults))
    return (*found, *_deaf_totals(definition, runs))


def _sharper(fault: Finding) -> Finding:
    """A calculation that had to be stopped refuses the form; any other that fails is only left out."""
    return replace(fault, level=Level.FAULT) if fault.name == TOO_COSTLY else fault


def _deaf_totals(definition: Definition, runs: list[Settled]) -> list[Finding]:
    """A total that stays the same whatever is answered does not count the answers, and would mislead."""
    says = _("Its result is the same whatever is answered, so it does not count the answers.")
    return [
        Finding(Level.WARNING, "result-counts-nothing", item.link_id, says)
        for item in definition.walk()
        if item.calculated is not None and item.type in NUMBERS
        if (lowest := runs[0].computed.get(Place(item.link_id))) is not None
        if lowest == runs[1].computed.get(Place(item.link_id))
    ]


def made_up(definition: Definition, choose: Callable[[Item], Value | None]) -> Answers:
    """One answer of the chooser's making to every question."""
    values: dict[Place, tuple[Value, ...]] = {}
    for item in definition.walk():
        if item.is_asked and not definition.is_computed(item) and (value := choose(item)) is not None:
            depth = len(definition.repeating_ancestors(item))
            values[Place(item.link_id, (0,) * depth)] = (value,)
    return Answers(values)


def _lowest(item: Item) -> Value | None:
    return _weighed(item, highest=False) if item.options else _plain(item, 1)


def _highest(item: Item) -> Value | None:
    return _weighed(item, highest=True) if item.options else _plain(item, 50)


def _nothing(_item: Item) -> Value | None:
    return None


def _weighed(item: Item, *, highest: bool) -> Value:
    options = sorted(item.options, key=lambda option: option.ordinal or Decimal(0))
    if item.is_scored:
        return options[-1 if highest else 0].value
    return item.options[-1 if highest else 0].value


def _plain(item: Item, number: int) -> Value | None:
    samples: Mapping[ItemType, Value] = {
        ItemType.BOOLEAN: number > 1,
        ItemType.DECIMAL: Decimal(number),
        ItemType.INTEGER: number,
        ItemType.QUANTITY: Quantity(Decimal(number), item.unit.display if item.unit else ""),
        ItemType.DATE: f"20{number % 24:02}-01-15",
        ItemType.DATE_TIME: f"20{number % 24:02}-01-15T12:00:00Z",
        ItemType.TIME: "12:00:00",
        ItemType.URL: "https://example.org/",
        ItemType.ATTACHMENT: Attachment("x.pdf", "application/pdf", 1),
        ItemType.REFERENCE: Reference(display="x"),
    }
    return samples.get(item.type, "x" * (item.bounds.min_length or 1))
