"""Prepares a questionnaire for the page: a node for each item, in the form's order."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import boxes, tables
from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.definition import (
    EXPLAINING,
    PART_OF_A_QUESTION,
    Control,
    Folding,
    Item,
    ItemType,
    is_repeating_group,
)
from keyworker.questionnaires.engine.names import name_of, removal
from keyworker.questionnaires.engine.nodes import HIGHEST_HEADING, LOWEST_HEADING, Node, Offer, short_name_of
from keyworker.questionnaires.engine.nodes import id_of as id_of
from keyworker.questionnaires.engine.showing import Showing
from keyworker.questionnaires.engine.values import Attachment
from keyworker.questionnaires.engine.wording import answer_in_words, only_if, score_in_words

LONG_LIST = 15
SHORT_LIST, SHORT_LABEL = 5, 3


def nodes(showing: Showing, items: tuple[Item, ...], at: tuple[int, ...] = (), level: int = HIGHEST_HEADING) -> "Nodes":
    """Headers first and footers last, all else in the form's order; what is hidden is not there at all."""
    seen = [item for item in items if not item.hidden and not _belongs_to_a_question(item)]
    ranks = {Control.HEADER: 0, Control.FOOTER: 2}
    ordered = sorted(seen, key=lambda item: ranks.get(item.control, 1))
    return tuple(node for item in ordered for node in _node(showing, item, at, level))


Nodes = tuple[Node, ...]


def is_required(item: Item) -> bool:
    return item.is_asked and (item.required or bool(item.bounds.min_occurs))


def _belongs_to_a_question(item: Item) -> bool:
    return item.type is ItemType.DISPLAY and item.control in PART_OF_A_QUESTION


def _node(showing: Showing, item: Item, at: tuple[int, ...], level: int) -> Iterator[Node]:
    place = Place(item.link_id, at)
    if is_repeating_group(item):
        yield _repeating(showing, item, place, level)
    elif item.type is ItemType.GROUP:
        yield _group(showing, item, place, level)
    elif showing.definition.is_computed(item):
        if showing.with_scores:
            yield _result(showing, item, place, level)
    else:
        yield _question(showing, item, place, level)


def _plain(showing: Showing, item: Item, place: Place, kind: str, level: int, **more: object) -> Node:
    """What every node has. A part that may come, go or change is a slot of its own."""
    asked = place in showing.settled.asked
    identity = showing.id_of(place)
    when = "" if showing.live else only_if(showing.definition, item, showing.language)
    state = _state(showing, item, place, more, explained=bool(when))
    comes_and_goes = bool(item.conditions or item.enable_expression)
    values: dict[str, object] = {
        "label": showing.words(item, place),
        "prefix": item.prefix.in_language(showing.language),
        "hint": _hint(item, showing.language),
        "only_if": when,
        "level": min(level, LOWEST_HEADING),
        "asked": asked or not showing.live,
        "slot": f"slot-{identity}" if comes_and_goes or state else "",
        "state": state,
        "errors": showing.errors.get(place, ()),
        "taken": place in showing.taken,
    }
    values |= more
    values["describes"] = _describing(identity, values)
    return Node(identity, kind, item.link_id, **values)  # type: ignore[arg-type]


_EXPLAINED_BY = {"when": "only_if", "hint": "hint", "offer": "offer", "error": "errors"}


def _describing(identity: str, values: dict[str, object]) -> str:
    return " ".join(f"{identity}-{part}" for part, name in _EXPLAINED_BY.items() if values.get(name))


def _state(showing: Showing, item: Item, place: Place, more: dict[str, object], *, explained: bool) -> str:
    """In what form this part stands, if it has several: with how many entries, which answers to choose from, which
    words; or with a word on when to answer it, which a page that refreshes itself does without."""
    said = ["explained"] if explained else []
    if item.repeats and more.get("count") is not None:
        said.append(str(more["count"]))
    if place in showing.settled.offered:
        said += [option.token for option in showing.settled.offered[place]]
    if item.worded_from is not None:
        said.append(showing.words(item, place))
    if place in showing.offers:
        said.append("offered" if more.get("offer") else "taken")
    return short_name_of(said) if said else ""


