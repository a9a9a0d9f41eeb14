"""The part of XPath that XLSForms are written in, read into a small tree: operators, calls, `${question}` and `.`.

https://getodk.github.io/xforms-spec/#xpath-operators
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

GAP = "…"  # stands in a text where an answer should be
REFERENCE = re.compile(r"\$\{\s*([^{}\s]{1,255})\s*\}")
LENGTH = 4_000
DEPTH = 40


class CannotSay(ValueError):
    """What the spreadsheet asks for cannot be said here; the message is for the person who wrote it."""


@dataclass(frozen=True, slots=True)
class Text:
    value: str


@dataclass(frozen=True, slots=True)
class Number:
    written: str


@dataclass(frozen=True, slots=True)
class Answer:
    """`${name}`."""

    name: str


@dataclass(frozen=True, slots=True)
class Here:
    """`.`: the answer to the question itself."""


@dataclass(frozen=True, slots=True)
class Word:
    """A bare name: in a choice filter, a column of the list."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    given: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """Two parts; of `and`, `or`, `+` and `*` as many as stand in a row."""

    operator: str
    parts: tuple["Node", ...]


Node = Text | Number | Answer | Here | Word | Call | Operation

_NAME = r"[^\W\d][\w.\-]*(?::[^\W\d][\w.\-]*)?"
_TOKEN = re.compile(
    rf"""\s*(?:
    (?P<text>"[^"]*"|'[^']*')
  | (?P<number>\d+(?:\.\d*)?|\.\d+)
  | \$\{{\s*(?P<answer>[^{{}}\s]{{1,255}})\s*\}}
  | (?P<name>{_NAME})
  | (?P<sign>!=|<=|>=|\.\.|//|[=<>+\-*(),./|\[\]@])
)""",
    re.VERBOSE,
)
_LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
_IN_A_ROW = frozenset({"or", "and", "+", "*"})
_PATHS = frozenset({"/", "//", "[", "]", "|", "..", "@", "."})
_WORDS = frozenset({"or", "and", "div", "mod"})


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    said: str


def read(written: str) -> Node:
    """The tree of an expression. Raises CannotSay for what is malformed, too large, or outside this part of XPath."""
    if len(written) > LENGTH:
        raise CannotSay(_("It is too long."))
    reading = _Reading(list(_tokens(written)))
    node = reading.level(0, 0)
    if reading.now.kind != "end":
        raise CannotSay(_("It cannot be read from “%s” on.") % reading.now.said[:40])
    if _is_deep(node):
        raise CannotSay(_("It is nested too deep."))
    return node


def parts_of(node: Node) -> tuple[Node, ...]:
    match node:
        case Call(_, given):
            return given
        case Operation(_, parts):
            return parts
        case _:
            return ()


def _is_deep(node: Node) -> bool:
    """Whoever walks the tree may do so by recursion."""
    level: tuple[Node, ...] = (node,)
    for _depth in range(DEPTH):
        level = tuple(part for one in level for part in parts_of(one))
        if not level:
            return False
    return True


def names_in(node: Node) -> Iterator[str]:
    """The questions whose answers it looks at."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        waiting.extend(parts_of(found))
        if isinstance(found, Answer):
            yield found.name


def _tokens(written: str) -> Iterator[_Token]:
    place = 0
    end = len(written.rstrip())
    while place < end:
        found = _TOKEN.match(written, place)
        if found is None or found.lastgroup is None:
            raise CannotSay(_("It cannot be read from “%s” on.") % written[place : place + 40].strip())
        yield _Token(found.lastgroup, found[found.lastgroup])
        place = found.end()
    yield _Token("end", "")


class _Reading:
    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._place = 0

    @property
    def now(self) -> _Token:
        return self._tokens[self._place]

    def level(self, number: int, depth: int) -> Node:
        """One level of operators, from `or` down to `*`; all of them join from left to right."""
        if depth > DEPTH:
            raise CannotSay(_("It is nested too deep."))
        if number == len(_LEVELS):
            return self._signed(depth)
        left = self.level(number + 1, depth)
        while self.now.kind in {"sign", "name"} and self.now.said in _LEVELS[number]:
            left = _joined(self._pass().said, left, self.level(number + 1, depth))
        return left

    def _signed(self, depth: int) -> Node:
        if not self._is("-"):
            return self._single(depth)
        if depth > DEPTH:
            raise CannotSay(_("It is nested too deep."))
        self._pass()
        inner = self._signed(depth + 1)
        if isinstance(inner, Number) and not inner.written.startswith("-"):
            return Number(f"-{inner.written}")
        return Operation("-", (Number("0"), inner))

    def _single(self, depth: int) -> Node:
        token = self._pass()
        if token.kind == "end":
            raise CannotSay(_("It ends too early."))
        if token.said == "(":
            inner = self.level(0, depth + 1)
            self._expect(")")
            return self._alone(inner)
        return self._alone(self._word(token, depth) if token.kind == "name" else _leaf(token))

    def _word(self, token: _Token, depth: int) -> Node:
        if self._is("("):
            return self._call(token.said, depth)
        if token.said in _WORDS:
            raise _unexpected(token.said)
        return Word(token.said)

    def _call(self, name: str, depth: int) -> Node:
        self._pass()
        given: list[Node] = []
        while not self._is(")"):
            if given:
                self._expect(",")
            given.append(self.level(0, depth + 1))
        self._pass()
        return Call(name, tuple(given))

    def _alone(self, node: Node) -> Node:
        """Nothing of a path may follow: where something stands in the form has no meaning in FHIR."""
        if self.now.kind == "sign" and self.now.said in _PATHS:
            raise _unexpected(self.now.said)
        return node

    def _is(self, sign: str) -> bool:
        return self.now.kind == "sign" and self.now.said == sign

    def _expect(self, sign: str) -> None:
        if self.now.kind == "end":
            raise CannotSay(_("It ends too early."))
        if not self._is(sign):
            raise CannotSay(
                _("A “%(sign)s” is missing before “%(said)s”.") % {"sign": sign, "said": self.now.said[:40]}
            )
        self._pass()

    def _pass(self) -> _Token:
        token = self.now
        if token.kind != "end":
            self._place += 1
        return token


def _leaf(token: _Token) -> Node:
    match token.kind:
        case "text":
            return Text(token.said[1:-1])
        case "number":
            return Number(token.said)
        case "answer":
            return Answer(token.said)
        case _ if token.said == ".":
            return Here()
        case _:
            raise _unexpected(token.said)


def _joined(operator: str, left: Node, right: Node) -> Node:
    if operator in _IN_A_ROW and isinstance(left, Operation) and left.operator == operator:
        return Operation(operator, (*left.parts, right))
    return Operation(operator, (left, right))


def _unexpected(said: str) -> CannotSay:
    if said in _PATHS:
        return CannotSay(_("It walks through the form by a path (“%s”), which has no meaning here.") % said)
    return CannotSay(_("It cannot be read from “%s” on.") % said[:40])


def unsaid(name: str) -> CannotSay:
    """A function that FHIRPath has no like of."""
    return CannotSay(_("It uses “%s” in a way that is not possible here.") % name[:40])


def no_column(node: Node) -> CannotSay:
    """A bare name where there is no list to have such a column."""
    named = node.name if isinstance(node, Word) else ""
    return CannotSay(_("It names “%s”, which is neither a question nor an answer.") % named[:40])
