"""Prepares a questionnaire for the page: one node for each item, with all that its template needs and nothing more."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.definition import (
    Control,
    Definition,
    Item,
    ItemType,
    Option,
    is_repeating_group,
)
from keyworker.questionnaires.engine.entry import OTHER, Sent, name_of
from keyworker.questionnaires.engine.scoring import Score
from keyworker.questionnaires.engine.settling import Settled
from keyworker.questionnaires.engine.values import Coding, Quantity, Value, plain_number
from keyworker.questionnaires.engine.wording import answer_in_words, only_if, score_in_words

LONG_LIST = 15
HIGHEST_HEADING, LOWEST_HEADING = 2, 6


@dataclass(frozen=True, slots=True)
class Box:
    """One control: an input, a radio button, a check box or an entry of a drop-down."""

    id: str
    name: str
    value: str
    label: str = ""
    ticked: bool = False
    prefix: str = ""
    short: bool = False
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """One item as the page shows it. `kind` names its template; `slot` what htmx swaps when it comes and goes."""

    id: str
    kind: str
    link_id: str
    label: str
    prefix: str = ""
    hint: str = ""
    only_if: str = ""
    unit: str = ""
    input_mode: str = ""
    level: int = HIGHEST_HEADING
    optional: bool = False
    inline: bool = False
    asked: bool = True
    slot: str = ""
    errors: tuple[str, ...] = ()
    boxes: tuple[Box, ...] = ()
    other: Box | None = None
    result: str = ""
    meaning: str = ""
    answers: tuple[str, ...] = ()
    count: Box | None = None
    adds: str = ""
    children: tuple["Node", ...] = ()

    @property
    def template(self) -> str:
        return f"questionnaires/items/{self.kind}.html"

    @property
    def describes(self) -> str:
        """The ids of what explains the question, for aria-describedby."""
        parts = {"hint": self.hint, "when": self.only_if, "error": self.errors}
        return " ".join(f"{self.id}-{part}" for part, said in parts.items() if said)


@dataclass(frozen=True, slots=True)
class Showing:
    """What to show: `sent` is what was typed, kept as it was; `live` leaves out what is not asked just now."""

    definition: Definition
    settled: Settled
    language: str
    scores: Mapping[Place, Score]
    errors: Mapping[Place, tuple[str, ...]] = field(default_factory=dict)
    sent: Sent | None = None
    live: bool = False
    with_scores: bool = True
    marks_optional: bool = True

    def nodes(self) -> tuple[Node, ...]:
        return _nodes(self, self.definition.items, (), HIGHEST_HEADING)


def is_required(item: Item) -> bool:
    return item.is_asked and (item.required or bool(item.bounds.min_occurs))


def id_of(definition: Definition, place: Place) -> str:
    number = definition.by_link_id[place.link_id].number
    return "-".join(["item", str(number), *map(str, place.at)])


def _nodes(showing: Showing, items: tuple[Item, ...], at: tuple[int, ...], level: int) -> tuple[Node, ...]:
    return tuple(node for item in items if not item.hidden for node in _node(showing, item, at, level))


def _node(showing: Showing, item: Item, at: tuple[int, ...], level: int) -> Iterator[Node]:
    place = Place(item.link_id, at)
    if _is_help(item):
        return
    if is_repeating_group(item):
        yield _repeating(showing, item, place, level)
    elif item.type is ItemType.GROUP:
        yield _group(showing, item, place, level)
    elif showing.definition.is_computed(item):
        if showing.with_scores:
            yield _result(showing, item, place, level)
    else:
        yield _question(showing, item, place, level)


def _is_help(item: Item) -> bool:
    return item.type is ItemType.DISPLAY and item.control is Control.HELP


def _plain(showing: Showing, item: Item, place: Place, kind: str, level: int, **more: object) -> Node:
    """What every node has. A part that may come and go is a slot of its own."""
    asked = place in showing.settled.asked
    comes_and_goes = bool(item.conditions or item.enable_expression)
    identity = id_of(showing.definition, place)
    values: dict[str, object] = {
        "label": item.text.in_language(showing.language),
        "prefix": item.prefix,
        "hint": _hint(item, showing.language),
        "only_if": "" if showing.live else only_if(showing.definition, item, showing.language),
        "level": min(level, LOWEST_HEADING),
        "asked": asked or not showing.live,
        "slot": f"slot-{identity}" if comes_and_goes else "",
        "errors": showing.errors.get(place, ()),
    }
    return Node(identity, kind, item.link_id, **{**values, **more})  # type: ignore[arg-type]


def _hint(item: Item, language: str) -> str:
    """The form's own hint, and the help texts that hang below the question."""
    helps = [child.text.in_language(language) for child in item.items if _is_help(child)]
    return "\n".join(text for text in (item.hint.in_language(language), *helps) if text)


