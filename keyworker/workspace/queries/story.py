"""The person's timeline as the file shows it: sentences, with the names of those who acted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from keyworker.audit.presenters import sentence
from keyworker.base.actor import Actor, ActorKind
from keyworker.people.models import Person, TimelineEntry
from keyworker.people.queries import timeline

Cursor = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class Story:
    """A page of the timeline; `last` is where the next page begins, when there is one."""

    entries: list[dict[str, Any]]
    last: TimelineEntry | None


def story(actor: Actor, person: Person, *, before: Cursor | None = None, size: int = 25) -> Story:
    """One query: the lines, with the names of the staff in them."""
    found = timeline(actor, person, before=before, size=size)
    shown = found[:size]
    return Story([_entry(line, person) for line in shown], shown[-1] if len(found) > size else None)


def _entry(line: TimelineEntry, person: Person) -> dict[str, Any]:
    who = doer(line.actor_kind, line.staff_name, person.called)  # type: ignore[attr-defined]  # annotated
    said = sentence(line.verb, who=who, facts=line.facts)
    return {"when": line.happened_at, "who": "" if who in said else who, "sentence": said}


def doer(kind: str, staff_name: str | None, called: str = "") -> str:
    """Who did it, in words: a colleague by name, the client by theirs, anything else by what it is."""
    match kind:
        case ActorKind.STAFF:
            return staff_name or _("A member of staff")
        case ActorKind.CLIENT:
            return called or _("The client")
        case ActorKind.VISITOR:
            return _("Somebody outside the agency")
        case _:
            return "Keyworker"
