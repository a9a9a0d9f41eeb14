"""Handing over: a case to a colleague, all of somebody's people while they are away, and back again."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program, Staff
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist, no, yes
from keyworker.base.models import change
from keyworker.cases.actions import reassign_case
from keyworker.cases.models import Absence, Assignment, Case, CaseStatus
from keyworker.intake.queries import can_own
from keyworker.people.entrusting import may_be_given
from keyworker.people.models import CareTeamMember
from keyworker.people.parting import hand_on_work
from keyworker.people.timeline import tell
from keyworker.supervision.declaring import answer_declaration as answer_declaration
from keyworker.supervision.declaring import declare as declare
from keyworker.tasks.actions import finish_tasks, plan_task
from keyworker.tasks.models import Task, TaskKind
from keyworker.visits.models import Visit, VisitStatus

COVERS = "covers"
MOST_HANDOVER = 4000


@action(needs=Permission.CASE_ASSIGN, on="case")
def hand_over_case(*, actor: Actor, case: Case, to: Staff, because: str, handover: str = "") -> Case:
    """Give the case to a colleague with what they should know, and all that was the earlier one's to do.

    Raises `Refused` when it is theirs already, or they may not carry it.
    """
    insist(no(_("They have this case already.")) if to.pk == case.owner_id else yes())
    insist(yes() if can_own(case.program, to) else no(_("They have no role in this program that carries cases.")))
    before = case.owner_id
    case = reassign_case(actor=actor, case=case, to=to, because=because)
    _hand_on_tasks_and_visits(case, before)
    if words := handover.strip()[:MOST_HANDOVER]:
        held = facts(Assignment, because="the handover stands where the case was taken on").get(case=case, until=None)
        change(held, handover=words)
        what = _("Read what was left for you with this case")
        plan_task(case, what=what, due_on=workplace(actor).today, kind=TaskKind.HANDOVER, source=held)
    return case


@action(needs=Permission.TASK_EDIT, on="case")
def note_handover_read(*, actor: Actor, case: Case) -> Case:
    """Whoever carries the case now has read what was left for them."""
    insist(yes() if case.owner_id == actor.id else no(_("Only who has the case now can say so.")))
    held = facts(Assignment, because="the handover stands where the case was taken on").filter(case=case, until=None)
    unread = held.filter(read_at=None).exclude(handover="").first()
    if unread is not None:
        change(unread, read_at=clock.now())
        finish_tasks(case, TaskKind.HANDOVER, by=actor, asked_for_by=[unread])
    tell("supervision.handover_read", case, needs=Permission.CASE_VIEW, facts={"number": case.number})
    return case


@action(needs=Permission.CASELOAD_OVERSEE, on="program")
def set_absence(
    *, actor: Actor, program: Program, staff: Staff, cover: Staff, from_on: date, until_on: date
) -> Absence:
    """A worker is away, and a colleague looks after their people; from the first day on they can open the files."""
    insist(no(_("Choose somebody else to look after their people.")) if staff.pk == cover.pk else yes())
    insist(yes() if can_own(program, cover) else no(_("They have no role in this program that carries cases.")))
    insist(yes() if until_on >= from_on else no(_("The last day comes before the first.")))
    insist(yes() if until_on >= workplace(actor).today else no(_("These days are over.")))
    away_too = facts(Absence, because="who is away themselves looks after nobody").filter(
        staff=cover, ended_at=None, from_on__lte=until_on, until_on__gte=from_on
    )
    insist(no(_("They are away in these days themselves.")) if away_too.exists() else yes())
    absence = Absence(program=program, staff=staff, cover=cover, from_on=from_on, until_on=until_on)
    absence.save(force_insert=True)
    _record("supervision.absence_set", absence)
    if from_on <= workplace(actor).today:
        _let_in(actor, absence)
    return absence


@action(needs=Permission.CASELOAD_OVERSEE, on="absence")
def begin_cover(*, actor: Actor, absence: Absence) -> Absence:
    """The first day has come: the colleague can open the files."""
    insist(yes() if absence.begun_at is None and absence.ended_at is None else no(_("This has begun already.")))
    _let_in(actor, absence)
    _record("supervision.cover_begun", absence)
    return absence


@action(needs=Permission.CASELOAD_OVERSEE, on="absence")
def end_absence(*, actor: Actor, absence: Absence) -> Absence:
    """They are back, or are not going: the colleague's places end now, and what was given to them goes back."""
    insist(yes() if absence.ended_at is None else no(_("This has ended already.")))
    now = clock.now()
    change(absence, ended_at=now)
    for member in _places(absence).select_for_update(no_key=True):
        change(member, until=now)
        hand_on_work(member.person, member.staff)
        tell("people.care_team_left", member, needs=Permission.PERSON_VIEW)
    _record("supervision.absence_ended", absence)
    return absence


def _hand_on_tasks_and_visits(case: Case, before: UUID) -> None:
    """What was given to the earlier case manager by name is from now on whoever's the case is."""
    why = "what was the earlier case manager's to do must not stay with them"
    tasks = facts(Task, because=why).filter(case=case, assignee=before, done_at=None, cancelled_at=None)
    for task in tasks.select_for_update(no_key=True):
        change(task, assignee=None)
    visits = facts(Visit, because=why).filter(case=case, staff=before, status=VisitStatus.PLANNED)
    for visit in visits.select_for_update(no_key=True):
        change(visit, staff=None)


def _let_in(actor: Actor, absence: Absence) -> None:
    """A place on the care team of each of their people, until the last day has passed; not where they are kept out."""
    zone = ZoneInfo(workplace(actor).agency.time_zone)
    until = datetime.combine(absence.until_on + timedelta(days=1), time(), tzinfo=zone)
    carried = facts(Case, because="whose case manager is away must not be alone").filter(
        program=absence.program_id, owner=absence.staff_id, status=CaseStatus.ACTIVE
    )
    for case in carried.select_related("person"):
        if may_be_given(absence.cover, case.person):
            member = CareTeamMember(
                person_id=case.person_id, program_id=case.program_id, staff=absence.cover, because=COVERS, until=until
            )
            member.save(force_insert=True)
            tell("supervision.covered", member, needs=Permission.PERSON_VIEW)
    change(absence, begun_at=clock.now())


def _places(absence: Absence) -> "QuerySet[CareTeamMember]":
    """The colleague's live places for this absence."""
    carried = facts(Case, because="these places were given for their cases").filter(
        program=absence.program_id, owner=absence.staff_id
    )
    return facts(CareTeamMember, because="a place given for a time ends with it").filter(
        Q(until=None) | Q(until__gt=clock.now()),
        program=absence.program_id,
        staff=absence.cover_id,
        because=COVERS,
        person__in=carried.values("person"),
    )


def _record(verb: str, absence: Absence) -> None:
    days = {"from_on": absence.from_on.isoformat(), "until_on": absence.until_on.isoformat()}
    trail.record(verb, subject=absence, program_id=absence.program_id, facts=days)
