"""Notes that end with a calculation ("Your total: ${total}") are results: shown as scores, kept with the answers."""

import re
from dataclasses import replace

from keyworker.questionnaires.engine.definition import ItemType
from keyworker.questionnaires.xlsform.kinds import Kinds
from keyworker.questionnaires.xlsform.outline import Entry, Outline
from keyworker.questionnaires.xlsform.references import References, Variables

_LAST = re.compile(r"[^$]*\$\{\s*([^{}\s]{1,255})\s*\}\s*[.!]?\s*\Z")


def find_shown(outline: Outline, kinds: Kinds, variables: Variables) -> None:
    """Marks the notes that show a result, with the FHIRPath to it and the kind of what they then hold."""
    for entry in outline.walk():
        if entry.asks.type is ItemType.DISPLAY and (name := _only_reference(entry)):
            shown = outline.named.get(name, [])
            if len(shown) == 1 and shown[0].asks.worked_out:
                entry.shows = References(outline, variables, entry).answers_of(shown[0])
                entry.asks = replace(entry.asks, holds=kinds.of_entry(shown[0]), type=ItemType.STRING)


def _only_reference(entry: Entry) -> str:
    """The one name that the label shows, in every language alike and nowhere but at the end."""
    names = set()
    for text in entry.line.wordings("label").values():
        found = _LAST.match(text)
        names.add(found[1] if found else "")
    return names.pop() if len(names) == 1 else ""
