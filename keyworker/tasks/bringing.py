"""Several tasks at once, as a list brings them; each open case has a next dated step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min, OuterRef, Subquery
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.base import context
from keyworker.base.many import insert
from keyworker.cases.models import Case, CaseStatus
from keyworker.tasks.models import MOST_WORDS, Task
from keyworker.tasks.wording import kept, said

LOOK_THROUGH = _("Look through what came from the old list, and say what comes next")


@dataclass(frozen=True, slots=True)
class TaskComer:
    """Something to do in a case, by when; with no words: what everybody is asked whose case came with a list."""

    case: Case
    what: str
    due_on: date


def bring_tasks_in(comers: Sequence[TaskComer], at: datetime) -> None:
    """Write them down; the next step of every case they are in is its earliest."""
    asked = kept(LOOK_THROUGH)
    with translation.override(workplace(context.current().actor).agency.language):
        words = said(asked)[:MOST_WORDS]
    insert(
        Task(
            created_at=at,
            person_id=comer.case.person_id,
            program_id=comer.case.program_id,
            case=comer.case,
            what=comer.what[:MOST_WORDS] or words,
            worded={} if comer.what else asked,
            due_on=comer.due_on,
        )
        for comer in comers
    )
    refresh_next_steps([comer.case for comer in comers])


def refresh_next_steps(cases: Sequence[Case]) -> None:
    """The next step of each is its earliest open task. No version is counted: nobody has changed the case."""
    mine = facts(Task, because="the next step is the earliest open task").filter(
        case=OuterRef("pk"), done_at=None, cancelled_at=None
    )
    first = mine.order_by().values("case").annotate(first=Min("due_on")).values("first")
    held = facts(Case, because="its next step follows from its tasks").filter(
        pk__in=[case.pk for case in cases], status=CaseStatus.ACTIVE
    )
    held.update(next_step_on=Subquery(first))
