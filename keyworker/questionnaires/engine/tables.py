"""Groups that stand in a table: questions with the same answers as its rows, or entries of a group as its rows."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.definition import (
    PART_OF_A_QUESTION,
    Control,
    Item,
    ItemType,
)
from keyworker.questionnaires.engine.nodes import Node
from keyworker.questionnaires.engine.showing import Showing

MOST_COLUMNS = 11


def is_likert(item: Item) -> bool:
    """All its questions are answered with one of the same few answers; texts and other questions make it a plain group.

    FHIR's "htable" turns rows and columns about; a table that reads well on a phone has the questions as its rows.
    """
    if item.control not in {Control.TABLE, Control.HTABLE} or item.repeats:
        return False
    asked = [child for child in item.items if not child.hidden]
    if not asked or not all(map(_has_one_of_a_list, asked)):
        return False
    lists = {tuple((option.token, option.label.default) for option in child.options) for child in asked}
    return len(lists) == 1 and 2 <= len(asked[0].options) <= MOST_COLUMNS


def _has_one_of_a_list(item: Item) -> bool:
    depends = bool(item.toggles) or item.answers_from is not None or item.worded_from is not None
    other = item.type is ItemType.OPEN_CHOICE or item.control is Control.AUTOCOMPLETE
    plain = not (item.repeats or item.read_only or depends or other)
    return bool(item.options) and plain and _has_nothing_below(item)


def _has_nothing_below(item: Item) -> bool:
    return all(child.control in PART_OF_A_QUESTION for child in item.items)


def likert(
    showing: Showing, item: Item, place: Place, children: tuple[Node, ...], plain: Callable[..., Node], level: int
) -> Node:
    """The table: its columns are the answers, and each row is a question with a button for each of them."""
    options = next(child for child in item.items if not child.hidden).options
    columns = tuple(option.label.in_language(showing.language) for option in options)
    rows = tuple(replace(child, kind="row") for child in children)
    return plain(showing, item, place, "table", level, columns=columns, children=rows)


def is_grid(item: Item) -> bool:
    """Each entry is a row of short questions, none of which has any below it."""
    if item.control is not Control.GTABLE or not item.repeats:
        return False
    asked = [child for child in item.items if not child.hidden]
    return 1 <= len(asked) <= MOST_COLUMNS and all(map(_fits_a_cell, asked))


def _fits_a_cell(item: Item) -> bool:
    return item.is_question and not item.repeats and _has_nothing_below(item) and item.control is not Control.SLIDER


def headings(showing: Showing, item: Item) -> Iterator[str]:
    for child in item.items:
        if not child.hidden and child.control not in PART_OF_A_QUESTION:
            yield child.text.in_language(showing.language)
