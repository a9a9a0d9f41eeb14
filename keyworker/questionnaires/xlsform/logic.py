"""When a question is asked, what its answer must keep to, and what is worked out: each said in FHIR, or remarked."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import extensions as ext
from keyworker.questionnaires.engine.definition import ItemType
from keyworker.questionnaires.engine.values import DATE, DATE_TIME, TIME
from keyworker.questionnaires.xlsform import xpath
from keyworker.questionnaires.xlsform.bounds import bounds
from keyworker.questionnaires.xlsform.conditions import codes_waited_for, enable_when
from keyworker.questionnaires.xlsform.making import Making
from keyworker.questionnaires.xlsform.options import constraint, expression
from keyworker.questionnaires.xlsform.outline import Entry
from keyworker.questionnaires.xlsform.said import DOES_NOT_FIT, NOT_ALLOWED, WANTED
from keyworker.questionnaires.xlsform.types import NO, YES, Holds
from keyworker.questionnaires.xlsform.wording import Words, mentions
from keyworker.questionnaires.xlsform.xpath import CannotSay, names_in

RELEVANT, CONSTRAINT = ("bind", "relevant"), ("bind", "constraint")
MESSAGE, REQUIRED = ("bind", "jr:constraintMsg"), ("bind", "required")
CALCULATION, READ_ONLY = ("bind", "calculate"), ("bind", "readonly")
_TYPES: Mapping[Holds, ItemType] = {
    Holds.NUMBER: ItemType.DECIMAL,
    Holds.TRUTH: ItemType.BOOLEAN,
    Holds.DATE: ItemType.DATE,
    Holds.MOMENT: ItemType.DATE_TIME,
    Holds.TIME: ItemType.TIME,
}


def type_of_result(holds: Holds) -> ItemType:
    """The type of question that a calculation answers."""
    return _TYPES.get(holds, ItemType.STRING)


class Logic:
    """The logic of one entry, added to its item."""

    def __init__(self, making: Making, entry: Entry, item: dict[str, Any]) -> None:
        self._making = making
        self._entry = entry
        self._line = entry.line
        self._item = item

    def add(self) -> None:
        self._add_relevant()
        self._add_constraint()
        self._add_required()

    # --- when it is asked ---------------------------------------------------------------------------------------

    def _add_relevant(self) -> None:
        written = self._line.text(*RELEVANT)
        if not written:
            return
        try:
            node = xpath.read(written)
            plain = enable_when(node, self._making.kinds, self._making.find(self._entry))
            if plain is not None:
                self._item |= plain
            else:
                said = self._making.speech(self._entry).truth(node)
                self.extend({"url": ext.ENABLE_WHEN, "valueExpression": expression(said)})
        except CannotSay as reason:
            says = _("When it is asked cannot be followed, so it is always asked. %s")
            self._making.warn(self._line, RELEVANT, says % reason)
            return
        self._look_for_unlisted(node)

    def _look_for_unlisted(self, node: xpath.Node) -> None:
        """A condition on an answer that the list does not have never holds, most often by a slip of the pen."""
        for name, code in codes_waited_for(node):
            entry = self._making.outline.entry(name)
            known = {choice.code for choice in self._making.lists.choices(entry.asks.list_name)}
            if known and code not in known and not entry.asks.other:
                says = _("It waits for “%(code)s”, which is not one of the answers to “%(name)s”.")
                self._making.warn(self._line, RELEVANT, says % {"code": code[:40], "name": name[:40]})

    # --- what it must keep to -----------------------------------------------------------------------------------

    def _add_constraint(self) -> None:
        written, messages = self._line.text(*CONSTRAINT), self._line.wordings(*MESSAGE)
        if not written:
            return
        try:
            node = xpath.read(written)
            plain = None if messages else bounds(node, self._entry.asks.type, self._entry.asks.holds)
            if plain is not None:
                self.extend(*plain.pop("extension", []))
                self._item |= plain
                return
            said = f"answer.empty() or ({self._making.speech(self._entry).truth(node)})"
            self.extend(constraint("constraint", said, self._message(node, messages)))
        except CannotSay as reason:
            says = _("What the answer must keep to cannot be followed, so any answer is taken. %s")
            self._making.warn(self._line, CONSTRAINT, says % reason)

    def _message(self, node: xpath.Node, messages: Mapping[str, str]) -> Words:
        if not messages:
            looks_at_others = any(True for _name in names_in(node))
            return self._making.languages.of_ours(DOES_NOT_FIT if looks_at_others else NOT_ALLOWED)
        if mentions(messages):
            says = _("Another answer cannot be shown inside a text; “…” stands in its place.")
            self._making.warn(self._line, MESSAGE, says)
        return self._making.languages.words(messages)

    def _add_required(self) -> None:
        written = self._line.text(*REQUIRED)
        if self._line.wordings("bind", "jr:requiredMsg"):
            says = _("That an answer is missing is said in Keyworker's own words.")
            self._making.note(self._line, ("bind", "jr:requiredMsg"), says)
        if written in YES:
            self._item["required"] = True
        elif written not in NO:
            self._required_sometimes(written)

    def _required_sometimes(self, written: str) -> None:
        """FHIR has no answer that is required only sometimes: it is asked for, and may yet be left out."""
        try:
            when = self._making.speech(self._entry).truth(xpath.read(written))
            said = f"answer.exists() or iif({when}, false, true)"
            self.extend(constraint("wanted", said, self._making.languages.of_ours(WANTED), severity="warning"))
            says = _("It is required only sometimes; then it is asked for, but may be left out.")
        except CannotSay as reason:
            says = _("When it is required cannot be followed, so it may always be left out. %s") % reason
        self._making.warn(self._line, REQUIRED, says)

    # --- what is worked out, and what it is filled with ---------------------------------------------------------

    def add_calculation(self, written: str) -> bool:
        """Whether the calculation can be followed; if so it is added, with the type of its result."""
        try:
            node = xpath.read(written)
            if isinstance(node, xpath.Call) and node.name == "once" and not self._entry.asks.worked_out:
                self._fill_at_first(node)
                return False
            said = self._making.speech(self._entry).value(node)
            self.extend({"url": ext.CALCULATED, "valueExpression": expression(said)})
        except CannotSay as reason:
            self._making.warn(self._line, CALCULATION, _("It cannot be worked out here. %s") % reason)
            return False
        self._item["readOnly"] = True
        if self._entry.asks.worked_out:
            self._item["type"] = type_of_result(self._making.kinds.of(node, self._entry)).value
        return True

    def add_default(self) -> None:
        """What the question is filled with before anyone has answered."""
        written = self._line.text("default")
        if not written:
            return
        try:
            if self._line.dynamic_default:
                self._fill_at_first(xpath.read(written))
            else:
                self._item["initial"] = [self._initial(written)]
        except CannotSay as reason:
            self._making.warn(self._line, ("default",), _("It is not filled in at first. %s") % reason)

    def _fill_at_first(self, node: xpath.Node) -> None:
        said = self._making.speech(self._entry).value(node)
        self.extend({"url": ext.INITIAL_EXPRESSION, "valueExpression": expression(said)})

    def _initial(self, written: str) -> dict[str, Any]:
        readers: Mapping[ItemType, Callable[[str], Any]] = {
            ItemType.INTEGER: lambda text: int(_number(text)),
            ItemType.DECIMAL: lambda text: float(_number(text)),
            ItemType.DATE: lambda text: _iso(DATE, text.partition("T")[0].partition(" ")[0]),
            ItemType.DATE_TIME: lambda text: _iso(DATE_TIME, text.replace(" ", "T")),
            ItemType.TIME: lambda text: _iso(TIME, text),
        }
        kind = ItemType(self._item["type"])
        if kind not in readers:
            return {"valueString": written}
        return {f"value{kind.value[0].upper()}{kind.value[1:]}": readers[kind](written)}

    def extend(self, *extensions: dict[str, Any]) -> None:
        if extensions:
            self._item.setdefault("extension", []).extend(extensions)


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise CannotSay(_("“%s” is not a number.") % text[:40]) from error
    if not number.is_finite() or abs(number.adjusted()) > 17:
        raise CannotSay(_("“%s” is not a number.") % text[:40])
    return number


def _iso(pattern: Any, text: str) -> str:
    if not pattern.match(text):
        raise CannotSay(_("“%s” is not a day or a time as it is written here, like 2024-05-27.") % text[:40])
    return text
