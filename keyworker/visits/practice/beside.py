"""What is written beside a visit: found again by whoever ends it, from whichever page."""

from uuid import UUID, uuid5

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, rows
from keyworker.base.actor import Actor
from keyworker.base.models import change
from keyworker.delivery.models import CaseContact, CaseNote
from keyworker.visits.models import Visit


def note_key(visit: Visit, actor: Actor) -> UUID:
    """The key of what this worker writes beside this visit."""
    return uuid5(visit.pk, str(actor.id))


def note_beside(actor: Actor, visit: Visit) -> CaseNote | None:
    """What the worker has written so far, signed or not."""
    mine = rows(CaseNote, actor=actor, needs=Permission.NOTE_WRITE).filter(author_id=actor.id)
    found: CaseNote | None = mine.filter(pk=note_key(visit, actor)).first()
    return found


def give_to(contact: CaseContact, visit: Visit, actor: Actor) -> None:
    """A draft that was written beside the visit is of its contact, from wherever the visit was ended."""
    held = facts(CaseNote, because="what was written beside a visit is of it").filter(
        pk=note_key(visit, actor), signed_at=None, contact=None
    )
    for note in held.select_for_update(no_key=True):
        change(note, contact=contact)
