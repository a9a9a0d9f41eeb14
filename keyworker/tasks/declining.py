"""What somebody declines at their own door: to meet by video, to be written to on their page. It stands above plans.

They say it in one step and take it back in one step; whoever has a case of theirs is told by a task.
"""

from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, rows
from keyworker.access.workplace import workplace
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist, no, yes
from keyworker.base.live import wake
from keyworker.base.models import change
from keyworker.cases.models import Case, CaseStatus
from keyworker.tasks.actions import leave_task
from keyworker.tasks.models import Declined, NoTo, TaskKind
from keyworker.tasks.wording import Asked

TOLD_WITHIN = timedelta(days=1)
MOST_A_DAY = 6  # whoever says yes and no more often is asked to call: each of them is a task for somebody
TELLS = {
    NoTo.VIDEO: _("On their own page they said no to video. Look at what is planned, and agree on another way."),
    NoTo.MESSAGES: _("On their own page they said no to messages there. Agree on another way."),
}
TELLS_AGAIN = {
    NoTo.VIDEO: _("On their own page they took their no to video back. Ask how they want to meet."),
    NoTo.MESSAGES: _("On their own page they took their no to messages back. You can write to them there again."),
}
BECAUSE = "what somebody does not want counts for whoever plans or writes"


@action(needs=Permission.PORTAL_ACT, on="case")
def decline(*, actor: Actor, case: Case, what: NoTo) -> Declined:
    """They do not want this; a meeting by video that goes on ends. Raises `Refused` for what they declined already."""
    insist(no(_("You said no to this already.")) if says_no(case.person_id, what) else yes())
    today = facts(Declined, because="saying it again and again tells nobody more").filter(
        person=case.person_id, created_at__gte=clock.now() - timedelta(days=1)
    )
    insist(yes() if today.count() < MOST_A_DAY else no(_("You said this often today. Please call us.")))
    declined = Declined(person_id=case.person_id, what=what.value)
    declined.save(force_insert=True)
    _tell_teams(actor, case, declined, TELLS[what])
    trail.record("tasks.declined", subject=declined, person_id=case.person_id)
    wake(case.person_id)
    return declined


@action(needs=Permission.PORTAL_ACT, on="case")
def take_no_back(*, actor: Actor, case: Case, what: NoTo) -> None:
    """They want it after all. Raises `Refused` for what was not declined."""
    held = facts(Declined, because=BECAUSE).filter(person=case.person_id, what=what.value, taken_back_at=None)
    declined = held.select_for_update(no_key=True).first()
    insist(yes() if declined is not None else no(_("You said no to nothing here.")))
    assert declined is not None  # noqa: S101 - just insisted on
    change(declined, taken_back_at=clock.now())
    _tell_teams(actor, case, declined, TELLS_AGAIN[what])
    trail.record("tasks.no_taken_back", subject=declined, person_id=case.person_id)


def says_no(person_id: UUID, what: NoTo) -> bool:
    """Whether they declined this at their own door and did not take it back. One query."""
    held = facts(Declined, because=BECAUSE).filter(person=person_id, what=what.value, taken_back_at=None)
    return bool(held.exists())


def saying_no(what: NoTo) -> Exists:
    """The same as part of a question about rows of persons."""
    return Exists(
        facts(Declined, because=BECAUSE).filter(person=OuterRef("person"), what=what.value, taken_back_at=None)
    )


def declined_by(actor: Actor, person_id: UUID) -> dict[str, Declined]:
    """What they say no to now, for whoever may see the person. One query."""
    held = rows(Declined, actor=actor, needs=Permission.PERSON_VIEW).filter(person=person_id, taken_back_at=None)
    return {each.what: each for each in held}


def _tell_teams(actor: Actor, case: Case, declined: Declined, what: Asked) -> None:
    """Everybody who has an open case of theirs that is reached from the door; each has a task of it by tomorrow."""
    due_on = workplace(actor).today + TOLD_WITHIN
    others = rows(Case, actor=actor, needs=Permission.PORTAL_ACT).filter(
        person=case.person_id, status=CaseStatus.ACTIVE
    )
    others = others.exclude(pk=case.pk).order_by("id").select_for_update(no_key=True)
    for each in (case, *others):
        leave_task(each, what=what, due_on=due_on, kind=TaskKind.TO_DO, source=declined)
