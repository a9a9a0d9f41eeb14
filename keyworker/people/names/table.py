"""The table of names that are one (alike.txt): short forms, and spellings that no rule of sound brings together."""

from collections import defaultdict
from functools import cache
from pathlib import Path

SHORT, SAME = "short", "same"


@cache
def _groups() -> dict[str, frozenset[tuple[str, str]]]:
    """Word → (kind, name in full) of every line that it stands in."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for line in (Path(__file__).parent / "alike.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            head, _, others = line.partition(":")
            kind, name = head.split()
            for word in (name, *others.split()):
                found[word].add((kind, name))
    return {word: frozenset(groups) for word, groups in found.items()}


def groups(latin: str) -> frozenset[tuple[str, str]]:
    """The lines of the table in which a word stands."""
    return _groups().get(latin, frozenset())


def same_name(one: str, other: str) -> bool:
    """Whether the table has the two as spellings of one name."""
    return any(kind == SAME for kind, _name in groups(one) & groups(other))


def short_for(one: str, other: str) -> bool:
    """Whether one is what somebody of the other name is called. Two short forms of one name need not be one person."""
    shared = {name for kind, name in groups(one) & groups(other) if kind == SHORT}
    return bool(shared)
