"""When a lesson is done, how long a procedure may stand unseen, and of whom something is asked; pure decisions."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes

LONGEST_UNSEEN = timedelta(days=3 * 366)
SOON = timedelta(days=14)

Place = tuple[str, UUID | None]  # a role, and the program in which it counts; None for the whole agency


def is_answered(answers: Sequence[int], right: Sequence[int]) -> Decision:
    """A lesson is done when every question is answered as it should be; how often somebody tried is not kept."""
    return yes() if list(answers) == list(right) else no(_("Not every answer holds yet. Read why, and answer again."))


def may_stand_until(review_on: date, today: date) -> Decision:
    """What an agency asks of its people is looked at again: on a day to come, within three years."""
    if review_on <= today:
        return no(_("Choose a day that is still to come."))
    return yes() if review_on <= today + LONGEST_UNSEEN else no(_("Look at it again within three years."))


def is_asked(role: str, program_id: UUID | None, held: Collection[Place]) -> bool:
    """Whether it is asked of somebody who holds these roles: the role anywhere, or in the program it is asked in."""
    return any(role == theirs and program_id in {None, place} for theirs, place in held)
