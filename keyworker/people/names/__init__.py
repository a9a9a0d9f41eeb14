"""The words of names, so that a person is found by any part of any name, in any order, script and spelling."""

from enum import StrEnum

from keyworker.people.names.sounding import sounds
from keyworker.people.names.table import groups
from keyworker.people.names.writing import LONGEST, Word
from keyworker.people.names.writing import joined as joined
from keyworker.people.names.writing import written as written

TOKEN_LENGTH = LONGEST + 1
PIECE = 3  # letters of a beginning or an ending by which a misspelt word is still nominated
LONG_ENOUGH = 4  # letters of a word whose pieces are kept


class Kind(StrEnum):
    """What a token is of; its first letter. One column and one index then answer for all of them at once."""

    WORD = "w"
    SOUND = "s"
    NAME = "n"  # a line of the table of names that are one
    BEGINNING = "b"
    ENDING = "e"


def tokens(*names: str) -> frozenset[str]:
    """Lower-case words without accents, in the script they were written in and in Latin letters."""
    return frozenset(text for name in names for word in written(name) for text in (word.own, word.latin))


def look_up_tokens(*names: str) -> frozenset[str]:
    """All under which names are kept: each by its words, their sounds, the names they are short for, and pieces."""
    found: set[str] = set()
    for name in names:
        words = written(name)
        for word in words:
            found |= exact_tokens(word) | near_tokens(word) | piece_tokens(word)
        for word in joined(words):
            found |= exact_tokens(word) | near_tokens(word)
    return frozenset(found)


def exact_tokens(word: Word) -> set[str]:
    return {f"{Kind.WORD}{word.own}", f"{Kind.WORD}{word.latin}"}


def near_tokens(word: Word) -> set[str]:
    """Another spelling, script or short form of the same name shares one of these."""
    heard = {f"{Kind.SOUND}{key}" for key in sounds(word.latin)}
    return heard | {f"{Kind.NAME}{name}" for _kind, name in groups(word.latin)}


def piece_tokens(word: Word) -> set[str]:
    """A word misspelt in one half is still right in the other."""
    if len(word.latin) < LONG_ENOUGH:
        return set()
    return {f"{Kind.BEGINNING}{word.latin[:PIECE]}", f"{Kind.ENDING}{word.latin[-PIECE:]}"}


def after(prefix: str) -> str:
    """The first string after all that begin with `prefix`, in C collation: prefix search as a range."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1) if prefix else ""
