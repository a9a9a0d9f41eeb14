"""Plans as workers and clients read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter
from typing import Any, cast
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, facts, require, rows
from keyworker.agencies.models import Staff
from keyworker.assessment.models import Need
from keyworker.audit import trail
from keyworker.audit.models import AuditEvent
from keyworker.base.actor import Actor
from keyworker.consent.signing import in_words
from keyworker.design.forms.drawing import lines_of
from keyworker.notices.models import Notice
from keyworker.notices.queries import reminders_of
from keyworker.people.models import Person
from keyworker.planning.clear_goals import GoalFacts
from keyworker.planning.models import (
    ActionStep,
    Goal,
    GoalReading,
    Horizon,
    PlanSignature,
    SaidBy,
    ServicePlan,
    Signer,
)
from keyworker.planning.rules import Standing, awaited, standing_of
from keyworker.planning.snapshots import digest, snapshot
from keyworker.tasks.models import Doer

SHOWN_OF_SIGNATURE = {
    name: name for name in ("signer", "signer_name", "how", "witness", "drawing", "signed_at", "digest")
}
SHOWN_OF_READING = {name: name for name in ("number", "on", "said_by", "words")}
AROUND = ("case", "person", "program", "written_by", "template")
READ_FOR_CLEARNESS = (
    "words", "specific", "measure", "baseline", "target", "target_on", "why_it_matters", "less_is_better",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepView:
    """A step with the name of whoever does it, and whether it is done. `who` is put into words when it is shown.

    `letter` is what reminds the client of it, for the worker to see whether it went, and why not.
    """

    step: ActionStep
    who: str | Promise
    done: bool
    letter: Notice | None = None


@dataclass(frozen=True, slots=True)
class ReadingView:
    """Where a goal stood on a day, and who said so."""

    number: int
    on: date
    said_by: str
    words: str

    @property
    def who(self) -> str:
        return str(SaidBy(self.said_by).label)


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal with its steps and its readings (oldest first), for reading. `serves` is the far goal it leads to."""

    goal: Goal
    serves: Goal | None = None
    readings: list[ReadingView] = field(default_factory=list)
    steps: list[StepView] = field(default_factory=list)

    @property
    def done(self) -> int:
        return sum(step.done for step in self.steps)

    @property
    def is_far(self) -> bool:
        return self.goal.horizon == Horizon.LONG

    @property
    def points(self) -> list[dict[str, Any]]:
        """The readings as the chart takes them."""
        return [{"label": date_format(one.on, "j M"), "value": one.number} for one in self.readings]

    @property
    def facts(self) -> GoalFacts:
        said = {name: getattr(self.goal, name) for name in READ_FOR_CLEARNESS}
        days = [step.step.due_on for step in self.steps if step.step.due_on]
        return GoalFacts(
            **said,
            steps=len(self.steps),
            last_step_on=max(days, default=None),
            leads_to_on=self.serves.target_on if self.serves else None,
        )


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature as it is shown: who, as what, how, when, and under which words."""

    signer: str
    signer_name: str
    how: str
    witness: str
    drawing: list[list[int]]
    signed_at: datetime
    digest: str

    @property
    def lines(self) -> list[str]:
        """The drawn name, stroke by stroke, as the page draws it."""
        return lines_of(self.drawing)

    @property
    def role(self) -> str:
        return str(Signer(self.signer).label)

    @property
    def method(self) -> str:
        return in_words(self.how, self.witness)


@dataclass(frozen=True, slots=True)
class PlanView:
    """One version of a plan, whole: goals by priority, signatures, the case's other versions, who has yet to sign."""

    plan: ServicePlan
    goals: list[GoalView]
    signatures: list[Signed]
    versions: list[ServicePlan]
    digest: str
    awaited: list[Signer]

    @property
    def standing(self) -> Promise:
        """How it stands, in words."""
        return standing_of(self.plan.status, signed=bool(self.counting), waits_for=self.awaited)

    @property
    def next_signer(self) -> str:
        return self.awaited[0].value if self.plan.is_draft and self.goals and self.awaited else ""

    @property
    def counting(self) -> list[Signed]:
        """Signatures under the words as they are now."""
        return [signature for signature in self.signatures if signature.digest == self.digest]

    @property
    def outdated(self) -> bool:
        """Somebody signed, and the draft was changed afterwards."""
        return self.plan.is_draft and bool(self.signatures) and not self.counting

    @property
    def earlier(self) -> ServicePlan | None:
        """The version before this one."""
        older = [version for version in self.versions if version.number < self.plan.number]
        return older[0] if older else None

    @property
    def draft(self) -> ServicePlan | None:
        return next((version for version in self.versions if version.is_draft), None)


