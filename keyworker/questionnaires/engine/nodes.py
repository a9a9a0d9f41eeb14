"""What a template draws: one node for each item, with all that it needs and nothing more."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.definition import Definition

HIGHEST_HEADING, LOWEST_HEADING = 2, 6
GROUPS = frozenset({"group", "occurrence", "table", "grid", "columns"})


def attributes(*named: tuple[str, str], flags: str = "") -> SafeString:
    """HTML attributes, each value escaped, in a tenth of a template's time; `flags` are names that stand alone."""
    return mark_safe("".join(f' {name}="{escape(value)}"' for name, value in named) + flags)  # noqa: S308 -- escaped


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

    @property
    def attributes(self) -> SafeString:
        flags = (" checked" if self.ticked else "") + (' data-behaviour="exclusive"' if self.exclusive else "")
        return attributes(("id", self.id), ("name", self.name), ("value", self.value), flags=flags)

    @property
    def says(self) -> str:
        return f"{self.prefix} {self.label}" if self.prefix else self.label


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a question that is typed: its boxes, the units to choose from, and how it is taken away."""

    boxes: tuple[Box, ...]
    units: tuple[Box, ...] = ()
    label: str = ""
    removes: str = ""


@dataclass(frozen=True, slots=True)
class Slide:
    """A slider beside its box: where it may go, and where it stands when nothing was moved."""

    low: str
    high: str
    step: str
    at: Box
    was: Box
    rest: Box
    low_label: str = ""
    high_label: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What is known already, in words, what the button sends that takes it, and where it is known from."""

    says: str
    take: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """One item as the page shows it. `kind` names its template; `slot` what htmx swaps when it comes, goes or changes.

    `state` says in which form a slot stands, so that a change inside it is seen; `focus` that it is what was asked for.
    `describes` are the ids of what explains the question, for aria-describedby.
    """

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
    state: str = ""
    focus: bool = False
    errors: tuple[str, ...] = ()
    describes: str = ""
    boxes: tuple[Box, ...] = ()
    rows: tuple[Row, ...] = ()
    other: Box | None = None
    slide: Slide | None = None
    offer: Offer | None = None
    taken: bool = False
    suggestions: tuple[str, ...] = ()
    looks_up: bool = False
    file_name: str = ""
    several: bool = False
    accepts: str = ""
    lost: tuple[str, ...] = ()
    result: str = ""
    meaning: str = ""
    answers: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    count: Box | None = None
    adds: str = ""
    removes: str = ""
    folds: bool = False
    is_open: bool = True
    columns: tuple[str, ...] = ()
    children: tuple["Node", ...] = ()

    @property
    def template(self) -> str:
        return f"questionnaires/items/{self.kind}.html"

    @property
    def is_explained(self) -> bool:
        return bool(self.only_if or self.hint or self.offer or self.taken or self.errors)

    @property
    def wording(self) -> SafeString:
        """The question with its prefix, escaped, its lines broken where the form breaks them."""
        words = escape(f"{self.prefix} {self.label}" if self.prefix else self.label)
        return mark_safe(words.replace("\n", "<br>"))  # noqa: S308 -- escaped

    @property
    def typed(self) -> SafeString:
        """The attributes that all boxes of a typed question have."""
        error = " govuk-input--error" if self.errors else ""
        width = " govuk-input--width-10" if self.input_mode else ""
        named = [("class", f"govuk-input{error}{width}"), ("type", "text")]
        named.append(("inputmode", self.input_mode) if self.input_mode else ("dir", "auto"))
        return attributes(*named, *self.explained)

    @property
    def explained(self) -> tuple[tuple[str, str], ...]:
        described = (("aria-describedby", self.describes),) if self.describes else ()
        return (*described, ("aria-invalid", "true")) if self.errors else described

    @property
    def is_group(self) -> bool:
        return self.kind in GROUPS

    @property
    def token(self) -> str:
        """What the page says of a slot that it shows."""
        return f"{self.slot}:{self.state}" if self.state else self.slot

    @property
    def keeps(self) -> tuple[Box, ...]:
        """What must be sent again where the part itself is not on the page, so that nothing typed is lost."""
        return tuple(self._keeps())

    def _keeps(self) -> Iterator[Box]:
        yield from (box for box in self.boxes if box.ticked)
        several = len(self.rows) > 1
        for row in self.rows:
            yield from (box for box in row.boxes if box.value or several)
            yield from (unit for unit in row.units if unit.ticked)
        for box in (self.other, self.count):
            if box is not None and box.value:
                yield box
        for child in self.children:
            yield from child._keeps()


def id_of(definition: Definition, place: Place) -> str:
    number = definition.by_link_id[place.link_id].number
    return "-".join(["item", str(number), *map(str, place.at)])


def short_name_of(words: Iterable[str]) -> str:
    """A few letters that stand for these words: the same for the same, and very likely for nothing else."""
    return hashlib.blake2s("\x00".join(words).encode(), digest_size=5).hexdigest()


def changes(nodes: tuple[Node, ...], shown: frozenset[str]) -> Iterator[Node]:
    """What differs from what the page says it shows: the outermost parts that came, went or changed. Results always."""
    there = {token.partition(":")[0] for token in shown}
    for node in nodes:
        came_or_went = bool(node.slot) and node.asked != (node.slot in there)
        changed = bool(node.slot) and node.asked and node.token not in shown
        if node.kind == "result" or came_or_went or changed:
            yield node
        elif node.asked:
            yield from changes(node.children, shown)
