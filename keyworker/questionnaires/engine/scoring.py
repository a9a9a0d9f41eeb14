"""Works out what a form computes: calculated items, totals, bands in words, critical answers, strengths and needs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.answers import Answers, Place, fitted
from keyworker.questionnaires.engine.budget import Budget
from keyworker.questionnaires.engine.calculating import Calculator
from keyworker.questionnaires.engine.definition import (
    NUMBERS,
    Band,
    CriticalAnswer,
    Definition,
    Item,
    ItemType,
    Marker,
    SheetTotal,
    Text,
)
from keyworker.questionnaires.engine.enabling import asked_places
from keyworker.questionnaires.engine.expressions import ExpressionFailed
from keyworker.questionnaires.engine.findings import Finding, Level
from keyworker.questionnaires.engine.values import Coding, Quantity, UnreadableValue, Value, read_value

Computed = Mapping[Place, tuple[Value, ...]]


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


@dataclass(frozen=True, slots=True)
class Settled:
    """Answers once everything that depends on them is worked out. `answers` holds only what was asked."""

    answers: Answers
    asked: frozenset[Place]
    computed: Computed
    faults: tuple[Finding, ...]
    calculator: Calculator

    @property
    def whole(self) -> Answers:
        """What was answered together with what was worked out."""
        return self.answers.with_values(self.computed)


def settle(definition: Definition, answers: Answers, now: datetime, budget: Budget | None = None) -> Settled:
    """Leave out what is not asked and work out what is computed, until neither changes the other any more."""
    budget = budget or Budget()
    given = Answers(
        {p: v for p, v in answers.values.items() if not definition.is_computed(definition.by_link_id[p.link_id])},
        answers.occurrences,
    )
    settled, verdicts = _round(definition, given, {}, {}, now, budget)
    if not settled.computed and not verdicts:
        return settled
    for _again in range(limits.ROUNDS):
        following, next_verdicts = _round(definition, given, settled.computed, verdicts, now, budget)
        if (following.computed, next_verdicts) == (settled.computed, verdicts):
            return following
        settled, verdicts = following, next_verdicts
    return _unsettled(settled, verdicts)


def _round(
    definition: Definition,
    given: Answers,
    computed: Computed,
    verdicts: Mapping[Place, bool],
    now: datetime,
    budget: Budget,
) -> tuple[Settled, Mapping[Place, bool]]:
    asked = asked_places(definition, given.with_values(computed), verdicts)
    kept = given.only(asked)
    calculator = Calculator(definition, kept, computed, now, budget)
    results = _computed(definition, kept, asked, calculator)
    found = calculator.verdicts()
    return Settled(kept, asked, results, tuple(calculator.faults), calculator), found


def _unsettled(settled: Settled, verdicts: Mapping[Place, bool]) -> Settled:
    """Nothing computed is kept: a result that depends on how often one looks is none."""
    changing = sorted({place.link_id for place in (*settled.computed, *verdicts)})
    says = _("Its calculations keep changing each other: %s.") % ", ".join(changing)[:200]
    return replace(settled, computed={}, faults=(*settled.faults, Finding(Level.FAULT, "calculation-circle", "", says)))


def _computed(definition: Definition, answers: Answers, asked: frozenset[Place], calculator: Calculator) -> Computed:
    found: dict[Place, tuple[Value, ...]] = {}
    for item in definition.walk():
        if not definition.is_computed(item):
            continue
        for place in answers.places(definition, item):
            if place in asked and (values := _worked_out(definition, item, place, answers, calculator)):
                found[place] = values
                calculator.learn(place, values)
    return found


def _worked_out(
    definition: Definition, item: Item, place: Place, answers: Answers, calculator: Calculator
) -> tuple[Value, ...]:
    total = definition.totals.get(item.link_id)
    if total is not None and total.adds:
        weights = [weight for weight in _weights(definition, total, answers) if weight is not None]
        return (_as_number(item, sum(weights, Decimal(0))),) if weights else ()
    if item.calculated is None:
        return ()
    try:
        return _fitted_results(item, calculator.work_out(item.calculated, item, place))
    except ExpressionFailed as error:
        calculator.fail(item, error)
        return ()


def _weights(definition: Definition, total: SheetTotal, answers: Answers) -> Iterator[Decimal | None]:
    for link_id in total.contributors:
        item = definition.by_link_id[link_id]
        for place in answers.places(definition, item):
            for value in answers.at(place):
                yield weight_of(item, value)


def weight_of(item: Item, value: Value) -> Decimal | None:
    """What this answer weighs in this question; a number weighs itself."""
    if (option := item.option_for(value)) is not None:
        return option.ordinal
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    return None


def _as_number(item: Item, number: Decimal) -> Value:
    match item.type:
        case ItemType.INTEGER:
            return int(number)
        case ItemType.QUANTITY:
            return Quantity(number, item.unit.display or item.unit.code if item.unit else "")
        case _:
            return number


_RESULTS = {
    ItemType.BOOLEAN: "Boolean",
    ItemType.INTEGER: "Integer",
    ItemType.DECIMAL: "Decimal",
    ItemType.DATE: "Date",
    ItemType.DATE_TIME: "DateTime",
    ItemType.TIME: "Time",
    ItemType.URL: "Uri",
}


def _fitted_results(item: Item, results: list[object]) -> tuple[Value, ...]:
    """Results as answers of this item's type. Raises ExpressionFailed for what does not fit."""
    if len(results) > 1 and not item.repeats:
        raise ExpressionFailed(_("Its calculation gives several results where one is wanted."))
    try:
        return tuple(_fitted_result(item, result) for result in results)
    except UnreadableValue as error:
        raise ExpressionFailed(_("Its calculation gives a result of the wrong type.")) from error


