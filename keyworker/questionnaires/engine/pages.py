"""A form on several pages: FHIR's "page" groups, one at a time. What other pages hold is sent along with each."""

from collections.abc import Mapping
from dataclasses import dataclass

from keyworker.questionnaires.engine.answers import Answers, Place
from keyworker.questionnaires.engine.definition import Control, Definition, Item
from keyworker.questionnaires.engine.names import AT, GO, Sent

NEXT, BACK, STAY = "next", "back", "stay"
EVERYWHERE = frozenset({Control.HEADER, Control.FOOTER})


@dataclass(frozen=True, slots=True)
class Page:
    """One page of several. `index` is its place among all of them, `number` among `of` those that are asked now."""

    index: int
    number: int
    of: int
    title: str

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def is_last(self) -> bool:
        return self.number == self.of


def leaves(definition: Definition) -> tuple[tuple[Item, ...], ...]:
    """The items of each page: one leaf if there are no pages. What stands between two belongs to the first of them."""
    found: list[list[Item]] = [[]]
    started = False
    for item in definition.items:
        if item.control in EVERYWHERE:
            continue
        if item.control is Control.PAGE and started:
            found.append([])
        started = started or item.control is Control.PAGE
        found[-1].append(item)
    return tuple(map(tuple, found))


def everywhere(definition: Definition) -> tuple[Item, ...]:
    """What stands on every page."""
    return tuple(item for item in definition.items if item.control in EVERYWHERE)


def asked_pages(definition: Definition, asked: frozenset[Place]) -> list[int]:
    """The pages on which anything is asked now."""
    found = [
        index
        for index, items in enumerate(leaves(definition))
        if any(Place(item.link_id) in asked and not item.hidden for item in items)
    ]
    return found or [0]


def page_of(definition: Definition) -> Mapping[str, int]:
    """The page on which each item stands."""
    found = {}
    for index, items in enumerate(leaves(definition)):
        roots = {item.link_id for item in items}
        for item in definition.walk():
            if (item.ancestors[0] if item.ancestors else item.link_id) in roots:
                found[item.link_id] = index
    return found


def where_it_was(sent: Sent) -> int:
    """The page that was sent."""
    at = sent.one(AT)
    return int(at) if at.isascii() and at.isdigit() and len(at) < 4 else 0


def where_to(sent: Sent, pages: list[int], *, wrong_here: bool) -> int:
    """The page to show next: on, back, or to one by its place. Nobody is led on from what cannot be read."""
    here = where_it_was(sent)
    wish = sent.one(GO)
    if wish == BACK:
        return max((page for page in pages if page < here), default=pages[0])
    if wish == NEXT and not wrong_here:
        return min((page for page in pages if page > here), default=pages[-1])
    if wish.isascii() and wish.isdigit() and int(wish[:4]) in pages:
        return int(wish)
    return min(pages, key=lambda page: abs(page - here))


def where_to_begin(definition: Definition, answers: Answers, pages: list[int]) -> int:
    """Where a form that was begun is gone on with: after the last page with an answer, if there is one left."""
    on = page_of(definition)
    answered = [on[place.link_id] for place, values in answers.values.items() if values and place.link_id in on]
    if not answered:
        return pages[0]
    return min((page for page in pages if page > max(answered)), default=pages[-1])
