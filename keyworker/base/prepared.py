"""A question worded once a process, because every page asks it: only who asks, and when, differ."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import QuerySet

from keyworker.base import clock

# They stand for who asks and for now while a question is worded. Nobody has this key, and this time is long over.
SOMEBODY = UUID("9d2c37e1-6c53-4b0e-8f1a-5b7d0f6e2a94")
SOME_TIME = datetime(1066, 10, 14, tzinfo=UTC)


class Prepared:
    """What a query of the models says in SQL; to build it anew costs more than the database takes to answer.

    `query` is given the key of who asks, and may ask the clock. It may depend on nothing else: whatever else it read
    would be kept for everybody who asks after.
    """

    def __init__(self, query: Callable[[UUID], "QuerySet[Any, Any]"]) -> None:
        self._query = query

    @cached_property
    def _worded(self) -> tuple[str, tuple[Any, ...]]:
        with clock.at(SOME_TIME):
            return self._query(SOMEBODY).query.sql_with_params()

    def ask(self, alias: str, *, who: UUID) -> list[tuple[Any, ...]]:
        """The rows, their columns in the query's order, over the connection `alias` in its open transaction."""
        sql, values = self._worded
        given: dict[Any, Any] = {SOMEBODY: who, SOME_TIME: clock.now()}
        with connections[alias].cursor() as cursor:
            cursor.execute(sql, [given.get(value, value) for value in values])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
