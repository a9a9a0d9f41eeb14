"""Closing a case with care, and opening it again."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist, no, yes
from keyworker.base.models import change
from keyworker.cases.actions import ASSIGNED
from keyworker.cases.models import Case, CaseStatus, Step
from keyworker.cases.path import onward
from keyworker.cases.queries import places_for_the_cases_sake
from keyworker.consent.companions.actions import keep_all_out
from keyworker.consent.waiting import ask_no_more
from keyworker.delivery.actions import leave_groups
from keyworker.people.models import CareTeamMember
from keyworker.people.timeline import tell
from keyworker.planning.models import PlanStatus, ServicePlan
from keyworker.reviews.actions.measuring import Measures, keep_measures
from keyworker.reviews.models import Closure, FollowUp, FollowUpOutcome, HandedOver, Moment
from keyworker.reviews.queries import may_close_anyway as supervises
from keyworker.reviews.queries import open_ends
from keyworker.reviews.rules import (
    OpenEnds,
    is_followed_up,
    is_sound_closing,
    may_close,
    may_close_anyway,
    may_reopen,
    stopping,
)
from keyworker.tasks.actions import plan_task, refresh_next_step
from keyworker.tasks.models import Task, TaskKind
from keyworker.visits.actions import cancel_visit
from keyworker.visits.models import Visit, VisitStatus

# Long enough to open the case again when they want help, or an answer comes late.
STILL_SEEN_DAYS = 14


@dataclass(frozen=True, slots=True)
class Closing:
    """How a case ends. `feedback_rating` is 1 to 5, None when the client gave none.

    `follow_up_agreed`: they said that we may ask afterwards how they are.
    """

    reason: str
    closed_on: date
    achievements: str = ""
    supports_in_place: str = ""
    feedback_rating: int | None = None
    feedback_words: str = ""
    handed_over: str = HandedOver.NOBODY.value
    handover_to: str = ""
    if_hard: str = ""
    follow_up_agreed: bool = False


@action(needs=Permission.CASE_CLOSE, on="case")
def close_case(
    *,
    actor: Actor,
    case: Case,
    closing: Closing,
    knowing: bool = False,
    measures: Mapping[UUID, Decimal] | None = None,
    anyway: str = "",
) -> Closure:
    """End the working relation. Raises `Refused` while something important is open, or the rest is not known.

    `anyway` is why a supervisor closes it all the same; `measures` are the program's indicators at the end.
    Tasks and visits that are left are called off, and the plan is finished. The care team's sight ends; the owner's
    only when they have asked, `program.follow_up_after_days` later, how the person is, where the person agreed to that.
    """
    insist(yes() if case.is_open else no(_("This case is closed already.")))
    keep_measures(actor, case, Measures(Moment.EXIT.value, closing.closed_on, measures or {}))
    ends = open_ends(case)
    over = stopping(ends, reason=closing.reason) if anyway else []
    if over:
        insist(may_close_anyway(supervises=supervises(actor, case), because=anyway))
    insist(may_close(ends, case_open=case.is_open, knowing=knowing, reason=closing.reason, anyway=bool(over)))
    insist(
        is_sound_closing(
            reason=closing.reason,
            achievements=closing.achievements,
            rating=closing.feedback_rating,
            closed_on=closing.closed_on,
            today=workplace(actor).today,
        )
    )
    closure = Closure(
        case=case,
        person_id=case.person_id,
        program_id=case.program_id,
        closed_by_id=actor.staff_id,
        overridden=over,
        overridden_because=anyway.strip() if over else "",
        **asdict(closing),
    )
    closure.save(force_insert=True)
    _let_go(actor, case, closure, ends)
    if over:
        trail.record(
            "reviews.closed_anyway",
            subject=closure,
            person_id=case.person_id,
            program_id=case.program_id,
            facts={"number": case.number, "open": len(over)},
        )
    tell(
        "reviews.case_closed",
        closure,
        needs=Permission.REVIEW_VIEW,
        facts={"number": case.number, "reason_code": closing.reason},
    )
    return closure


def _let_go(actor: Actor, case: Case, closure: Closure, ends: OpenEnds) -> None:
    """What ends with the case ends; what is asked afterwards is planned."""
    _finish_the_plan(case)
    _call_visits_off(actor, case)
    leave_groups(case, on=workplace(actor).today, because=str(_("The case was closed.")))
    _take_tasks_off(case, str(_("The case was closed.")))
    ask_no_more(case.person_id, because="who is not with us any more is asked nothing", program_id=case.program_id)
    keep_all_out(case.person_id, case.program_id)
    asked = closure.follow_up_agreed and is_followed_up(closure.reason)
    change(case, status=CaseStatus.FINISHED, closed_at=clock.now(), step=Step.FOLLOW_UP if asked else Step.EXIT)
    _end_places(case, ~Q(staff=case.owner_id), until=clock.now())
    after_days = case.program.follow_up_after_days
    if asked:
        _plan_follow_up(case, closure)
        return
    if ends.open_referrals:
        due_on = closure.closed_on + timedelta(days=after_days)
        what = _("Ask what became of the referrals made before the case was closed")
        plan_task(case, what=what, due_on=due_on, kind=TaskKind.TO_DO, assignee=case.owner, source=closure)
    # Long enough to see the answer, and to open the case again when something was forgotten.
    end_sight(case, after_days=after_days + STILL_SEEN_DAYS if ends.open_referrals else after_days)


def _finish_the_plan(case: Case) -> None:
    plans = facts(ServicePlan, because="the case's plan ends with it").filter(case=case, status=PlanStatus.ACTIVE)
    for plan in plans.select_for_update(no_key=True):
        change(plan, status=PlanStatus.COMPLETED, review_on=None)


def _call_visits_off(actor: Actor, case: Case) -> None:
    planned = facts(Visit, because="a closed case has no more visits").filter(case=case, status=VisitStatus.PLANNED)
    for visit in planned:
        cancel_visit(actor=actor, visit=visit, because=str(_("The case was closed.")))


def _take_tasks_off(case: Case, because: str) -> None:
    left = facts(Task, because="a closed case has no more to do").filter(case=case, done_at=None, cancelled_at=None)
    for task in left.select_for_update(no_key=True):
        change(task, cancelled_at=clock.now(), outcome=because)
    refresh_next_step(case)


def _plan_follow_up(case: Case, closure: Closure) -> None:
    """The owner asks again: a task of their own, for closed cases are in nobody's caseload."""
    due_on = closure.closed_on + timedelta(days=case.program.follow_up_after_days)
    follow_up = FollowUp(
        closure=closure, case=case, person_id=case.person_id, program_id=case.program_id, due_on=due_on
    )
    follow_up.save(force_insert=True)
    what = _("Ask how they are, some time after the case was closed")
    plan_task(case, what=what, due_on=due_on, kind=TaskKind.FOLLOW_UP, assignee=case.owner, source=follow_up)


