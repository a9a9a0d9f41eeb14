"""Doubts every question that is asked in kept words: worded anew for whoever asks, it must be the same.

Each once for each who asks it and for all that decides its words; asked again, there is nothing new to doubt.
"""

from contextlib import contextmanager
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections

from keyworker.access import worded
from keyworker.base import clock


class OtherWords(AssertionError):
    """Kept words ask something else than the policies say for this actor."""


@contextmanager
def every_question():
    kept, sure = worded.Worded._words, set()

    def doubted(question, actor, given):
        found = kept(question, actor, given)
        if found is not None and (asked := (question, actor, found[1].key, *map(worded._constant, given))) not in sure:
            _compare(found, question, actor, given)
            sure.add(asked)
        return found

    worded.Worded._words = doubted
    try:
        yield
    finally:
        worded.Worded._words = kept


def _compare(found, question, actor, given):
    words, alike = found
    with clock.at(clock.now()):
        if _anew(question, actor, given) != (words.sql, sorted(map(_plain, worded.filled(words, alike, given)))):
            raise OtherWords(f"{question.__name__}: see decision 0027.")


def _anew(question, actor, given):
    try:
        sql, values = question._question(actor, *given).query.get_compiler(connection=connections[actor.alias]).as_sql()
    except EmptyResultSet:
        return "", []
    return sql, sorted(map(_plain, values))


def _plain(value):
    """As text; keys of an array in one order."""
    text = value.hex if isinstance(value, UUID) else str(value)
    return ",".join(sorted(text.strip("{}").split(","))) if text.startswith("{") else text
