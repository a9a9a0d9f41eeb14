"""Writing the draft with the client: beginning a plan, its own words, throwing it away. Goals are in `goals`."""

from dataclasses import asdict, dataclass, replace
from datetime import timedelta

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.agencies.models import PathStep
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import insist, no, yes
from keyworker.base.models import change
from keyworker.cases.models import Case, Step
from keyworker.cases.path import may_begin
from keyworker.people.timeline import tell
from keyworker.planning.actions.approval import withdraw_approval
from keyworker.planning.models import PlanStatus, PlanTemplate, ServicePlan
from keyworker.planning.rules import may_change, may_discard, may_start
from keyworker.tasks.actions import plan_task, refresh_next_step
from keyworker.tasks.models import Task, TaskKind

DAYS_TO_WRITE = 7
OPEN_TASK = Q(done_at=None, cancelled_at=None)


@dataclass(frozen=True, slots=True)
class PlanWords:
    """The plan's own words, beside its goals."""

    strengths: str = ""
    frequency: str = ""
    contingency: str = ""
    language: str = ""
    duration: str = ""
    resources: str = ""
    cost: str = ""


@action(needs=Permission.PLAN_WRITE, on="case")
def start_plan(
    *, actor: Actor, case: Case, words: PlanWords = PlanWords(), template: PlanTemplate | None = None
) -> ServicePlan:
    """Begin the first plan of a case, with what its template says where nothing else was said.

    Raises `Refused` when one is being written or agreed already, or the template is not one of the program's.
    """
    plans = facts(ServicePlan, because="a case has one draft and one agreed plan").filter(case=case)
    standing = set(plans.values_list("status", flat=True))
    insist(
        may_start(
            case_open=case.is_open,
            has_draft=PlanStatus.DRAFT in standing,
            has_agreed=PlanStatus.ACTIVE in standing,
        )
    )
    insist(may_begin(case.program, PathStep.PLAN))
    words = _as_the_template_says(case, words, template)
    last = plans.aggregate(last=Max("number"))["last"] or 0
    plan = ServicePlan(
        case=case,
        person_id=case.person_id,
        program_id=case.program_id,
        template=template,
        number=last + 1,
        written_by_id=actor.id if actor.kind is ActorKind.STAFF else None,
        **asdict(words),
    )
    plan.save(force_insert=True)
    _move_to_planning(actor, case, plan)
    tell("planning.plan_started", plan, needs=Permission.PLAN_VIEW, facts={"number": plan.number})
    return plan


def _as_the_template_says(case: Case, words: PlanWords, template: PlanTemplate | None) -> PlanWords:
    if template is None:
        return words
    offered = facts(PlanTemplate, because="only the program's own templates are begun with").filter(
        pk=template.pk, program=case.program_id, ended_at=None
    )
    insist(yes() if offered.exists() else no(_("This template is not one of this program's any more.")))
    said = {name: getattr(words, name) or getattr(template, name) for name in ("frequency", "duration", "contingency")}
    return replace(words, **said)


def _move_to_planning(actor: Actor, case: Case, plan: ServicePlan) -> None:
    """The case stands at planning now, with the plan as its next dated step when it had none."""
    if case.step in {Step.INTAKE, Step.ASSESSMENT}:
        change(case, step=Step.PLANNING)
    if case.next_step_on is None:
        due_on = workplace(actor).today + timedelta(days=DAYS_TO_WRITE)
        plan_task(case, what=_("Finish the plan together"), due_on=due_on, kind=TaskKind.PLAN, source=plan)


@action(needs=Permission.PLAN_WRITE, on="plan")
def save_plan(*, actor: Actor, plan: ServicePlan, words: PlanWords, seen: int | None = None) -> ServicePlan:
    """Keep the plan's own words. Raises `StaleRecord` when the page was older than the plan."""
    insist(may_change(status=plan.status))
    change(plan, seen=seen, **asdict(words))
    withdraw_approval(plan)
    trail.record("planning.plan_saved", subject=plan, person_id=plan.person_id, program_id=plan.program_id)
    return plan


@action(needs=Permission.PLAN_WRITE, on="plan")
def discard_draft_plan(*, actor: Actor, plan: ServicePlan) -> Case:
    """Throw away a draft that nobody signed. Its case keeps a next dated step."""
    insist(may_discard(status=plan.status, signed=plan.signatures.exists()))
    tell("planning.draft_discarded", plan, needs=Permission.PLAN_VIEW, facts={"number": plan.number})
    waiting = facts(Task, because="what the draft asked for is no longer to be done").filter(
        OPEN_TASK, source_id=plan.pk
    )
    for task in waiting.select_for_update(no_key=True):
        change(task, cancelled_at=clock.now())
    case: Case = facts(Case, because="its draft goes").select_for_update(no_key=True).get(pk=plan.case_id)
    plan.goals.all().delete()
    plan.delete()
    refresh_next_step(case)
    if case.is_open and case.next_step_on is None:
        due_on = workplace(actor).today + timedelta(days=DAYS_TO_WRITE)
        if case.program.uses(PathStep.PLAN):
            plan_task(case, what=_("Write the plan together"), due_on=due_on, kind=TaskKind.PLAN)
        else:
            plan_task(case, what=_("Agree what comes next"), due_on=due_on, kind=TaskKind.TO_DO)
    return case
