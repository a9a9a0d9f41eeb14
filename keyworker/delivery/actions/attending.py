"""Writing down a session of a group: for each person what it is for their file, and for nobody else's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, facts, require
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Staff
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import StaleRecord, change
from keyworker.cases.models import Case
from keyworker.delivery import grouped, grouping
from keyworker.delivery.actions.giving import Given, provide, strike_service
from keyworker.delivery.actions.grouping import holds_a_case_role, names_of_others
from keyworker.delivery.actions.recording import Happened, record_contact, strike_contact
from keyworker.delivery.models import (
    Attendance,
    CaseContact,
    ClientGroup,
    ContactKind,
    ContactOutcome,
    GroupPlace,
    GroupSession,
    How,
    ServiceProvided,
)
from keyworker.people.models import Person
from keyworker.people.timeline import tell

Entry = TypeVar("Entry", ServiceProvided, CaseContact)


@dataclass(frozen=True, slots=True)
class SessionTold:
    """A session as whoever led it tells of it. `note` is the group's own, for its leaders and overseers."""

    on: date
    at: time
    minutes: int
    led_by: Staff
    led_with: Staff | None = None
    topic: str = ""
    held: bool = True
    not_held_because: str = ""
    note: str = ""

    def values(self) -> dict[str, Any]:
        """As the model keeps them, but for the day."""
        alike = ("at", "minutes", "led_by", "led_with", "held", "note")
        because = "" if self.held else self.not_held_because.strip()
        kept = {name: getattr(self, name) for name in alike}
        return {**kept, "topic": self.topic.strip(), "not_held_because": because}


@dataclass(frozen=True, slots=True)
class Mark:
    """How it was for one person of the group, and a short remark for their own file."""

    place: GroupPlace
    how: How
    remark: str = ""


@action(needs=Permission.CONTACT_RECORD, on="group")
def write_down_session(
    *, actor: Actor, group: ClientGroup, told: SessionTold, marks: Sequence[Mark], seen: int = 0, because: str = ""
) -> GroupSession:
    """Keep a session with who came, all of it or nothing; written before, it is corrected and what was wrong stays.

    Who came is given a service, who stayed away has a contact that was tried. `seen` is the version of the session on
    the page, 0 where there was none: `StaleRecord` when a colleague wrote it down meanwhile. Raises `Refused`.
    """
    insist(grouping.may_change(runs=grouped.runs(actor, group), ended=False))
    for each in (told.led_by, told.led_with):
        works_there = each is None or holds_a_case_role(each, group.program)
        insist(grouping.may_lead(works_there=works_there, twice=told.led_by == told.led_with))
    begins = _begins(actor, told)
    insist(grouping.may_be_written(told.on, begun=begins <= clock.now(), today=workplace(actor).today))
    held = facts(GroupSession, because="a day is written down once").filter(group=group, on=told.on)
    before: GroupSession | None = held.select_for_update(no_key=True).first()
    if seen != (before.version if before else 0):
        raise StaleRecord(before or GroupSession(group=group, on=told.on, version=0), seen)
    places = _places(actor, group, told.on, before, marks)
    _insist_on_sense(told, marks, before)
    _insist_on_no_other_name(marks, places, grouped.people_of(actor, group), because)
    session = _kept(actor, group, before, told)
    for mark in marks:
        _Attending(actor, group, session, begins, because).write(places[mark.place.pk], mark)
    trail.record(
        "delivery.group_session_written",
        subject=session,
        program_id=group.program_id,
        facts={"held_on": session.on.isoformat()},
    )
    return session


def _begins(actor: Actor, told: SessionTold) -> datetime:
    return datetime.combine(told.on, told.at, tzinfo=workplace(actor).now.tzinfo)


def _places(
    actor: Actor, group: ClientGroup, on: date, before: GroupSession | None, marks: Sequence[Mark]
) -> dict[Any, GroupPlace]:
    """The places of those marked, fetched anew: in the group that day, and the actor's to see. Raises `Absent`."""
    found = {each.pk: each for each in grouped.members_on(actor, group, on)}
    asked = [mark.place.pk for mark in marks]
    if len(set(asked)) != len(asked) or not set(asked) <= set(found):
        raise Absent(_("There is nothing here, or it is not yours to see."))
    return found


def _insist_on_sense(told: SessionTold, marks: Sequence[Mark], before: GroupSession | None) -> None:
    turned = before is not None and before.held != told.held
    others = facts(Attendance, because="what was written of others must agree").filter(session=before, replaced_at=None)
    left_out = turned and others.exclude(place__in=[mark.place.pk for mark in marks]).exists()
    hows = [mark.how.value for mark in marks]
    insist(grouping.may_stand(hows, held=told.held, because=told.not_held_because, left_out=left_out))


