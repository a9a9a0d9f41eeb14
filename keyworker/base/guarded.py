"""Querysets that refuse to run unless a policy, or a record already held, narrowed them."""

from typing import Any, Self

from django.db import models


class UnpolicedQuery(Exception):
    """Rows were asked for without `rows()`, `require()`, a held record or a stated reason."""


class GuardedQuerySet(models.QuerySet[Any]):
    """Runs only when `access` has narrowed it, or when it hangs on a record somebody was allowed to hold."""

    _policed: bool = False

    def policed(self) -> Self:
        """Mark as narrowed. Only `access.sight` calls this (a sweep holds it)."""
        found: Self = self._clone()
        found._policed = True
        return found

    def _check(self) -> None:
        if not (self._policed or "instance" in self.__dict__["_hints"] or self.query.is_empty()):
            raise UnpolicedQuery(f"{self.model._meta.label}: use rows() or require(), not the bare manager.")

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


class GuardedManager(models.Manager.from_queryset(GuardedQuerySet)):  # type: ignore[misc]
    """Every record's `objects`: may create, may not look."""