def end_sight(case: Case, *, after_days: int = 0) -> None:
    """The owner no longer needs the file, nor their family's: their places on the care teams end."""
    until = clock.now() + timedelta(days=after_days)
    _end_places(case, Q(staff=case.owner_id), until=until)
    family = places_for_the_cases_sake(case).filter(Q(until=None) | Q(until__gt=until))
    for place in family.select_for_update(no_key=True, of=("self",)):
        change(place, until=until)


def _end_places(case: Case, whose: Q, *, until: datetime) -> None:
    places = facts(CareTeamMember, because="sight ends with the work").filter(
        whose, Q(until=None) | Q(until__gt=until), person=case.person_id, program=case.program_id
    )
    for place in places.select_for_update(no_key=True):
        change(place, until=until)


@action(needs=Permission.CASE_OPEN, on="case")
def reopen_case(*, actor: Actor, case: Case, because: str) -> Case:
    """Take the work up again with the same owner; a new plan comes first, by the program's first-contact limit."""
    others = facts(Case, because="a person has one open case a program").filter(
        person=case.person_id, program=case.program_id, status=CaseStatus.ACTIVE
    )
    insist(may_reopen(case_open=case.is_open, another_open=others.exclude(pk=case.pk).exists(), because=because))
    insist(yes() if case.program.closed_at is None else no(_("This program is closed. It takes nobody.")))
    today = workplace(actor).today
    for closure in facts(Closure, because="the closing is undone").filter(case=case, reopened_at=None):
        change(closure, reopened_at=clock.now(), reopened_because=because)
    waiting = facts(FollowUp, because="asking again is no longer needed").filter(case=case, done_on=None)
    for follow_up in waiting.select_for_update(no_key=True):
        change(follow_up, done_on=today, outcome=FollowUpOutcome.REOPENED, done_by_id=actor.staff_id)
    _take_tasks_off(case, str(_("The case was opened again.")))
    change(case, status=CaseStatus.ACTIVE, closed_at=None, step=onward(case.program, Step.PLANNING))
    _give_sight(case)
    program: Program = case.program
    due_on = today + timedelta(days=program.first_contact_days)
    plan_task(case, what=_("Talk about what is needed now"), due_on=due_on, kind=TaskKind.FIRST_CONTACT)
    tell("reviews.case_reopened", case, needs=Permission.CASE_VIEW, facts={"number": case.number})
    return case


def _give_sight(case: Case) -> None:
    places = facts(CareTeamMember, because="the owner of an open case can see it").filter(
        person=case.person_id, program=case.program_id, staff=case.owner_id, until=None
    )
    if not places.exists():
        CareTeamMember(
            person_id=case.person_id, program_id=case.program_id, staff_id=case.owner_id, because=ASSIGNED
        ).save(force_insert=True)
