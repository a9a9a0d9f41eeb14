"""Tasks of a colleague who may not open the file any more."""

from keyworker.access.sight import facts
from keyworker.agencies.models import Staff
from keyworker.base.models import change
from keyworker.people.models import Person
from keyworker.people.parting import hands_on
from keyworker.tasks.actions import still_theirs
from keyworker.tasks.models import Task


@hands_on
def to_whoever_has_the_case(person: Person, staff: Staff) -> None:
    """What was given to them by name is the case owner's; what they may still do, in another program too, stays theirs.

    A case that its owner cannot open stands on the supervisor's page.
    """
    given = facts(Task, because="what nobody can open is done by nobody").filter(
        person=person, assignee=staff, case__isnull=False, done_at=None, cancelled_at=None
    )
    for task in given.select_for_update(no_key=True):
        if still_theirs(task) is None:
            change(task, assignee=None)
