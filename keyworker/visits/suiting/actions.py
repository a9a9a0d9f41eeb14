"""Deciding whether meeting by telephone or video suits somebody."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.cases.models import Case
from keyworker.delivery.actions.next_step import plan_next
from keyworker.people.timeline import tell
from keyworker.tasks.actions import finish_tasks, plan_task
from keyworker.tasks.models import TaskKind
from keyworker.visits.models import Aid, Line, Outcome, Screen, Skill, Suitability, Wish
from keyworker.visits.suiting import rules


@dataclass(frozen=True, slots=True)
class Looked:
    """What they have and wish, and what was decided; no `outcome` for whoever would rather meet in person."""

    wish: Wish
    outcome: Outcome | None = None
    because: str = ""
    review_on: date | None = None
    screen: Screen | None = None
    shared_with: str = ""
    line: Line | None = None
    skill: Skill | None = None
    help_needed: str = ""
    aids: tuple[Aid, ...] = ()


@action(needs=Permission.VISIT_SCHEDULE, on="case")
def decide_suitability(*, actor: Actor, case: Case, looked: Looked) -> Suitability:
    """Keep it as of today; looking again becomes a task, and that of the time before is done. Raises `Refused`."""
    today, outcome = workplace(actor).today, looked.outcome.value if looked.outcome else ""
    found = rules.Found(looked.wish.value, outcome)
    insist(
        rules.may_decide(found, because=looked.because, review_on=looked.review_on, today=today, case_open=case.is_open)
    )
    before = facts(Suitability, because="whoever looks again has done what was planned")
    done = list(before.filter(case=case))
    held = Suitability(
        case=case,
        person=case.person,
        program_id=case.program_id,
        decided_on=today,
        decided_by_id=actor.staff_id,
        wish=looked.wish.value,
        screen=looked.screen or "",
        shared_with=looked.shared_with.strip() or None,
        line=looked.line or "",
        skill=looked.skill or "",
        help_needed=looked.help_needed.strip(),
        aids=[each.value for each in looked.aids],
        outcome=outcome,
        because=looked.because.strip(),
        review_on=looked.review_on,
    )
    held.save(force_insert=True)
    finish_tasks(case, TaskKind.TO_DO, by=actor, asked_for_by=done)
    if held.review_on is not None:
        what = _("Look again whether meeting by telephone or video suits them")
        plan_task(case, what=what, due_on=held.review_on, kind=TaskKind.TO_DO, source=held)
    plan_next(actor, case)
    verb = "visits.declined_at_a_distance" if looked.wish is Wish.ROOM else "visits.suitability_decided"
    tell(verb, held, needs=Permission.VISIT_VIEW)
    return held
