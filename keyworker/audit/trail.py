"""Writing to the trail, in the same transaction as what it tells of. Nothing reads it but people."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import models

from keyworker.audit.chain import row_hash
from keyworker.audit.models import AuditEvent
from keyworker.base import clock, context
from keyworker.base.actor import Actor
from keyworker.base.many import insert


class SaysTooMuch(Exception):
    """Words that somebody wrote, perhaps a name, were about to be kept for ever in the trail."""


# One word of letters, digits and the marks of dates, keys and case numbers.
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]{0,59}")


def is_code(value: Any) -> bool:
    """Whether a fact may stand in the trail: a number, yes or no, or one word that looks like a code."""
    if isinstance(value, str):
        return not value or CODE.fullmatch(value) is not None
    return value is None or isinstance(value, int | float)


def record(
    verb: str,
    *,
    subject: models.Model | None = None,
    person_id: UUID | None = None,
    program_id: UUID | None = None,
    facts: dict[str, Any] | None = None,
) -> AuditEvent:
    """Add an event by the actor of the open context. `facts` holds ids, numbers, codes and dates as JSON; no names.

    Raises `SaysTooMuch` for an event about a person with anything else in its facts.
    """
    if person_id is not None and (loose := [name for name, value in (facts or {}).items() if not is_code(value)]):
        raise SaysTooMuch(f"{verb}: {', '.join(loose)}")
    opened = context.current()
    event = _event(opened.actor, verb, subject, person_id, program_id, facts or {})
    event.save(force_insert=True)
    opened.events += 1
    return event


def record_of_each(verb: str, subjects: Iterable[models.Model], *, program_ids: Mapping[UUID, UUID]) -> None:
    """One event about each of many people who are written down at once; `program_ids` by the person's key."""
    opened = context.current()
    events = [_event(opened.actor, verb, each, each.pk, program_ids.get(each.pk), {}) for each in subjects]
    insert(events)
    opened.events += len(events)


def _event(
    actor: Actor,
    verb: str,
    subject: models.Model | None,
    person_id: UUID | None,
    program_id: UUID | None,
    facts: dict[str, Any],
) -> AuditEvent:
    event = AuditEvent(
        agency_id=actor.agency_id,
        occurred_at=clock.now(),
        actor_kind=actor.kind.value,
        actor_id=actor.id,
        actor_name=actor.name,
        verb=verb,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        person_id=person_id,
        program_id=program_id,
        facts=facts,
    )
    event.hash = row_hash(event)
    return event
