"""Where an answer is found: FHIRPath to another question, from the place where an expression stands."""

import re

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine.definition import ItemType
from keyworker.questionnaires.xlsform.outline import Entry, Outline
from keyworker.questionnaires.xlsform.xpath import Answer, CannotSay, Here, Node

_NUMBER = re.compile(r"-?(?:\d{1,18}(?:\.\d{0,18})?|\.\d{1,18})\Z")
_TEXT = r"'(?:[^'\\]|\\.)*'"
_SIMPLE = re.compile(rf"(?:[\w%.]|\(\)|\((?:linkId|code) = {_TEXT}\)|{_TEXT})+\Z")


def quoted(text: str) -> str:
    """A text as FHIRPath writes it."""
    for letter, written in (("\\", "\\\\"), ("'", "\\'"), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        text = text.replace(letter, written)
    return f"'{text}'"


def decimal(written: str) -> str:
    """A number as FHIRPath writes it: with a digit on both sides of the point."""
    sign, digits = ("-", written[1:]) if written.startswith("-") else ("", written)
    whole, _point, places = digits.partition(".")
    return f"{sign}{whole or '0'}.{places}" if places else f"{sign}{whole or '0'}"


def decimal_in(text: str) -> str:
    """A text that is a number. Raises CannotSay."""
    if not _NUMBER.match(text.strip()):
        raise CannotSay(_("“%s” is not a number.") % text[:40])
    return decimal(text.strip())


def in_brackets(said: str) -> str:
    """Safe to go on from with a dot or an operator."""
    return said if _SIMPLE.match(said) else f"({said})"


class Variables:
    """Answers inside a repeating group, named once on the group, so that each occurrence means its own."""

    def __init__(self) -> None:
        self.of: dict[int, dict[str, str]] = {}

    def name(self, group: Entry, target: Entry, path: str) -> str:
        named = self.of.setdefault(id(group), {})
        wanted = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in target.link_id)[-50:]
        name, number = f"a_{wanted}", 2
        while named.get(name, path) != path:
            name, number = f"a_{wanted}_{number}", number + 1
        named[name] = path
        return f"%{name}"


class References:
    """Finds answers for one entry of the form: `here` is where the expression stands."""

    def __init__(self, outline: Outline, variables: Variables, here: Entry) -> None:
        self._outline = outline
        self._variables = variables
        self._here = here

    def answers(self, node: Node) -> str:
        """The answers that a reference stands for, as a collection of values. Raises CannotSay."""
        match node:
            case Here():
                return "answer.value"
            case Answer(name) if name in self._outline.moments:
                return self._outline.moments[name].expression
            case Answer(name):
                return self.answers_of(self._outline.entry(name))
            case _:
                raise CannotSay(_("It names a calculation where a question is wanted."))

    def answers_of(self, entry: Entry) -> str:
        self.check(entry)
        return self._items(entry, "answer.value")

    def check(self, entry: Entry) -> None:
        """Raises CannotSay where there is no answer to look at."""
        if entry.asks.type in {ItemType.GROUP, ItemType.DISPLAY} and not entry.asks.worked_out:
            raise CannotSay(_("It looks at “%s”, which asks nothing.") % entry.name[:60])
        if entry.asks.type is ItemType.ATTACHMENT:
            raise CannotSay(_("It looks at “%s”, which is a file.") % entry.name[:60])

    def occurrences(self, group: Entry) -> str:
        """The occurrences of a repeating group."""
        return self._items(group, "")

    def entry(self, node: Node) -> Entry:
        """The question that a reference names. Raises CannotSay."""
        return self._outline.entry(node.name) if isinstance(node, Answer) else self._here

    def question(self, node: Answer) -> Entry | None:
        """The question itself, or None for a moment that no question asks for. Raises CannotSay."""
        if node.name in self._outline.moments:
            return None
        entry = self._outline.entry(node.name)
        self.check(entry)
        return entry

    def _items(self, entry: Entry, last: str) -> str:
        shared = next((group for group in self._here.repeats_above() if group in entry.ancestors()), None)
        steps = [entry, *entry.ancestors()]
        if shared is not None:
            steps = steps[: steps.index(shared)]
        walk = [f"item.where(linkId = {quoted(step.link_id)})" for step in reversed(steps)]
        if shared is None:
            return ".".join(part for part in ("%resource", *walk, last) if part)
        return self._variables.name(shared, entry, ".".join(part for part in (*walk, last) if part))
