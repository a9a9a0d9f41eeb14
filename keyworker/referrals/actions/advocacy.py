"""Speaking up for a person: begin it, write down each step, say what came of it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.cases.models import Case
from keyworker.delivery.models import Benefit
from keyworker.people.timeline import tell
from keyworker.referrals import speaking_up
from keyworker.referrals.models import Advocacy, AdvocacyOutcome, AdvocacyStep, InTheWay, OutgoingReferral
from keyworker.tasks.actions import finish_tasks, plan_task
from keyworker.tasks.models import TaskKind
from keyworker.tasks.wording import worded

RECORD, VIEW = Permission.CONTACT_RECORD, Permission.CONTACT_VIEW
VERBS = {
    AdvocacyOutcome.WON: "referrals.advocacy_won",
    AdvocacyOutcome.PARTLY: "referrals.advocacy_partly_won",
    AdvocacyOutcome.LOST: "referrals.advocacy_lost",
    AdvocacyOutcome.WITHDRAWN: "referrals.advocacy_withdrawn",
}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What was denied or stands in the way; `wants` is what the person wants, as they say it."""

    kind: InTheWay
    what: str
    by_whom: str
    happened_on: date
    wants: str
    letter_on: date | None = None
    deadline_on: date | None = None
    benefit: Benefit | None = None
    referral: OutgoingReferral | None = None


@action(needs=RECORD, on="case")
def begin_advocacy(*, actor: Actor, case: Case, obstacle: Obstacle) -> Advocacy:
    """Something stands in their way, and we speak up. Raises `Refused` for days that cannot be."""
    insist(
        speaking_up.may_begin(
            obstacle.happened_on, letter_on=obstacle.letter_on, deadline_on=obstacle.deadline_on,
            today=workplace(actor).today, case_open=case.is_open,
        )
    )  # fmt: skip
    advocacy = Advocacy(
        case=case,
        person_id=case.person_id,
        program_id=case.program_id,
        kind=obstacle.kind.value,
        what=obstacle.what.strip(),
        by_whom=obstacle.by_whom.strip(),
        happened_on=obstacle.happened_on,
        letter_on=obstacle.letter_on,
        deadline_on=obstacle.deadline_on,
        wants=obstacle.wants.strip(),
        benefit=obstacle.benefit,
        referral=obstacle.referral,
        begun_by_id=actor.staff_id,
    )
    advocacy.save(force_insert=True)
    _next(actor, case, advocacy)
    tell("referrals.advocacy_begun", advocacy, needs=VIEW, facts=_facts(advocacy))
    return advocacy


@action(needs=RECORD, on="advocacy")
def note_advocacy_step(
    *, actor: Actor, advocacy: Advocacy, what: str, done_on: date, next_on: date | None = None
) -> AdvocacyStep:
    """Something was done about it; `next_on` is when to see to it again. Raises `Refused` once it is over."""
    today = workplace(actor).today
    insist(
        speaking_up.may_go_on(is_open=advocacy.is_open, done_on=done_on, happened_on=advocacy.happened_on, today=today)
    )
    step = AdvocacyStep(
        advocacy=advocacy,
        person_id=advocacy.person_id,
        program_id=advocacy.program_id,
        done_on=done_on,
        what=what.strip(),
        by_id=actor.staff_id,
    )
    step.save(force_insert=True)
    if next_on is not None:
        case = _case(advocacy)
        finish_tasks(case, TaskKind.TO_DO, by=actor, asked_for_by=[advocacy])
        _ask_again(case, advocacy, max(next_on, today))
    tell("referrals.advocacy_step", step, needs=VIEW, facts=_facts(advocacy))
    return step


@action(needs=RECORD, on="advocacy")
def end_advocacy(
    *,
    actor: Actor,
    advocacy: Advocacy,
    outcome: AdvocacyOutcome,
    ended_on: date,
    words: str = "",
    seen: int | None = None,
) -> Advocacy:
    """What came of it. Raises `StaleRecord`; `Refused` once it is over."""
    insist(
        speaking_up.may_end(
            is_open=advocacy.is_open, ended_on=ended_on, happened_on=advocacy.happened_on,
            today=workplace(actor).today,
        )
    )  # fmt: skip
    change(advocacy, seen=seen, outcome=outcome.value, outcome_words=words.strip(), ended_on=ended_on)
    case = _case(advocacy)
    finish_tasks(case, TaskKind.TO_DO, by=actor, asked_for_by=[advocacy])
    if case.is_open and case.next_step_on is None:
        due_on = workplace(actor).today + speaking_up.BEFORE_THE_DEADLINE
        plan_task(case, what=_("Talk about what comes next"), due_on=due_on, kind=TaskKind.TO_DO)
    tell(VERBS[outcome], advocacy, needs=VIEW, facts=_facts(advocacy))
    return advocacy


def _next(actor: Actor, case: Case, advocacy: Advocacy) -> None:
    due_on = speaking_up.write_by(advocacy.deadline_on, today=workplace(actor).today)
    if advocacy.deadline_on is None:
        _ask_again(case, advocacy, due_on)
        return
    what = worded(_("Appeal against “{what}”"), what=advocacy.what)
    plan_task(case, what=what, due_on=due_on, kind=TaskKind.TO_DO, source=advocacy)


def _ask_again(case: Case, advocacy: Advocacy, due_on: date) -> None:
    what = worded(_("Speak up again about “{what}”"), what=advocacy.what)
    plan_task(case, what=what, due_on=due_on, kind=TaskKind.TO_DO, source=advocacy)


def _facts(advocacy: Advocacy) -> dict[str, str]:
    return {"what": advocacy.what, "by": advocacy.by_whom}


def _case(advocacy: Advocacy) -> Case:
    locked = facts(Case, because="what is to be done next is a step of its case").select_for_update(no_key=True)
    case: Case = locked.get(pk=advocacy.case_id)
    return case
