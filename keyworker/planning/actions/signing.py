"""Signing the plan; when all have, it is agreed: frozen, its steps become tasks, and a review is planned."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.agencies.models import PathStep
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.cases.models import Case, Step
from keyworker.consent.authority import may_sign_for
from keyworker.consent.models import Authority, Matter
from keyworker.consent.signing import SignedHow
from keyworker.people.timeline import tell
from keyworker.planning.actions.approval import ask_for_approval, withdraw_approval
from keyworker.planning.actions.writing import OPEN_TASK
from keyworker.planning.models import (
    ActionStep,
    Goal,
    GoalStatus,
    PlanSignature,
    PlanStatus,
    ServicePlan,
    Signer,
)
from keyworker.planning.rules import (
    Signing,
    Standing,
    awaited,
    may_approve,
    may_begin_version,
    may_send_back,
    may_sign,
    may_sign_here,
)
from keyworker.planning.snapshots import digest, snapshot
from keyworker.tasks.actions import cancel_task, finish_tasks, plan_task
from keyworker.tasks.models import Doer, Task, TaskKind
from keyworker.tasks.reminding import remind_the_client
from keyworker.tasks.wording import Asked, kept, worded

BEFORE_DELIVERY = frozenset({Step.INTAKE, Step.ASSESSMENT, Step.PLANNING, Step.REVIEW})
DAYS_TO_CHANGE = 7
DAYS_TO_AGREE = 7
LIVE_GOALS = (GoalStatus.PROPOSED, GoalStatus.ACTIVE, GoalStatus.ON_HOLD)
COPIED_GOAL = (
    "person_id", "program_id", "need_id", "lineage", "horizon", "domain", "words", "specific", "measure", "baseline",
    "target", "less_is_better", "target_on", "why_it_matters", "strengths", "who_helps", "priority", "decided_on",
    "progress",
)  # fmt: skip
COPIED_STEP = (
    "person_id", "program_id", "lineage", "what", "who", "who_name", "due_on", "remind_on", "decided_on", "task_id",
    "reminder_id", "done_at",
)  # fmt: skip


@action(needs=Permission.PLAN_SIGN, on="plan")
def sign_plan(*, actor: Actor, plan: ServicePlan, signing: Signing) -> PlanSignature:
    """Put a signature under the words that `signing.digest` names. Raises `Refused` when they have changed since.

    The client goes first, on the worker's device, aloud or on paper, or a guardian whose order stands on file and
    covers the plan; the worker signs as themselves.
    A supervisor signs with `approve_plan`.
    """
    insist(may_sign_here(signing.signer))
    if signing.signer == Signer.GUARDIAN:
        name, matter = signing.signer_name, Matter.PLAN
        insist(may_sign_for(actor, plan.person, plan.program, Authority.GUARDIAN, name, matter=matter))
    if signing.signer == Signer.WORKER:
        signing = _as_staff(actor, Signer.WORKER, signing.digest)
    return sign_here(actor, plan, signing)


@action(needs=Permission.PLAN_APPROVE, on="plan")
def approve_plan(*, actor: Actor, plan: ServicePlan, seen_digest: str) -> PlanSignature:
    """The supervisor agrees to the words that `seen_digest` names. Raises `Refused` for their own work."""
    signed = plan.signatures.filter(signer=Signer.WORKER, digest=seen_digest, staff_id=actor.staff_id)
    insist(may_approve(own_work=signed.exists()))
    signature = sign_here(actor, plan, _as_staff(actor, Signer.SUPERVISOR, seen_digest))
    tell("planning.plan_approved", plan, needs=Permission.PLAN_VIEW, facts={"number": plan.number})
    return signature


@action(needs=Permission.PLAN_APPROVE, on="plan")
def send_back_plan(*, actor: Actor, plan: ServicePlan, because: str) -> Task:
    """Ask for changes before it is approved: a task for the case manager, with what should change."""
    insist(may_send_back(waits=plan.is_draft and plan.approval_id is not None, because=because))
    withdraw_approval(plan)
    case: Case = (
        facts(Case, because="the plan goes back to its owner").select_for_update(no_key=True).get(pk=plan.case_id)
    )
    what = worded(_("Change the plan: {because}"), because=because.strip())
    due_on = workplace(actor).today + timedelta(days=DAYS_TO_CHANGE)
    task = plan_task(case, what=what, due_on=due_on, kind=TaskKind.PLAN, source=plan)
    told = {"number": plan.number, "because": because.strip()}
    tell("planning.plan_sent_back", plan, needs=Permission.PLAN_VIEW, facts=told)
    return task


def _as_staff(actor: Actor, signer: Signer, seen_digest: str) -> Signing:
    """Staff sign as whoever is signed in, never as a typed name."""
    name = workplace(actor).name or actor.name
    return Signing(signer.value, name, SignedHow.TYPED.value, seen_digest)


def sign_here(actor: Actor, plan: ServicePlan, signing: Signing) -> PlanSignature:
    """A signature as part of an action; with the last of them the plan is agreed."""
    goals, steps = list(plan.goals.all()), list(plan.steps.all())
    frozen = snapshot(plan, goals, steps)
    insist(may_sign(signing, standing_of(plan, digest(frozen), len(goals))))
    signature = PlanSignature(
        plan=plan,
        person_id=plan.person_id,
        program_id=plan.program_id,
        signer=signing.signer,
        signer_name=signing.signer_name.strip(),
        how=signing.how,
        witness=signing.witness.strip(),
        drawing=[list(stroke) for stroke in signing.drawing],
        staff_id=actor.id if actor.kind is ActorKind.STAFF else None,
        signed_at=clock.now(),
        plan_version=plan.number,
        digest=signing.digest,
    )
    signature.save(force_insert=True)
    facts_told = {"number": plan.number, "name": signature.signer_name, "signer_kind": signature.signer}
    verb = "planning.plan_signed_for_them" if signing.signer == Signer.GUARDIAN else "planning.plan_signed"
    tell(verb, signature, needs=Permission.PLAN_VIEW, facts=facts_told)
    waiting = awaited(standing_of(plan, signing.digest, len(goals)))
    if not waiting:
        _agree(actor, plan, frozen, goals, steps)
    elif waiting == [Signer.SUPERVISOR] and plan.approval_id is None:
        ask_for_approval(actor, plan)
    return signature


def standing_of(plan: ServicePlan, now_reads: str, goals: int) -> Standing:
    """The plan as the rules of signing see it; signatures under earlier words no longer count."""
    signed = frozenset(plan.signatures.filter(digest=now_reads).values_list("signer", flat=True))
    return Standing(plan.status, now_reads, goals, signed, plan.program.supervisor_signs_plans, plan.case.is_open)


def _agree(actor: Actor, plan: ServicePlan, frozen: dict[str, Any], goals: list[Goal], steps: list[ActionStep]) -> None:
    """All have signed: freeze these words, let the earlier version go, and set the work in motion."""
    case: Case = (
        facts(Case, because="its step moves on with the plan").select_for_update(no_key=True).get(pk=plan.case_id)
    )
    earlier = facts(ServicePlan, because="a new version takes its place").filter(case=case, status=PlanStatus.ACTIVE)
    for replaced in earlier.select_for_update(no_key=True):
        change(replaced, status=PlanStatus.REVOKED)
    review_on = _plan_review(actor, case, plan)
    change(
        plan,
        status=PlanStatus.ACTIVE,
        snapshot=frozen,
        digest=digest(frozen),
        signed_at=clock.now(),
        review_on=review_on,
    )
    for goal in goals:
        change(goal, status=GoalStatus.ACTIVE)
    usual = workplace(actor).today + timedelta(days=plan.program.review_every_days)
    _set_tasks(actor, case, steps, review_on or usual)
    finish_tasks(case, TaskKind.PLAN, by=actor)
    if case.next_step_on is None:
        due_on = workplace(actor).today + timedelta(days=DAYS_TO_AGREE)
        plan_task(case, what=_("Agree what comes next"), due_on=due_on, kind=TaskKind.TO_DO, source=plan)
    if case.step in BEFORE_DELIVERY:
        change(case, step=Step.DELIVERY)
    verb = "planning.plan_agreed" if review_on else "planning.plan_agreed_once"
    told = {"number": plan.number, "review_on": review_on.isoformat() if review_on else ""}
    tell(verb, plan, needs=Permission.PLAN_VIEW, facts=told)


def _plan_review(actor: Actor, case: Case, plan: ServicePlan) -> date | None:
    """The day the plan is looked at again: the review already planned, or one at the program's own pace.

    None in a program that works without plan reviews.
    """
    planned = facts(Task, because="a review may be planned already").filter(OPEN_TASK, case=case, kind=TaskKind.REVIEW)
    if (task := planned.order_by("due_on").first()) is not None:
        found: date = task.due_on
        return found
    if not plan.program.uses(PathStep.REVIEW):
        return None
    due_on = workplace(actor).today + timedelta(days=plan.program.review_every_days)
    plan_task(case, what=_("Look at the plan again together"), due_on=due_on, kind=TaskKind.REVIEW, source=plan)
    return due_on


def _set_tasks(actor: Actor, case: Case, steps: list[ActionStep], review_on: date) -> None:
    """A worker's step is a task, and so is being reminded of anybody's; those of dropped or changed steps go.

    What a case conference decided stays when the draft that took it in was thrown away: no plan has it to let go.
    """
    wanted = [each for step in steps for each in _wanted(step, review_on)]
    kept = _still_agreed(case, wanted)
    asked = facts(ActionStep, because="only what a step asked for goes with it").filter(
        Q(task=OuterRef("pk")) | Q(reminder=OuterRef("pk")), plan__case=case
    )
    open_tasks = facts(Task, because="tasks of dropped steps are let go").filter(
        Exists(asked), OPEN_TASK, case=case, kind=TaskKind.PLAN_STEP
    )
    for task in open_tasks.exclude(pk__in=kept):
        cancel_task(actor=actor, task=task, because=str(_("The plan has changed.")))
    for each in wanted:
        if each.step.done_at is None and each.task_id not in kept:
            task = plan_task(case, what=each.what, due_on=each.due_on, kind=TaskKind.PLAN_STEP, source=each.step)
            values: dict[str, Any] = {each.held_in: task}
            change(each.step, **values)
            if each.held_in == "reminder" and each.step.who == Doer.CLIENT:
                remind_the_client(actor, task, of_day=each.step.due_on)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A task that a step asks for; `held_in` is the step's field for it."""

    step: ActionStep
    held_in: str
    what: Asked
    due_on: date

    @property
    def task_id(self) -> UUID | None:
        found: UUID | None = getattr(self.step, f"{self.held_in}_id")
        return found