def _fitted_result(item: Item, result: object) -> Value:
    if item.type is ItemType.QUANTITY and isinstance(result, int | Decimal) and not isinstance(result, bool):
        return _as_number(item, Decimal(result))
    if isinstance(result, Mapping):
        kind = "Quantity" if "value" in result else "Coding"
    else:
        kind = _RESULTS.get(item.type, "String")
    rounded = result.quantize(Decimal("1e-10")).normalize() if isinstance(result, Decimal) else result
    return fitted(item, read_value(kind, rounded))


def scores(definition: Definition, settled: Settled) -> list[Score]:
    """Every result worth showing, in the form's order."""
    return [
        _score(definition, settled, definition.by_link_id[place.link_id], place, values[0])
        for place, values in settled.computed.items()
        if values and not definition.by_link_id[place.link_id].hidden
    ]


def _score(definition: Definition, settled: Settled, item: Item, place: Place, value: Value) -> Score:
    number = _number(value) if item.type in NUMBERS else None
    answered, of = _progress(definition, settled, item)
    complete = number is not None and answered == of
    band = next((band for band in item.bands if complete and number is not None and band.holds(number)), None)
    return Score(place, item.text, value, number, band, answered, of)


def _number(value: Value) -> Decimal | None:
    if isinstance(value, Quantity):
        return value.value
    return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def _progress(definition: Definition, settled: Settled, item: Item) -> tuple[int, int]:
    """How many of the questions that count are answered: the sheet's own, else all that are asked and weighted."""
    total = definition.totals.get(item.link_id)
    if total is not None:
        counted = [definition.by_link_id[name] for name in total.contributors]
    else:
        counted = [other for other in definition.walk() if other.is_scored and not definition.is_computed(other)]
    asked = [p for other in counted for p in settled.answers.places(definition, other) if p in settled.asked]
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
    weight = weight_of(item, value)
    if rule.at_least is not None and weight is not None and weight >= rule.at_least:
        return True
    if rule.answer is None:
        return False
    if isinstance(rule.answer, Coding) and isinstance(value, Coding):
        return value.same_as(rule.answer)
    return type(value) is type(rule.answer) and value == rule.answer
