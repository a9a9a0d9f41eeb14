"""The controls of a question: filled with what was typed, as it was typed, or with the answers that are kept."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.definition import Control, Item, ItemType, Option
from keyworker.questionnaires.engine.entry import slid
from keyworker.questionnaires.engine.names import COUNT, OTHER, Sent, name_of, removal
from keyworker.questionnaires.engine.nodes import Box, Row, Slide
from keyworker.questionnaires.engine.showing import Showing
from keyworker.questionnaires.engine.values import Attachment, Coding, Quantity, Reference, Value, plain_number


def yes_no(showing: Showing, place: Place) -> tuple[Box, ...]:
    name, identity = name_of(place), showing.id_of(place)
    if (sent := showing.typed_at(place)) is not None:
        chosen = sent.one(name)
    else:
        values = showing.values_at(place)
        chosen = str(values[0]).lower() if values else ""
    return (
        Box(identity, name, "true", _("Yes"), chosen == "true"),
        Box(f"{identity}-no", name, "false", _("No"), chosen == "false"),
    )


def choices(showing: Showing, item: Item, place: Place) -> tuple[tuple[Box, ...], Box | None]:
    """A box for each listed answer, and one for the answer in the person's own words where it may be given."""
    name, identity = name_of(place), showing.id_of(place)
    options = showing.options(item, place)
    if (sent := showing.typed_at(place)) is not None:
        tokens, own_words = set(sent.all(name)), sent.one(name_of(place, "other"))
    else:
        tokens, own_words = _tokens(options, showing.values_at(place))
    boxes = [
        Box(
            id=f"{identity}-o{number}" if number else identity,
            name=name,
            value=option.token,
            label=option.label.in_language(showing.language),
            ticked=option.token in tokens,
            prefix=_shown_prefix(option, showing.language),
            exclusive=option.exclusive,
        )
        for number, option in enumerate(options)
    ]
    if item.type is not ItemType.OPEN_CHOICE:
        return tuple(boxes), None
    label = item.own_words.in_language(showing.language) or _("Another answer, in your own words")
    boxes.append(Box(f"{identity}-own", name, OTHER, label, OTHER in tokens))
    return tuple(boxes), Box(f"{identity}-words", name_of(place, "other"), own_words, _("Your own words"))


def _shown_prefix(option: Option, language: str) -> str:
    """A prefix such as "a)" is shown; one that only repeats the weight is not, so that no one answers to a number."""
    is_weight = option.ordinal is not None and option.prefix.default == str(plain_number(option.ordinal))
    return "" if is_weight else option.prefix.in_language(language)


def _tokens(options: tuple[Option, ...], values: tuple[Value, ...]) -> tuple[set[str], str]:
    by_value = [(value, next((option for option in options if _same(option.value, value)), None)) for value in values]
    tokens = {option.token for _value, option in by_value if option is not None}
    own = next((value for value, option in by_value if option is None and isinstance(value, str)), "")
    return tokens | ({OTHER} if own else set()), own


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, Coding) and isinstance(other, Coding):
        return one.same_as(other)
    return type(one) is type(other) and one == other


def rows(showing: Showing, item: Item, place: Place) -> tuple[Row, ...]:
    """The boxes of a question that is typed: one row, or one for each of several answers."""
    parts = _PARTS.get(item.type, ("",))
    sent = showing.typed_at(place)
    if sent is not None and item.control is Control.SLIDER:
        written = [{"": slid(*(sent.one(name_of(place, part)) for part in ("", "slide", "was", "rest")))}]
    elif sent is not None:
        written = _rows_sent(item, place, sent, parts)
    else:
        written = [_written(value) for value in showing.values_at(place)]
    wanted = max(1, showing.given.occurrences.get(place, 1)) if item.repeats else 1
    count = max(wanted, len(written)) if item.repeats else 1
    filled = (written + [{}] * count)[: min(count, limits.ANSWERS_TO_ONE_QUESTION)]
    return tuple(_row(showing, item, place, number, len(filled), row) for number, row in enumerate(filled))


_PARTS: dict[ItemType, tuple[str, ...]] = {
    ItemType.DATE: ("day", "month", "year"),
    ItemType.DATE_TIME: ("day", "month", "year", "time"),
    ItemType.QUANTITY: ("", "unit"),
}
_LABELS = {
    "day": gettext_lazy("Day"),
    "month": gettext_lazy("Month"),
    "year": gettext_lazy("Year"),
    "time": gettext_lazy("Time"),
}


