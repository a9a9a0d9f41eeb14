"""Questions worded once for all who hold alike rights: to word one costs more than the database takes to answer it.

The words are those of the models and their policies, written for a stand-in (see `alike`); each time they are asked,
the stand-in's keys give way to the keys of whoever asks. What a question was worded with and is not one of those keys
must be the same for everybody: anything else, and it is worded anew each time, as if this were not here. The tests
word every question both ways and compare (see decision 0027).
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import update_wrapper
from typing import Any, Concatenate, Generic, NoReturn, ParamSpec, TypeVar, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

from keyworker.access.alike import ASKED_FOR, FIRST, Likeness, likeness
from keyworker.base import clock, context
from keyworker.base.actor import Actor
from keyworker.base.any_of import Keys

SOME_TIME = datetime(1066, 10, 14, 12, tzinfo=UTC)
SOME_DAY = date(1, 1, 1)
APART, NEAR = timedelta(days=36_500), timedelta(days=3_650)
LONG_AGO = 1900
MOST_KEPT = 4096
FIRST_WRITTEN = UUID(int=FIRST).hex[:8]

P = ParamSpec("P")
Row = TypeVar("Row")
Fill = Callable[[Likeness, tuple[Any, ...]], Any]


class Unwordable(Exception):
    """A question holds something of whoever asked first, or looks into the database while it is worded."""


@dataclass(frozen=True, slots=True)
class Words:
    """A question as the database reads it; `holes` are the places of what differs. No `compiler`: no row answers."""

    found: "QuerySet[Any, Any] | None"
    compiler: "SQLCompiler | None"
    sql: str
    values: tuple[Any, ...]
    holes: tuple[tuple[int, Fill], ...]


NO_ROW = Words(None, None, "", (), ())
UNKNOWN = Words(None, None, "", (), ())


class Worded(Generic[P, Row]):
    """A question about rows of `about`, which may look at who asks, at its arguments, and at `clock.now()` alone.

    Arguments are keys, `Keys` for `any_of`, records (of which only the key may be looked at), days, times, and
    constants of the code.
    """

    def __init__(
        self, question: "Callable[Concatenate[Actor, P], QuerySet[Any, Row]]", about: type[models.Model] | None
    ) -> None:
        update_wrapper(self, question)
        self._question, self._about = question, about
        self._known: dict[Hashable, Words | None] = {}

    def __call__(self, actor: Actor, *given: P.args, **named: P.kwargs) -> list[Row]:
        """The rows, asked at once. What cannot be worded for all alike is asked as it is."""
        words = None if named else self._words(actor, given)
        if words is None:
            return list(self._question(actor, *given, **named))
        return ask(words[0], words[1], given)

    def _words(self, actor: Actor, given: tuple[Any, ...]) -> tuple[Words, Likeness] | None:
        alike = likeness(actor, self._about or given[0])
        if alike is None:
            return None
        key = (alike.key, *(_constant(value) for value in given))
        words = self._known.get(key, UNKNOWN)
        if words is UNKNOWN:
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            words = self._known[key] = self._word(actor, alike, given)
        return None if words is None else (words, alike)

    def _word(self, actor: Actor, alike: Likeness, given: tuple[Any, ...]) -> Words | None:
        inside = (_stands_for(value, n, actor.alias) for n, value in enumerate(given))
        connection = connections[actor.alias]
        try:
            with (
                clock.at(SOME_TIME),
                context.standing_in(alike.actor, dict(alike.memo)),
                connection.execute_wrapper(_refuse),
            ):
                found = self._question(alike.actor, *inside)  # type: ignore[call-arg]
                compiler = found.query.get_compiler(connection=connection)
                sql, values = compiler.as_sql()
            fills = ((place, _hole(value, len(given))) for place, value in enumerate(values))
            holes = ((place, fill) for place, fill in fills if fill is not None)
            return Words(found, compiler, sql, tuple(values), tuple(holes))
        except EmptyResultSet:
            return NO_ROW
        except Unwordable:
            return None


def worded(
    about: type[models.Model] | None = None,
) -> "Callable[[Callable[Concatenate[Actor, P], QuerySet[Any, Row]]], Worded[P, Row]]":
    """Ask a question in words kept from the last time. Without `about` its first argument is the model."""
    return lambda question: Worded(question, about)


def ask(words: Words, alike: Likeness, given: tuple[Any, ...]) -> list[Any]:
    """The rows of a question already worded, for one who is alike to whom it was worded for."""
    if words.found is None:
        return []
    values = filled(words, alike, given)
    compiler = _another(words.compiler, connection=connections[context.current().actor.alias])
    compiler.as_sql = lambda *args, **kwargs: (words.sql, values)
    query = _another(words.found.query)
    query.get_compiler = lambda *args, **kwargs: compiler
    return list(_another(words.found, _query=query))


def filled(words: Words, alike: Likeness, given: tuple[Any, ...]) -> tuple[Any, ...]:
    """The values of a question, each of the stand-in's keys given way to one of whoever asks."""
    values = list(words.values)
    for place, fill in words.holes:
        values[place] = fill(alike, given)
    return tuple(values)


