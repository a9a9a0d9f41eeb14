"""Somebody has died: nobody asks any more how they are."""

from django.utils.translation import gettext_lazy as _

from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.base import clock, context
from keyworker.base.models import change
from keyworker.cases.models import Case
from keyworker.people.details.mourning import after_death
from keyworker.people.models import Person
from keyworker.reviews.models import FollowUp, FollowUpOutcome
from keyworker.tasks.actions import refresh_next_step
from keyworker.tasks.models import Task, TaskKind


@after_death
def end_follow_ups(person: Person) -> None:
    """Those still due, in whichever program, and the tasks that asked for them; without a name to either."""
    today = workplace(context.current().actor).today
    due = facts(FollowUp, because="nobody who died is asked how they are").filter(person=person, done_on=None)
    for follow_up in due.select_for_update(no_key=True):
        change(follow_up, done_on=today, outcome=FollowUpOutcome.DIED.value)
        case: Case = facts(Case, because="its next step goes with the follow-up").get(pk=follow_up.case_id)
        _take_off(case)
        refresh_next_step(case)


def _take_off(case: Case) -> None:
    asked = facts(Task, because="nobody who died is asked how they are").filter(
        case=case, kind=TaskKind.FOLLOW_UP.value, done_at=None, cancelled_at=None
    )
    for task in asked.select_for_update(no_key=True):
        change(task, cancelled_at=clock.now(), outcome=str(_("They have died.")))
