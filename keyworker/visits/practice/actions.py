"""Beginning a visit and ending it: what was done is then in the file by itself."""

from dataclasses import dataclass, replace
from typing import Any

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.workplace import workplace
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.delivery.actions import Draft, Happened, record_contact, save_draft, sign_draft
from keyworker.delivery.models import CaseContact, ContactKind, ContactOutcome
from keyworker.notices.actions import call_off_reminder
from keyworker.people.timeline import tell
from keyworker.visits.interpreting.actions import call_off_bookings
from keyworker.visits.models import Item, Visit, VisitKind, VisitStatus, WhyClosed, Worked
from keyworker.visits.platforms.queries import leads_there
from keyworker.visits.practice import rules
from keyworker.visits.practice.beside import give_to
from keyworker.visits.practice.licenses import licensed, told_for
from keyworker.visits.practice.queries import Beforehand, beforehand
from keyworker.visits.practice.settling import close_the_list, forget_where, note_unlicensed
from keyworker.visits.rooms.actions import close_room
from keyworker.visits.suiting.queries import found_for
from keyworker.visits.suiting.rules import is_wished

CONTACT_OF = {
    VisitKind.IN_PERSON.value: ContactKind.VISIT,
    VisitKind.PHONE.value: ContactKind.PHONE,
    VisitKind.VIDEO.value: ContactKind.VIDEO,
}


@action(needs=Permission.VISIT_SCHEDULE, on="visit")
def begin_visit(*, actor: Actor, visit: Visit, because: str = "") -> Visit:
    """They meet from now on. `because`: why they begin though something is left open, which a supervisor reads.

    Raises `Refused` too early, for a second time, for a visit that is settled; by telephone or video also while
    something is to be settled and no reason is given, and whatever the reason when it is not safe or not wanted:
    now, or by what they said of meeting at a distance; on a platform also when the program meets there no more.
    """
    now = clock.now()
    insist(rules.may_begin(visit.status, visit.starts_at, visit.begun_at, now=now))
    insist(is_wished(visit.kind, found_for(visit.person_id, visit.program_id).wish))
    insist(rules.may_meet_on(visit.platform, there=not visit.is_elsewhere or leads_there(visit)))
    left_open: tuple[str, ...] = ()
    if rules.needed(visit.kind):
        found = beforehand(actor, visit)
        left_open = insist(rules.may_meet(visit.kind, found.said(), because=because)).facts["left_open"]
        unlicensed = _is_unlicensed(actor, visit, found, because)
        close_the_list(actor, visit, found, left_open, because)
        if unlicensed:
            note_unlicensed(visit, because)
            left_open = (*left_open, Item.WHERE.value)
    change(visit, begun_at=now)
    call_off_reminder(visit.pk)
    verb = "visits.begun_anyway" if left_open else "visits.begun"
    tell(verb, visit, needs=Permission.VISIT_VIEW, facts={"left_open": len(left_open)} if left_open else {})
    return visit


def _is_unlicensed(actor: Actor, visit: Visit, found: Beforehand, because: str) -> bool:
    """Whether the worker begins though their license does not count there. Raises `Refused` without a reason."""
    held = licensed(told_for(visit, workplace(actor).today), actor.staff_id)
    if held is None:
        return False
    where = found.here.get(Item.WHERE.value)
    region = where.region if where is not None else ""
    decision = insist(rules.may_practise(region, held.theirs, because=because))
    return bool(decision.facts.get("unlicensed"))


@dataclass(frozen=True, slots=True)
class Ended:
    """What is said of a visit when it ends. `note` is what was written beside it, signed or kept as a draft."""

    worked: Worked | None = None
    who_took_part: str = ""
    note: Draft | None = None
    signs: bool = False


AS_USUAL = Ended()


@action(needs=Permission.VISIT_SCHEDULE, on="visit")
def end_visit(*, actor: Actor, visit: Visit, ended: Ended = AS_USUAL) -> CaseContact:
    """They have parted: that is a contact of the length that it really had, with the note that was written beside it.

    Raises `Refused` for a visit not begun, and `StaleRecord` when another page saved the note meanwhile.
    """
    insist(rules.may_end(visit.status, visit.begun_at))
    assert visit.begun_at is not None  # noqa: S101 - may_end has said so
    hears = beforehand(actor, visit).said().get(Item.HEARS.value)
    over = parting(visit)
    happened = Happened(
        CONTACT_OF[visit.kind],
        ContactOutcome.REACHED,
        visit.begun_at,
        minutes=rules.minutes_of(visit.begun_at, over["over_at"]),
        who_took_part=ended.who_took_part.strip(),
        safe_to_talk=rules.could_talk(hears),
    )
    contact = record_contact(actor=actor, case=visit.case, happened=happened)
    worked = ended.worked.value if ended.worked else ""
    change(visit, **over, status=VisitStatus.HELD.value, worked=worked, contact=contact)
    if ended.note is not None:
        keep = sign_draft if ended.signs else save_draft
        keep(actor=actor, case=visit.case, draft=replace(ended.note, contact=contact))
    else:
        give_to(contact, visit, actor)
    return contact


@action(needs=Permission.VISIT_SCHEDULE, on="visit")
def go_on_by_phone(*, actor: Actor, visit: Visit) -> Visit:
    """The picture does not come: it is a call from now on, and whatever was settled or begun stays.

    The number is the one they gave to be called back on. Raises `Refused` for what is no video visit any more.
    """
    insist(rules.may_go_on_by_phone(visit.status, visit.kind))
    back = beforehand(actor, visit).here.get(Item.CALL_BACK.value)
    way = back.way if back is not None and back.way_id is not None else visit.way
    change(visit, kind=VisitKind.PHONE.value, failed_as=visit.kind, way=way, link=None)
    close_room(visit, WhyClosed.ENDED)
    tell("visits.by_phone_instead", visit, needs=Permission.VISIT_VIEW)
    return visit


def parting(visit: Visit, why: WhyClosed = WhyClosed.ENDED) -> dict[str, Any]:
    """What else is true of a visit that is settled: begun, it is over; where they were is forgotten if they hide.

    Nobody comes into its room any more, the link to another company's platform is gone, and nobody interprets in what
    is called off.
    """
    forget_where(visit)
    close_room(visit, why)
    if why is WhyClosed.CALLED_OFF:
        call_off_bookings(visit)
    return {"link": None, **({"over_at": clock.now()} if visit.is_going_on else {})}
