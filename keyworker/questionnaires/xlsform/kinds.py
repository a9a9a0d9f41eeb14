"""What an expression yields, found out without working it out: a number, a text, a day, true or false."""

from collections.abc import Iterable

from keyworker.questionnaires.xlsform import xpath
from keyworker.questionnaires.xlsform.outline import Entry, Outline
from keyworker.questionnaires.xlsform.types import Holds
from keyworker.questionnaires.xlsform.xpath import Answer, Call, CannotSay, Here, Node, Number, Operation, Text

TRUTHS = frozenset(
    {
        "not", "true", "false", "boolean", "selected", "regex", "contains", "starts-with", "ends-with",
        "boolean-from-string",
    }
)  # fmt: skip
NUMBERS = frozenset(
    {
        "number", "int", "round", "abs", "pow", "sqrt", "min", "max", "sum", "count", "count-selected",
        "string-length", "decimal-date-time", "ceiling", "floor", "count-non-empty",
    }
)  # fmt: skip
_FIXED = {"today": Holds.DATE, "date": Holds.DATE, "now": Holds.MOMENT, "date-time": Holds.MOMENT}
_PASSED_ON = {"if": slice(1, 3), "coalesce": slice(None), "once": slice(0, 1)}
DAYS = frozenset({Holds.DATE, Holds.MOMENT})


class Kinds:
    """Knows the kinds of all answers of one form; a calculation has the kind of what it works out."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._known: dict[int, Holds] = {}

    def of(self, node: Node, here: Entry) -> Holds:
        match node:
            case Number():
                return Holds.NUMBER
            case Answer(name):
                return self.of_answer(name)
            case Here():
                return self.of_entry(here)
            case Operation(operator, _):
                return Holds.NUMBER if operator in {"+", "-", "*", "div", "mod"} else Holds.TRUTH
            case Call(name, given):
                return self._of_call(name, given, here)
            case _:
                return Holds.TEXT

    def of_answer(self, name: str) -> Holds:
        if (moment := self._outline.moments.get(name)) is not None:
            return moment.holds
        return self.of_entry(self._outline.entry(name))

    def of_entry(self, entry: Entry) -> Holds:
        """Raises nothing: a calculation that cannot be said holds text."""
        if not entry.asks.worked_out:
            return entry.asks.holds
        known = self._known.get(id(entry))
        if known is None:
            self._known[id(entry)] = Holds.TEXT  # what a calculation that leans on itself finds
            known = self._known[id(entry)] = self._worked_out(entry)
        return known

    def _worked_out(self, entry: Entry) -> Holds:
        try:
            found = self.of(xpath.read(entry.line.text("bind", "calculate")), entry)
        except CannotSay:
            return Holds.TEXT
        return Holds.TEXT if found in {Holds.CODE, Holds.CODES, Holds.NOTHING} else found

    def _of_call(self, name: str, given: tuple[Node, ...], here: Entry) -> Holds:
        if name in _PASSED_ON:
            return self._common(given[_PASSED_ON[name]], here)
        if name in TRUTHS:
            return Holds.TRUTH
        if name in NUMBERS:
            return Holds.NUMBER
        return _FIXED.get(name, Holds.TEXT)

    def _common(self, nodes: Iterable[Node], here: Entry) -> Holds:
        """The kind that all of them share; `''` stands for no answer and fits any."""
        found = {self.of(node, here) for node in nodes if node != Text("")}
        return found.pop() if len(found) == 1 else Holds.TEXT