def _hint(item: Item, language: str) -> str:
    """The form's own hint, and the help texts that hang below the question."""
    helps = [child.text.in_language(language) for child in item.items if child.control in EXPLAINING]
    return "\n".join(text for text in (item.hint.in_language(language), *helps) if text)


def _group(showing: Showing, item: Item, place: Place, level: int) -> Node:
    deeper = level + 1 if item.text else level
    if tables.is_likert(item):
        return tables.likert(showing, item, place, nodes(showing, item.items, place.at, deeper), _plain, level)
    children = nodes(showing, item.items, place.at, deeper)
    kind = "columns" if item.control is Control.HTABLE else "group"
    return _plain(showing, item, place, kind, level, children=children, **_folding(item, children))


def _folding(item: Item, children: Nodes) -> dict[str, object]:
    """A group that is folded away opens where something in it is wrong or answered."""
    if item.folding is Folding.NO or not item.text:
        return {}
    return {"folds": True, "is_open": item.folding is Folding.OPEN or any(map(_needs_to_be_seen, children))}


def _needs_to_be_seen(node: Node) -> bool:
    typed = any(box.value for row in node.rows for box in row.boxes) or any(box.ticked for box in node.boxes)
    return bool(node.errors) or typed or any(map(_needs_to_be_seen, node.children))


def _repeating(showing: Showing, item: Item, place: Place, level: int) -> Node:
    count = showing.given.count(item, place)
    entries = tuple(_entry(showing, item, place, index, count, level) for index in range(count))
    most = item.bounds.max_occurs
    counted = boxes.count_box(showing, place, count)
    return _plain(
        showing,
        item,
        place,
        "grid" if tables.is_grid(item) else "group",
        level,
        columns=tuple(tables.headings(showing, item)) if tables.is_grid(item) else (),
        children=entries,
        count=counted,
        adds=_("Add another") if most is None or count < most else "",
        focus=showing.focus == place,
        **_folding(item, entries),
    )


def _entry(showing: Showing, item: Item, place: Place, index: int, count: int, level: int) -> Node:
    inside = Place(item.link_id, (*place.at, index))
    name = showing.words(item, place) or _("Entry")
    children = nodes(showing, item.items, inside.at, level + 2)
    return Node(
        id=f"{showing.id_of(place)}-{index}",
        kind="occurrence",
        link_id=item.link_id,
        label=_("%(name)s %(number)d") % {"name": name, "number": index + 1},
        level=min(level + 1, LOWEST_HEADING),
        removes=removal(place, index) if count > max(1, item.bounds.min_occurs) else "",
        focus=showing.focus == inside,
        children=children,
    )


def _result(showing: Showing, item: Item, place: Place, level: int) -> Node:
    score = showing.scores.get(place)
    meaning = score.band.meaning.in_language(showing.language) if score and score.band else ""
    said = score_in_words(item, score, showing.language)
    return _plain(showing, item, place, "result", level, result=said, meaning=meaning)


def _question(showing: Showing, item: Item, place: Place, level: int) -> Node:
    kind = kind_of_question(showing, item, place)
    read = kind == "said" or showing.reading
    values = showing.settled.whole.at(place) if read else ()
    return _plain(
        showing,
        item,
        place,
        kind,
        level,
        optional=showing.marks_optional and not is_required(item),
        answers=tuple(answer_in_words(item, value, showing.language) for value in values),
        links=tuple(value.url for value in values if isinstance(value, Attachment)),
        focus=showing.focus == place,
        offer=_offer(showing, item, place),
        children=nodes(showing, item.items, place.at, level),
        **_controls(showing, item, place, kind),
    )


def _offer(showing: Showing, item: Item, place: Place) -> Offer | None:
    """What is known already stands beside a question that is not answered, until somebody takes it or answers."""
    values = showing.offers.get(place, ())
    if not values or place in showing.taken:
        return None
    if showing.live:
        stands = any(token.startswith(f"slot-{showing.id_of(place)}:") for token in showing.shown)
        if not stands:
            return None
    elif showing.values_at(place):
        return None
    says = ", ".join(answer_in_words(item, value, showing.language) for value in values)
    return Offer(says, name_of(place), showing.origin(item))


