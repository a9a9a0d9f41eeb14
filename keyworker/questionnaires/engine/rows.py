"""A filled-in form to read: its questions and answers in rows, under the headings that the form gives them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from keyworker.questionnaires.engine.nodes import Node


@dataclass(slots=True)
class Part:
    """A heading, a text, or rows for the summary list: {key, lines, missing}, and the `id` of what was asked."""

    heading: str = ""
    level: int = 2
    text: str = ""
    rows: list[dict[str, Any]] = field(default_factory=list)


FileUrl = Callable[[str], str]


def parts(nodes: tuple[Node, ...], file_url: FileUrl | None = None) -> list[Part]:
    """Rows that follow each other stand in one list. A file is a link where `file_url` says where it is."""
    found: list[Part] = []
    for part in _parts(nodes, file_url):
        if part.rows and found and found[-1].rows:
            found[-1].rows += part.rows
        else:
            found.append(part)
    return found


def _parts(nodes: tuple[Node, ...], file_url: FileUrl | None) -> Iterator[Part]:
    for node in nodes:
        if not node.asked:
            continue
        if node.is_group:
            yield from [Part(heading=_label(node), level=node.level)] if node.label else []
        elif node.kind == "display":
            yield Part(text=_label(node))
        else:
            yield Part(rows=[_row(node, file_url)])
        yield from _parts(node.children, file_url)


def _row(node: Node, file_url: FileUrl | None) -> dict[str, Any]:
    if file_url is not None and any(node.links):
        pairs = ((file_url(link), words) for words, link in zip(node.answers, node.links, strict=True))
        files = format_html_join(mark_safe("<br>"), '<a class="govuk-link" href="{}">{}</a>', pairs)
        return {"id": node.id, "key": _label(node), "html": files}
    lines = [node.result, node.meaning] if node.kind == "result" else list(node.answers)
    return {"id": node.id, "key": _label(node), "lines": [line for line in lines if line], "missing": _("No answer")}


def _label(node: Node) -> str:
    return f"{node.prefix} {node.label}".strip()
