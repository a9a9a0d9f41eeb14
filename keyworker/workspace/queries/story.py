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
from keyworker.questionnaires.queries import titles_to_read

OF_FORMS = "assessment."
Cursor = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class Story:
    """A page of the timeline; `last` is where the next page begins, when there is one."""

    entries: list[dict[str, Any]]
    last: TimelineEntry | None


def story(actor: Actor, person: Person, *, before: Cursor | None = None, size: int = 25) -> Story:
    """The lines, with the names of the staff in them and the titles of forms as the reader calls them. Two queries."""
    found = timeline(actor, person, before=before, size=size)
    shown = found[:size]
    titles = titles_to_read(title for line in shown if (title := _form_in(line)))
    return Story([_entry(line, person, titles) for line in shown], shown[-1] if len(found) > size else None)


def _form_in(line: TimelineEntry) -> str:
    """The title of the form that a line names; empty for one that names none."""
    title = line.facts.get("title", "")
    return title if line.verb.startswith(OF_FORMS) and isinstance(title, str) else ""


def _entry(line: TimelineEntry, person: Person, titles: dict[str, str]) -> dict[str, Any]:
    who = doer(line.actor_kind, line.staff_name, person.called)  # type: ignore[attr-defined]  # annotated
    title = {"title": titles[form]} if (form := _form_in(line)) else {}
    said = sentence(line.verb, who=who, facts={**line.facts, **title})
    return {"when": line.happened_at, "who": "" if who in said else who, "sentence": said}


def doer(kind: str, staff_name: str | None, called: str = "") -> str:
    """Who did it, in words: a colleague by name, the client by theirs, anything else by what it is."""
    match kind:
        case ActorKind.STAFF:
            return staff_name or _("A member of staff")
        case ActorKind.CLIENT:
            return called or _("The client")
        case ActorKind.COMPANION:
            return _("A guardian or supporter")
        case ActorKind.VISITOR:
            return _("Somebody outside the agency")
        case _:
            return "Keyworker"