def _wanted(step: ActionStep, review_on: date) -> Iterator[_Wanted]:
    if step.who == Doer.WORKER:
        yield _Wanted(step, "task", step.what, step.due_on or review_on)
    if step.remind_on is not None:
        who = step.who_name or Doer(step.who).label
        what = worded(_("Reminder: {what} ({who})"), what=step.what, who=who)
        yield _Wanted(step, "reminder", what, step.remind_on)


def _still_agreed(case: Case, wanted: list[_Wanted]) -> set[UUID]:
    """Tasks whose step stands unchanged in the new version, open or finished."""
    tasks = facts(Task, because="a step carried over keeps its task").filter(case=case, kind=TaskKind.PLAN_STEP)
    held = tasks.in_bulk([each.task_id for each in wanted if each.task_id])
    same = {each.task_id for each in wanted if each.task_id is not None and _says_the_same(each, held[each.task_id])}
    return same - _told_otherwise(case, wanted)


def _told_otherwise(case: Case, wanted: list[_Wanted]) -> set[UUID]:
    """Reminders of steps that another does now, or by another day: what the client's letter would say is wrong."""
    before = facts(ActionStep, because="a letter speaks of the step as it stands now").filter(plan__case=case)
    known = before.exclude(reminder=None).exclude(pk__in=[each.step.pk for each in wanted])
    latest = {
        key: (who, due_on)
        for key, who, due_on in known.order_by("plan__number").values_list("reminder_id", "who", "due_on")
    }
    return {
        each.task_id
        for each in wanted
        if each.held_in == "reminder"
        and each.task_id in latest
        and latest[each.task_id] != (each.step.who, each.step.due_on)
    }