def plan_view(actor: Actor, plan_id: UUID | str) -> PlanView:
    """A plan to read; that it was read is recorded before the page is sent. Raises `Absent`."""
    view = working_view(actor, plan_id, letters=True)
    plan = view.plan
    trail.record("planning.plan_opened", subject=plan, person_id=plan.person_id, program_id=plan.program_id)
    return view


def working_view(
    actor: Actor, plan_id: UUID | str, *, needs: Permission = Permission.PLAN_VIEW, letters: bool = False
) -> PlanView:
    """A plan while somebody works on it. Three queries; one more for the `letters` that remind the client of steps."""
    plan, versions = _with_versions(actor, plan_id, needs)
    goals = _goals(plan)
    steps = list(plan.steps.select_related("task").order_by("created_at", "id"))
    signatures = [_signed(held) for held in plan.signed_by]  # type: ignore[attr-defined]
    now_reads = plan.digest or digest(snapshot(plan, goals, steps))
    signed = frozenset(signature.signer for signature in signatures if signature.digest == now_reads)
    standing = Standing(plan.status, now_reads, len(goals), signed, plan.program.supervisor_signs_plans)
    about = [step.reminder_id for step in steps if step.reminder_id and step.who == Doer.CLIENT] if letters else []
    views = _with_steps(plan, goals, steps, reminders_of(actor, about, needs=needs))
    return PlanView(plan, views, signatures, versions, now_reads, awaited(standing))


def _with_versions(actor: Actor, plan_id: UUID | str, needs: Permission) -> tuple[ServicePlan, list[ServicePlan]]:
    """The plan with its signatures, and all versions of its case, newest first, in one query."""
    found = with_signatures(rows(ServicePlan, actor=actor, needs=needs).filter(case__plans__pk=plan_id))
    versions = cast("list[ServicePlan]", list(found.select_related(*AROUND).order_by("-number")))
    plan = next((version for version in versions if str(version.pk) == str(plan_id)), None)
    if plan is None:
        raise Absent(_("There is nothing here, or it is not yours to see."))
    return plan, versions


def with_signatures(found: "QuerySet[Any]") -> "QuerySet[Any]":
    """Each plan with what was signed under it, first things first."""
    signatures = PlanSignature.objects.filter(plan=OuterRef("pk")).order_by("signed_at")
    signed = ArraySubquery(signatures.values(held=JSONObject(**SHOWN_OF_SIGNATURE)))
    annotated: QuerySet[Any] = found.annotate(signed_by=signed)
    return annotated


def _signed(held: dict[str, str]) -> Signed:
    return Signed(**{**held, "signed_at": datetime.fromisoformat(held["signed_at"])})  # type: ignore[arg-type]


def _goals(plan: ServicePlan) -> list[Goal]:
    """The goals in the client's order, each with its readings, in one query."""
    return list(plan.goals.annotate(read=_readings()).order_by("priority", "created_at", "id"))


def _readings() -> ArraySubquery:
    """What was said of where a goal stands, oldest first, through all versions of the plan."""
    readings = GoalReading.objects.filter(person=OuterRef("person"), lineage=OuterRef("lineage"))
    return ArraySubquery(readings.order_by("on", "created_at").values(held=JSONObject(**SHOWN_OF_READING)))


def goals_read(actor: Actor, person: Person) -> list[GoalView]:
    """Every goal of the person of which somebody said where it stands, in its newest wording. One query."""
    found = rows(Goal, actor=actor, needs=Permission.PLAN_VIEW).filter(person=person).annotate(read=_readings())
    newest = found.order_by("lineage", "-plan__number", "-created_at").distinct("lineage")
    return [_goal_view(goal, {}) for goal in sorted(newest, key=attrgetter("priority", "created_at")) if goal.read]


def _reading(held: dict[str, Any]) -> ReadingView:
    return ReadingView(**{**held, "on": date.fromisoformat(held["on"])})