def _insist_on_no_other_name(
    marks: Sequence[Mark], places: dict[Any, GroupPlace], people: Sequence[Person], because: str
) -> None:
    """What is said of one stands in their file alone, and why it is corrected in the files of all for whom it is."""
    for mark in marks:
        others = names_of_others(places[mark.place.pk].person, people)
        insist(grouping.may_be_said(f"{mark.remark} {because}", others))


def _kept(actor: Actor, group: ClientGroup, before: GroupSession | None, told: SessionTold) -> GroupSession:
    if before is not None:
        change(before, written_by_id=actor.staff_id, **told.values())
        return before
    session = GroupSession(
        group=group, program_id=group.program_id, on=told.on, written_by_id=actor.staff_id, **told.values()
    )
    session.save(force_insert=True)
    return session


@dataclass(frozen=True, slots=True)
class _Attending:
    """One session being written down, person by person."""

    actor: Actor
    group: ClientGroup
    session: GroupSession
    begins: datetime
    because: str

    def write(self, place: GroupPlace, mark: Mark) -> None:
        """What stands already stays as it is; what is corrected takes the place of what was wrong."""
        held = facts(Attendance, because="it is corrected, never doubled").filter(
            session=self.session, place=place, replaced_at=None
        )
        before: Attendance | None = held.select_for_update(no_key=True).first()
        remark = mark.remark.strip()
        if before is not None and (before.how, before.remark) == (mark.how.value, remark):
            return
        if before is not None:
            insist(grouping.may_correct(self.because))
        case = require(Case, place.case_id, actor=self.actor, needs=Permission.CONTACT_RECORD, lock=True)
        service, contact = self._entries(case, mark.how, remark, before)
        if before is not None:
            change(before, replaced_at=clock.now())
        attendance = Attendance(
            session=self.session,
            place=place,
            case=case,
            person_id=place.person_id,
            program_id=place.program_id,
            how=mark.how.value,
            remark=remark,
            service=service,
            contact=contact,
            by_id=self.actor.staff_id,
            replaces=before,
            because=self.because.strip() if before else "",
        )
        attendance.save(force_insert=True)
        self._tell(attendance)

    def _entries(
        self, case: Case, how: How, remark: str, before: Attendance | None
    ) -> tuple[ServiceProvided | None, CaseContact | None]:
        """What stands in the file for it: kept where it still holds, else struck out and written anew.

        What a worker struck out by itself stands no more.
        """
        service, contact = (_standing(before.service), _standing(before.contact)) if before else (None, None)
        if service is not None and not grouping.attended(how):
            strike_service(actor=self.actor, service=service, because=self.because)
            service = None
        if contact is not None and (how is not How.MISSED or contact.why_failed != remark):
            strike_contact(actor=self.actor, contact=contact, because=self.because)
            contact = None
        if grouping.attended(how):
            return service or self._give(case), None
        if how is How.MISSED:
            return None, contact or self._try(case, remark)
        return None, None

    def _give(self, case: Case) -> ServiceProvided:
        group = self.group
        given = Given(group.what, self.session.on, group.units, group.unit, group.cost, group.funding)
        return provide(self.actor, case, given)

    def _try(self, case: Case, remark: str) -> CaseContact:
        happened = Happened(
            ContactKind.GROUP,
            ContactOutcome.ATTEMPTED,
            self.begins,
            why_failed=remark,
            summary=self.group.name,
        )
        return record_contact(actor=self.actor, case=case, happened=happened)

    def _tell(self, attendance: Attendance) -> None:
        """One line in their story; who stayed away has one by the contact that was tried."""
        if attendance.replaces_id is not None:
            verb = "delivery.group_corrected"
        elif attendance.how == How.MISSED:
            of_whom, where = attendance.person_id, attendance.program_id
            trail.record("delivery.group_missed", subject=attendance, person_id=of_whom, program_id=where)
            return
        else:
            verb = _verb(attendance.how)
        facts_of_it = {"group": self.group.name, "how_code": attendance.how}
        tell(verb, attendance, needs=Permission.CONTACT_VIEW, facts=facts_of_it, happened_at=self.begins)


def _standing(entry: Entry | None) -> Entry | None:
    return None if entry is None or entry.struck_at is not None else entry


def _verb(how: str) -> str:
    if how == How.CAME:
        return "delivery.group_came"
    if how == How.LATE:
        return "delivery.group_came_late"
    return "delivery.group_excused" if how == How.EXCUSED else "delivery.group_not_held"
