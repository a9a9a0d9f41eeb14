"""A link that Keyworker sends: by the ways the person agreed to, when it is safe, and made only as it leaves."""

from uuid import UUID, uuid4

from django.db import models
from django.utils.translation import gettext as _

from keyworker.access import doors
from keyworker.access.addresses import neutral_address
from keyworker.access.doing import action
from keyworker.access.models import DoorKind
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist, no, yes
from keyworker.base.live import wake
from keyworker.base.models import change
from keyworker.notices.actions import call_off_reminder, set_out_reminder
from keyworker.notices.causes import brings, cause, when_left
from keyworker.notices.models import Notice, NoticeKind
from keyworker.notices.rules import LEAST_AHEAD
from keyworker.visits.models import Participant, PartIn
from keyworker.visits.rooms import rules
from keyworker.visits.rooms.actions import begin_anew, link_beside

TRIED = UUID(int=0)


def can_be_sent(participant: Participant) -> bool:
    """A link leaves only under the neutral host name, and only for the person: of others no safe way is known."""
    return participant.part == PartIn.CLIENT and bool(neutral_address("portal:visit_link", TRIED.hex))


@action(needs=Permission.VISIT_SCHEDULE, on="participant")
def send_link(*, actor: Actor, participant: Participant) -> Participant:
    """Let their link go out as a reminder does; whether it may is asked when it leaves. Raises `Refused`.

    Until then an earlier link works, and no link is kept anywhere in the meantime.
    """
    room = participant.room
    insist(rules.may_invite(is_open=room.is_open, invited=0))
    insist(yes() if can_be_sent(participant) else no(_("Hand them their link: from here it cannot be sent.")))
    in_time = room.starts_at >= clock.now() + LEAST_AHEAD
    insist(yes() if in_time else no(_("It begins too soon for that: hand them their link.")))
    if participant.link_notice is not None:
        call_off_reminder(participant.link_notice)
    about = uuid4()
    change(participant, link_notice=about)
    set_out_reminder(
        kind=NoticeKind.LINK,
        person_id=participant.person_id,
        program=room.program,
        about=about,
        happens_at=room.starts_at,
        send_at=clock.now(),
    )
    trail.record(
        "visits.link_to_send", subject=participant, person_id=participant.person_id, program_id=room.program_id
    )
    return participant


@cause(NoticeKind.LINK)
def _is_needed(about: UUID) -> bool:
    """Whether they are still asked, and did not come in, nor were turned away, after somebody wished to send it.

    They are locked: who comes in at this very moment does so before it, and needs none, or after, by the new one.
    """
    held = _invited(about).filter(room__closed_at=None, room__ends_at__gt=clock.now())
    place = held.select_for_update(of=("self",), no_key=True).first()
    if place is None:
        return False
    wished = facts(Notice, because="a link leaves only while it is needed").get(about=about).created_at
    return all(at is None or at < wished for at in (place.entered_at, place.turned_away_at))


@brings(NoticeKind.LINK)
def _their_link(about: UUID) -> str:
    """It opens beside an earlier one, until it is known that it left: a link that nobody has shuts nobody out."""
    participant = _invited(about).select_related("room").get()
    return neutral_address("portal:visit_link", link_beside(participant))


@when_left(NoticeKind.LINK)
def _close_earlier(about: UUID, taken: bool) -> None:
    """Once it left, what opened before it opens nothing; one that did not leave is closed, and the earlier goes on.

    Nothing is to be closed where another was handed over meanwhile, or they were turned away.
    """
    place = _invited(about).select_related("room").select_for_update(of=("self",), no_key=True).first()
    sent = next(iter(doors.live(place.pk, kind=DoorKind.VISIT_LINK)), None) if place else None
    if place is None or sent is None:
        return
    if not taken:
        change(sent, revoked_at=clock.now())
        if not doors.live(place.pk):
            change(place, link_until=None)
        return
    for key in doors.live(place.pk):
        if key.created_at < sent.created_at:
            change(key, revoked_at=clock.now())
    if place.entered_at is None or place.entered_at < sent.created_at:
        begin_anew(place)
    wake(place.room_id)


def _invited(about: UUID) -> "models.QuerySet[Participant]":
    return facts(Participant, because="a link leaves only while it is needed").filter(link_notice=about)
