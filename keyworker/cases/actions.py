"""Opening, assigning and, in an emergency, breaking the glass."""

from datetime import date, datetime, timedelta

from django.db import connections
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.models import Grant
from keyworker.access.permissions import Permission
from keyworker.access.roles import Role
from keyworker.access.sight import NOBODY, facts
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Agency, Program, Staff
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist, no, yes
from keyworker.base.models import change
from keyworker.cases.models import Assignment, Case, CaseNumber, CaseStatus, DutyTurn
from keyworker.cases.queries import places_for_the_cases_sake
from keyworker.people.entrusting import may_have_case
from keyworker.people.models import CareTeamMember, Person
from keyworker.people.parting import hand_on_work
from keyworker.people.timeline import tell

GLASS_LASTS = timedelta(hours=24)
# One statement, so that two openings at once wait in line and none gets the other's number.
NEXT_NUMBER = """
INSERT INTO cases_casenumber (id, agency_id, created_at, version, year, last) VALUES (%s, %s, %s, 1, %s, 1)
ON CONFLICT (agency_id, year) DO UPDATE SET last = cases_casenumber.last + 1 RETURNING last
"""
ASSIGNED = "assigned"
ON_ROTA = (Role.CASE_MANAGER.value, Role.SUPERVISOR.value)


@action(needs=Permission.CASE_OPEN, on="program")
def open_case(*, actor: Actor, program: Program, person: Person, owner: Staff, because: str = "") -> Case:
    """Begin the working relation, with an owner from the first moment."""
    insist(yes() if program.closed_at is None else no(_("This program is closed. It takes nobody.")))
    insist(may_have_case(owner, person))
    case = Case(person=person, program=program, owner=owner, number=_next_number())
    case.save(force_insert=True)
    _assign(case, owner, because)
    tell("cases.opened", case, needs=Permission.CASE_VIEW, facts={"number": case.number})
    return case


@action(needs=Permission.CASE_ASSIGN, on="case")
def reassign_case(*, actor: Actor, case: Case, to: Staff, because: str) -> Case:
    """Hand the case over. Everything that hangs on the owner's role moves with it; the earlier owner's sight ends."""
    insist(may_have_case(to, case.person))
    now = clock.now()
    held = facts(Assignment, because="the earlier owner's time must end").filter(case=case, until=None)
    for assignment in held.select_for_update(no_key=True):
        change(assignment, until=now)
    # All their places, not only the owner's: whoever admitted somebody has one for that, too.
    team = facts(CareTeamMember, because="the earlier owner's sight must end").filter(
        Q(until=None) | Q(until__gt=now),
        person=case.person_id,
        program=case.program_id,
        staff=case.owner_id,
        emergency=False,
    )
    for member in team.select_for_update(no_key=True):
        change(member, until=now)
    _hand_over_relatives(case, to, now)
    change(case, owner=to)
    _assign(case, to, because)
    tell("cases.reassigned", case, needs=Permission.CASE_VIEW, facts={"number": case.number})
    return case


@action(needs=Permission.CARE_TEAM_MANAGE, on="member")
def end_care_team_place(*, actor: Actor, member: CareTeamMember) -> CareTeamMember:
    """Somebody no longer needs the file: it is shut to them at once. Not to its case manager, who hands over first."""
    now = clock.now()
    insist(no(_("This place has ended already.")) if member.until is not None and member.until <= now else yes())
    carried = facts(Case, because="an open case always has somebody who can open it").filter(
        person=member.person_id, program=member.program_id, owner=member.staff_id, status=CaseStatus.ACTIVE
    )
    insist(no(_("They are the case manager. Hand the case over first.")) if carried.exists() else yes())
    change(member, until=now)
    hand_on_work(member.person, member.staff)
    tell("people.care_team_left", member, needs=Permission.PERSON_VIEW)
    return member


