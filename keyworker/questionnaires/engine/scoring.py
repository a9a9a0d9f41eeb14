"""What settled answers mean: results with their bands, critical answers, strengths and needs."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.definition import (
    NUMBERS,
    Band,
    CriticalAnswer,
    Definition,
    Item,
    Marker,
    Text,
)
from keyworker.questionnaires.engine.settling import Settled
from keyworker.questionnaires.engine.values import Coding, Quantity, Value


@dataclass(frozen=True, slots=True)
class Score:
    """A worked-out result. `number` is None for a result in words; `band` is only given once all answers are in."""

    place: Place
    label: Text
    value: Value
    number: Decimal | None
    band: Band | None
    answered: int
    of: int

    @property
    def is_complete(self) -> bool:
        return self.answered == self.of


@dataclass(frozen=True, slots=True)
class Critical:
    """An answer that calls for action now."""

    place: Place
    item: Item
    answer: Value
    message: Text


@dataclass(frozen=True, slots=True)
class Told:
    """A strength or a need that an answer tells of."""

    kind: str
    domain: str
    place: Place
    answer: Value


Progress = tuple[int, int]


def scores(definition: Definition, settled: Settled) -> list[Score]:
    """Every result worth showing, in the form's order."""
    by_link_id = definition.by_link_id
    shown = [(place, values[0]) for place, values in settled.computed.items() if values]
    shown = [(place, value) for place, value in shown if not by_link_id[place.link_id].hidden]
    weighted = [item for item in definition.walk() if item.is_scored and not definition.is_computed(item)]
    overall = _progress(_asked(definition, settled, weighted if shown else []), settled)
    return [_score(definition, settled, place, value, overall) for place, value in shown]


def _score(definition: Definition, settled: Settled, place: Place, value: Value, overall: Progress) -> Score:
    item = definition.by_link_id[place.link_id]
    number = _number(value) if item.type in NUMBERS else None
    counted = _counted(definition, settled, place)
    answered, of = overall if counted is None else _progress(counted, settled)
    complete = number is not None and answered == of
    band = next((band for band in item.bands if complete and number is not None and band.holds(number)), None)
    return Score(place, item.text, value, number, band, answered, of)


def _counted(definition: Definition, settled: Settled, place: Place) -> list[Place] | None:
    """Where the questions stand that a result counts: the sheet's own, those its calculation names; None: all."""
    by_link_id = definition.by_link_id
    if (total := definition.totals.get(place.link_id)) is not None:
        return _asked(definition, settled, [by_link_id[name] for name in total.contributors])
    if (counted := definition.counted.get(place.link_id)) is None:
        return None
    found = _asked(definition, settled, [by_link_id[name] for name in counted.questions])
    if not counted.nearby:
        return found
    own = definition.repeating_ancestors(by_link_id[place.link_id])
    return [other for other in found if _same_entry(definition, other, own, place)]


def _same_entry(definition: Definition, other: Place, own: tuple[str, ...], place: Place) -> bool:
    """Whether a question stands in the entry of the result, as far as repeating groups hold both of them."""
    theirs = definition.repeating_ancestors(definition.by_link_id[other.link_id])
    shared = sum(1 for mine, other_group in zip(own, theirs, strict=False) if mine == other_group)
    return other.at[:shared] == place.at[:shared]


def _number(value: Value) -> Decimal | None:
    if isinstance(value, Quantity):
        return value.value
    return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def _asked(definition: Definition, settled: Settled, items: list[Item]) -> list[Place]:
    """Where these questions are asked just now."""
    return [p for item in items for p in settled.answers.places(definition, item) if p in settled.asked]


def _progress(asked: list[Place], settled: Settled) -> Progress:
    return sum(1 for place in asked if settled.answers.at(place)), len(asked)


def critical_answers(definition: Definition, settled: Settled) -> list[Critical]:
    """Answers marked critical, whatever the total."""
    return [
        Critical(place, item, value, rule.message)
        for item, place, value in _given(definition, settled)
        for rule in item.critical[: limits.OPTIONS]
        if _is_hit(item, value, rule)
    ]


def told(definition: Definition, settled: Settled) -> list[Told]:
    """Strengths and needs that the answers tell of."""
    return [
        Told(marker.kind, marker.domain, place, value)
        for item, place, value in _given(definition, settled)
        for marker in item.markers
        if (marker.at_least is None and marker.answer is None) or _is_hit(item, value, marker)
    ]


def _given(definition: Definition, settled: Settled) -> Iterator[tuple[Item, Place, Value]]:
    for item in definition.walk():
        if item.critical or item.markers:
            for place in settled.whole.places(definition, item):
                for value in settled.whole.at(place):
                    yield item, place, value


def _is_hit(item: Item, value: Value, rule: CriticalAnswer | Marker) -> bool:
    weight = item.weight_of(value)
    if rule.at_least is not None and weight is not None and weight >= rule.at_least:
        return True
    if rule.answer is None:
        return False
    if isinstance(rule.answer, Coding) and isinstance(value, Coding):
        return value.same_as(rule.answer)
    return type(value) is type(rule.answer) and value == rule.answer
