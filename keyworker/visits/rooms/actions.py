"""Who is invited to a video visit, how they come in, are let in, sit down and leave, and how it ends for all."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from keyworker.access import doors
from keyworker.access.doing import action
from keyworker.access.models import DoorKind
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.agencies.models import Staff
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist, no, yes
from keyworker.base.live import wake
from keyworker.base.models import change
from keyworker.people.entrusting import may_be_entrusted
from keyworker.people.models import SafetyRule
from keyworker.people.timeline import tell
from keyworker.people.withholding.queries import name_kept_from
from keyworker.visits.halls.engine import hall
from keyworker.visits.halls.leaving import empty, give_up, stand_up
from keyworker.visits.interpreting.queries import comes_no_more
from keyworker.visits.models import Participant, PartIn, Seat, VideoRoom, Visit, WhyClosed
from keyworker.visits.rooms import rules, turn
from keyworker.visits.rooms.signalling import clear, next_number, one_at_a_time

LINKS = (DoorKind.VISIT_LINK, DoorKind.VISIT_GUEST)


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it is handed over: its token is kept nowhere."""

    participant: Participant
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Seated:
    """What a browser needs once its person sits down: their key, from which signal on to listen, and the way.

    `hall`: the kind of the hall they meet in; empty where browsers send to each other.
    """

    participant: Participant
    after: int
    ice: dict[str, Any]
    hall: str


def open_room(visit: Visit) -> VideoRoom:
    """A video visit has a room, and the person is invited; part of the action that plans it."""
    room = VideoRoom(
        visit=visit,
        person_id=visit.person_id,
        program_id=visit.program_id,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
    )
    room.save(force_insert=True)
    _place(room, PartIn.CLIENT, _shown_as(visit)).save(force_insert=True)
    return room


def _shown_as(visit: Visit) -> str:
    """What the others read of the person: nothing where their name is shielded."""
    shields = facts(SafetyRule, because="a shielded name is shown to nobody").filter(
        person_id=visit.person_id, name_shielded=True
    )
    return _("Guest") if shields.exists() else visit.person.called[:60]


def _read_as(staff: Staff, room: VideoRoom) -> str:
    """What the others read of a colleague: the person is among them."""
    return _("A colleague") if name_kept_from(room.person_id, staff.pk) else staff.name[:60]


def _place(room: VideoRoom, part: PartIn, name_shown: str, staff: Staff | None = None) -> Participant:
    return Participant(
        room=room,
        person_id=room.person_id,
        program_id=room.program_id,
        part=part.value,
        name_shown=name_shown,
        staff=staff,
    )


def close_room(visit: Visit, why: WhyClosed) -> None:
    """It is over for everybody: nobody comes in again; part of the action that ends or calls off the visit."""
    held = facts(VideoRoom, because="a room closes with its visit").filter(visit=visit, closed_at=None)
    rooms = list(held.select_for_update(no_key=True))
    for room in rooms:
        change(room, closed_at=clock.now(), closed_why=why.value)
        invited = facts(Participant, because="a link opens nothing after the visit").filter(room=room)
        for each in invited.exclude(link_until=None):
            _close_links(each)
    clear(rooms)
    empty([room.pk for room in rooms if room.large])


def _close_links(participant: Participant) -> None:
    for kind in LINKS:
        doors.close(participant.pk, kind=kind)


@action(needs=Permission.VISIT_SCHEDULE, on="visit")
def invite(
    *, actor: Actor, visit: Visit, part: PartIn, name_shown: str = "", staff: Staff | None = None
) -> Participant:
    """Somebody else takes part: a colleague, who signs in, or anybody by a link. Raises `Refused`."""
    room: VideoRoom = facts(VideoRoom, because="the visit is theirs to plan").get(visit=visit)
    invited = facts(Participant, because="a room holds so many").filter(room=room, turned_away_at=None)
    insist(rules.may_invite(is_open=room.is_open, invited=invited.count(), large=room.large))
    if staff is not None:
        insist(may_be_entrusted(staff, visit.person, visit.program_id, needs=Permission.VISIT_VIEW))
        insist(no(_("They are invited already.")) if invited.filter(staff=staff).exists() else yes())
    place = _place(room, part, _read_as(staff, room) if staff else name_shown, staff)
    place.save(force_insert=True)
    _record("visits.invited", place, part_code=part.value)
    return place


@action(needs=Permission.VISIT_SCHEDULE, on="visit")
def resize(*, actor: Actor, visit: Visit, large: bool) -> VideoRoom:
    """More than four may meet from now on, or four again. Raises `Refused` while people sit there."""
    room: VideoRoom = facts(VideoRoom, because="the visit is theirs to plan").get(visit=visit)
    one_at_a_time(room.pk)
    sitting = _warm(room.pk).count()
    insist(rules.may_resize(is_open=room.is_open, has_hall=hall() is not None, large=large, sitting=sitting))
    change(room, large=large)
    tell("visits.made_larger" if large else "visits.made_smaller", visit, needs=Permission.VISIT_VIEW)
    return room


