"""Checks answers against what the form asks of them. Words are for the person who fills the form in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.definition import Definition, Item, ItemType
from keyworker.questionnaires.engine.patterns import compiled_pattern
from keyworker.questionnaires.engine.settling import Settled
from keyworker.questionnaires.engine.values import Attachment, Coding, Quantity, Value
from keyworker.questionnaires.engine.wording import date_in_words, number_in_words

Range = tuple[Value | None, Value | None]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an answer. `missing`: not answered, which a draft may leave so. Not `blocks`: only advice."""

    place: Place
    says: str
    missing: bool = False
    blocks: bool = True


def problems(definition: Definition, settled: Settled, language: str, *, takes_files: bool = True) -> list[Problem]:
    """Every problem, in the form's order; those about several answers together come last.

    Where files are not taken nobody is asked for one.
    """
    found = [
        problem
        for item in definition.walk()
        if item.is_question and not definition.is_computed(item)
        for place in settled.answers.places(definition, item)
        if place in settled.asked
        for problem in _about(item, place, settled, language)
        if takes_files or item.type is not ItemType.ATTACHMENT
    ]
    unmet = [
        Problem(broken.place, broken.constraint.says.in_language(language), blocks=broken.constraint.blocks)
        for broken in settled.unmet
    ]
    return found + unmet


def _about(item: Item, place: Place, settled: Settled, language: str) -> Iterator[Problem]:
    values = settled.answers.at(place)
    if place in settled.withdrawn:
        yield Problem(place, _("Choose again: your answer does not go with your other answers"), missing=True)
        return
    if not values:
        if _must_be_answered(item, place, settled):
            yield Problem(place, required_message(item), missing=True)
        return
    if (says := _about_number_of(item, values)) is not None:
        yield Problem(place, says)
    between = settled.bounds.get(place, (item.bounds.min_value, item.bounds.max_value))
    for value in values:
        if (says := _about_value(item, value, between, language)) is not None:
            yield Problem(place, says)


def _must_be_answered(item: Item, place: Place, settled: Settled) -> bool:
    """A list that leaves nothing to choose asks nothing."""
    asks = item.is_asked and not item.read_only and not item.hidden
    leaves_a_choice = place not in settled.offered or bool(settled.offered[place])
    return asks and leaves_a_choice and (item.required or bool(item.bounds.min_occurs))


def required_message(item: Item) -> str:
    if item.options or item.answers_from is not None:
        return _("Choose at least one answer") if item.repeats else _("Choose an answer")
    match item.type:
        case ItemType.BOOLEAN:
            return _("Choose yes or no")
        case ItemType.DATE:
            return _("Give a date")
        case ItemType.ATTACHMENT:
            return _("Choose a file")
        case _:
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


def _about_value(item: Item, value: Value, between: Range, language: str) -> str | None:
    match value:
        case Quantity():
            return _about_number(item, value.value, _in_the_unit_of(value, between))
        case bool():
            return None
        case int() | Decimal():
            return _about_number(item, Decimal(value), between)
        case Attachment():
            return _about_file(item, value)
        case Coding() if not value.code:
            return _about_text(item, value.display, language)
        case str() if item.type in _ORDERED_TEXTS:
            return _about_moment(item, value, between)
        case str():
            return _about_text(item, value, language)
        case _:
            return None


def _in_the_unit_of(value: Quantity, between: Range) -> Range:
    """Bounds in another unit say nothing about this number."""
    low, high = (
        None if isinstance(bound, Quantity) and bound.code and value.code and bound.code != value.code else bound
        for bound in between
    )
    return low, high


def _about_number(item: Item, number: Decimal, between: Range) -> str | None:
    low, high = (_as_decimal(bound) for bound in between)
    if low is not None and number < low:
        return _("The number must be %s or more") % number_in_words(low)
    if high is not None and number > high:
        return _("The number must be %s or less") % number_in_words(high)
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


def _about_moment(item: Item, text: str, between: Range) -> str | None:
    low, high = between
    if isinstance(low, str) and _is_before(text, low):
        return _("This must be %s or later") % _said(item, low)
    if isinstance(high, str) and _is_before(high, text):
        return _("This must be %s or earlier") % _said(item, high)
    return None


def _is_before(one: str, other: str) -> bool:
    """As far as both are known: a month is not before a day within it."""
    if "T" in one and "T" in other:
        moments = [datetime.fromisoformat(text) for text in (one, other)]
        if all(moment.tzinfo for moment in moments):
            return moments[0] < moments[1]
    length = min(len(one), len(other))
    return one[:length] < other[:length]


def _said(item: Item, text: str) -> str:
    return text if item.type is ItemType.TIME else date_in_words(text)


def _about_text(item: Item, text: str, language: str) -> str | None:
    bounds = item.bounds
    most = bounds.max_length or limits.ANSWER_TEXT
    if len(text) > most:
        return ngettext("Use %d letter or fewer", "Use %d letters or fewer", most) % most
    if bounds.min_length and len(text) < bounds.min_length:
        return ngettext("Use %d letter or more", "Use %d letters or more", bounds.min_length) % bounds.min_length
    if bounds.pattern and item.option_for(text) is None and not compiled_pattern(bounds.pattern).fullmatch(text):
        if item.hint:
            return _("Write it like this: %s") % item.hint.in_language(language)
        return _("This is not written in the way the form asks for")
    return None


def _about_file(item: Item, file: Attachment) -> str | None:
    bounds = item.bounds
    if bounds.max_size is not None and (file.size or 0) > bounds.max_size:
        return _("“%(name)s” is larger than %(most)s") % {
            "name": file.title,
            "most": filesizeformat(bounds.max_size),
        }
    if (
        bounds.media_types
        and file.media_type
        and not any(_is_kind(file.media_type, kind) for kind in bounds.media_types)
    ):
        return _("“%s” is not the kind of file that is asked for") % file.title
    return None


def _is_kind(media_type: str, wanted: str) -> bool:
    """ "image/png" is of the kind "image/*"."""
    return media_type == wanted or (wanted.endswith("/*") and media_type.startswith(wanted[:-1]))
