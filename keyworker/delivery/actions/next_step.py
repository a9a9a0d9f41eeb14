"""An open case never loses its next dated step because somebody did the last one."""

from django.utils.translation import gettext_lazy as _

from keyworker.access.workplace import workplace
from keyworker.agencies.models import PathStep
from keyworker.base.actor import Actor
from keyworker.cases.models import Case
from keyworker.delivery import rules
from keyworker.tasks.actions import plan_task
from keyworker.tasks.models import TaskKind


def plan_next(actor: Actor, case: Case) -> None:
    """Plan what usually follows, where nothing is planned."""
    if case.next_step_on is not None or not case.is_open:
        return
    due_on = workplace(actor).today + rules.NEXT_IN
    if rules.needs_assessment_next(case.step) and case.program.uses(PathStep.ASSESSMENT):
        plan_task(case, what=_("Assess what they need"), due_on=due_on, kind=TaskKind.ASSESSMENT)
    else:
        plan_task(case, what=_("Agree what comes next"), due_on=due_on, kind=TaskKind.TO_DO)
