"""Says an XPath expression in FHIRPath, or says in plain words why it cannot be said.

XPath knows only true and false, FHIRPath also "nothing"; where that would change the outcome, it is made one of them.
"""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine.definition import ItemType
from keyworker.questionnaires.xlsform.choices import Scales
from keyworker.questionnaires.xlsform.days import EPOCH, days, formatted
from keyworker.questionnaires.xlsform.kinds import DAYS, NUMBERS, TRUTHS, Kinds
from keyworker.questionnaires.xlsform.outline import Entry
from keyworker.questionnaires.xlsform.references import (
    References,
    decimal,
    decimal_in,
    in_brackets,
    quoted,
)
from keyworker.questionnaires.xlsform.types import Holds
from keyworker.questionnaires.xlsform.xpath import (
    Answer,
    Call,
    CannotSay,
    Here,
    Node,
    Number,
    Operation,
    Text,
    no_column,
    unsaid,
)

NOTHING = "{}"
_ORDERS = frozenset({"<", "<=", ">", ">="})
_DOTS = {
    "int": "truncate",
    "abs": "abs",
    "sqrt": "sqrt",
    "ceiling": "ceiling",
    "floor": "floor",
    "round": "round",
    "pow": "power",
}


class Speech:
    """Speaks for one entry of the form: `here` is where the expression stands."""

    def __init__(self, kinds: Kinds, find: References, here: Entry, scales: Scales) -> None:
        self._kinds = kinds
        self._find = find
        self._here = here
        self._scales = scales

    # --- true or false ------------------------------------------------------------------------------------------

    def truth(self, node: Node) -> str:
        match node:
            case Operation("and" | "or" as operator, parts):
                return f" {operator} ".join(in_brackets(self.truth(part)) for part in parts)
            case Operation("=" | "!=" | "<" | "<=" | ">" | ">=" as operator, (left, right)):
                return self._comparison(operator, left, right)
            case Operation():
                return f"{in_brackets(self.number(node))} != 0"
            case Call(name, given):
                return self._truth_of_call(name, given, node)
            case Number(written):
                return "true" if float(written) else "false"
            case Text(value):
                return "true" if value else "false"
            case Answer() | Here():
                return self._truth_of_answer(node)
            case _:
                raise no_column(node)

    def definite(self, node: Node) -> str:
        """True or false, never nothing."""
        return f"iif({self.truth(node)}, true, false)"

    def _truth_of_answer(self, node: Node) -> str:
        answers = self._find.answers(node)
        return answers if self._kinds.of(node, self._here) is Holds.TRUTH else f"{answers}.exists()"

    def _truth_of_call(self, name: str, given: tuple[Node, ...], node: Node) -> str:
        if (said := self._passed_on(name, given, self.truth)) is not None:
            return said
        match name, given:
            case "true" | "false", ():
                return name
            case "not", (inner,):
                return f"iif({self.truth(inner)}, false, true)"
            case "boolean" | "boolean-from-string", (inner,):
                return self.truth(inner)
            case "selected", (question, Text(code)):
                return self._selected(question, code)
            case "regex", (subject, Text(pattern)):
                return f"{in_brackets(self.text(subject))}.matches({quoted(f'^(?:{pattern})$')})"
            case "contains" | "starts-with" | "ends-with", (subject, part):
                said = {"contains": "contains", "starts-with": "startsWith", "ends-with": "endsWith"}[name]
                return f"{in_brackets(self.text(subject))}.{said}({self.text(part)})"
            case _:
                return self._truth_of_other(name, node)

    def _truth_of_other(self, name: str, node: Node) -> str:
        if name in NUMBERS:
            return f"{in_brackets(self.number(node))} != 0"
        if name in TRUTHS:
            raise unsaid(name)
        return f"{in_brackets(self.text(node))} != ''"

    def _passed_on(self, name: str, given: tuple[Node, ...], say: Callable[[Node], str]) -> str | None:
        """Calls that yield one of what they are given, each said as what is wanted."""
        match name, given:
            case "once", (inner,):
                return say(inner)
            case "if", (condition, yes, no):
                return f"iif({self.truth(condition)}, {say(yes)}, {say(no)})"
            case "coalesce", (first, second):
                found = say(first)
                return f"iif({in_brackets(found)}.exists(), {found}, {say(second)})"
            case _:
                return None

    def _selected(self, question: Node, code: str) -> str:
        answers = self._find.answers(question)
        if self._kinds.of(question, self._here) in {Holds.CODE, Holds.CODES}:
            self._check_code(question, code)
            return f"{answers}.where(code = {quoted(code)}).exists()"
        return f"{answers} = {quoted(code)}"

    def _check_code(self, question: Node, code: str) -> None:
        if code == "other" and self._find.entry(question).asks.other:
            raise CannotSay(_("It waits for “other”, which here is an answer in the person's own words."))

    def _comparison(self, operator: str, left: Node, right: Node) -> str:
        if operator in {"=", "!="} and Text("") in (left, right):
            other = right if left == Text("") else left
            return self._is_empty(other) if operator == "=" else f"iif({self._is_empty(other)}, false, true)"
        if operator in _ORDERS:
            return self._in_order(operator, left, right)
        same = self._same(left, right)
        if operator == "=":
            return same
        if isinstance(left, Text | Number) or isinstance(right, Text | Number):
            return f"iif({same}, false, true)"
        neither = f"{self._is_empty(left)} and {self._is_empty(right)}"
        return f"iif(({same}) or ({neither}), false, true)"

    def _is_empty(self, node: Node) -> str:
        if isinstance(node, Answer | Here):
            return f"{self._find.answers(node)}.empty()"
        said = in_brackets(self.value(node))
        if self._kinds.of(node, self._here) is Holds.TEXT:
            return f"iif({said} = '', true, {said}.empty())"
        return f"{said}.empty()"

    def _in_order(self, operator: str, left: Node, right: Node) -> str:
        kinds = {self._kinds.of(node, self._here) for node in (left, right)}
        say = self.day if kinds & (DAYS | {Holds.TIME}) else self.number
        return f"{in_brackets(say(left))} {operator} {in_brackets(say(right))}"

    def _same(self, left: Node, right: Node) -> str:
        kinds = {self._kinds.of(node, self._here) for node in (left, right)}
        say: Callable[[Node], str]
        if kinds & {Holds.CODE, Holds.CODES}:
            say = self._code
        elif Holds.NUMBER in kinds:
            say = self.number
        elif kinds & (DAYS | {Holds.TIME}):
            say = self.day
        elif Holds.TRUTH in kinds:
            say = self._truth_in_words
        else:
            say = self.text
        return f"{in_brackets(say(left))} = {in_brackets(say(right))}"

    def _code(self, node: Node) -> str:
        """Codes are texts: the answer 3 of a list is the text '3'."""
        if isinstance(node, Number):
            return quoted(node.written)
        if isinstance(node, Text):
            return quoted(node.value)
        return self.text(node)

    def _truth_in_words(self, node: Node) -> str:
        if isinstance(node, Text):
            return "true" if node.value in {"true", "1", "true()"} else "false"
        return self.definite(node)

    # --- numbers ------------------------------------------------------------------------------------------------

    def number(self, node: Node) -> str:
        match node:
            case Number(written):
                return decimal(written)
            case Text(value):
                return decimal_in(value)
            case Operation("+" | "-" | "*" | "div" | "mod" as operator, parts):
                return self._sum(operator, parts)
            case Answer() | Here():
                return self._number_of_answer(node)
            case Call(name, given) if name in NUMBERS or name in {"if", "coalesce", "once"}:
                return self._number_of_call(name, given)
            case Call():
                return self._number_of_kind(node)
            case Operation():
                return f"iif({self.truth(node)}, 1, 0)"
            case _:
                raise no_column(node)

    def _sum(self, operator: str, parts: tuple[Node, ...]) -> str:
        said = {"div": "/", "mod": "mod"}.get(operator, operator)
        if operator == "-" and all(self._kinds.of(part, self._here) in DAYS for part in parts):
            return f" {said} ".join(in_brackets(days(self.day(part))) for part in parts)
        return f" {said} ".join(in_brackets(self.number(part)) for part in parts)

    def _number_of_kind(self, node: Node) -> str:
        match self._kinds.of(node, self._here):
            case Holds.DATE | Holds.MOMENT:
                return f"{in_brackets(days(self.day(node)))} - {EPOCH}"
            case Holds.TRUTH:
                return f"iif({self.truth(node)}, 1, 0)"
            case _:
                return f"{in_brackets(self.text(node))}.toDecimal()"

    def _number_of_answer(self, node: Node) -> str:
        answers = self._find.answers(node)
        match self._kinds.of(node, self._here):
            case Holds.NUMBER:
                return answers
            case Holds.CODE:
                return self._weight(node, answers)
            case Holds.CODES:
                raise CannotSay(_("It counts with a question that may have several answers."))
            case _:
                return self._number_of_kind(node)

    def _weight(self, node: Node, answers: str) -> str:
        """A list whose codes are all numbers is a scale: its codes become the weights of its answers."""
        if self._scales.weigh(self._find.entry(node).asks.list_name):
            return f"{answers}.weight()"
        return f"{answers}.code.toDecimal()"

    def _numbers_of(self, node: Node) -> str:
        """All the answers of a question, as numbers, one for each occurrence."""
        if isinstance(node, Answer | Here):
            answers, kind = self._find.answers(node), self._kinds.of(node, self._here)
            if kind is Holds.NUMBER:
                return answers
            if kind in {Holds.CODE, Holds.CODES}:
                return self._weight(node, answers)
        return self.number(node)

    def _number_of_call(self, name: str, given: tuple[Node, ...]) -> str:
        if (said := self._passed_on(name, given, self.number)) is not None:
            return said
        match name, given:
            case "number", (inner,):
                return self.number(inner)
            case "round" | "pow", (inner, *more):
                more_said = self.number(more[0]) if more else "0"
                return f"{in_brackets(self.number(inner))}.{_DOTS[name]}({more_said})"
            case _, (inner,) if name in _DOTS:
                return f"{in_brackets(self.number(inner))}.{_DOTS[name]}()"
            case "min" | "max" | "sum", (first, *others):
                found = in_brackets(self._numbers_of(first))
                return f"{''.join([found, *(f'.combine({self._numbers_of(other)})' for other in others)])}.{name}()"
            case _, (inner,):
                return self._counted(name, inner)
            case _:
                raise unsaid(name)

    def _counted(self, name: str, inner: Node) -> str:
        match name:
            case "count" | "count-selected" | "count-non-empty":
                return self._count(inner)
            case "string-length":
                text = in_brackets(self.text(inner))
                return f"iif({text}.exists(), {text}.length(), 0)"
            case "decimal-date-time":
                return f"{in_brackets(days(self.day(inner)))} - {EPOCH}"
            case _:
                raise unsaid(name)

    def _count(self, question: Node) -> str:
        if isinstance(question, Answer):
            entry = self._find.entry(question)
            if entry.asks.type is ItemType.GROUP:
                return f"{self._find.occurrences(entry)}.count()"
        return f"{self._find.answers(question)}.count()"

    # --- days and moments ---------------------------------------------------------------------------------------

    def day(self, node: Node) -> str:
        """A day, a moment or a time of day; they are compared as texts, for ISO's sort as they should."""
        match node:
            case Call("today" | "now" as name, ()):
                return f"{name}()"
            case Call("date" | "date-time", (inner,)):
                return self.day(inner)
            case Call(name, given) if (said := self._passed_on(name, given, self.day)) is not None:
                return said
            case Text(value):
                return quoted(value) if value else NOTHING
            case Answer() | Here() if self._kinds.of(node, self._here) not in {Holds.NUMBER, Holds.TRUTH}:
                return self.text(node)
            case _:
                raise CannotSay(_("It counts with days in a way that is not possible here."))

    # --- texts --------------------------------------------------------------------------------------------------

    def text(self, node: Node) -> str:
        match node:
            case Text(value):
                return quoted(value)
            case Number(written):
                return quoted(written)
            case Answer() | Here():
                return self._text_of_answer(node)
            case Call(name, given):
                return self._text_of_call(name, given, node)
            case Operation():
                return f"{in_brackets(self.value(node))}.toString()"
            case _:
                raise no_column(node)

    def _text_of_answer(self, node: Node) -> str:
        answers = self._find.answers(node)
        match self._kinds.of(node, self._here):
            case Holds.TEXT:
                return answers
            case Holds.CODE:
                return f"{answers}.code"
            case Holds.CODES:
                return f"{answers}.code.join(' ')"
            case _:
                return f"{answers}.toString()"

    def _text_of_call(self, name: str, given: tuple[Node, ...], node: Node) -> str:
        if (said := self._passed_on(name, given, self.text)) is not None:
            return said
        match name, given:
            case "concat", (_, *_rest):
                return " & ".join(in_brackets(self.text(part)) for part in given)
            case "string" | "normalize-space", (inner,):
                return self.text(inner) if name == "string" else f"{in_brackets(self.text(inner))}.trim()"
            case "substr", (inner, *ends):
                return self._part_of(inner, ends)
            case "jr:choice-name" | "selected-at", (question, place):
                return self._choice(name, question, place)
            case "format-date" | "format-date-time", (day, Text(pattern)):
                return formatted(in_brackets(self.day(day)), pattern)
            case _ if self._kinds.of(node, self._here) is Holds.TEXT:
                raise unsaid(name)
            case _:
                return f"{in_brackets(self.value(node))}.toString()"

    def _choice(self, name: str, question: Node, place: Node) -> str:
        """The wording of the chosen answer, or the code of one of several."""
        if name == "jr:choice-name":
            return f"{self._find.answers(question)}.display"
        if isinstance(place, Number) and place.written.isdigit():
            return f"{self._find.answers(question)}.skip({place.written}).take(1).code"
        raise unsaid(name)

    def _part_of(self, inner: Node, ends: list[Node]) -> str:
        """`substr` counts from 0 and names where it ends; FHIRPath's `substring` says how long it is."""
        written = [end.written for end in ends if isinstance(end, Number) and end.written.isdigit()]
        if len(written) != len(ends) or not 1 <= len(written) <= 2:
            raise unsaid("substr")
        start, *end = map(int, written)
        length = f", {max(0, end[0] - start)}" if end else ""
        return f"{in_brackets(self.text(inner))}.substring({start}{length})"

    # --- whatever it is -----------------------------------------------------------------------------------------

    def value(self, node: Node) -> str:
        """The expression as what it yields; an empty text is no answer."""
        return self._as(self._kinds.of(node, self._here), node)

    def _as(self, wanted: Holds, node: Node) -> str:
        """The same for a part of it, said as what the whole yields."""
        if node == Text(""):
            return NOTHING
        if isinstance(node, Call) and wanted is not Holds.TRUTH:
            said = self._passed_on(node.name, node.given, lambda part: self._as(wanted, part))
            if said is not None:
                return said
        sayers: Mapping[Holds, Callable[[Node], str]] = {
            Holds.NUMBER: self.number,
            Holds.TRUTH: self.definite,
            Holds.DATE: self.day,
            Holds.MOMENT: self.day,
            Holds.TIME: self.day,
        }
        return sayers.get(wanted, self.text)(node)
