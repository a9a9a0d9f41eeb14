"""Querysets that refuse to run unless a policy, or a record already held, narrowed them."""

from typing import Any, Self

from django.db import models

from keyworker.base import context
from keyworker.base.belt import STANDARD

DOOR = "door"  # the login of everybody outside
# Columns that say which program's file a row about a person belongs to.
WALLS = frozenset({"program_id", "sealed_in_id"})


class UnpolicedQuery(Exception):
    """Rows were asked for without `rows()`, `require()`, a held record or a stated reason."""


class GuardedQuerySet(models.QuerySet[Any]):
    """Runs only when `access` has narrowed it, or when it hangs on a record somebody was allowed to hold."""

    _policed: bool = False

    def policed(self) -> Self:
        """Mark as narrowed. Only `access.sight` calls this (a sweep holds it). What a door hides is not asked for."""
        hidden = self._hidden()
        found: Self = self.defer(*hidden) if hidden else self._clone()
        found._policed = True
        return found

    def _hidden(self) -> list[str]:
        """Fields whose columns the login of the open context does not read (`Belt.hides`)."""
        columns = getattr(self.model, "belt", STANDARD).hides
        if not columns or not context.is_open() or context.current().actor.alias != DOOR:
            return []
        return [field.name for field in self.model._meta.local_fields if field.column in columns]

    def _check(self) -> None:
        if not (self._policed or self._hangs_on_a_held_record() or self.query.is_empty()):
            raise UnpolicedQuery(f"{self.model._meta.label}: use rows() or require(), not the bare manager.")

    def _hangs_on_a_held_record(self) -> bool:
        """A held record opens what hangs on it; but a program's file only from within that file.

        Whoever holds a person, a colleague or a program may not follow them into every case they have.
        """
        held = self.__dict__["_hints"].get("instance")
        columns = {field.attname for field in self.model._meta.local_fields}
        if held is None or "person_id" not in columns or columns.isdisjoint(WALLS):
            return held is not None
        return hasattr(held, "person_id") and hasattr(held, "program_id")

    def __or__(self, other: Any) -> Self:
        return self._both(other, super().__or__(other))

    def __xor__(self, other: Any) -> Self:
        return self._both(other, super().__xor__(other))

    def _both(self, other: Any, joined: Self) -> Self:
        """Rows of either are as narrowed as the wider of the two."""
        joined._policed = self._is_narrow() and other._is_narrow()
        joined.__dict__["_hints"] = {}
        return joined

    def _combinator_query(self, combinator: str, *others: Any, **options: Any) -> Self:
        for one in (self, *others):
            one._check()
        found: Self = super()._combinator_query(combinator, *others, **options)  # type: ignore[misc]
        return found

    def _is_narrow(self) -> bool:
        return self._policed or self.query.is_empty()

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        raise UnpolicedQuery(f"{self.model._meta.label}: a statement of one's own goes round every policy.")

    def aiterator(self, chunk_size: int = 2000) -> Any:
        self._check()
        return super().aiterator(chunk_size)

    def _clone(self) -> Self:
        found: Self = super()._clone()  # type: ignore[misc]
        found._policed = self._policed
        return found

    def _fetch_all(self) -> None:
        if self._result_cache is None:
            self._check()
        super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Any:
        self._check()
        return super().iterator(chunk_size=chunk_size)

    def count(self) -> int:
        self._check()
        return super().count()

    def exists(self) -> bool:
        self._check()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._check()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._check()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._check()
        return super().delete()

    def delete_at_once(self) -> None:
        """Delete without looking for what hangs on the rows: the database's own keys refuse where something does."""
        self._check()
        self.order_by()._raw_delete(self.db)


class GuardedManager(models.Manager.from_queryset(GuardedQuerySet)):  # type: ignore[misc]
    """Every record's `objects`: may create, may not look."""
