"""Papers that came from people's own pages: theirs to see, and a worker's to look at."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from keyworker.access.permissions import Permission
from keyworker.access.sight import require, rows
from keyworker.audit import trail
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import insist, no, yes
from keyworker.delivery.models import PaperSent
from keyworker.documents.keeping import give_out
from keyworker.people.models import Person

MOST_SHOWN = 30


def my_papers(actor: Actor) -> list[PaperSent]:
    """What somebody sent from their own page, newest first, with its state."""
    found = rows(PaperSent, actor=actor, needs=Permission.PORTAL_ACT)
    return list(found.order_by("-created_at", "-id")[:MOST_SHOWN])


def to_look_at(actor: Actor, person: Person) -> "QuerySet[PaperSent, Any]":
    """What the person sent and nobody has looked at, oldest first."""
    found = rows(PaperSent, actor=actor, needs=Permission.NOTE_VIEW).filter(person=person, looked_at=None)
    return found.order_by("created_at", "id")[:MOST_SHOWN]


def paper_sent(actor: Actor, sent_id: UUID) -> PaperSent:
    """One of them, its file still closed. Raises `Absent`."""
    needs = Permission.PORTAL_ACT if actor.kind is ActorKind.CLIENT else Permission.NOTE_VIEW
    return require(PaperSent, sent_id, actor=actor, needs=needs, join=("document", "person"))


def opened_paper(actor: Actor, sent_id: UUID) -> tuple[PaperSent, bytes]:
    """Its file, whole, while it waits; recorded before it is sent. Raises `Absent`, `Unreadable`, `Refused`."""
    held = paper_sent(actor, sent_id)
    insist(yes() if held.waits else no(_("Somebody looked at this already.")))
    content = b"".join(give_out(held.document))
    if actor.kind is ActorKind.STAFF:
        trail.record("delivery.paper_opened", subject=held, person_id=held.person_id, program_id=held.program_id)
    return held, content