def _warm(room_id: UUID) -> Any:
    """The seats of who was there a moment ago."""
    held = facts(Seat, because="a room has so many seats").filter(room_id=room_id)
    return held.filter(seen_at__gte=clock.now() - rules.SEAT_IS_COLD)


@action(needs=Permission.VISIT_SCHEDULE, on="participant")
def give_link(*, actor: Actor, participant: Participant) -> Link:
    """A new link for them; an earlier one, and the browser that came in by it, are shut out. Raises `Refused`."""
    room = participant.room
    insist(rules.may_invite(is_open=room.is_open, invited=0))
    insist(no(_("Colleagues sign in as themselves.")) if participant.is_staff else yes())
    insist(no(_("This interpreter is not booked any more.")) if comes_no_more(participant) else yes())
    token = new_link(participant)
    tell("visits.link_given", participant, needs=Permission.VISIT_VIEW, facts={"part_code": participant.part})
    wake(room.pk)
    return Link(participant, token)


def new_link(participant: Participant) -> str:
    """The token of a link that opens from now on, alone; part of the action that hands it over.

    One that was to be sent leaves no more, and one on its way opens nothing.
    """
    _close_links(participant)
    token = link_beside(participant)
    begin_anew(participant)
    change(participant, link_notice=None)
    return token


def link_beside(participant: Participant) -> str:
    """The token of a link that opens beside an earlier one; part of an action that says when that one closes."""
    token, until = doors.new_token(), participant.room.ends_at + rules.LINK_OUTLIVES
    doors.issue(DoorKind.VISIT_LINK, token, subject_id=participant.pk, expires_at=until)
    change(participant, link_until=until)
    return token


def begin_anew(participant: Participant) -> None:
    """Whoever came in by an earlier link stands up, and comes by the new one."""
    _stand_up(participant)
    change(participant, **NOT_COME_YET)


NOT_COME_YET: dict[str, Any] = dict.fromkeys(
    (
        "entered_at", "tried_again_at", "knocked_at", "admitted_at", "turned_away_at", "left_at", "asks_call_at",
    )
)  # fmt: skip


@action(needs=Permission.VISIT_ATTEND, on="participant")
def enter(*, actor: Actor, participant: Participant) -> str:
    """Exchange a link, once, for what their browser keeps; answers that. Raises `Refused` (see `rules.may_enter`)."""
    room = participant.room
    insist(
        rules.may_enter(
            is_open=room.is_open,
            entered=participant.entered_at is not None,
            turned_away=participant.turned_away_at is not None,
            starts_at=room.starts_at,
            now=clock.now(),
        )
    )
    kept = doors.new_token()
    doors.issue(DoorKind.VISIT_GUEST, kept, subject_id=participant.pk, expires_at=participant.link_until)
    change(participant, entered_at=clock.now())
    _record("visits.guest_came", participant)
    return kept


@action(needs=Permission.VISIT_ATTEND, on="participant")
def note_tried_again(*, actor: Actor, participant: Participant) -> None:
    """Somebody tried a link that was used already; whoever leads the meeting is told."""
    change(participant, tried_again_at=clock.now())
    _record("visits.link_tried_again", participant)
    wake(participant.room_id)


@action(needs=Permission.VISIT_ATTEND, on="participant")
def knock(*, actor: Actor, participant: Participant) -> None:
    """They are at the door and wait. Raises `Refused` when it is over."""
    shut = not participant.room.is_open or participant.turned_away_at is not None
    insist(no(_("The meeting is over.")) if shut else yes())
    change(participant, knocked_at=clock.now(), left_at=None)
    _record("visits.knocked", participant)
    wake(participant.room_id)


@action(needs=Permission.VISIT_SCHEDULE, on="participant")
def admit(*, actor: Actor, participant: Participant) -> Participant:
    """Let them in. Raises `Refused` before the visit has begun."""
    room, visit = participant.room, participant.room.visit
    insist(
        rules.may_admit(is_open=room.is_open, waits=participant.waits, begun_at=visit.begun_at, over_at=visit.over_at)
    )
    change(participant, admitted_at=clock.now())
    _record("visits.admitted", participant)
    wake(room.pk)
    return participant


@action(needs=Permission.VISIT_SCHEDULE, on="participant")
def turn_away(*, actor: Actor, participant: Participant) -> Participant:
    """They are not let in, or must go; their link opens nothing any more."""
    insist(no(_("Colleagues sign in as themselves.")) if participant.is_staff else yes())
    shut_out(participant)
    return participant


def shut_out(participant: Participant) -> None:
    """They stand up, and their link opens nothing; part of the action that says so."""
    _stand_up(participant)
    _close_links(participant)
    change(participant, turned_away_at=clock.now(), link_until=None)
    _record("visits.turned_away", participant)
    wake(participant.room_id)


