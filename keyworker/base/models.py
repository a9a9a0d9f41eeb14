"""What every agency-owned table starts from."""

from typing import Any, ClassVar

from django.db import models

from keyworker.base import clock, context
from keyworker.base.belt import STANDARD, Belt
from keyworker.base.guarded import GuardedManager
from keyworker.base.ids import new_id


class StaleRecord(Exception):
    """Somebody else saved this record first. `mine` was not saved; `current` is what stands now."""

    def __init__(self, current: "Record", seen: int) -> None:
        super().__init__("This was changed by someone else while you were writing.")
        self.current = current
        self.seen = seen


class Record(models.Model):
    """A row that belongs to one agency. PostgreSQL refuses it to any other (see `seatbelt`)."""

    belt: ClassVar[Belt] = STANDARD

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency_id = models.UUIDField(default=context.agency_id, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = GuardedManager()

    class Meta:
        abstract = True

    def __repr__(self) -> str:
        """Names stay out of logs and tracebacks: the key is enough to find the row."""
        return f"<{self._meta.label} {self.pk}>"

    __str__ = __repr__


def change(record: Record, *, seen: int | None = None, **values: Any) -> None:
    """Set `values` on a locked record and save them as its next version.

    `seen` is the version the worker's page showed; `StaleRecord` is raised when the record has moved on since.
    """
    if seen is not None and seen != record.version:
        raise StaleRecord(record, seen)
    for name, value in values.items():
        setattr(record, name, value)
    record.version += 1
    record.save(update_fields=[*values, "version"])
