"""Normalised words of names, so that a person is found by any part of any name, in any order and script."""

import unicodedata
from collections.abc import Iterable

from anyascii import anyascii

TOKEN_LENGTH = 60


def tokens(*names: str) -> frozenset[str]:
    """Lower-case words without accents, in the script they were written in and in Latin letters."""
    found: set[str] = set()
    for name in names:
        for text in (name, anyascii(name)):
            found.update(_words(text))
    return frozenset(found)


def _words(text: str) -> Iterable[str]:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    spaced = "".join(c if c.isalnum() else " " for c in bare)
    return (word[:TOKEN_LENGTH] for word in spaced.split())


def after(prefix: str) -> str:
    """The first string after all that begin with `prefix`, in C collation: prefix search as a range."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1) if prefix else ""
