"""What an instrument says of itself beyond its questions: what comes next, which way is better, what counts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from keyworker.design.charts import Zone
from keyworker.questionnaires.engine.definition import Definition, Item
from keyworker.questionnaires.engine.extensions import (
    BETTER_WHEN,
    NEXT_FORM,
    RELIABLE_CHANGE,
    SDC,
    complex_extensions,
    content,
    translated,
)
from keyworker.questionnaires.engine.values import UnreadableValue, read_number

SAFETY_PLAN = "https://keyworker.example/Questionnaire/safety-plan"
ANSWER_HOLDS = f"{SDC}observationLinkPeriod"
# UCUM's and FHIR's own names for spans of time; a month is thirty days, a year is 365.
DAYS = {
    "h": Decimal(1) / 24, "hour": Decimal(1) / 24, "hours": Decimal(1) / 24,
    "d": Decimal(1), "day": Decimal(1), "days": Decimal(1),
    "wk": Decimal(7), "week": Decimal(7), "weeks": Decimal(7),
    "mo": Decimal(30), "month": Decimal(30), "months": Decimal(30),
    "a": Decimal(365), "year": Decimal(365), "years": Decimal(365),
}  # fmt: skip
LONGEST_DAYS = Decimal(36500)


@dataclass(frozen=True, slots=True)
class ReliableChange:
    """A change of at least `points` is more than chance, in the instrument's own words, and where that is shown."""

    points: Decimal
    meaning: str
    source: str


def next_form(definition: Definition, link_id: str) -> str:
    """The url of the form to open after a critical answer to this question; the safety plan where none is named."""
    named = content(_raw(definition).get(link_id, {}), NEXT_FORM)
    return named if isinstance(named, str) and named else SAFETY_PLAN


def better_when(definition: Definition, link_id: str) -> str:
    """ "lower" or "higher", as the instrument says of this score; empty where it says neither."""
    said = content(_raw(definition).get(link_id, {}), BETTER_WHEN)
    return said if said in {"lower", "higher"} else ""


def reliable_change(definition: Definition, link_id: str, language: str) -> ReliableChange | None:
    """What change of this score counts, where the instrument publishes it."""
    for parts in complex_extensions(_raw(definition).get(link_id, {}), RELIABLE_CHANGE):
        said = {name: translated(part, "valueString").in_language(language) for name, part in parts.items()}
        try:
            points = read_number(parts.get("points", {}).get("valueDecimal"))
        except UnreadableValue:
            continue
        if points > 0:
            return ReliableChange(points, said.get("meaning", ""), said.get("source", ""))
    return None


def banded(definition: Definition) -> Item | None:
    """The result that an instrument is known by: the first with bands that is shown."""
    shown = (item for item in definition.walk() if item.bands and not item.hidden)
    return next((item for item in shown if definition.is_computed(item)), None)


def zones(definition: Definition, language: str) -> list[Zone]:
    """Its bands as the chart draws them behind the line."""
    item = banded(definition)
    return [
        Zone(
            low=None if band.low is None else float(band.low),
            high=None if band.high is None else float(band.high),
            text=band.label.in_language(language),
        )
        for band in (item.bands if item else ())
    ]


def answer_holds(definition: Definition, link_id: str) -> timedelta | None:
    """How long an earlier answer to the same question may be offered (SDC observationLinkPeriod); None: never."""
    raw = content(_raw(definition).get(link_id, {}), ANSWER_HOLDS)
    if not isinstance(raw, Mapping):
        return None
    try:
        number = read_number(raw.get("value"))
    except UnreadableValue:
        return None
    days = number * DAYS.get(str(raw.get("code") or raw.get("unit") or ""), Decimal(0))
    return timedelta(days=float(min(days, LONGEST_DAYS))) if days > 0 else None


def _raw(definition: Definition) -> Mapping[str, Mapping[str, Any]]:
    """The items as they were published, by link id."""
    return {str(item.get("linkId")): item for item in _items(definition.source.get("item"))}


def _items(raw: Any) -> Iterator[Mapping[str, Any]]:
    for item in raw if isinstance(raw, list) else []:
        if isinstance(item, Mapping):
            yield item
            yield from _items(item.get("item"))
