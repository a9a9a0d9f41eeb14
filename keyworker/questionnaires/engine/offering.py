"""The listed answers of a question where they depend on other answers: switched off, or worked out whole."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.answers import Answers, Place
from keyworker.questionnaires.engine.calculating import Calculator
from keyworker.questionnaires.engine.definition import Definition, Expression, Item, ItemType, Option, Text
from keyworker.questionnaires.engine.expressions import ExpressionFailed
from keyworker.questionnaires.engine.names import token_of
from keyworker.questionnaires.engine.values import (
    Coding,
    Quantity,
    Reference,
    UnreadableValue,
    Value,
    read_value,
    write_value,
)

Offered = Mapping[Place, tuple[Option, ...]]


def offered(definition: Definition, answers: Answers, calculator: Calculator) -> Offered:
    """What may be chosen, at each place of each question whose list depends on other answers."""
    found: dict[Place, tuple[Option, ...]] = {}
    for item in definition.walk():
        if item.answers_from is None and not item.toggles:
            continue
        for place in answers.places(definition, item):
            if item.answers_from is not None:
                found[place] = _worked_out(item, item.answers_from, place, calculator)
            else:
                found[place] = _switched(item, place, calculator)
    return found


def _switched(item: Item, place: Place, calculator: Calculator) -> tuple[Option, ...]:
    """An answer that several switches name is there while one of them is on; one that fails leaves it there."""
    on: dict[str, bool] = {}
    for toggle in item.toggles:
        try:
            holds = calculator.holds(toggle.expression, item, place)
        except ExpressionFailed as error:
            calculator.fail(item, error)
            holds = True
        for value in toggle.options:
            if (option := item.option_for(value)) is not None:
                on[option.token] = on.get(option.token, False) or holds
    return tuple(option for option in item.options if on.get(option.token, True))


def _worked_out(item: Item, expression: Expression, place: Place, calculator: Calculator) -> tuple[Option, ...]:
    try:
        results = calculator.work_out(expression, item, place)
        return tuple({option.token: option for option in _options(item, results[: limits.OPTIONS])}.values())
    except ExpressionFailed as error:
        calculator.fail(item, error)
        return ()


_KINDS = {ItemType.INTEGER: "Integer", ItemType.DATE: "Date", ItemType.TIME: "Time", ItemType.DATE_TIME: "DateTime"}


def _options(item: Item, results: list[Any]) -> Iterator[Option]:
    for result in results:
        try:
            value = read_value(_kind(item, result), result)
        except UnreadableValue as error:
            raise ExpressionFailed(_("Its calculation gives a result of the wrong type.")) from error
        kind = _kind(item, result)
        yield Option(token_of(kind, write_value(value)), value, kind, Text(_said(value)))


def _kind(item: Item, result: Any) -> str:
    if isinstance(result, Mapping):
        return "Quantity" if "value" in result else "Reference" if "reference" in result else "Coding"
    if isinstance(result, int) and not isinstance(result, bool):
        return "Integer"
    return _KINDS.get(item.type, "String")


def _said(value: Value) -> str:
    match value:
        case Coding():
            return value.display or value.code
        case Reference():
            return value.display or value.reference
        case Quantity():
            return f"{value.value} {value.unit or value.code}".strip()
        case _:
            return str(value)


def without_what_is_not_offered(definition: Definition, answers: Answers, found: Offered) -> Answers:
    """Answers that may not be chosen any more are left out, as those to questions that are not asked."""
    if not found:
        return answers
    values = dict(answers.values)
    for place, options in found.items():
        item = definition.by_link_id[place.link_id]
        there = [option.value for option in options]
        kept = tuple(value for value in values.get(place, ()) if value in there or _in_own_words(item, value))
        values[place] = kept
    return Answers(values, answers.occurrences)


def _in_own_words(item: Item, value: Value) -> bool:
    return item.type is ItemType.OPEN_CHOICE and isinstance(value, str) and item.option_for(value) is None
