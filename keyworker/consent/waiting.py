"""What somebody was asked at their own door and did not answer yet: called back where it is not asked any more."""

from uuid import UUID

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.base import clock
from keyworker.base.models import change
from keyworker.consent.models import ConsentAsked
from keyworker.people.timeline import tell


def ask_no_more(person_id: UUID, *, because: str, program_id: UUID | None = None) -> None:
    """Call back what waits, in one program or in all; part of the action that makes it void. `because` is for us."""
    waiting = facts(ConsentAsked, because=because).filter(person_id=person_id, answered_at=None, called_back_at=None)
    held = waiting.filter(program_id=program_id) if program_id else waiting
    for asked in held.select_for_update(no_key=True):
        called_back(asked)


def called_back(asked: ConsentAsked) -> None:
    """It is not asked any more, and the file says so."""
    change(asked, called_back_at=clock.now())
    tell("consent.not_asked_any_more", asked, needs=Permission.CONSENT_VIEW, facts={"recipient": asked.recipient})
