"""The answers to a questionnaire: by question and place, read from and written to a FHIR QuestionnaireResponse."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.definition import Definition, Item, ItemType, is_repeating_group
from keyworker.questionnaires.engine.findings import Finding, Findings, Level
from keyworker.questionnaires.engine.values import (
    Attachment,
    Coding,
    Quantity,
    Reference,
    UnreadableValue,
    Value,
    choice_of,
    read_value,
    write_value,
)


class Place(NamedTuple):
    """Where an item stands: `at` has one index, from 0, for each repeating group above it."""

    link_id: str
    at: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """`occurrences` counts repeating groups, and the boxes shown for a question that may have several answers."""

    values: Mapping[Place, tuple[Value, ...]] = field(default_factory=dict)
    occurrences: Mapping[Place, int] = field(default_factory=dict)

    def at(self, place: Place) -> tuple[Value, ...]:
        return self.values.get(place, ())

    def with_values(self, more: Mapping[Place, tuple[Value, ...]]) -> "Answers":
        return Answers({**self.values, **more}, self.occurrences)

    def only(self, places: frozenset[Place]) -> "Answers":
        kept = {place: values for place, values in self.values.items() if place in places and values}
        return Answers(kept, self.occurrences)

    def count(self, group: Item, place: Place) -> int:
        """How many occurrences of a repeating group there are at this place: one at least."""
        most = min(group.bounds.max_occurs or limits.OCCURRENCES, limits.OCCURRENCES)
        return max(1, group.bounds.min_occurs, min(self.occurrences.get(place, 1), most))

    def places(self, definition: Definition, item: Item) -> Iterator[Place]:
        """Every place where the item stands."""
        spots: list[tuple[int, ...]] = [()]
        for name in definition.repeating_ancestors(item):
            group = definition.by_link_id[name]
            spots = [(*spot, i) for spot in spots for i in range(self.count(group, Place(name, spot)))]
            spots = spots[: limits.COLLECTION]
        return (Place(item.link_id, spot) for spot in spots)


@dataclass(frozen=True, slots=True)
class Reading:
    """A response once read. `claimed` are the values it gives for items that we work out ourselves."""

    answers: Answers
    claimed: Mapping[Place, tuple[Value, ...]]
    findings: tuple[Finding, ...]

    @property
    def faults(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.level is Level.FAULT)


def read_response(definition: Definition, response: Mapping[str, Any]) -> Reading:
    """The answers in a QuestionnaireResponse. What does not fit the form is named, never taken."""
    reader = _Reader(definition)
    if response.get("resourceType", "QuestionnaireResponse") != "QuestionnaireResponse":
        reader.findings.fault("not-a-response", "", _("This is not a FHIR QuestionnaireResponse."))
    reader.check_questionnaire(response.get("questionnaire"))
    reader.items(response.get("item"), definition.items, ())
    return reader.result()


class _Reader:
    def __init__(self, definition: Definition) -> None:
        self.findings = Findings()
        self._definition = definition
        self._values: dict[Place, tuple[Value, ...]] = {}
        self._claimed: dict[Place, tuple[Value, ...]] = {}
        self._occurrences: dict[Place, int] = {}

    def result(self) -> Reading:
        found = self.findings.of(Level.FAULT, Level.WARNING)
        return Reading(Answers(self._values, self._occurrences), self._claimed, found)

    def check_questionnaire(self, named: Any) -> None:
        if not isinstance(named, str) or not self._definition.url:
            return
        url, _bar, version = named.partition("|")
        if url != self._definition.url:
            self.findings.fault("other-questionnaire", "", _("The answers name another form: %s") % url[:200])
        elif version and version != self._definition.version:
            self.findings.warn("other-version", "", _("The answers name another version: %s") % version[:40])

    def items(self, raw: Any, expected: tuple[Item, ...], at: tuple[int, ...]) -> None:
        known = {item.link_id: item for item in expected}
        met: dict[str, int] = {}
        for found in raw if isinstance(raw, list) else []:
            link_id = found.get("linkId") if isinstance(found, Mapping) else None
            if link_id not in known:
                says = _("The form has no such item here, so its answer was not taken.")
                self.findings.fault("unknown-item", str(link_id)[: limits.LINK_ID], says)
                continue
            occurrence = met.get(link_id, 0)
            met[link_id] = occurrence + 1
            self._item(found, known[link_id], at, occurrence)

    def _item(self, raw: Mapping[str, Any], item: Item, at: tuple[int, ...], occurrence: int) -> None:
        if is_repeating_group(item):
            if occurrence >= limits.OCCURRENCES:
                self.findings.fault("too-many", item.link_id, _("There are too many of these."))
                return
            self._occurrences[Place(item.link_id, at)] = occurrence + 1
            self.items(raw.get("item"), item.items, (*at, occurrence))
            return
        if occurrence:
            self.findings.fault("given-twice", item.link_id, _("It is given twice; the first counts."))
            return
        self._answers(raw.get("answer"), item, at)
        self.items(raw.get("item"), item.items, at)

    def _answers(self, raw: Any, item: Item, at: tuple[int, ...]) -> None:
        given = raw if isinstance(raw, list) else []
        values = [value for answer in given if (value := self._value(answer, item)) is not None]
        if given and not item.is_question:
            self.findings.fault("not-a-question", item.link_id, _("It asks nothing, yet has an answer."))
            return
        target = self._claimed if self._definition.is_computed(item) else self._values
        if values:
            target[Place(item.link_id, at)] = tuple(values)
        for answer in given:
            if isinstance(answer, Mapping):
                self.items(answer.get("item"), item.items, at)

    def _value(self, answer: Any, item: Item) -> Value | None:
        choice = choice_of(answer, "value") if isinstance(answer, Mapping) else None
        if choice is None:
            return None
        try:
            return fitted(item, read_value(*choice))
        except UnreadableValue:
            says = _("The answer is not of the type that the question asks for, or not one of those listed.")
            self.findings.fault("wrong-answer", item.link_id, says)
            return None


_KINDS: Mapping[ItemType, tuple[type, ...]] = {
    ItemType.BOOLEAN: (bool,),
    ItemType.DECIMAL: (int, Decimal),
    ItemType.INTEGER: (int,),
    ItemType.DATE: (str,),
    ItemType.DATE_TIME: (str,),
    ItemType.TIME: (str,),
    ItemType.STRING: (str,),
    ItemType.TEXT: (str,),
    ItemType.URL: (str,),
    ItemType.CHOICE: (Coding, str, int, Reference),
    ItemType.OPEN_CHOICE: (Coding, str, Reference),
    ItemType.QUANTITY: (Quantity,),
    ItemType.ATTACHMENT: (Attachment,),
    ItemType.REFERENCE: (Reference,),
}


def fitted(item: Item, value: Value) -> Value:
    """The value as this question has it: a listed answer in the form's own words. Raises UnreadableValue."""
    if item.options and item.answers_from is None:
        if (option := item.option_for(value)) is not None:
            return option.value
        if item.type is not ItemType.OPEN_CHOICE:
            raise UnreadableValue(item.type)
    if not isinstance(value, _KINDS[item.type]) or (isinstance(value, bool) and item.type is not ItemType.BOOLEAN):
        raise UnreadableValue(item.type)
    return Decimal(value) if item.type is ItemType.DECIMAL and isinstance(value, int) else value


