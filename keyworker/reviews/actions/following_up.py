"""Asking how somebody is after their case was closed."""

from datetime import date

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.cases.models import Case, Step
from keyworker.people.timeline import tell
from keyworker.reviews.actions.closing import end_sight
from keyworker.reviews.models import FollowUp, FollowUpOutcome
from keyworker.reviews.rules import may_record_follow_up
from keyworker.tasks.actions import finish_tasks
from keyworker.tasks.models import TaskKind

# Long enough to open the case again when they want help.
STILL_SEEN_DAYS = 14


@action(needs=Permission.REVIEW_RECORD, on="follow_up")
def record_follow_up(
    *,
    actor: Actor,
    follow_up: FollowUp,
    outcome: FollowUpOutcome,
    done_on: date,
    still_well: bool | None = None,
    words: str = "",
) -> FollowUp:
    """Note how they are. The owner's sight ends then, later when they want help again."""
    decision = may_record_follow_up(done=follow_up.done_on is not None, done_on=done_on, today=workplace(actor).today)
    insist(decision)
    change(
        follow_up, done_on=done_on, outcome=outcome.value, still_well=still_well, words=words, done_by_id=actor.staff_id
    )
    case: Case = facts(Case, because="the path ends here").select_for_update(no_key=True).get(pk=follow_up.case_id)
    finish_tasks(case, TaskKind.FOLLOW_UP, by=actor)
    if not case.is_open:
        change(case, step=Step.EXIT)
        end_sight(case, after_days=STILL_SEEN_DAYS if outcome is FollowUpOutcome.WANTS_HELP else 0)
    told = {"outcome_code": outcome.value}
    tell("reviews.follow_up_done", follow_up, needs=Permission.REVIEW_VIEW, facts=told)
    return follow_up
