"""Somebody has died: each of their open cases asks for its end."""

from django.utils.translation import gettext_lazy as _

from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.base import context
from keyworker.cases.models import Case, CaseStatus
from keyworker.people.details.mourning import after_death
from keyworker.people.models import Person
from keyworker.tasks.actions import plan_task
from keyworker.tasks.models import TaskKind


@after_death
def ask_for_the_end(person: Person) -> None:
    """A task for whoever has the case, whichever program it is in; it does not say who noted the death."""
    today = workplace(context.current().actor).today
    cases = facts(Case, because="an open case of somebody who died asks for its end").filter(
        person=person, status=CaseStatus.ACTIVE
    )
    for case in cases.select_for_update(no_key=True):
        plan_task(case, what=_("They have died: close the case"), due_on=today, kind=TaskKind.TO_DO, source=case)
