"""Visits are seen with the file they belong to."""

from django.db.models import Q

from keyworker.access.permissions import Permission
from keyworker.access.policy import EVERYTHING
from keyworker.access.roles import VISIT_GUEST, Reach
from keyworker.access.sight import NOBODY, Authority, facts, policy
from keyworker.base.actor import Actor, ActorKind
from keyworker.people.policy import in_care
from keyworker.tasks.policy import asks_for_tasks
from keyworker.visits.models import (
    Interpreter,
    InterpreterBooking,
    InterpreterRefusal,
    Participant,
    PhoneCall,
    Precaution,
    Seat,
    Signal,
    Suitability,
    VideoRoom,
    Visit,
)

IN_THE_ROOM = in_care(person="room__person_id", program="room__program_id")
policy(Visit)(in_care())
policy(Precaution)(in_care())
policy(PhoneCall)(in_care())
policy(VideoRoom)(in_care())
policy(Suitability)(in_care())
policy(InterpreterBooking)(in_care())
policy(InterpreterRefusal)(in_care())
asks_for_tasks(Suitability, read_with=Permission.VISIT_VIEW)


@policy(Interpreter)
def interpreters(actor: Actor, authority: Authority) -> Q:
    """Whoever may be asked is about no client: every worker may choose from them; at the doors they are not shown."""
    return NOBODY if authority.reach is Reach.OWN else EVERYTHING


def _is_guest(actor: Actor) -> bool:
    return actor.kind is ActorKind.VISITOR and actor.name == VISIT_GUEST and actor.share_id is not None


@policy(Participant)
def participants(actor: Actor, authority: Authority) -> Q:
    """A guest sees their own place; the others of the meeting by their seats, once they were let in."""
    return Q(pk=actor.share_id) if _is_guest(actor) else in_care()(actor, authority)


@policy(Seat)
def seats(actor: Actor, authority: Authority) -> Q:
    if not _is_guest(actor):
        return IN_THE_ROOM(actor, authority)
    theirs = facts(Participant, because="a guest who was let in sees who sits there").filter(
        pk=str(actor.share_id), turned_away_at=None, admitted_at__isnull=False
    )
    return Q(room__in=theirs.values("room_id"))


@policy(Signal)
def signals(actor: Actor, authority: Authority) -> Q:
    return Q(to_id=actor.share_id) if _is_guest(actor) else IN_THE_ROOM(actor, authority)
