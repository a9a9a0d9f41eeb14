"""The lessons that come with Keyworker: reviewed texts, a page each, in every language of the house.

A change in meaning raises the `edition` in the file: whoever did the earlier one is asked to do it again.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils import translation

SLUGS = ("engaging", "privacy", "crisis", "interpreters", "messages")
FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked at the end: `right` is the place among `answers` of the one that holds, and `why` it does."""

    ask: str
    answers: tuple[str, ...]
    right: int
    why: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson in one language; `parts` are headings with what stands under them, `minutes` what it takes."""

    slug: str
    edition: int
    minutes: int
    source: str
    title: str
    intro: str
    parts: tuple[tuple[str, str], ...]
    questions: tuple[Question, ...]


def lesson(slug: str) -> Lesson:
    """In the reader's language. Raises `KeyError` for a lesson that there is not."""
    if slug not in SLUGS:
        raise KeyError(slug)
    return _read(slug, (translation.get_language() or FALLBACK).partition("-")[0])


def all_lessons() -> list[Lesson]:
    """In the order in which they are best read."""
    return [lesson(slug) for slug in SLUGS]


@cache
def _read(slug: str, language: str) -> Lesson:
    read = json.loads(files(__package__).joinpath("texts", f"{slug}.json").read_text(encoding="utf-8"))
    words = read.get(language) or read[FALLBACK]
    return Lesson(
        slug=slug,
        edition=read["edition"],
        minutes=read["minutes"],
        source=read["source"],
        title=words["title"],
        intro=words["intro"],
        parts=tuple((heading, text) for heading, text in words["parts"]),
        questions=_questions(words["questions"], read["right"]),
    )


def _questions(asked: Sequence[dict[str, Any]], right: Sequence[int]) -> tuple[Question, ...]:
    return tuple(
        Question(each["ask"], tuple(each["answers"]), place, each["why"])
        for each, place in zip(asked, right, strict=True)
    )
