"""Planning the end from the first day."""

from dataclasses import asdict, dataclass

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.cases.models import Case
from keyworker.people.timeline import tell
from keyworker.reviews.models import ExitPlan
from keyworker.reviews.rules import may_plan_the_end


@dataclass(frozen=True, slots=True)
class ExitWords:
    """How we will know that it can end, who will be there, who takes over, what to do if it gets hard again."""

    criteria: str = ""
    supports: str = ""
    handover_to: str = ""
    if_hard: str = ""


@action(needs=Permission.REVIEW_RECORD, on="case")
def plan_exit(*, actor: Actor, case: Case, words: ExitWords, seen: int | None = None) -> ExitPlan:
    """Write down how the case is to end. Raises `StaleRecord`; `Refused` once it has ended."""
    wanted = asdict(words)
    insist(may_plan_the_end(case_open=case.is_open, said=any(wanted.values())))
    held = facts(ExitPlan, because="a case has one plan of its end").filter(case=case)
    plan: ExitPlan | None = held.select_for_update(no_key=True).first()
    if plan is None:
        plan = ExitPlan(case=case, person_id=case.person_id, program_id=case.program_id, **wanted)
        plan.save(force_insert=True)
    else:
        # Nothing seen means that there was none yet: a colleague wrote the first one meanwhile.
        change(plan, seen=0 if seen is None else seen, **wanted)
    tell("reviews.exit_planned", plan, needs=Permission.REVIEW_VIEW)
    return plan
