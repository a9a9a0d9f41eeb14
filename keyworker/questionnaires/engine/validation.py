"""Checks answers against what the form asks of them. Words are for the person who fills the form in."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.answers import Answers, Place
from keyworker.questionnaires.engine.definition import Definition, Item, ItemType
from keyworker.questionnaires.engine.patterns import compiled_pattern
from keyworker.questionnaires.engine.settling import Settled
from keyworker.questionnaires.engine.values import Quantity, Value, plain_number


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an answer. `missing`: not answered, which a draft may leave so. Not `blocks`: only advice."""

    place: Place
    says: str
    missing: bool = False
    blocks: bool = True


def problems(definition: Definition, settled: Settled, language: str) -> list[Problem]:
    """Every problem, in the form's order; those about several answers together come last."""
    found = [
        problem
        for item in definition.walk()
        if item.is_question and not definition.is_computed(item)
        for place in settled.answers.places(definition, item)
        if place in settled.asked
        for problem in _about(item, place, settled.answers)
    ]
    unmet = [
        Problem(broken.place, broken.constraint.says.in_language(language), blocks=broken.constraint.blocks)
        for broken in settled.unmet
    ]
    return found + unmet


def _about(item: Item, place: Place, answers: Answers) -> Iterator[Problem]:
    values = answers.at(place)
    if not values:
        if item.is_asked and not item.read_only and not item.hidden and (item.required or item.bounds.min_occurs):
            yield Problem(place, required_message(item), missing=True)
        return
    if (says := _about_number_of(item, values)) is not None:
        yield Problem(place, says)
    for value in values:
        if (says := _about_value(item, value)) is not None:
            yield Problem(place, says)


def required_message(item: Item) -> str:
    if item.options:
        return _("Choose at least one answer") if item.repeats else _("Choose an answer")
    if item.type is ItemType.BOOLEAN:
        return _("Choose yes or no")
    if item.type is ItemType.DATE:
        return _("Give a date")
    return _("Answer this question")


def _about_number_of(item: Item, values: tuple[Value, ...]) -> str | None:
    least, most = item.bounds.min_occurs, item.bounds.max_occurs if item.repeats else 1
    if len(values) < least:
        return ngettext("Give at least %d answer", "Give at least %d answers", least) % least
    if most is not None and len(values) > most:
        return ngettext("Give no more than %d answer", "Give no more than %d answers", most) % most
    if len(values) > limits.ANSWERS_TO_ONE_QUESTION:
        return _("There are too many answers")
    if len(values) > 1 and any(option.exclusive for value in values if (option := item.option_for(value))):
        return _("One of the answers you chose cannot go with another")
    return None


def _about_value(item: Item, value: Value) -> str | None:
    match value:
        case Quantity():
            return _about_number(item, value.value)
        case bool():
            return None
        case int() | Decimal():
            return _about_number(item, Decimal(value))
        case str():
            return _about_text(item, value)
        case _:
            return None


def _about_number(item: Item, number: Decimal) -> str | None:
    low, high = (_as_decimal(bound) for bound in (item.bounds.min_value, item.bounds.max_value))
    if low is not None and number < low:
        return _("The number must be %s or more") % plain_number(low)
    if high is not None and number > high:
        return _("The number must be %s or less") % plain_number(high)
    places = item.bounds.decimal_places
    exponent = number.normalize().as_tuple().exponent
    if places is not None and isinstance(exponent, int) and -exponent > places:
        if places == 0:
            return _("Give a whole number")
        return ngettext("Give at most %d decimal place", "Give at most %d decimal places", places) % places
    return None


def _as_decimal(bound: Value | None) -> Decimal | None:
    if isinstance(bound, Quantity):
        return bound.value
    return Decimal(bound) if isinstance(bound, int | Decimal) and not isinstance(bound, bool) else None


_ORDERED_TEXTS = frozenset({ItemType.DATE, ItemType.DATE_TIME, ItemType.TIME})


def _about_text(item: Item, text: str) -> str | None:
    bounds = item.bounds
    if item.type in _ORDERED_TEXTS:
        if isinstance(bounds.min_value, str) and text < bounds.min_value[: len(text)]:
            return _("This must be %s or later") % bounds.min_value
        if isinstance(bounds.max_value, str) and text[: len(bounds.max_value)] > bounds.max_value:
            return _("This must be %s or earlier") % bounds.max_value
        return None
    most = bounds.max_length or limits.ANSWER_TEXT
    if len(text) > most:
        return ngettext("Use %d letter or fewer", "Use %d letters or fewer", most) % most
    if bounds.min_length and len(text) < bounds.min_length:
        return ngettext("Use %d letter or more", "Use %d letters or more", bounds.min_length) % bounds.min_length
    if bounds.pattern and item.option_for(text) is None and not compiled_pattern(bounds.pattern).fullmatch(text):
        return _pattern_message(item)
    return None


def _pattern_message(item: Item) -> str:
    if item.hint:
        return _("Write it like this: %s") % item.hint.default
    return _("This is not written in the way the form asks for")