def _group(showing: Showing, item: Item, place: Place, level: int) -> Node:
    deeper = level + 1 if item.text else level
    return _plain(showing, item, place, "group", level, children=_nodes(showing, item.items, place.at, deeper))


def _repeating(showing: Showing, item: Item, place: Place, level: int) -> Node:
    count = showing.settled.answers.count(item, place)
    name = name_of(place, "count")
    identity = id_of(showing.definition, place)
    occurrences = tuple(
        Node(
            id=f"{identity}-{index}",
            kind="occurrence",
            link_id=item.link_id,
            label=_("%(name)s %(number)d")
            % {"name": item.text.in_language(showing.language) or _("Entry"), "number": index + 1},
            level=min(level + 1, LOWEST_HEADING),
            children=_nodes(showing, item.items, (*place.at, index), level + 2),
        )
        for index in range(count)
    )
    more = item.bounds.max_occurs is None or count < item.bounds.max_occurs
    return _plain(
        showing,
        item,
        place,
        "group",
        level,
        children=occurrences,
        count=Box(f"{identity}-count", name, str(count)),
        adds=_("Add another") if more else "",
    )


def _result(showing: Showing, item: Item, place: Place, level: int) -> Node:
    score = showing.scores.get(place)
    meaning = score.band.meaning.in_language(showing.language) if score and score.band else ""
    said = score_in_words(item, score, showing.language)
    return _plain(showing, item, place, "result", level, result=said, meaning=meaning)


def _question(showing: Showing, item: Item, place: Place, level: int) -> Node:
    kind = kind_of_question(item)
    boxes, other = _boxes(showing, item, place, kind)
    count = len(boxes) if item.repeats and kind in {"input", "textarea"} else 0
    identity = id_of(showing.definition, place)
    values = showing.settled.whole.at(place)
    return _plain(
        showing,
        item,
        place,
        kind,
        level,
        optional=showing.marks_optional and not is_required(item),
        inline=item.horizontal and len(item.options) <= 5,
        unit=(item.unit.display or item.unit.code) if item.unit else "",
        input_mode=_INPUT_MODES.get(item.type, ""),
        boxes=boxes,
        other=other,
        answers=tuple(answer_in_words(item, value, showing.language) for value in values),
        count=Box(f"{identity}-count", name_of(place, "count"), str(count)) if count else None,
        adds=_("Add another answer") if count else "",
        children=_nodes(showing, item.items, place.at, level),
    )


_INPUT_MODES = {ItemType.INTEGER: "numeric", ItemType.DECIMAL: "decimal", ItemType.QUANTITY: "decimal"}


def kind_of_question(item: Item) -> str:
    """Which template asks it."""
    if item.type is ItemType.DISPLAY:
        return "display"
    if not item.is_asked:
        return "not-asked"
    if item.read_only:
        return "said"
    if item.options:
        return _kind_of_choice(item)
    kinds = {
        ItemType.BOOLEAN: "radios",
        ItemType.DATE: "date",
        ItemType.DATE_TIME: "moment",
        ItemType.TEXT: "textarea",
    }
    return kinds.get(item.type, "input")


def _kind_of_choice(item: Item) -> str:
    if item.repeats:
        return "checkboxes"
    long = item.control is Control.PLAIN and len(item.options) > LONG_LIST
    if (item.control is Control.DROP_DOWN or long) and item.type is not ItemType.OPEN_CHOICE:
        return "select"
    return "radios"