@action(needs=Permission.BREAK_GLASS, on="person")
def break_glass(*, actor: Actor, person: Person, program: Program, staff: Staff, reason: str) -> CareTeamMember:
    """Open a file in an emergency: for a day, with a reason, and the supervisor is told.

    Source: 45 CFR 164.312(a)(2)(ii), emergency access.
    """
    insist(yes() if reason.strip() else no(_("Say why you need to open this file now.")))
    insist(yes() if staff.id == actor.id else no(_("You can only open a file for yourself.")))
    insist(yes() if not program.sealed else no(_("This program is sealed. Call its supervisor.")))
    insist(yes() if _is_served(person, program) else no(_("They have no file in this program.")))
    member = CareTeamMember(
        person=person,
        program=program,
        staff=staff,
        because=reason.strip()[:200],
        until=clock.now() + GLASS_LASTS,
        emergency=True,
    )
    member.save(force_insert=True)
    tell("cases.glass_broken", member, needs=Permission.PERSON_VIEW)
    return member


@action(needs=Permission.CASELOAD_OVERSEE, on="program")
def set_duty(*, actor: Actor, program: Program, staff: Staff, from_on: date, until_on: date) -> DutyTurn:
    """Say who answers first in a program on these days."""
    carries = facts(Grant, because="who is on duty must be able to open the file").filter(
        Q(program=program) | (Q(program=None) if not program.sealed else NOBODY),
        staff=staff, role__in=ON_ROTA, revoked_at=None,
    )  # fmt: skip
    insist(yes() if staff.ended_at is None else no(_("They no longer work here.")))
    insist(yes() if carries.exists() else no(_("They have no role in this program that opens a file.")))
    insist(yes() if until_on >= from_on else no(_("The last day comes before the first.")))
    insist(yes() if until_on >= workplace(actor).today else no(_("These days are over.")))
    turn = DutyTurn(program=program, staff=staff, from_on=from_on, until_on=until_on)
    turn.save(force_insert=True)
    _record_turn("cases.duty_set", turn)
    return turn


@action(needs=Permission.CASELOAD_OVERSEE, on="turn")
def end_duty(*, actor: Actor, turn: DutyTurn) -> DutyTurn:
    """Take a turn off the rota, now."""
    insist(yes() if turn.ended_at is None else no(_("This turn is off the rota already.")))
    change(turn, ended_at=clock.now())
    _record_turn("cases.duty_ended", turn)
    return turn


def _record_turn(verb: str, turn: DutyTurn) -> None:
    days = {"from_on": turn.from_on.isoformat(), "until_on": turn.until_on.isoformat()}
    trail.record(verb, subject=turn, program_id=turn.program_id, facts=days)


def _hand_over_relatives(case: Case, to: Staff, now: datetime) -> None:
    for member in places_for_the_cases_sake(case).select_for_update(no_key=True, of=("self",)):
        change(member, until=now)
        place = CareTeamMember(
            person_id=member.person_id, program_id=member.program_id, staff=to, because=member.because
        )
        place.save(force_insert=True)


def _is_served(person: Person, program: Program) -> bool:
    team = facts(CareTeamMember, because="a file is opened only where there is one")
    return team.filter(person=person, program=program, emergency=False).exists()


def _assign(case: Case, owner: Staff, because: str) -> None:
    Assignment(case=case, person_id=case.person_id, program_id=case.program_id, staff=owner, because=because).save(
        force_insert=True
    )
    CareTeamMember(person_id=case.person_id, program_id=case.program_id, staff=owner, because=ASSIGNED).save(
        force_insert=True
    )


def _next_number() -> str:
    """The agency's next case number of the year: HH-2026-00042. The counter's row is the queue."""
    agency = facts(Agency, because="its code begins the number").get()
    year = clock.today(agency.time_zone).year
    row = CaseNumber(year=year, last=1)
    with connections["default"].cursor() as cursor:
        cursor.execute(NEXT_NUMBER, [row.id, row.agency_id, row.created_at, year])
        (last,) = cursor.fetchone()
    return f"{agency.code}-{year}-{last:05d}"
