"""Asking a colleague whether two records are one person: a task, for somebody who may open both."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Staff
from keyworker.audit import trail
from keyworker.base.actor import Actor
from keyworker.base.decision import Refused, insist, no
from keyworker.base.models import change
from keyworker.cases.models import Case
from keyworker.people.entrusting import who_may_be_entrusted
from keyworker.people.models import CareTeamMember, MatchCandidate, MatchState
from keyworker.people.twice import may_decide
from keyworker.tasks.actions import set_task

DAYS = 7


@action(needs=Permission.PERSON_LINK, on="candidate")
def ask_colleague(*, actor: Actor, candidate: MatchCandidate, staff: Staff, seen: int) -> MatchCandidate:
    """Give the pair to somebody who may open both files, as a task in one of them. Raises `Refused`, `StaleRecord`."""
    insist(may_decide(candidate))
    case, asked = case_for_asking(actor, candidate), who_may_be_asked(actor, candidate).get(str(staff.pk))
    if case is None or asked is None:
        raise Refused(no(_NOT_BOTH if case else _NO_CASE))
    words = _("Look at “Written down twice?”: are two records this one person?")
    due_on = workplace(actor).today + timedelta(days=DAYS)
    set_task(actor=actor, case=case, what=words, due_on=due_on, assignee=asked)
    change(candidate, seen=seen, state=MatchState.ASKED.value, asked=asked)
    for person_id in (candidate.person_id, candidate.other_id):
        trail.record("people.colleague_asked", subject=candidate, person_id=person_id)
    return candidate


_NO_CASE = gettext_lazy("No case of theirs is open in which you can give somebody a task.")
_NOT_BOTH = gettext_lazy("They may not open both of these. Choose somebody else.")


def case_for_asking(actor: Actor, candidate: MatchCandidate) -> Case | None:
    """An open case of either in which the worker may give tasks, and the colleague sees them."""
    both = (candidate.person_id, candidate.other_id)
    found = rows(Case, actor=actor, needs=Permission.TASK_EDIT).filter(person_id__in=both, closed_at=None)
    case: Case | None = found.select_related("person").order_by("created_at").first()
    return case


def who_may_be_asked(actor: Actor, candidate: MatchCandidate) -> dict[str, Staff]:
    """Colleagues who may open both files where the worker knows them to be served. Three queries."""
    both = (candidate.person, candidate.other)
    places = rows(CareTeamMember, actor=actor, needs=Permission.PERSON_VIEW).filter(person__in=both)
    served = set(places.values_list("person_id", "program_id"))
    one, other = (
        who_may_be_entrusted(
            person, [program for key, program in served if key == person.pk], needs=Permission.PERSON_LINK
        ).named()
        for person in both
    )
    return {key: staff for key, staff in one.items() if key in other and staff.pk != actor.id}