def _boxes(showing: Showing, item: Item, place: Place, kind: str) -> tuple[tuple[Box, ...], Box | None]:
    match kind:
        case "radios" if not item.options:
            return tuple(_yes_no(showing, place)), None
        case "radios" | "checkboxes" | "select":
            return _choices(showing, item, place)
        case "date" | "moment":
            return tuple(_date_boxes(showing, place, kind)), None
        case "input" | "textarea":
            return tuple(_inputs(showing, item, place)), None
        case _:
            return (), None


def _yes_no(showing: Showing, place: Place) -> Iterator[Box]:
    name, identity = name_of(place), id_of(showing.definition, place)
    if showing.sent is not None:
        chosen = showing.sent.one(name)
    else:
        values = showing.settled.answers.at(place)
        chosen = str(values[0]).lower() if values else ""
    yield Box(identity, name, "true", _("Yes"), chosen == "true")
    yield Box(f"{identity}-no", name, "false", _("No"), chosen == "false")


def _choices(showing: Showing, item: Item, place: Place) -> tuple[tuple[Box, ...], Box | None]:
    name, identity = name_of(place), id_of(showing.definition, place)
    if showing.sent is not None:
        tokens, own_words = set(showing.sent.all(name)), showing.sent.one(name_of(place, "other"))
    else:
        tokens, own_words = _tokens(item, showing.settled.answers.at(place))
    boxes = [
        Box(
            id=identity if number == 0 else f"{identity}-o{number}",
            name=name,
            value=option.token,
            label=option.label.in_language(showing.language),
            ticked=option.token in tokens,
            prefix=_shown_prefix(option),
            exclusive=option.exclusive,
        )
        for number, option in enumerate(item.options)
    ]
    if item.type is not ItemType.OPEN_CHOICE:
        return tuple(boxes), None
    label = _("Another answer, in your own words")
    boxes.append(Box(f"{identity}-own", name, OTHER, label, OTHER in tokens or bool(own_words)))
    return tuple(boxes), Box(f"{identity}-words", name_of(place, "other"), own_words, _("Your own words"))


def _shown_prefix(option: Option) -> str:
    """A prefix such as "a)" is shown; one that only repeats the weight is not, so that no one answers to a number."""
    is_weight = option.ordinal is not None and option.prefix == str(plain_number(option.ordinal))
    return "" if is_weight else option.prefix


def _tokens(item: Item, values: tuple[Value, ...]) -> tuple[set[str], str]:
    found = [(value, item.option_for(value)) for value in values]
    tokens = {option.token for _value, option in found if option is not None}
    own = next((value for value, option in found if option is None and isinstance(value, str)), "")
    return tokens | ({OTHER} if own else set()), own


def _date_boxes(showing: Showing, place: Place, kind: str) -> Iterator[Box]:
    identity = id_of(showing.definition, place)
    values = showing.settled.answers.at(place)
    written = values[0] if values and isinstance(values[0], str) else ""
    day, _letter, time = written.partition("T")
    year, month, date = (*day.split("-"), "", "", "")[:3]
    parts = [("day", _("Day"), date), ("month", _("Month"), month), ("year", _("Year"), year)]
    if kind == "moment":
        parts.append(("time", _("Time"), time[:5]))
    for part, label, known in parts:
        name = name_of(place, part)
        value = showing.sent.one(name) if showing.sent is not None else known
        suffix = "" if part == "day" else f"-{part}"
        yield Box(f"{identity}{suffix}", name, value, label, short=part != "year")


def _inputs(showing: Showing, item: Item, place: Place) -> Iterator[Box]:
    name, identity = name_of(place), id_of(showing.definition, place)
    if showing.sent is not None:
        written = showing.sent.all(name)
    else:
        written = [_typed(value) for value in showing.settled.answers.at(place)]
    wanted = max(1, showing.settled.answers.occurrences.get(place, 1)) if item.repeats else 1
    written = (written + [""] * wanted)[: max(wanted, len(written)) if item.repeats else 1]
    for number, value in enumerate(written):
        label = _("Answer %d") % (number + 1) if len(written) > 1 else ""
        yield Box(f"{identity}-{number}" if number else identity, name, value, label)


def _typed(value: Value) -> str:
    match value:
        case Quantity():
            return str(plain_number(value.value))
        case Coding():
            return value.display or value.code
        case str():
            return value
        case _:
            return str(plain_number(value))