def _another(one: Any, **but: Any) -> Any:
    """The same, `but` for some attributes. A queryset copied as Python copies would be asked first."""
    found = object.__new__(type(one))
    found.__dict__.update(one.__dict__, **but)
    return found


def _refuse(*args: Any, **kwargs: Any) -> NoReturn:
    raise Unwordable("A question looked into the database while it was worded.")


def _constant(value: Any) -> Hashable:
    """What of an argument decides the words: its kind, where only the key differs; itself, where it is the code's."""
    if isinstance(value, UUID | Keys | date | models.Model):
        return cast(Hashable, type(value))
    if isinstance(value, type | Enum | bool | int | tuple | frozenset | ZoneInfo | None):
        return value
    raise TypeError(f"A question cannot be worded once with a {type(value).__name__}.")


def _stands_for(value: Any, n: int, alias: str) -> Any:
    """What the question is given while it is worded."""
    match value:
        case models.Model():
            return type(value).from_db(alias, [type(value)._meta.pk.attname], [UUID(int=ASKED_FOR + n)])
        case UUID():
            return UUID(int=ASKED_FOR + n)
        case Keys():
            return Keys([UUID(int=ASKED_FOR + n)])
        case datetime():
            return SOME_TIME + (n + 1) * APART
        case date():
            return SOME_DAY + (n + 1) * APART
    return value


def _hole(value: Any, asked: int) -> Fill | None:
    """How to fill the place of a value that is not the same for all; None for one that is. Raises `Unwordable`.

    `asked`: how many arguments the question has.
    """
    match value:
        case UUID():
            return _key(value, asked)
        case datetime() if value.year < LONG_AGO:
            return _moment(value - SOME_TIME, asked)
        case date() if value.year < LONG_AGO:
            return _moment(value - SOME_DAY, asked, day=True)
        case str() if value.startswith("{") and value.endswith("}"):
            return _keys(value, asked)
        case str() if FIRST_WRITTEN in value:
            raise Unwordable("A key written as text.")
        case list() if all(isinstance(each, str | int) and _hole(each, asked) is None for each in value):
            return None
        case str() | int() | float() | Decimal() | None:
            return None
    raise Unwordable(f"A {type(value).__name__} may be somebody's own.")


def _key(value: UUID, asked: int) -> Fill:
    n = value.int - ASKED_FOR
    if 0 <= n < asked:
        return lambda alike, given: getattr(given[n], "pk", given[n])
    if not FIRST <= value.int < ASKED_FOR:
        raise Unwordable("A key of somebody's own.")
    return lambda alike, given: alike.means[value]


def _moment(since: timedelta, asked: int, *, day: bool = False) -> Fill:
    """So long after an argument; or, of times, after now."""
    n, later = divmod(since + NEAR, APART)
    later -= NEAR
    if later > NEAR or not day <= n <= asked:
        raise Unwordable("A day or a time that neither the clock nor an argument says.")
    if n == 0:
        return lambda alike, given: clock.now() + later
    return lambda alike, given: given[n - 1] + later


def _keys(value: str, asked: int) -> Fill | None:
    """An array of keys (see `any_of`): in place of each of the stand-in's, all of theirs that it stands for."""
    if not (inside := value[1:-1]):
        return None
    try:
        keys = [UUID(each) for each in inside.split(",")]
    except ValueError as error:
        raise Unwordable("A text that may be somebody's own.") from error
    if 0 <= (n := keys[0].int - ASKED_FOR) < asked:
        return lambda alike, given: given[n].written
    for key in keys:
        _key(key, 0)
    return lambda alike, given: "{" + ",".join(_written(alike, key) for key in keys) + "}"


def _written(alike: Likeness, key: UUID) -> str:
    known: dict[UUID, str] = alike.memo.setdefault("written", {})
    if key not in known:
        meant = alike.means[key]
        known[key] = ",".join(one.hex for one in (meant if isinstance(meant, tuple) else (meant,)))
    return known[key]
