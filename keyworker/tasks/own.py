"""What a client does about tasks: at their own door they ask for something, and it becomes one."""

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.base.actor import Actor
from keyworker.base.decision import insist, no, yes
from keyworker.cases.models import Case
from keyworker.people.timeline import tell
from keyworker.tasks.actions import leave_task
from keyworker.tasks.models import OwnWish, TaskKind, WishKind
from keyworker.tasks.wishing import ANSWERED_WITHIN, ASKS, SHOWN_WORDS
from keyworker.tasks.wording import worded


@action(needs=Permission.PORTAL_ACT, on="case")
def wish(*, actor: Actor, case: Case, kind: WishKind, words: str = "") -> OwnWish:
    """Ask something of the team at one's own door: a task for whoever has the case. Raises `Refused`.

    The same kind waits once: whoever presses twice, or thinks of something else, tells it when they talk.
    """
    today, words = workplace(actor).today, words.strip()
    insist(yes() if case.is_open else no(_("This is over. Call us, please.")))
    insist(yes() if words or kind is WishKind.DATA else no(_("Write it in your own words.")))
    waiting = facts(OwnWish, because="the same is asked for once").filter(case=case, kind=kind.value, over_at=None)
    insist(no(_("You asked for this already. We will answer.")) if waiting.exists() else yes())
    until = today + ANSWERED_WITHIN[kind]
    asked = OwnWish(
        person_id=case.person_id,
        program_id=case.program_id,
        case=case,
        kind=kind.value,
        words=words,
        asked_on=today,
        answer_by=until,
    )
    asked.save(force_insert=True)
    what = worded(ASKS[kind], words=words[:SHOWN_WORDS]) if words else worded(ASKS[kind])
    leave_task(case, what=what, due_on=until, kind=TaskKind.TO_DO, source=asked)
    tell("tasks.wished", asked, needs=Permission.TASK_VIEW)
    return asked
