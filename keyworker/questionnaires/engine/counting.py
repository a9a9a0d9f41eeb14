"""Which questions a result is worked out from: those that its calculation names, over variables and other results too.

Only what is compared with `linkId` is a name. Where a calculation finds its questions in another way (all there are, or
by the beginning of a name), nothing is said of it, and all weighted questions of the form count.
"""

import re
from collections.abc import Iterator

from keyworker.questionnaires.engine.definition import Counted, Definition, Expression, Item, ItemType, walk

_TEXT = r"'(?:[^'\\]|\\.)*'"
_LIST = rf"{_TEXT}(?:\s*\|\s*{_TEXT})*"
_STEP = r"(?=([\s)]*\.\s*item\s*\.\s*where\s*\(\s*linkId\b)?)"
_NAMED = re.compile(rf"\blinkId\s*(?:=|\bin\b)\s*\(?\s*({_LIST}){_STEP}")
_NAMED_BEFORE = re.compile(rf"({_TEXT})\s*=\s*\blinkId\b()")
_ANY_NAME = re.compile(r"\blinkId\b")
_QUOTED = re.compile(_TEXT)


def counted(definition: Definition) -> dict[str, Counted]:
    """By the link id of each result whose calculation names its questions."""
    results = (item for item in definition.walk() if item.calculated is not None)
    found = {item.link_id: _Reading(definition).of(item) for item in results}
    return {link_id: known for link_id, known in found.items() if known is not None and known.questions}


class _Reading:
    """What one result reads, over variables and other results."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._questions: set[str] = set()
        self._seen: set[tuple[str, str]] = set()
        self._known = True
        self._nearby = True

    def of(self, result: Item) -> Counted | None:
        self._read_result(result)
        if not self._known:
            return None
        in_order = (item.link_id for item in self._definition.walk() if item.link_id in self._questions)
        return Counted(tuple(in_order), self._nearby)

    def _read_result(self, item: Item) -> None:
        if item.calculated is not None and ("", item.link_id) not in self._seen:
            self._seen.add(("", item.link_id))
            self._read(item.calculated, item)

    def _read(self, expression: Expression, where: Item | None) -> None:
        if where is None or "resource" in expression.reads:
            self._nearby = False
        names = list(_names(expression.text))
        self._known = self._known and len(names) == len(_ANY_NAME.findall(_QUOTED.sub("''", expression.text)))
        for listed, is_step in names:
            for name in listed:
                self._take(name, is_step=is_step)
        for name in expression.reads:
            self._read_variable(name, where)

    def _take(self, name: str, *, is_step: bool) -> None:
        item = self._definition.by_link_id.get(name)
        if item is None:
            return
        if self._definition.is_computed(item):
            self._take_result(item)
        elif item.type is ItemType.GROUP:
            self._questions.update(() if is_step else _below(self._definition, item))
        elif _counts(item):
            self._questions.add(name)

    def _take_result(self, item: Item) -> None:
        total = self._definition.totals.get(item.link_id)
        if total is not None:
            self._nearby = False
            self._questions.update(total.contributors)
        else:
            self._read_result(item)

    def _read_variable(self, name: str, where: Item | None) -> None:
        """The nearest of that name, as expressions see it."""
        above = [self._definition.by_link_id[link_id] for link_id in where.ancestors] if where else []
        for holder in (*((where,) if where else ()), *reversed(above), None):
            known = holder.variables if holder else self._definition.variables
            variable = next((one for one in known if one.name == name), None)
            if variable is None:
                continue
            if (name, holder.link_id if holder else "") not in self._seen:
                self._seen.add((name, holder.link_id if holder else ""))
                self._read(variable, holder)
            return


def _names(text: str) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The names in each comparison, and whether it is only a step on the way to the next."""
    for pattern in (_NAMED, _NAMED_BEFORE):
        for found in pattern.finditer(text):
            listed = tuple(one[1:-1].replace("\\'", "'").replace("\\\\", "\\") for one in _QUOTED.findall(found[1]))
            yield listed, bool(found[2])


def _below(definition: Definition, group: Item) -> Iterator[str]:
    """What a whole group counts: its weighted questions, or all of them where none is weighted."""
    questions = [item for item in walk(group.items) if _counts(item) and not definition.is_computed(item)]
    weighted = [item for item in questions if item.is_scored]
    return (item.link_id for item in weighted or questions)


def _counts(item: Item) -> bool:
    return item.is_question and not item.hidden
