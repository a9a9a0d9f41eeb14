"""The names of the boxes on a page, and what a browser sent under them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.definition import Definition, Item, is_repeating_group

PREFIX = "answer"
OTHER = "#other"
# Buttons that change the page and end nothing: another entry, one entry fewer, another page, what is known already.
ADD, REMOVE, GO, TAKE = "add", "remove", "go", "take"
BUTTONS = (ADD, REMOVE, GO, TAKE)
# What the page tells of itself: the parts it shows, which of its pages it is, and where it is refreshed.
SHOWN, AT, REFRESHED_AT = "shown", "at-page", "refreshed-at"
COUNT = "count"


def name_of(place: Place, part: str = "") -> str:
    """The name of a box: "answer:", the indices, the part ("day", "other"...), the link id."""
    return f"{PREFIX}:{'.'.join(map(str, place.at))}:{part}:{place.link_id}"


def place_of(name: str) -> tuple[Place, str] | None:
    """The place and the part that a name stands for, or None for a name of another kind."""
    prefix, _colon, rest = name.partition(":")
    at, _colon, rest = rest.partition(":")
    part, colon, link_id = rest.partition(":")
    indices = at.split(".") if at else []
    if prefix != PREFIX or not colon or not all(_is_index(index) for index in indices):
        return None
    return Place(link_id, tuple(map(int, indices))), part


def _is_index(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 4


def removal(place: Place, index: int) -> str:
    """What the button sends that takes away one entry of several."""
    return f"{index}:{name_of(place, COUNT)}"


def token_of(kind: str, content: Any) -> str:
    """What names a listed answer that was worked out: the answer itself, for its list is made anew each time."""
    return json.dumps({f"value{kind}": content}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class Sent:
    """What a browser sent, each name with its list of texts. Takes a Django QueryDict or a plain dictionary."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._texts = {str(name): list(_texts(data, name)) for name in data}

    def all(self, name: str) -> list[str]:
        return self._texts.get(name, [])

    def one(self, name: str) -> str:
        found = self.all(name)
        return found[-1] if found else ""

    def count(self, place: Place) -> int | None:
        """How many entries the page showed here; None where it says nothing of them."""
        typed = self.one(name_of(place, COUNT))
        return int(typed) if _is_index(typed) else None

    def keys(self) -> Iterator[str]:
        return iter(self._texts)

    def items(self) -> Iterator[tuple[str, list[str]]]:
        return iter(self._texts.items())


def _texts(data: Mapping[str, Any], name: str) -> Iterator[str]:
    found = data.getlist(name) if hasattr(data, "getlist") else data[name]
    for text in found if isinstance(found, list | tuple) else [found]:
        if isinstance(text, str):
            yield text


def without_entry(definition: Definition, sent: Sent, which: str) -> Sent:
    """What was sent, less one entry of a repeating group or of a question with several answers: the next moves up."""
    index, _colon, name = which.partition(":")
    found = place_of(name)
    item = definition.by_link_id.get(found[0].link_id) if found else None
    if found is None or item is None or not _is_index(index) or not item.repeats:
        return sent
    place, gone = found[0], int(index)
    count = sent.count(place) or 1
    if gone >= count or count <= max(1, item.bounds.min_occurs):
        return sent
    moved = _entries_moved if is_repeating_group(item) else _rows_moved
    kept = dict(moved(definition, sent, item, place, gone))
    return Sent({**kept, name_of(place, COUNT): str(count - 1)})


def _entries_moved(
    definition: Definition, sent: Sent, group: Item, place: Place, gone: int
) -> Iterator[tuple[str, list[str]]]:
    depth = len(place.at)
    for name, texts in sent.items():
        found = place_of(name)
        other = definition.by_link_id.get(found[0].link_id) if found else None
        at = found[0].at if found else ()
        inside = other is not None and group.link_id in other.ancestors and at[:depth] == place.at and len(at) > depth
        if found is None or not inside or at[depth] < gone:
            yield name, texts
        elif at[depth] > gone:
            moved = Place(found[0].link_id, (*at[:depth], at[depth] - 1, *at[depth + 1 :]))
            yield name_of(moved, found[1]), texts


def _rows_moved(
    _definition: Definition, sent: Sent, _item: Item, place: Place, gone: int
) -> Iterator[tuple[str, list[str]]]:
    for name, texts in sent.items():
        found = place_of(name)
        if found is None or found[0] != place or found[1] == COUNT:
            yield name, texts
        else:
            yield name, [text for number, text in enumerate(texts[: limits.OCCURRENCES + 1]) if number != gone]