def _goal_view(goal: Goal, by_key: Mapping[UUID, Goal]) -> GoalView:
    readings = [_reading(held) for held in goal.read]  # type: ignore[attr-defined]
    return GoalView(goal, by_key.get(goal.serves_id) if goal.serves_id else None, readings)


def _with_steps(
    plan: ServicePlan, goals: Sequence[Goal], steps: Sequence[ActionStep], letters: Mapping[UUID, Notice]
) -> list[GoalView]:
    by_key = {goal.pk: goal for goal in goals}
    views = {goal.pk: _goal_view(goal, by_key) for goal in goals}
    for step in steps:
        done = step.done_at is not None or (step.task is not None and step.task.done_at is not None)
        letter = letters.get(step.reminder_id) if step.reminder_id else None
        views[step.goal_id].steps.append(StepView(step, doer(step, plan.person), done, letter))
    return list(views.values())


def doer(step: ActionStep, person: Person) -> str | Promise:
    """Who does a step, by name where there is one."""
    if step.who == Doer.CLIENT:
        return step.who_name or person.called
    return step.who_name or Doer(step.who).label


def need_in(plan: ServicePlan, need: Need) -> Goal | None:
    """The goal of a plan that was made of a need."""
    found: Goal | None = plan.goals.filter(need=need).first()
    return found


def goal_of(actor: Actor, goal_id: UUID | str) -> Goal:
    """A goal to work on, with its plan."""
    return require(
        Goal,
        goal_id,
        actor=actor,
        needs=Permission.PLAN_WRITE,
        join=("plan", "plan__case", "plan__template", "person", "program"),
    )


def far_goals(plan: ServicePlan, *, but: Goal | None = None) -> list[tuple[UUID, str]]:
    """The goals for later of a plan, that a nearer one may lead to. One query."""
    found = plan.goals.filter(horizon=Horizon.LONG).order_by("priority", "created_at", "id")
    return list((found.exclude(pk=but.pk) if but else found).values_list("pk", "words"))


def goal_to_read(actor: Actor, goal_id: UUID | str) -> GoalView:
    """A goal with its readings, to say where it stands today. Two queries."""
    held = goal_of(actor, goal_id)
    goal = next(goal for goal in _goals(held.plan) if goal.pk == held.pk)
    goal.plan, goal.person, goal.program = held.plan, held.person, held.program
    return _goal_view(goal, {})


def step_of(actor: Actor, step_id: UUID | str) -> ActionStep:
    """A step to work on, with its goal and plan."""
    return require(
        ActionStep, step_id, actor=actor, needs=Permission.PLAN_WRITE, join=("goal", "plan", "plan__template", "person")
    )


def two_versions(actor: Actor, plan_id: UUID, other_id: UUID) -> tuple[ServicePlan, ServicePlan]:
    """Two versions of one case's plan, the earlier first; reading them is recorded. Raises `Absent`."""
    one, versions = _with_versions(actor, plan_id, Permission.PLAN_VIEW)
    other = next((version for version in versions if version.pk == other_id), None)
    if other is None:
        raise Absent(_("There is nothing here, or it is not yours to see."))
    trail.record("planning.plan_opened", subject=one, person_id=one.person_id, program_id=one.program_id)
    return (one, other) if one.number < other.number else (other, one)


def words_of(plan: ServicePlan) -> dict[str, Any]:
    """What a version says: as it was signed, or as the draft reads now."""
    return plan.snapshot or snapshot(plan, plan.goals.all(), plan.steps.all())


@dataclass(frozen=True, slots=True)
class Saved:
    """Who saved a record last, and when, for the page that shows two versions."""

    who: str
    when: datetime | None


def last_saved(actor: Actor, record: ServicePlan | Goal | ActionStep) -> Saved:
    """Read from the trail, for a person to see; nothing is decided by it."""
    events = facts(AuditEvent, because="a worker whose save came second is told who was first").filter(
        person_id=record.person_id, subject_id=record.pk
    )
    event = events.exclude(verb="planning.plan_opened").order_by("-id").first()
    staff_id = event.actor_id if event else None
    who = rows(Staff, actor=actor, needs=Permission.STAFF_VIEW).filter(pk=staff_id).first() if staff_id else None
    return Saved(who.name if who else _("A colleague"), event.occurred_at if event else None)