_SUFFIXES: Mapping[ItemType, str] = {
    ItemType.BOOLEAN: "Boolean",
    ItemType.DECIMAL: "Decimal",
    ItemType.INTEGER: "Integer",
    ItemType.DATE: "Date",
    ItemType.DATE_TIME: "DateTime",
    ItemType.TIME: "Time",
    ItemType.URL: "Uri",
    ItemType.QUANTITY: "Quantity",
    ItemType.ATTACHMENT: "Attachment",
    ItemType.REFERENCE: "Reference",
}
Writer = Callable[[Item, Value], Any]


def kind_of(item: Item, value: Value) -> str:
    """The FHIR type under which this answer is written."""
    if isinstance(value, Coding | Reference):
        return type(value).__name__
    if (option := item.option_for(value)) is not None:
        return option.kind
    return _SUFFIXES.get(item.type, "String")


_ROOT = Place("")
_Nodes = list[dict[str, Any]]


class Found(NamedTuple):
    """A node with where it stands: how deep, on how many answers it hangs, and the how manieth it is."""

    depth: int
    answers: int
    number: int
    node: dict[str, Any]


class Tree:
    """Answers as the nested items of a QuestionnaireResponse, with each item findable by its place."""

    def __init__(self, definition: Definition, answers: Answers, write: Writer) -> None:
        self._definition = definition
        self._answers = answers
        self._write = write
        self.by_place: dict[Place, dict[str, Any]] = {}
        # Below each item, and below the form itself: the nodes of each child, in the form's order.
        self._below: dict[Place, list[_Nodes]] = {}
        groups = (definition.items, *(item.items for item in definition.walk() if item.items))
        self._number = {item.link_id: number for items in groups for number, item in enumerate(items)}
        self.items = self._children(_ROOT, definition.items, ())
        self._places: dict[str, list[tuple[int, Place]]] = {}
        for number, place in enumerate(self.by_place):
            self._places.setdefault(place.link_id, []).append((number, place))

    def learn(self, place: Place, values: tuple[Value, ...]) -> None:
        """Another answer is known at this place: only what stands above it is put together again."""
        self._answers = self._answers.with_values({place: values})
        item, at = self._definition.by_link_id[place.link_id], place.at
        nodes = list(self._nodes(item, at))
        while item.ancestors:
            above = self._definition.by_link_id[item.ancestors[-1]]
            self._below[Place(above.link_id, at)][self._number[item.link_id]] = nodes
            item, at = above, at[:-1] if is_repeating_group(above) else at
            nodes = list(self._nodes(item, at, anew=False))
        self._below[_ROOT][self._number[item.link_id]] = nodes
        self.items = [node for each in self._below[_ROOT] for node in each]

    def find(self, link_id: str) -> list[Found]:
        """The nodes of an item wherever they stand; those with nothing in them stand nowhere."""
        return [
            Found(*self._depth(place), number, self.by_place[place])
            for number, place in self._places.get(link_id, ())
            if len(self.by_place[place]) > 1
        ]

    def _depth(self, place: Place) -> tuple[int, int]:
        """How deep a node stands, and how many answers it hangs on: each makes it one deeper."""
        above = self._definition.by_link_id[place.link_id].ancestors
        at, answers = 0, 0
        for link_id in above:
            item = self._definition.by_link_id[link_id]
            at += is_repeating_group(item)
            answers += item.is_question and "answer" in self.by_place[Place(link_id, place.at[:at])]
        return len(above) + answers, answers

    def _children(self, parent: Place, items: tuple[Item, ...], at: tuple[int, ...], *, anew: bool = True) -> _Nodes:
        if not items:
            return []
        if anew:
            self._below[parent] = [list(self._nodes(item, at)) for item in items]
        return [node for each in self._below[parent] for node in each]

    def _nodes(self, item: Item, at: tuple[int, ...], *, anew: bool = True) -> Iterator[dict[str, Any]]:
        if is_repeating_group(item):
            for i in range(self._answers.count(item, Place(item.link_id, at))):
                yield from self._node(item, (*at, i), [], anew=anew)
            return
        values = self._answers.at(Place(item.link_id, at))
        answers = [{f"value{kind_of(item, value)}": self._write(item, value)} for value in values]
        yield from self._node(item, at, answers, anew=anew)

    def _node(self, item: Item, at: tuple[int, ...], answers: _Nodes, *, anew: bool) -> Iterator[dict[str, Any]]:
        """FHIR hangs the items below a question on its answer; without an answer they stand beside."""
        node: dict[str, Any] = {"linkId": item.link_id}
        place = Place(item.link_id, at)
        children = self._children(place, item.items, at, anew=anew)
        if answers:
            node["answer"] = answers
            if children:
                answers[0]["item"] = children
        elif children:
            node["item"] = children
        self.by_place[place] = node
        if answers or children:
            yield node


def write_response(definition: Definition, answers: Answers, status: str, language: str) -> dict[str, Any]:
    """A QuestionnaireResponse as JSON, each item with its words as they were asked."""
    tree = Tree(definition, answers, lambda _item, value: write_value(value))
    for place, node in tree.by_place.items():
        if text := definition.by_link_id[place.link_id].text.in_language(language):
            node["text"] = text
    canonical = f"{definition.url}|{definition.version}" if definition.version else definition.url
    named = {"questionnaire": canonical} if definition.url else {}
    return {
        "resourceType": "QuestionnaireResponse",
        **named,
        "status": status,
        "language": language,
        "item": tree.items,
    }
