"""What stands on a paper to be filled in: a line, some lines, a box to tick, a scale, a table, places to sign.

What the file knows is printed; what it does not know stays open, to be written by hand or typed into the PDF. Each
open place has a name of its own and says what it is for (PDF/UA, WCAG 4.1.2).
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context
from django.utils.functional import Promise

register = template.Library()
Words = str | Promise
TO_WRITE = "workspace/papers/parts/"
HIGHEST = 10


def _next(context: Context) -> int:
    """Fields of a PDF with one name would hold one text. `fields` counts through the whole paper."""
    return int(next(context["fields"]))


@register.inclusion_tag(TO_WRITE + "line.html", takes_context=True)
def line(context: Context, label: Words, value: Any = "", note: Words = "") -> dict[str, Any]:
    """One line with its label before it."""
    return {"label": label, "value": value or "", "note": note, "number": 0 if value else _next(context)}


@register.inclusion_tag(TO_WRITE + "lines.html", takes_context=True)
def lines(context: Context, label: Words, rows: int = 3, value: Any = "", **more: Words) -> dict[str, Any]:
    """Some lines below their label; `value` is somebody's words, or several.

    More: a `note` below the label, and what they are `about`, for who cannot see what stands above.
    """
    said = [value] if isinstance(value, str | Promise) else list(value or ())
    said = [each for each in said if each]
    return {"label": label, "said": said, "rows": rows, "number": 0 if said else _next(context), **more}


@register.inclusion_tag(TO_WRITE + "tick.html", takes_context=True)
def tick(context: Context, label: Words, ticked: Any = None) -> dict[str, Any]:
    """A box to tick; with `ticked` known, a box that is ticked or is not."""
    return {"label": label, "ticked": ticked, "number": _next(context) if ticked is None else 0}


@register.inclusion_tag(TO_WRITE + "ticks.html", takes_context=True)
def ticks(context: Context, label: Words, choices: Iterable[tuple[Any, Words]], chosen: Any = None) -> dict[str, Any]:
    """A question with boxes to tick. `chosen`: the value, or values, that the file knows; nothing known leaves all."""
    known = chosen if isinstance(chosen, list | tuple | set | frozenset) else [chosen] if chosen else []
    held = [
        {"label": text, "ticked": value in known if known else None, "number": 0 if known else _next(context)}
        for value, text in choices
    ]
    return {"label": label, "choices": held}


@register.inclusion_tag(TO_WRITE + "scale.html", takes_context=True)
def scale(context: Context, label: Words, low: Words, high: Words, value: Any = None) -> dict[str, Any]:
    """A scale from 0 to 10 with what its ends mean; ticked where the file knows the number."""
    known = isinstance(value, int)
    boxes = [{"at": at, "number": _next(context), "ticked": at == value} for at in range(HIGHEST + 1)]
    return {"label": label, "low": low, "high": high, "boxes": boxes, "known": known}


@register.inclusion_tag(TO_WRITE + "sheet.html", takes_context=True)
def sheet(context: Context, rows: Any, *columns: Words, **options: Any) -> dict[str, Any]:
    """A table to write in. `rows`: how many empty ones, or the names that begin them, or whole rows that are known.

    `more` adds empty rows below what is known. A row that is known is a list of cells; an empty cell stays open.
    `height` is that of an open cell in lines; `wide` gives half of the table to the first column.
    """
    known = [] if isinstance(rows, int) else [each if isinstance(each, list | tuple) else [each] for each in rows]
    empty = rows if isinstance(rows, int) else int(options.get("more", 0))
    held = [[*cells, *[""] * (len(columns) - len(cells))] for cells in known] + [[""] * len(columns)] * empty
    named = bool(known) and all(cells[0] for cells in known) and not empty
    return {
        "columns": columns,
        "named": named,
        "height": options.get("height", 2),
        "wide": bool(options.get("wide")),
        "rows": [_cells(context, cells, columns, at) for at, cells in enumerate(held, 1)],
    }


def _cells(context: Context, cells: list[Any], columns: tuple[Words, ...], at: int) -> list[dict[str, Any]]:
    return [_cell(context, cells[0] or at, column, cell) for cell, column in zip(cells, columns, strict=False)]


@register.inclusion_tag(TO_WRITE + "cell.html", takes_context=True)
def open_cell(context: Context, row: Any, column: Words, value: Any = "") -> dict[str, Any]:
    """A cell of a table: what is known, or room to write. A screen reader hears its column and its row."""
    return _cell(context, row, column, value)


@register.inclusion_tag(TO_WRITE + "row.html", takes_context=True)
def open_row(context: Context, label: Words, *columns: Words) -> dict[str, Any]:
    """A row that begins with its name; the cells after it are open."""
    return {"label": label, "cells": [_cell(context, label, column) for column in columns]}


@register.inclusion_tag(TO_WRITE + "answers.html", takes_context=True)
def answer_row(context: Context, label: Words, *answers: Words) -> dict[str, Any]:
    """A row that begins with a sentence, and a box for each answer to it."""
    return {"label": label, "cells": [_cell(context, label, answer) for answer in answers]}


def _cell(context: Context, row: Any, column: Words, value: Any = "") -> dict[str, Any]:
    title = f"{column}, {row}"
    return {"value": value, "title": title, "number": 0 if value else _next(context)}


@register.inclusion_tag(TO_WRITE + "signatures.html", takes_context=True)
def signatures(context: Context, *signers: Words, **names: str) -> dict[str, Any]:
    """A place to sign for each. A signature is drawn by hand: only name and day can be typed."""
    known = [names.get("first", ""), names.get("second", ""), names.get("third", "")]
    held = [
        {"who": who, "name": name, "number": _next(context), "day": _next(context)}
        for who, name in zip(signers, [*known, *[""] * len(signers)], strict=False)
    ]
    return {"signers": held}


@register.filter
def said_in(findings: Iterable[str]) -> str:
    """What several findings say, each on a line of its own."""
    return "\n".join(findings)


@register.filter
def level_of(result: Any) -> str:
    """An assessment's result: its score, where there is one, and the level that counts."""
    number, level = "" if result.total is None else f"{result.total.normalize():f}", result.level_set or result.band
    return " – ".join(filter(None, (number, level)))