@action(needs=Permission.VISIT_ATTEND, on="visit")
def come_in(*, actor: Actor, visit: Visit, tab: str) -> Seated:
    """Whoever keeps the visit, or a colleague who was invited, takes part as themselves. Raises `Refused`."""
    room: VideoRoom = facts(VideoRoom, because="the visit is theirs to see").get(visit=visit)
    known = facts(Participant, because="a worker takes part once").filter(room=room, staff_id=actor.staff_id)
    place = known.select_for_update(no_key=True).first()
    keeper = visit.staff_id or visit.case.owner_id
    insist(rules.may_come_in(keeps=actor.staff_id == keeper, invited=place is not None))
    if place is None:
        staff: Staff = facts(Staff, because="they come as themselves").get(pk=actor.staff_id)
        place = _place(room, PartIn.WORKER, _read_as(staff, room), staff)
        place.admitted_at = clock.now()
        place.save(force_insert=True)
    else:
        change(place, admitted_at=place.admitted_at or clock.now())
    return _seated(place, tab)


@action(needs=Permission.VISIT_ATTEND, on="participant")
def sit_down(*, actor: Actor, participant: Participant, tab: str) -> Seated:
    """Somebody who was let in takes their seat, in this tab. Raises `Refused`: not let in, over, or no room."""
    return _seated(participant, tab)


def _seated(place: Participant, tab: str) -> Seated:
    one_at_a_time(place.room_id)
    now, room = clock.now(), place.room
    insist(
        rules.may_sit(
            is_open=room.is_open,
            let_in=place.may_sit,
            others=_warm(room.pk).exclude(participant=place).count(),
            large=room.large,
            has_hall=hall() is not None,
        )
    )
    mine = facts(Seat, because="they sit once").filter(participant=place).first()
    if mine is None:
        Seat(
            room_id=place.room_id,
            participant=place,
            name_shown=place.name_shown,
            part=place.part,
            tab=tab,
        ).save(force_insert=True)
    else:
        give_up(mine)
        change(mine, tab=tab, since=now, seen_at=now, place={}, sends=0)
    change(place, left_at=None)
    _record("visits.joined", place)
    wake(place.room_id)
    return Seated(place, next_number(), turn.ice(place.pk), hall=settings.HALL if room.large else "")


@action(needs=Permission.VISIT_ATTEND, on="participant")
def leave(*, actor: Actor, participant: Participant) -> None:
    """They hang up, or do not wait any longer."""
    _stand_up(participant)
    change(participant, left_at=clock.now())
    _record("visits.left", participant)
    wake(participant.room_id)


@action(needs=Permission.VISIT_ATTEND, on="participant")
def leave_for_good(*, actor: Actor, participant: Participant) -> None:
    """They left quickly: what their browser kept opens nothing any more, and they need a new link."""
    doors.close(participant.pk, kind=DoorKind.VISIT_GUEST)
    _record("visits.left_for_good", participant)


@action(needs=Permission.VISIT_ATTEND, on="participant")
def ask_for_call(*, actor: Actor, participant: Participant) -> None:
    """The picture does not come: they ask to be called."""
    change(participant, asks_call_at=clock.now())
    _record("visits.asked_for_call", participant)
    wake(participant.room_id)


def _stand_up(participant: Participant) -> None:
    held = facts(Seat, because="they leave their own seat").filter(participant=participant)
    for seat in held:
        stand_up(seat)


def _record(verb: str, participant: Participant, **codes: Any) -> None:
    trail.record(
        verb, subject=participant, person_id=participant.person_id, program_id=participant.program_id, facts=codes
    )


@action(needs=Permission.VISIT_ATTEND, on="visit")
def stop_unwished(*, actor: Actor, visit: Visit) -> None:
    """They said meanwhile that they do not want it: it ends for everybody, kindly. Whoever leads says what it was."""
    close_room(visit, WhyClosed.CONSENT)
    tell("visits.stopped_unwished", visit, needs=Permission.VISIT_VIEW)


@action(needs=Permission.VISIT_SCHEDULE, on="room")
def close_forgotten(*, actor: Actor, room: VideoRoom) -> None:
    """A room that nobody closed is closed long after its time; the visit itself waits for whoever says what it was."""
    close_room(room.visit, WhyClosed.ENDED)
    trail.record("visits.room_closed", subject=room, person_id=room.person_id, program_id=room.program_id)


LONG_AFTER = timedelta(hours=12)


def forgotten() -> list[VideoRoom]:
    """Rooms that are open long after their time, as a job sees them."""
    held = facts(VideoRoom, because="nobody is left in a room that was forgotten")
    return list(held.filter(closed_at=None, ends_at__lt=clock.now() - LONG_AFTER).order_by("id"))
