"""Settles answers: leaves out what is not asked, works out what is computed, and checks what must hold between them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.answers import Answers, Place, fitted
from keyworker.questionnaires.engine.calculating import Calculator, Circumstances
from keyworker.questionnaires.engine.circles import circle
from keyworker.questionnaires.engine.definition import (
    Constraint,
    Definition,
    Item,
    ItemType,
    Option,
    SheetTotal,
    is_repeating_group,
)
from keyworker.questionnaires.engine.enabling import Verdicts, asked_places
from keyworker.questionnaires.engine.expressions import ExpressionFailed
from keyworker.questionnaires.engine.findings import Finding, Level
from keyworker.questionnaires.engine.offering import Offered, offered, without_what_is_not_offered
from keyworker.questionnaires.engine.values import Quantity, UnreadableValue, Value, read_value

Computed = Mapping[Place, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Unmet:
    """Answers that do not fit together, told at this place."""

    place: Place
    constraint: Constraint


@dataclass(frozen=True, slots=True)
class Settled:
    """Answers once everything that depends on them is worked out: plain data, with no expression left to run.

    `answers` holds only what was asked; `offered` the listed answers where those depend on others, `withdrawn` where
    one was given that may not be chosen any more; `unmet` what does not fit together; `bounds` the lowest and highest
    values and `wordings` the texts that were worked out; `faults` what could not be.
    """

    answers: Answers
    asked: frozenset[Place]
    computed: Computed
    faults: tuple[Finding, ...] = ()
    unmet: tuple[Unmet, ...] = ()
    offered: Offered = field(default_factory=dict)
    withdrawn: frozenset[Place] = frozenset()
    bounds: Mapping[Place, tuple[Value | None, Value | None]] = field(default_factory=dict)
    wordings: Mapping[Place, str] = field(default_factory=dict)

    @property
    def whole(self) -> Answers:
        """What was answered together with what was worked out."""
        return self.answers.with_values(self.computed)

    def options(self, item: Item, place: Place) -> tuple[Option, ...]:
        """The listed answers that may be chosen here now."""
        return self.offered.get(place, item.options)


@dataclass(frozen=True, slots=True)
class _Results:
    """What one pass finds, and the next begins with."""

    computed: Computed = field(default_factory=dict)
    verdicts: Verdicts = field(default_factory=dict)
    offered: Offered = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Round:
    """One pass over the form, on the results of the one before."""

    settled: Settled
    results: _Results
    calculator: Calculator


def settle(definition: Definition, answers: Answers, circumstances: Circumstances) -> Settled:
    """Leave out what is not asked and work out what is computed, until neither changes the other any more."""
    given = _given(definition, answers)
    found = _round(definition, given, _Results(), circumstances)
    if found.results == _Results():
        return _checked(definition, found)
    before = found
    for _again in range(limits.ROUNDS):
        following = _round(definition, given, found.results, circumstances)
        if following.results == found.results:
            return _checked(definition, following)
        before, found = found, following
    return _unsettled(definition, before, found)


def unworked(definition: Definition, answers: Answers, fault: Finding) -> Settled:
    """Answers to a form whose calculations cannot be worked out: all that waits for one of them is asked."""
    given = _given(definition, answers)
    asked = asked_places(definition, given, {})
    return Settled(given.only(asked), asked, {}, (fault,))


def _given(definition: Definition, answers: Answers) -> Answers:
    """Without what is claimed to be a result."""
    by_link_id = definition.by_link_id
    values = {p: v for p, v in answers.values.items() if not definition.is_computed(by_link_id[p.link_id])}
    return Answers(values, answers.occurrences)


def _round(definition: Definition, given: Answers, before: _Results, circumstances: Circumstances) -> _Round:
    offerable = without_what_is_not_offered(definition, given, before.offered)
    asked = asked_places(definition, offerable.with_values(before.computed), before.verdicts)
    kept = offerable.only(asked)
    withdrawn = frozenset(place for place in before.offered if place in asked and given.at(place) != kept.at(place))
    calculator = Calculator(definition, kept, before.computed, circumstances)
    computed = _computed(definition, kept, asked, calculator)
    results = _Results(computed, calculator.verdicts(), offered(definition, kept, calculator))
    settled = Settled(kept, asked, computed, tuple(calculator.faults), offered=results.offered, withdrawn=withdrawn)
    return _Round(settled, results, calculator)


def _unsettled(definition: Definition, before: _Round, found: _Round) -> Settled:
    """Nothing computed is kept: a result that depends on how often one looks is none."""
    pairs: list[tuple[Mapping[Place, Any], Mapping[Place, Any]]] = [
        (before.results.computed, found.results.computed),
        (before.results.verdicts, found.results.verdicts),
        (before.results.offered, found.results.offered),
    ]
    changing = frozenset(
        place.link_id for old, new in pairs for place in old.keys() | new.keys() if old.get(place) != new.get(place)
    )
    says = _("Its calculations keep changing each other: %s.") % circle(definition, changing)[:200]
    fault = Finding(Level.FAULT, "calculation-circle", "", says)
    return replace(found.settled, computed={}, faults=(*found.settled.faults, fault))


def _checked(definition: Definition, found: _Round) -> Settled:
    """With what is worked out once, at the end, because nothing else depends on it."""
    unmet = tuple(_unmet(definition, found))
    bounds = dict(_bounds(definition, found))
    wordings = dict(_wordings(definition, found))
    faults = tuple(found.calculator.faults)
    return replace(found.settled, unmet=unmet, bounds=bounds, wordings=wordings, faults=faults)


def _unmet(definition: Definition, found: _Round) -> Iterator[Unmet]:
    first = Place(next(iter(definition.by_link_id)))
    for constraint in definition.constraints:
        if _is_broken(constraint, None, first, found.calculator):
            yield Unmet(first, constraint)
    for item in definition.walk():
        for place in _standing(definition, item, found.settled) if item.constraints else ():
            for constraint in item.constraints:
                if _is_broken(constraint, item, place, found.calculator):
                    yield Unmet(place, constraint)


def _bounds(definition: Definition, found: _Round) -> Iterator[tuple[Place, tuple[Value | None, Value | None]]]:
    for item in definition.walk():
        given = item.bounds
        if given.min_from is None and given.max_from is None:
            continue
        for place in _standing(definition, item, found.settled):
            low = found.calculator.one_value(given.min_from, item, place)
            high = found.calculator.one_value(given.max_from, item, place)
            yield place, (given.min_value if low is None else low, given.max_value if high is None else high)


def _wordings(definition: Definition, found: _Round) -> Iterator[tuple[Place, str]]:
    for item in definition.walk():
        if item.worded_from is not None:
            for place in _standing(definition, item, found.settled):
                if isinstance(words := found.calculator.one_value(item.worded_from, item, place), str):
                    yield place, words


def _standing(definition: Definition, item: Item, settled: Settled) -> Iterator[Place]:
    """The item's places that are asked: of a repeating group, each of its occurrences."""
    for place in settled.answers.places(definition, item):
        if place not in settled.asked:
            continue
        if not is_repeating_group(item):
            yield place
            continue
        for index in range(settled.answers.count(item, place)):
            yield Place(item.link_id, (*place.at, index))


def _is_broken(constraint: Constraint, item: Item | None, place: Place, calculator: Calculator) -> bool:
    """As in FHIR, only a plain false breaks a constraint: with answers missing there is nothing to hold it to."""
    try:
        return calculator.work_out(constraint.expression, item, place) == [False]
    except ExpressionFailed as error:
        calculator.fail(item, error)
        return False


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
        return fitted_results(item, calculator.work_out(item.calculated, item, place))
    except ExpressionFailed as error:
        calculator.fail(item, error)
        return ()


def _weights(definition: Definition, total: SheetTotal, answers: Answers) -> Iterator[Decimal | None]:
    for link_id in total.contributors:
        item = definition.by_link_id[link_id]
        for place in answers.places(definition, item):
            for value in answers.at(place):
                yield item.weight_of(value)


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


def fitted_results(item: Item, results: list[object]) -> tuple[Value, ...]:
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