def _rows_sent(item: Item, place: Place, sent: Sent, parts: tuple[str, ...]) -> list[dict[str, str]]:
    lists = {part: sent.all(name_of(place, part)) for part in parts}
    if not item.repeats:
        return [{part: texts[-1] for part, texts in lists.items() if texts}]
    count = max(len(texts) for texts in lists.values())
    return [{part: texts[row] for part, texts in lists.items() if row < len(texts)} for row in range(count)]


def _written(value: Value) -> dict[str, str]:
    """A value as a person would type it, part by part."""
    match value:
        case Quantity():
            return {"": str(plain_number(value.value)), "unit": value.code or value.unit}
        case Coding() | Reference():
            return {"": value.display or (value.code if isinstance(value, Coding) else value.reference)}
        case Attachment():
            return {}
        case str():
            return {"": value, **_date_parts(value)}
        case _:
            return {"": str(plain_number(value))}


def _date_parts(written: str) -> dict[str, str]:
    day, _letter, time = written.partition("T")
    year, month, date = (*day.split("-"), "", "", "")[:3]
    return {"day": date, "month": month, "year": year, "time": time[:5]}


def _row(showing: Showing, item: Item, place: Place, number: int, count: int, written: dict[str, str]) -> Row:
    identity = showing.id_of(place) + (f"-{number}" if number else "")
    boxes = tuple(_box(identity, item, place, part, written) for part in _PARTS.get(item.type, ("",)) if part != "unit")
    units = tuple(_units(identity, item, place, written)) if len(item.units) > 1 else ()
    label = _("Answer %d") % (number + 1) if count > 1 else ""
    removable = count > max(1, item.bounds.min_occurs)
    return Row(boxes, units, label, removal(place, number) if removable else "")


def _box(identity: str, item: Item, place: Place, part: str, written: dict[str, str]) -> Box:
    first = part == _PARTS.get(item.type, ("",))[0]
    return Box(
        id=identity if first else f"{identity}-{part}",
        name=name_of(place, part),
        value=written.get(part, ""),
        label=str(_LABELS.get(part, "")),
        short=part in {"day", "month"},
    )


def _units(identity: str, item: Item, place: Place, written: dict[str, str]) -> Iterator[Box]:
    chosen = written.get("unit", "")
    for number, unit in enumerate(item.units):
        label = unit.display or unit.code
        ticked = chosen in {unit.code, unit.display}
        yield Box(f"{identity}-u{number}", name_of(place, "unit"), unit.code or label, label, ticked)


def slide(showing: Showing, item: Item, place: Place, box: Box, ends: tuple[str, str]) -> Slide:
    """The slider that belongs to a box. It rests in the middle, which is no answer until it was moved."""
    low, high = range_of(showing, item, place)
    step = item.step or Decimal(1)
    middle = low + step * ((high - low) / 2 // step)
    rest = box.value if _is_between(box.value, low, high) else _plain(middle)
    at = Box(f"{box.id}-slide", name_of(place, "slide"), rest)
    was = Box(f"{box.id}-was", name_of(place, "was"), box.value)
    return Slide(_plain(low), _plain(high), _plain(step), at, was, Box("", name_of(place, "rest"), rest), *ends)


def range_of(showing: Showing, item: Item, place: Place) -> tuple[Decimal, Decimal]:
    low, high = showing.settled.bounds.get(place, (item.bounds.min_value, item.bounds.max_value))
    return _number(low, Decimal(0)), _number(high, Decimal(100))


def _number(bound: Value | None, otherwise: Decimal) -> Decimal:
    if isinstance(bound, Quantity):
        return bound.value
    return Decimal(bound) if isinstance(bound, int | Decimal) and not isinstance(bound, bool) else otherwise


def _plain(number: Decimal) -> str:
    return str(plain_number(number))


def _is_between(written: str, low: Decimal, high: Decimal) -> bool:
    return written.isascii() and written.isdigit() and low <= Decimal(written) <= high


def files(showing: Showing, place: Place) -> tuple[tuple[Box, ...], tuple[str, ...]]:
    """A box to take away each file that is kept, and the names of those that came and are not kept yet."""
    identity, name = showing.id_of(place), name_of(place, "gone")
    gone = set(showing.sent.all(name)) if showing.sent is not None else set()
    values = showing.kept_files(place)
    boxes = tuple(
        Box(f"{identity}-gone{number}", name, value.url, value.title or _("A file"), value.url in gone)
        for number, value in enumerate(values)
    )
    arrived = [value for value in showing.values_at(place) if isinstance(value, Attachment) and not value.url]
    return boxes, tuple(value.title for value in arrived)


def count_box(showing: Showing, place: Place, count: int) -> Box:
    return Box(f"{showing.id_of(place)}-count", name_of(place, COUNT), str(count))
