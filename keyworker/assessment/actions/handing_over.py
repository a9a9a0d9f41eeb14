"""Handing an unfinished assessment over to a colleague who goes on with it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.agencies.models import Staff
from keyworker.assessment.actions.critical import case_of
from keyworker.assessment.models import Assessment
from keyworker.assessment.queries import who_may_go_on
from keyworker.assessment.rules import may_hand_over
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.people.timeline import tell
from keyworker.tasks.actions import finish_tasks, plan_task
from keyworker.tasks.models import TaskKind
from keyworker.tasks.wording import worded


@dataclass(frozen=True, slots=True)
class HandOver:
    """To whom, why, and by when they go on with it."""

    to: Staff
    because: str
    due_on: date


@action(needs=Permission.ASSESSMENT_RECORD, on="assessment")
def hand_over_assessment(*, actor: Actor, assessment: Assessment, over: HandOver) -> Assessment:
    """A colleague on the care team goes on with what is begun. Raises `Refused` for anybody who cannot open it."""
    insist(
        may_hand_over(
            finished=assessment.is_finished,
            to_holder=over.to.pk == assessment.by_id,
            can_go_on=over.to.pk in {staff.pk for staff in who_may_go_on(assessment)},
            because=over.because,
        )
    )
    case = case_of(assessment)
    finish_tasks(case, TaskKind.ASSESSMENT, by=actor, asked_for_by=[assessment])
    change(assessment, by=over.to)
    what = worded(_("Go on with “{title}”: {why}"), title=assessment.title, why=over.because)
    plan_task(case, what=what, due_on=over.due_on, kind=TaskKind.ASSESSMENT, assignee=over.to, source=assessment)
    tell(
        "assessment.handed_over",
        assessment,
        needs=Permission.ASSESSMENT_VIEW,
        facts={"title": assessment.title, "to": over.to.name, "because": over.because},
    )
    return assessment
