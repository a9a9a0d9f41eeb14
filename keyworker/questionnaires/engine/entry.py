"""Reads answers out of a submitted web form: what a person typed becomes values, or a message beside the box."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from decimal import Decimal

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.answers import Answers, Place
from keyworker.questionnaires.engine.definition import (
    Control,
    Definition,
    Item,
    ItemType,
    Option,
    is_repeating_group,
)
from keyworker.questionnaires.engine.names import ADD, BUTTONS, COUNT, OTHER, Sent
from keyworker.questionnaires.engine.names import name_of as name_of
from keyworker.questionnaires.engine.typed import CannotRead, clean, read_date, read_decimal, read_time, read_typed
from keyworker.questionnaires.engine.validation import Problem
from keyworker.questionnaires.engine.values import (
    Attachment,
    Quantity,
    Reference,
    Value,
    choice_of,
    read_value,
)

# A file that arrived, and somebody or something looked up by name; both are for whoever opens the form to supply.
Arrived = Callable[[str], list[Attachment]]
Known = Callable[[Item, str], Reference | None]


@dataclass(frozen=True, slots=True)
class Means:
    """What it takes to read a page: where a typed time is meant, which files came, what is kept, who is named."""

    zone: tzinfo = UTC
    arrived: Arrived = lambda _name: []
    kept: Answers = field(default_factory=Answers)
    known: Known = lambda _item, _typed: None


@dataclass(frozen=True, slots=True)
class Entered:
    """What was read. `stays`: a button of the page itself was pressed, so nothing is handed in yet."""

    answers: Answers
    problems: tuple[Problem, ...]
    stays: bool = False


@dataclass(slots=True)
class _Reading:
    """The form as it is being read."""

    definition: Definition
    sent: Sent
    means: Means
    values: dict[Place, tuple[Value, ...]] = field(default_factory=dict)
    occurrences: dict[Place, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_form(definition: Definition, sent: Sent, means: Means | None = None) -> Entered:
    """The answers in a form as our own page sends it. What the page cannot change stays as it was kept."""
    reading = _Reading(definition, sent, means or Means())
    for item in definition.walk():
        for place in Answers(reading.values, reading.occurrences).places(definition, item):
            _count(reading, item, place)
            if not item.is_question or definition.is_computed(item):
                continue
            if item.is_asked and not item.read_only and not item.hidden:
                _read(reading, item, place)
            elif values := reading.means.kept.at(place):
                reading.values[place] = values
    answers = Answers(reading.values, reading.occurrences)
    return Entered(answers, tuple(reading.problems), any(sent.one(button) for button in BUTTONS))


def _count(reading: _Reading, item: Item, place: Place) -> None:
    """How many of a repeating thing the page showed, and one more where the person asked for it."""
    if not item.repeats or item.options:
        return
    count = reading.sent.count(place) or 1
    count += reading.sent.one(ADD) == name_of(place, COUNT)
    most = item.bounds.max_occurs if is_repeating_group(item) else limits.ANSWERS_TO_ONE_QUESTION
    reading.occurrences[place] = max(1, min(count, most or limits.OCCURRENCES))


def _read(reading: _Reading, item: Item, place: Place) -> None:
    try:
        values = tuple(_values(reading, item, place))
    except CannotRead as error:
        reading.problems.append(Problem(place, str(error)))
        return
    if values:
        reading.values[place] = values


def _values(reading: _Reading, item: Item, place: Place) -> Iterator[Value]:
    sent = reading.sent
    if item.answers_from is not None:
        yield from _chosen_from_worked_out(place, sent)
    elif item.options and item.control is Control.AUTOCOMPLETE:
        yield from _named(item, sent.all(name_of(place)))
    elif item.options:
        yield from _chosen(item, place, sent)
    elif item.type is ItemType.ATTACHMENT:
        yield from _files(reading, place)
    else:
        for row in range(min(_rows(sent, item, place), limits.ANSWERS_TO_ONE_QUESTION)):
            if (value := _typed(reading, item, place, row)) is not None:
                yield value


def _chosen(item: Item, place: Place, sent: Sent) -> Iterator[Value]:
    """Each token once, in the form's order; then the answer in the person's own words."""
    tokens = set(sent.all(name_of(place)))
    known = {option.token for option in item.options}
    other = clean(sent.one(name_of(place, "other")))
    if tokens - known - {"", OTHER}:
        raise CannotRead(_("Choose from the answers listed"))
    for option in item.options:
        if option.token in tokens:
            yield option.value
    if item.type is not ItemType.OPEN_CHOICE or not (other or OTHER in tokens):
        return
    if OTHER in tokens and not other:
        raise CannotRead(_("Write your own answer, or choose another"))
    if other and (OTHER in tokens or not tokens - {""} or item.repeats):
        yield other


def _named(item: Item, typed: list[str]) -> Iterator[Value]:
    """Listed answers that were typed, in any language the form is worded in; each once."""
    found: dict[Value, None] = {}
    for text in map(clean, typed[: limits.ANSWERS_TO_ONE_QUESTION]):
        option = next((option for option in item.options if _is_called(option, text)), None)
        if option is not None:
            found[option.value] = None
        elif text and item.type is ItemType.OPEN_CHOICE:
            found[text] = None
        elif text:
            raise CannotRead(_("Choose from the answers listed"))
    yield from found


def _is_called(option: Option, text: str) -> bool:
    names = (option.label.default, *option.label.translations.values())
    return text.casefold() in {name.strip().casefold() for name in names}


def _chosen_from_worked_out(place: Place, sent: Sent) -> Iterator[Value]:
    """The page sends the whole value, for the list is made anew each time; settling sees whether it is still there."""
    for text in sent.all(name_of(place))[: limits.OPTIONS]:
        if not text:
            continue
        try:
            content = json.loads(text, parse_float=Decimal) if len(text) <= limits.TEXT else None
            choice = choice_of(content, "value") if isinstance(content, dict) else None
            yield read_value(*(choice or ("", None)))
        except (ValueError, RecursionError) as error:
            raise CannotRead(_("Choose from the answers listed")) from error


def _files(reading: _Reading, place: Place) -> Iterator[Value]:
    """Those kept already, unless they were taken away, and those that came."""
    gone = set(reading.sent.all(name_of(place, "gone")))
    for value in reading.means.kept.at(place):
        if isinstance(value, Attachment) and value.url not in gone:
            yield value
    yield from reading.means.arrived(name_of(place))


_FIRST_PART = {ItemType.DATE: "year", ItemType.DATE_TIME: "year"}


def _rows(sent: Sent, item: Item, place: Place) -> int:
    return len(sent.all(name_of(place, _FIRST_PART.get(item.type, "")))) if item.repeats else 1


def _typed(reading: _Reading, item: Item, place: Place, row: int) -> Value | None:
    """The answer in one row of boxes, or None where they are empty."""

    def part(name: str) -> str:
        texts = reading.sent.all(name_of(place, name))
        if not item.repeats:
            return clean(texts[-1]) if texts else ""
        return clean(texts[row]) if row < len(texts) else ""

    match item.type:
        case ItemType.DATE:
            return read_date(part("day"), part("month"), part("year"))
        case ItemType.DATE_TIME:
            return _moment(read_date(part("day"), part("month"), part("year")), part("time"), reading.means.zone)
        case ItemType.QUANTITY:
            return _quantity(item, part(""), part("unit"))
        case ItemType.REFERENCE:
            return _reference(reading.means.known, item, part(""))
        case _ if item.control is Control.SLIDER:
            text = slid(part(""), part("slide"), part("was"), part("rest"))
        case _:
            text = part("")
    return read_typed(item, text) if text else None


def slid(written: str, slide: str, was: str, rest: str) -> str:
    """A slider and the box beside it are one answer: of the two, the one that was moved.

    `was` stood in the box when the page was drawn, and the slider stood at `rest`. Without scripts the two do not
    follow each other; with them, both say the same.
    """
    if written != was:
        return written
    return slide if slide and slide != rest else written


def _quantity(item: Item, written: str, code: str) -> Quantity | None:
    if not written:
        return None
    number = read_decimal(written)
    units = item.units or ((item.unit,) if item.unit else ())
    chosen = next((unit for unit in units if unit.code == code), units[0] if len(units) == 1 else None)
    if units and chosen is None:
        raise CannotRead(_("Choose a unit"))
    if chosen is None:
        return Quantity(number)
    return Quantity(number, chosen.display or chosen.code, chosen.code, chosen.system)


def _reference(known: Known, item: Item, written: str) -> Reference | None:
    """Somebody or something that is known by this name, or only the name."""
    return (known(item, written) or Reference(display=written)) if written else None


def _moment(date: str | None, typed: str, zone: tzinfo) -> str | None:
    if date is None:
        if typed:
            raise CannotRead(_("Write the date as well as the time"))
        return None
    if not typed:
        return date
    if len(date) < 10:
        raise CannotRead(_("Write the whole date when you give a time"))
    return datetime.fromisoformat(f"{date}T{read_time(typed)}").replace(tzinfo=zone).isoformat()
