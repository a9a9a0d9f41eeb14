"""Finds, adds, moves and takes away the items of a form. The form that is given is never changed itself."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

Form = Mapping[str, Any]
Raw = Mapping[str, Any]
# Letters and digits that nobody takes for one another when a linkId is read aloud.
LETTERS = "abcdefghkmnpqrstuvwxyz23456789"
NAME_LENGTH = 5


class NoSuchItem(LookupError):
    """The form has no item of this name: somebody took it away meanwhile."""


class CannotEdit(ValueError):
    """The edit would leave a form that makes no sense; its words say why."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An item where it stands. `parent` is the linkId of the section that holds it, empty at the top."""

    item: Raw
    parent: str
    depth: int
    is_first: bool
    is_last: bool

    @property
    def link_id(self) -> str:
        return str(self.item["linkId"])


def placed(form: Form) -> Iterator[Placed]:
    """Every item in reading order; texts that only help another item stand with it, not by themselves."""
    yield from _placed(form, "", 0)


def _placed(holder: Raw, parent: str, depth: int) -> Iterator[Placed]:
    items = [item for item in holder.get("item", ()) if not is_help(item)]
    for number, item in enumerate(items):
        yield Placed(item, parent, depth, number == 0, number == len(items) - 1)
        yield from _placed(item, item["linkId"], depth + 1)


def is_help(item: Raw) -> bool:
    """Whether it is the help text of the item that holds it."""
    return item.get("type") == "display" and str(item.get("linkId", "")).endswith("-help")


def find(form: Form, link_id: str) -> Raw:
    """The item of this name. Raises `NoSuchItem`."""
    return next((one.item for one in placed(form) if one.link_id == link_id), None) or _missing(link_id)


def _missing(link_id: str) -> Raw:
    raise NoSuchItem(link_id)


def new_name(form: Form) -> str:
    """A linkId that the form does not use. Drawn by lot, so that a name taken away never comes back as another's."""
    known = {one.link_id for one in placed(form)}
    while (name := "q-" + "".join(secrets.choice(LETTERS) for _letter in range(NAME_LENGTH))) in known:
        continue
    return name


def replaced(form: Form, link_id: str, change: Callable[[Raw], Raw]) -> Form:
    """The form with this one item changed. Raises `NoSuchItem`."""
    find(form, link_id)
    return _rebuilt(form, lambda item: [change(item)] if item["linkId"] == link_id else [item])


def added(form: Form, item: Raw, *, after: str = "", into: str = "") -> Form:
    """The form with one more item: behind `after`, else at the end of the section `into`, else at the very end."""
    if after:
        find(form, after)
        return _rebuilt(form, lambda found: [found, item] if found["linkId"] == after else [found])
    if into:
        return replaced(form, into, lambda section: {**section, "item": [*section.get("item", ()), item]})
    return {**form, "item": [*form.get("item", ()), item]}


def removed(form: Form, link_id: str) -> Form:
    """The form without this item and all it holds. Raises `CannotEdit` where another item rests on one of them."""
    gone = find(form, link_id)
    names = {link_id, *(one.link_id for one in placed(gone))}
    if resting := sorted(
        text_of(one.item) for one in placed(form) if one.link_id not in names and _rests_on(one, names)
    ):
        says = _("“%s” rests on it. Change that first.") if len(resting) == 1 else _("These rest on it: %s.")
        raise CannotEdit(says % "; ".join(resting))
    return _rebuilt(form, lambda item: [] if item["linkId"] == link_id else [item])


def _rests_on(one: Placed, names: set[str]) -> bool:
    """Shown because of an answer, or worked out from one."""
    waits_for = {condition.get("question") for condition in one.item.get("enableWhen", ())}
    return bool(waits_for & names) or any(f"'{name}'" in text for text in _expressions(one.item) for name in names)


def _expressions(item: Raw) -> Iterator[str]:
    waiting: list[Any] = [item.get("extension", [])]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Mapping):
            if isinstance(text := found.get("expression"), str):
                yield text
            waiting.extend(found.values())
        elif isinstance(found, list):
            waiting.extend(found)


def moved(form: Form, link_id: str, *, by: int) -> Form:
    """The form with this item `by` places further down (up: negative) among its own section's; no further than that."""
    find(form, link_id)

    def reorder(items: Sequence[Raw]) -> list[Raw]:
        at = next((number for number, item in enumerate(items) if item["linkId"] == link_id), None)
        if at is None:
            return list(items)
        rest = [item for item in items if item["linkId"] != link_id]
        to = max(0, min(len(rest), at + by))
        return [*rest[:to], items[at], *rest[to:]]

    return _reordered(form, reorder)


def put_into(form: Form, link_id: str, section: str) -> Form:
    """The form with this item at the end of another section; empty: at the end of the form."""
    item = find(form, link_id)
    if section and (section == link_id or any(one.link_id == section for one in placed(item))):
        raise CannotEdit(_("A section cannot be put into itself."))
    if section and find(form, section).get("type") != "group":
        raise CannotEdit(_("Choose a section."))
    without = _rebuilt(form, lambda found: [] if found["linkId"] == link_id else [found])
    return added(without, item, into=section)


def text_of(item: Raw) -> str:
    """What an item is known by where people talk about it."""
    return str(item.get("text") or item.get("prefix") or item["linkId"])


def _rebuilt(holder: Raw, change: Callable[[Raw], list[Raw]]) -> Raw:
    if "item" not in holder:
        return holder
    items = [result for item in holder["item"] for result in change(_rebuilt(item, change))]
    return {**holder, "item": items} if items else {name: value for name, value in holder.items() if name != "item"}


def _reordered(holder: Raw, reorder: Callable[[Sequence[Raw]], list[Raw]]) -> Raw:
    if "item" not in holder:
        return holder
    return {**holder, "item": reorder([_reordered(item, reorder) for item in holder["item"]])}
