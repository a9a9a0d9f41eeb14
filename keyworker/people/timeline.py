"""Telling the person's story: one call writes the timeline's line and the trail's row."""

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import models

from keyworker.access.permissions import Permission
from keyworker.audit import trail
from keyworker.base import clock, context
from keyworker.people.models import TimelineEntry


class OfPerson(Protocol):
    """Any record that carries a person and a program."""

    pk: Any
    person_id: UUID
    program_id: UUID
    _meta: Any


def tell(
    verb: str,
    source: models.Model,
    *,
    needs: Permission,
    facts: dict[str, Any] | None = None,
    happened_at: datetime | None = None,
    of: tuple[UUID, UUID] | None = None,
) -> None:
    """Add a line to the timeline and a row to the trail. `source` carries `person_id` and `program_id`.

    `of` says whose file and which program's, where `source` is a person's own and no program's.
    `needs` is what a reader must be permitted to see the line; `facts` fill the verb's sentence. Only ids, numbers,
    codes and dates go into the trail; a text fact (a title) stays in the timeline, behind `needs`.
    """
    person_id, program_id = of or (source.person_id, source.program_id)  # type: ignore[attr-defined]
    entry = line(verb, source, (person_id, program_id), needs=needs, facts=facts)
    entry.happened_at = happened_at or entry.happened_at
    entry.save(force_insert=True)
    kept = {name: value for name, value in entry.facts.items() if _is_safe(name, value)}
    trail.record(verb, subject=source, person_id=person_id, program_id=program_id, facts=kept)


def line(
    verb: str,
    source: models.Model,
    of: tuple[UUID, UUID],
    *,
    needs: Permission,
    facts: dict[str, Any] | None = None,
) -> TimelineEntry:
    """The line alone, not yet kept, `of` a person and a program: for a step that writes many at once."""
    actor = context.current().actor
    return TimelineEntry(
        person_id=of[0],
        program_id=of[1],
        happened_at=clock.now(),
        verb=verb,
        needs=needs.value,
        actor_id=actor.id,
        actor_kind=actor.kind.value,
        source_type=source._meta.label_lower,
        source_id=source.pk,
        facts=facts or {},
    )


def _is_safe(name: str, value: Any) -> bool:
    """By its name and by its looks: a fact called "text_kind" may still hold somebody's words."""
    return trail.is_code(value) and (not isinstance(value, str) or name.endswith(SAFE_ENDINGS))


# Facts whose text is a code, date or number by convention of their name.
SAFE_ENDINGS = ("_on", "_at", "number", "code", "status", "kind", "channel", "outcome_code")