_KINDS = {
    ItemType.DISPLAY: "display",
    ItemType.BOOLEAN: "radios",
    ItemType.DATE: "date",
    ItemType.DATE_TIME: "moment",
    ItemType.TEXT: "textarea",
    ItemType.REFERENCE: "suggest",
    ItemType.ATTACHMENT: "file",
}
_INPUT_MODES = {ItemType.INTEGER: "numeric", ItemType.DECIMAL: "decimal", ItemType.QUANTITY: "decimal"}
_TYPED = frozenset({"input", "textarea", "date", "moment", "slider", "suggest"})


def kind_of_question(showing: Showing, item: Item, place: Place) -> str:
    """Which template asks it."""
    if item.type is ItemType.DISPLAY:
        return "display"
    if not item.is_asked or (item.type is ItemType.ATTACHMENT and not showing.takes_files):
        return "not-asked"
    if item.read_only:
        return "said"
    if item.options or item.answers_from is not None:
        options = showing.options(item, place)
        return _kind_of_choice(item, len(options)) if options or item.type is ItemType.OPEN_CHOICE else "waiting"
    if item.control is Control.SLIDER and not item.repeats:
        return "slider"
    return _KINDS.get(item.type, "input")


def _kind_of_choice(item: Item, count: int) -> str:
    if item.control is Control.AUTOCOMPLETE and item.answers_from is None:
        return "suggest"
    if item.repeats:
        return "checkboxes"
    long = item.control is Control.PLAIN and count > LONG_LIST
    if (item.control is Control.DROP_DOWN or long) and item.type is not ItemType.OPEN_CHOICE:
        return "select"
    return "radios"


def _controls(showing: Showing, item: Item, place: Place, kind: str) -> dict[str, object]:
    """The controls, and what stands round them."""
    if kind == "file":
        gone, lost = boxes.files(showing, place)
        accepts = ",".join(item.bounds.media_types)
        return {"boxes": gone, "lost": lost, "accepts": accepts, "file_name": name_of(place), "several": item.repeats}
    if kind in _TYPED:
        return _typed(showing, item, place, kind)
    if kind == "radios" and not item.options and item.answers_from is None:
        return {"boxes": boxes.yes_no(showing, place), "inline": item.horizontal}
    if kind in {"radios", "checkboxes", "select"}:
        found, other = boxes.choices(showing, item, place)
        return {"boxes": found, "other": other, "inline": item.horizontal and _is_short(showing, item, place)}
    return {}


def _is_short(showing: Showing, item: Item, place: Place) -> bool:
    options = showing.options(item, place)
    labels = [option.label.in_language(showing.language) for option in options]
    return len(labels) <= SHORT_LIST or all(len(label) <= SHORT_LABEL for label in labels)


def _typed(showing: Showing, item: Item, place: Place, kind: str) -> dict[str, object]:
    rows = boxes.rows(showing, item, place)
    most = item.bounds.max_occurs
    found: dict[str, object] = {
        "rows": rows,
        "unit": _unit(showing, item),
        "input_mode": "" if item.options else _INPUT_MODES.get(item.type, ""),
    }
    if item.repeats:
        more = most is None or len(rows) < most
        found |= {
            "count": boxes.count_box(showing, place, len(rows)),
            "adds": _("Add another answer") if more else "",
        }
    if kind == "slider":
        found["slide"] = boxes.slide(showing, item, place, rows[0].boxes[0], _ends(item, showing.language))
    if kind == "suggest":
        found["suggestions"] = tuple(_suggestions(showing, item, rows[-1].boxes[0].value))
        found["looks_up"] = item.type is ItemType.REFERENCE and not item.options
    return found


def _unit(showing: Showing, item: Item) -> str:
    unit = item.unit or (item.units[0] if len(item.units) == 1 else None)
    if unit is not None:
        return unit.display or unit.code
    return next((c.text.in_language(showing.language) for c in item.items if c.control is Control.UNIT), "")


def _ends(item: Item, language: str) -> tuple[str, str]:
    """What the two ends of a slider mean."""
    by_control = {child.control: child.text.in_language(language) for child in item.items}
    return by_control.get(Control.LOWER, ""), by_control.get(Control.UPPER, "")


def _suggestions(showing: Showing, item: Item, typed: str) -> Iterator[str]:
    if item.options:
        yield from (option.label.in_language(showing.language) for option in item.options)
    else:
        yield from (reference.display for reference in showing.suggestions(item, typed) if reference.display)
