"""What somebody does with their plan at their own door: tick, say where they are, sign, ask. By the narrow login."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import Decision, insist, no, yes
from keyworker.base.models import change
from keyworker.cases.models import Case
from keyworker.consent.models import Companion
from keyworker.consent.signing import SignedHow
from keyworker.people.timeline import tell
from keyworker.planning.actions.goals import SHOWN_WORDS, Said, keep_reading
from keyworker.planning.actions.signing import sign_here
from keyworker.planning.models import (
    ActionStep,
    Goal,
    GoalReading,
    PlanSignature,
    PlanStatus,
    SaidBy,
    ServicePlan,
    Signer,
)
from keyworker.planning.rules import Signing, may_offer, may_read_goal
from keyworker.planning.snapshots import digest, snapshot
from keyworker.tasks.models import Doer


@action(needs=Permission.PORTAL_ACT, on="step")
def tick_own_step(*, actor: Actor, step: ActionStep, done: bool) -> ActionStep:
    """Tick off a step of their own, or take the tick off. Raises `Refused` for somebody else's, and for an old plan."""
    insist(yes() if step.who == Doer.CLIENT else no(_("Somebody else does this step.")))
    insist(_is_worked_on(step.plan_id))
    change(step, done_at=clock.now() if done else None)
    verb = "planning.step_finished" if done else "planning.step_begun_again"
    tell(verb, step, needs=Permission.PLAN_VIEW, facts={"what": step.what})
    return step


@action(needs=Permission.PORTAL_ACT, on="goal")
def read_own_goal(*, actor: Actor, goal: Goal, number: int, words: str = "") -> GoalReading:
    """Say where they are with a goal today, 0 to 10. Raises `Refused` once the plan was replaced or the case closed."""
    plan: ServicePlan = facts(ServicePlan, because="a goal is read in the plan that holds").get(pk=goal.plan_id)
    case: Case = facts(Case, because="only an open case is worked on").get(pk=plan.case_id)
    today = workplace(actor).today
    insist(may_read_goal(case_open=case.is_open, status=plan.status, number=number, on=today, today=today))
    said = Said(number, today, SaidBy.CLIENT.value, words.strip())
    reading = keep_reading(case, goal, said, by=actor)
    told = {"words": goal.words[:SHOWN_WORDS], "number": number}
    tell("planning.goal_read", reading, needs=Permission.PLAN_VIEW, facts=told)
    return reading


@action(needs=Permission.PORTAL_ACT, on="case")
def sign_own_plan(*, actor: Actor, case: Case, plan: ServicePlan, name: str, seen_digest: str) -> PlanSignature:
    """Put their name under the words they read, if these are the words their worker offered. Raises `Refused`."""
    insist(yes() if actor.kind is ActorKind.CLIENT else no(_("Only they themselves sign here.")))
    offered = plan.offered != "" and plan.offered == seen_digest
    insist(yes() if offered else no(_("The plan has changed since. Talk about it with your worker first.")))
    return sign_here(actor, plan, Signing(Signer.CLIENT.value, name, SignedHow.TYPED.value, seen_digest))


@action(needs=Permission.COMPANION_SIGN, on="companion")
def sign_plan_beside(*, actor: Actor, companion: Companion, plan: ServicePlan, seen_digest: str) -> PlanSignature:
    """A guardian at their own door, under their own name and no other. Raises `Refused` for words not offered."""
    insist(yes() if actor.kind is ActorKind.COMPANION else no(_("Only they themselves sign here.")))
    offered = plan.offered != "" and plan.offered == seen_digest
    insist(yes() if offered else no(_("The plan has changed since. Talk about it with your worker first.")))
    return sign_here(actor, plan, Signing(Signer.GUARDIAN.value, companion.name, SignedHow.TYPED.value, seen_digest))


@action(needs=Permission.PLAN_SIGN, on="plan")
def offer_plan(*, actor: Actor, plan: ServicePlan) -> ServicePlan:
    """Put these words on their own page to sign; changed words must be offered anew. Raises `Refused`."""
    goals = list(plan.goals.all())
    insist(may_offer(draft=plan.is_draft, goals=len(goals), case_open=plan.case.is_open, sealed=plan.program.sealed))
    change(plan, offered=digest(snapshot(plan, goals, plan.steps.all())))
    tell("planning.offered", plan, needs=Permission.PLAN_VIEW)
    return plan


def _is_worked_on(plan_id: UUID) -> Decision:
    plan: ServicePlan = facts(ServicePlan, because="only the plan that holds is worked on").get(pk=plan_id)
    case: Case = facts(Case, because="only an open case is worked on").get(pk=plan.case_id)
    if plan.status == PlanStatus.ACTIVE and case.is_open:
        return yes()
    return no(_("This is not the plan any more. Open your page again."))