def _says_the_same(each: _Wanted, task: Task) -> bool:
    undated = each.held_in == "task" and each.step.due_on is None
    same_day = task.done_at is not None or undated or each.due_on == task.due_on
    same_words = task.worded == kept(each.what) if task.worded else task.what == each.what
    return same_words and task.cancelled_at is None and same_day


@action(needs=Permission.PLAN_WRITE, on="plan")
def new_version(*, actor: Actor, plan: ServicePlan) -> ServicePlan:
    """Copy the agreed plan into a draft, to change it together. The agreed one holds until the new one is signed."""
    case: Case = facts(Case, because="only an open case is planned for").get(pk=plan.case_id)
    versions = facts(ServicePlan, because="a case has one draft at a time").filter(case=case)
    has_draft = versions.filter(status=PlanStatus.DRAFT).exists()
    insist(may_begin_version(case_open=case.is_open, status=plan.status, has_draft=has_draft))
    draft = ServicePlan(
        case=case,
        person_id=plan.person_id,
        program_id=plan.program_id,
        template_id=plan.template_id,
        number=versions.aggregate(last=Max("number"))["last"] + 1,
        language=plan.language,
        strengths=plan.strengths,
        frequency=plan.frequency,
        duration=plan.duration,
        resources=plan.resources,
        cost=plan.cost,
        contingency=plan.contingency,
        written_by_id=actor.id if actor.kind is ActorKind.STAFF else None,
    )
    draft.save(force_insert=True)
    _copy_goals(plan, draft)
    tell("planning.version_begun", draft, needs=Permission.PLAN_VIEW, facts={"number": draft.number})
    return draft


def _copy_goals(plan: ServicePlan, draft: ServicePlan) -> None:
    """Goals still being worked on, with their steps; reached and let-go ones stay in the version that had them."""
    steps = list(plan.steps.order_by("created_at", "id"))
    copies: dict[UUID, Goal] = {}
    # Goals for later first: a near one that leads to one needs its copy.
    for goal in plan.goals.filter(status__in=LIVE_GOALS).order_by("horizon", "created_at", "id"):
        copied = Goal(plan=draft, **{name: getattr(goal, name) for name in COPIED_GOAL})
        copied.serves = copies.get(goal.serves_id) if goal.serves_id else None
        copied.save(force_insert=True)
        copies[goal.pk] = copied
        for step in steps:
            if step.goal_id == goal.pk:
                words = {name: getattr(step, name) for name in COPIED_STEP}
                ActionStep(goal=copied, plan=draft, **words).save(force_insert=True)
