"""What follows from a finished assessment: what was found, and the case's next step."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.assessment.actions.finding import FOUND
from keyworker.assessment.actions.practice import plan_again, rules_for
from keyworker.assessment.answered import IN_OWN_WORDS, in_their_words
from keyworker.assessment.models import Assessment
from keyworker.assessment.rules import domain_of
from keyworker.base.actor import Actor
from keyworker.base.models import change
from keyworker.cases.models import Case, Step
from keyworker.cases.path import onward
from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.names import name_of
from keyworker.questionnaires.filling import Filling
from keyworker.tasks.actions import finish_tasks, plan_task
from keyworker.tasks.models import Task, TaskKind

DAYS_TO_PLAN = 7
BEFORE_PLANNING = frozenset({Step.INTAKE, Step.ASSESSMENT})


def keep_found(assessment: Assessment, filling: Filling) -> None:
    """What the form itself says its answers tell of."""
    items = filling.definition.by_link_id
    for told in filling.found:
        own_words = items[told.link_id].type in IN_OWN_WORDS
        FOUND[told.kind](
            person_id=assessment.person_id,
            program_id=assessment.program_id,
            assessment=assessment,
            place=name_of(Place(told.link_id)),
            question=told.question,
            domain=domain_of(told.domain).value,
            text=in_their_words(told.question, told.answer, own_words=own_words),
        ).save(force_insert=True)


def move_on(actor: Actor, case: Case, assessment: Assessment) -> None:
    """After a first assessment comes the plan; a case further along only keeps its next step."""
    planned = facts(Task, because="the plan may be asked for already").filter(
        case=case, kind=TaskKind.PLAN, done_at=None, cancelled_at=None
    )
    if case.step in BEFORE_PLANNING:
        change(case, step=onward(case.program, Step.PLANNING))
        if case.step == Step.PLANNING and not planned.exists():
            due_on = workplace(actor).today + timedelta(days=DAYS_TO_PLAN)
            plan_task(case, what=_("Write the plan together"), due_on=due_on, kind=TaskKind.PLAN, source=assessment)
    url = assessment.questionnaire.url
    finish_tasks(case, TaskKind.ASSESSMENT, by=actor, asked_for_by=[assessment, None, *rules_for(case, url)])
    if case.is_open:
        plan_again(actor, case, url)
    if case.next_step_on is None and case.is_open:
        due_on = workplace(actor).today + timedelta(days=DAYS_TO_PLAN)
        plan_task(case, what=_("Agree what comes next"), due_on=due_on, kind=TaskKind.TO_DO, source=assessment)
