"""Planning a visit, and what became of it."""

from datetime import datetime, timedelta
from uuid import UUID

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Staff
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.cases.models import Case
from keyworker.delivery.actions import Happened, record_contact
from keyworker.delivery.models import CaseContact, ContactOutcome
from keyworker.notices.actions import call_off_reminder, set_out_reminder
from keyworker.notices.causes import cause
from keyworker.notices.models import NoticeKind
from keyworker.people.entrusting import may_be_entrusted
from keyworker.people.models import ContactPoint
from keyworker.people.reaching import Planned, clear_ahead
from keyworker.people.rules import Doing
from keyworker.people.timeline import tell
from keyworker.people.withholding.queries import record_kept_back
from keyworker.visits import rules
from keyworker.visits.models import Visit, VisitKind, VisitStatus, WhyClosed
from keyworker.visits.platforms.rules import may_meet_there
from keyworker.visits.practice.actions import CONTACT_OF, parting
from keyworker.visits.practice.rules import may_be_written_up
from keyworker.visits.rooms.actions import open_room
from keyworker.visits.suiting.queries import found_for
from keyworker.visits.suiting.rules import may_plan

# A video visit is held on their own device: whoever may overhear a call there overhears that, too.
DOING = {VisitKind.IN_PERSON: Doing.VISIT, VisitKind.PHONE: Doing.CALL, VisitKind.VIDEO: Doing.CALL}


@cause(NoticeKind.VISIT)
def _may_be_told(about: UUID) -> bool:
    """Nobody is reminded of a visit that is kept back from them. What is called off or moved needs nobody to ask."""
    return not record_kept_back(about)


@action(needs=Permission.VISIT_SCHEDULE, on="case")
def schedule_visit(
    *,
    actor: Actor,
    case: Case,
    kind: VisitKind,
    starts_at: datetime,
    lasts: timedelta,
    place: str = "",
    travel_minutes: int = 0,
    staff: Staff | None = None,
    way: ContactPoint | None = None,
    heeded: bool = False,
    though_unsuitable: str = "",
    link: str = "",
) -> Visit:
    """Agree a time; without `staff` it is kept by whoever has the case. `heeded`: the warning about safety was read.

    `though_unsuitable`: why it is planned though meeting this way was found not to suit them; a supervisor reads it.
    `link`: they meet by video on the program's platform, not in a room of ours; it leads there.
    Raises `Refused` for a time gone by, for an hour that is not safe, for a warning that was not read, for a way in
    which they do not want to meet, for one found not to suit them without a reason, and for a link that leads
    anywhere else.
    """
    insist(rules.may_schedule(starts_at, now=clock.now(), case_open=case.is_open))
    there = starts_at.astimezone(workplace(actor).now.tzinfo)
    insist(rules.may_name(way.sealed_in_id if way else None, case.program_id))
    found = found_for(case.person_id, case.program_id)
    though = "though" in insist(may_plan(kind.value, found, because=though_unsuitable)).facts
    program = case.program
    if link:
        insist(may_meet_there(kind.value, link, platform=program.platform, hosts=program.platform_hosts))
    meeting = Planned(DOING[kind], there, way=way, place=place)
    clear_ahead(actor, case.person, meeting, heeded=heeded).opened()
    if staff is not None:
        insist(may_be_entrusted(staff, case.person, case.program_id, needs=Permission.VISIT_SCHEDULE))
    visit = Visit(
        case=case,
        person=case.person,
        program_id=case.program_id,
        kind=kind.value,
        starts_at=starts_at,
        ends_at=starts_at + lasts,
        place=place,
        travel_minutes=travel_minutes,
        staff=staff,
        way=way,
        though_unsuitable=though_unsuitable.strip() if though else "",
        platform=program.platform if link else "",
        link=link or None,
    )
    visit.save(force_insert=True)
    if kind is VisitKind.VIDEO and not link:
        open_room(visit)
    set_out_reminder(person_id=visit.person_id, program=program, about=visit.pk, happens_at=starts_at)
    verb = "visits.scheduled_though" if though else "visits.scheduled"
    tell(verb, visit, needs=Permission.VISIT_VIEW, facts={"starts_on": there.date().isoformat()})
    return visit


@action(needs=Permission.VISIT_SCHEDULE, on="visit")
def note_visit_held(*, actor: Actor, visit: Visit, note: str = "") -> CaseContact:
    """It took place: that is a contact, with its note (signed) when there is one."""
    insist(rules.may_settle(visit.status))
    insist(may_be_written_up(visit.begun_at, visit.over_at))
    insist(rules.may_have_been_held(visit.starts_at, now=clock.now()))
    call_off_reminder(visit.pk)
    minutes = int((visit.ends_at - visit.starts_at).total_seconds() // 60)
    happened = Happened(CONTACT_OF[visit.kind], ContactOutcome.REACHED, visit.starts_at, minutes=minutes)
    contact = record_contact(actor=actor, case=visit.case, happened=happened, note=note)
    change(visit, **parting(visit), status=VisitStatus.HELD.value, contact=contact)
    return contact


@action(needs=Permission.VISIT_SCHEDULE, on="visit")
def note_visit_missed(*, actor: Actor, visit: Visit, because: str = "") -> CaseContact:
    """They did not meet: that is a contact tried."""
    insist(rules.may_settle(visit.status))
    insist(rules.may_have_been_held(visit.starts_at, now=clock.now()))
    call_off_reminder(visit.pk)
    tried = Happened(CONTACT_OF[visit.kind], ContactOutcome.ATTEMPTED, visit.starts_at, why_failed=because)
    contact = record_contact(actor=actor, case=visit.case, happened=tried)
    change(visit, **parting(visit), status=VisitStatus.MISSED.value, because=because, contact=contact)
    return contact


@action(needs=Permission.VISIT_SCHEDULE, on="visit")
def cancel_visit(*, actor: Actor, visit: Visit, because: str) -> Visit:
    """It will not take place; say why."""
    insist(rules.may_settle(visit.status))
    change(visit, status=VisitStatus.CANCELLED.value, because=because, **parting(visit, WhyClosed.CALLED_OFF))
    call_off_reminder(visit.pk)
    tell("visits.cancelled", visit, needs=Permission.VISIT_VIEW)
    return visit
