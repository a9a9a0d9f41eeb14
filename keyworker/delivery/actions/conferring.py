"""Holding a case conference, noting what was decided, and taking the decisions into the plan in one step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Staff
from keyworker.base.actor import Actor
from keyworker.base.decision import Refused, insist, no
from keyworker.base.models import change
from keyworker.cases.models import Case
from keyworker.delivery import conferring
from keyworker.delivery.actions.next_step import plan_next
from keyworker.delivery.conferring import Named
from keyworker.delivery.models import (
    CaseConference,
    ClientPart,
    ConferenceDecision,
    ConferenceParticipant,
    PartKind,
)
from keyworker.people.entrusting import may_be_entrusted, may_be_named
from keyworker.people.timeline import tell
from keyworker.planning.actions import GoalWords, StepWords, add_goal, add_step, new_version, start_plan
from keyworker.planning.models import Goal, PlanStatus, ServicePlan
from keyworker.tasks.actions import Doing, set_task
from keyworker.tasks.models import Doer, TaskKind


@dataclass(frozen=True, slots=True)
class Held:
    """A conference as the worker tells of it: the person's view first, then who else was there and what was said."""

    held_on: date
    about: str
    client_part: ClientPart
    client_view: str
    discussed: str
    staff: tuple[Staff, ...] = ()
    family: tuple[Named, ...] = ()
    outside: tuple[Named, ...] = ()
    outside_agreed: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided; `who` does it by `due_on`, where somebody is to do something. `staff`: which worker."""

    what: str
    who: str = ""
    who_name: str = ""
    staff: Staff | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Taking:
    """What becomes of a decision in the plan: a step of the goal of that `serves` lineage, else a goal of its own."""

    decision: ConferenceDecision
    serves: UUID | None = None
    words: str = ""
    domain: str = ""


@action(needs=Permission.NOTE_WRITE, on="case")
def hold_conference(*, actor: Actor, case: Case, held: Held) -> CaseConference:
    """Keep what was said, with everybody who took part. Raises `Refused` for what cannot have been."""
    today = workplace(actor).today
    insist(conferring.may_have_been_held(held.held_on, today=today, view=held.client_view))
    insist(conferring.may_have_taken_part(held.family, held.outside, agreed=held.outside_agreed))
    for member in held.staff:
        insist(may_be_named(member, case.person, case.program_id))
    conference = CaseConference(
        case=case,
        person_id=case.person_id,
        program_id=case.program_id,
        held_on=held.held_on,
        about=held.about.strip(),
        client_part=held.client_part.value,
        client_view=held.client_view.strip(),
        outside_agreed=held.outside_agreed.strip() if held.outside else "",
        discussed=held.discussed.strip(),
        by_id=actor.staff_id,
    )
    conference.save(force_insert=True)
    for member in held.staff:
        _seat(conference, PartKind.STAFF, Named(member.name, member.job_title), member)
    for kind, people in ((PartKind.FAMILY, held.family), (PartKind.OUTSIDE, held.outside)):
        for each in people:
            _seat(conference, kind, each)
    plan_next(actor, case)
    tell("delivery.conference_held", conference, needs=Permission.NOTE_VIEW, facts={"about": conference.about})
    return conference


def _seat(conference: CaseConference, kind: PartKind, named: Named, staff: Staff | None = None) -> None:
    ConferenceParticipant(
        conference=conference,
        person_id=conference.person_id,
        program_id=conference.program_id,
        kind=kind.value,
        staff=staff,
        name=named.name,
        role=named.role,
    ).save(force_insert=True)


@action(needs=Permission.NOTE_WRITE, on="conference")
def note_decision(*, actor: Actor, conference: CaseConference, decided: Decided) -> ConferenceDecision:
    """Write one decision down; where somebody is to do something, it is a task as well. Raises `Refused`."""
    case, today = _case(conference), workplace(actor).today
    insist(conferring.may_decide(decided.what, decided.who, decided.due_on, case_open=case.is_open, today=today))
    if decided.staff is not None:
        insist(may_be_entrusted(decided.staff, conference.person, conference.program_id, needs=Permission.TASK_EDIT))
    decision = ConferenceDecision(
        conference=conference,
        person_id=conference.person_id,
        program_id=conference.program_id,
        what=decided.what.strip(),
        who=decided.who,
        who_name=decided.staff.name if decided.staff else decided.who_name.strip(),
        due_on=decided.due_on,
    )
    if decided.who and decided.due_on is not None:
        doing = Doing(who=decided.who, who_name="" if decided.staff else decision.who_name)
        decision.task = set_task(
            actor=actor,
            case=case,
            what=decision.what,
            due_on=decided.due_on,
            assignee=decided.staff,
            source=conference,
            doing=doing,
        )
    decision.save(force_insert=True)
    tell("delivery.decision_noted", decision, needs=Permission.NOTE_VIEW)
    return decision


@action(needs=Permission.PLAN_WRITE, on="conference")
def take_into_plan(*, actor: Actor, conference: CaseConference, takings: Sequence[Taking]) -> ServicePlan:
    """Put decisions into the plan as goals and steps, marked with the day they were decided: all of them or none.

    The draft is gone on with, else the agreed plan's next version is begun, else the first plan. Raises `Refused`.
    """
    waiting = {each.pk: each for each in conferring.with_plan(conference) if not each.in_plan}
    fresh = [(taking, waiting[taking.decision.pk]) for taking in takings if taking.decision.pk in waiting]
    insist(conferring.may_take(many=len(takings), all_waiting=len(fresh) == len(takings)))
    plan = _plan_to_write(actor, _case(conference))
    for taking, decision in fresh:
        lineage = _take(actor, plan, taking, decision, conference.held_on)
        change(decision, lineage=lineage)
    tell("delivery.decisions_in_plan", conference, needs=Permission.PLAN_VIEW, facts={"number": plan.number})
    return plan


def _case(conference: CaseConference) -> Case:
    locked = facts(Case, because="what was decided moves its case on").select_for_update(no_key=True)
    case: Case = locked.get(pk=conference.case_id)
    return case


def _plan_to_write(actor: Actor, case: Case) -> ServicePlan:
    plans = facts(ServicePlan, because="a case has one draft and one agreed plan").filter(case=case)
    standing = {plan.status: plan for plan in plans.filter(status__in=conferring.STANDING)}
    if (draft := standing.get(PlanStatus.DRAFT)) is not None:
        return draft
    if (agreed := standing.get(PlanStatus.ACTIVE)) is not None:
        return new_version(actor=actor, plan=agreed)
    return start_plan(actor=actor, case=case)


def _take(actor: Actor, plan: ServicePlan, taking: Taking, decision: ConferenceDecision, on: date) -> UUID:
    """The decision as a goal, with its step where somebody does something, or as a step of another goal."""
    if taking.serves is None:
        words = GoalWords(taking.domain, taking.words.strip() or decision.what)
        goal = add_goal(actor=actor, plan=plan, words=words, decided_on=on)
        if decision.who:
            _add(actor, goal, decision, on)
        lineage: UUID = goal.lineage
        return lineage
    served: Goal | None = plan.goals.filter(lineage=taking.serves).first()
    if served is None:
        raise Refused(no(_("This goal is not in the plan any more. Look at the plan again.")))
    return _add(actor, served, decision, on)


def _add(actor: Actor, goal: Goal, decision: ConferenceDecision, on: date) -> UUID:
    """A step like the decision. Its task goes with it, so that nobody is asked twice once the plan is agreed."""
    who = decision.who or Doer.WORKER.value
    words = StepWords(decision.what, who, who_name=decision.who_name, due_on=decision.due_on)
    step = add_step(actor=actor, goal=goal, words=words, decided_on=on)
    task = decision.task
    if task is not None and task.is_open and who == Doer.WORKER:
        change(task, kind=TaskKind.PLAN_STEP.value)
        change(step, task=task)
    lineage: UUID = step.lineage
    return lineage
