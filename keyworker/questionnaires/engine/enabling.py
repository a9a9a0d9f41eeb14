"""Which items are asked, given the answers: `enableWhen`, with answers of items that are not asked left out."""

import operator as operators
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, assert_never

from keyworker.questionnaires.engine.answers import Answers, Place
from keyworker.questionnaires.engine.definition import Condition, Definition, Item, Operator, is_repeating_group
from keyworker.questionnaires.engine.values import Attachment, Coding, Quantity, Reference, Value

Verdicts = Mapping[Place, bool]


def asked_places(definition: Definition, answers: Answers, verdicts: Verdicts) -> frozenset[Place]:
    """The places of all items that are asked. `verdicts` are the outcomes of `enableWhenExpression`s.

    Items are taken in an order in which each comes after those it depends on, so one pass is enough.
    """
    asked: set[Place] = set()
    for link_id in definition.order:
        item = definition.by_link_id[link_id]
        for place in answers.places(definition, item):
            above = _place_above(definition, item, place)
            if above is not None and above not in asked:
                continue
            if verdicts.get(place, True) and _conditions_hold(definition, item, place, answers, asked):
                asked.add(place)
    return frozenset(asked)


def _place_above(definition: Definition, item: Item, place: Place) -> Place | None:
    if not item.ancestors:
        return None
    above = definition.by_link_id[item.ancestors[-1]]
    at = place.at[:-1] if is_repeating_group(above) else place.at
    return Place(above.link_id, at)


def _conditions_hold(definition: Definition, item: Item, place: Place, answers: Answers, asked: set[Place]) -> bool:
    if not item.conditions:
        return True
    outcomes = (
        holds(condition, list(_values_seen(definition, item, place, condition.question, answers, asked)))
        for condition in item.conditions
    )
    return any(outcomes) if item.any_condition else all(outcomes)


def _values_seen(
    definition: Definition, item: Item, place: Place, question: str, answers: Answers, asked: set[Place]
) -> Iterator[Value]:
    """The question's answers in the same occurrence of every repeating group that holds both items."""
    other = definition.by_link_id[question]
    pairs = zip(definition.repeating_ancestors(item), definition.repeating_ancestors(other), strict=False)
    shared = sum(1 for ours, theirs in pairs if ours == theirs)
    for candidate in answers.places(definition, other):
        if candidate.at[:shared] == place.at[:shared] and candidate in asked:
            yield from answers.at(candidate)


def holds(condition: Condition, values: list[Value]) -> bool:
    """FHIR R4: "=" and the orders need one answer that is so; "!=" needs that no answer is equal."""
    match condition.operator:
        case Operator.EXISTS:
            return bool(values) is condition.expected
        case Operator.EQUALS:
            return any(_equal(value, condition.expected) for value in values)
        case Operator.DIFFERS:
            return not any(_equal(value, condition.expected) for value in values)
        case Operator.MORE | Operator.LESS | Operator.AT_LEAST | Operator.AT_MOST:
            return any(_in_order(condition.operator, value, condition.expected) for value in values)
        case _:
            assert_never(condition.operator)


def _equal(value: Value, expected: Value) -> bool:
    if isinstance(value, Coding) and isinstance(expected, Coding):
        return value.same_as(expected)
    if isinstance(value, bool) or isinstance(expected, bool):
        return value is expected
    return _comparable(value) == _comparable(expected)


_ORDERS: Mapping[Operator, Callable[[Any, Any], bool]] = {
    Operator.MORE: operators.gt,
    Operator.LESS: operators.lt,
    Operator.AT_LEAST: operators.ge,
    Operator.AT_MOST: operators.le,
}


def _in_order(operator: Operator, value: Value, expected: Value) -> bool:
    ours, theirs = _comparable(value), _comparable(expected)
    if isinstance(ours, Decimal) and isinstance(theirs, Decimal):
        return _ORDERS[operator](ours, theirs)
    if isinstance(ours, str) and isinstance(theirs, str):
        return _ORDERS[operator](ours, theirs)
    return False


def _comparable(value: Value) -> Decimal | str | Coding | Attachment | Reference:
    """Numbers as numbers, instants as instants, other texts as they stand: ISO dates and times sort as text."""
    match value:
        case bool():
            return str(value)
        case int():
            return Decimal(value)
        case Quantity():
            return value.value
        case str() if "T" in value:
            return _instant(value)
        case _:
            return value


def _instant(text: str) -> Decimal | str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return Decimal(str(moment.timestamp())) if moment.tzinfo else text
