"""Other people's names out of a text, and out of all that hangs together with it. Pure."""

import re
from collections.abc import Callable, Iterable
from typing import Any

SHORTEST = 3  # letters: shorter words of a name are found only with the rest of it
WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def blacked_out(own: Iterable[str], others: Iterable[str], instead: str) -> Callable[[Any], Any]:
    """A function that puts `instead` for every name of others, whole or in part; what the person is called stays."""
    theirs = {word.casefold() for name in own for word in WORDS.findall(name)}
    whole = {name.strip() for name in others if WORDS.search(name)}
    parts = {word for name in whole for word in WORDS.findall(name) if _is_telling(word, theirs)}
    named = sorted((name for name in whole | parts if not _is_own(name, theirs)), key=len, reverse=True)
    if not named:
        return lambda value: value
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, named))})(?!\w)", re.IGNORECASE)

    def out(value: Any) -> Any:
        if isinstance(value, str):
            return pattern.sub(instead, value)
        if isinstance(value, dict):
            return {key: out(each) for key, each in value.items()}
        return [out(each) for each in value] if isinstance(value, list) else value

    return out


def _is_telling(word: str, theirs: set[str]) -> bool:
    return len(word) >= SHORTEST and word.casefold() not in theirs


def _is_own(name: str, theirs: set[str]) -> bool:
    return all(word.casefold() in theirs for word in WORDS.findall(name))
