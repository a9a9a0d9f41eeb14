"""A filled-in form to read: its questions and answers in rows, under the headings that the form gives them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine.nodes import Node


@dataclass(slots=True)
class Part:
    """A heading, a text, or rows for the summary list: {key, lines, missing}."""

    heading: str = ""
    level: int = 2
    text: str = ""
    rows: list[dict[str, Any]] = field(default_factory=list)


def parts(nodes: tuple[Node, ...]) -> list[Part]:
    """Rows that follow each other stand in one list."""
    found: list[Part] = []
    for part in _parts(nodes):
        if part.rows and found and found[-1].rows:
            found[-1].rows += part.rows
        else:
            found.append(part)
    return found


def _parts(nodes: tuple[Node, ...]) -> Iterator[Part]:
    for node in nodes:
        if not node.asked:
            continue
        if node.is_group:
            yield from [Part(heading=_label(node), level=node.level)] if node.label else []
        elif node.kind == "display":
            yield Part(text=_label(node))
        else:
            yield Part(rows=[_row(node)])
        yield from _parts(node.children)


def _row(node: Node) -> dict[str, Any]:
    lines = [node.result, node.meaning] if node.kind == "result" else list(node.answers)
    return {"key": _label(node), "lines": [line for line in lines if line], "missing": _("No answer")}


def _label(node: Node) -> str:
    return f"{node.prefix} {node.label}".strip()
