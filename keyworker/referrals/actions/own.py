"""What somebody says at their own door of where they were sent: I got there, I did not, I want help."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.cases.models import Case
from keyworker.people.timeline import tell
from keyworker.referrals import rules
from keyworker.referrals.actions.sending import told_of
from keyworker.referrals.models import AnsweredBy, Arrival, OutgoingReferral, ReferralReply
from keyworker.tasks.actions import leave_task
from keyworker.tasks.models import TaskKind
from keyworker.tasks.wording import worded

HELP_IN = timedelta(days=1)
VERBS = {
    Arrival.THERE: "referrals.they_got_there",
    Arrival.NOT_THERE: "referrals.they_did_not_get_there",
    Arrival.HELP: "referrals.they_want_help",
}


@action(needs=Permission.PORTAL_ACT, on="referral")
def say_how_it_went(
    *, actor: Actor, referral: OutgoingReferral, said: Arrival, why: str = "", words: str = ""
) -> ReferralReply:
    """A dated answer on the referral; a task for tomorrow where they need help. Raises `Refused`.

    It moves nothing that the partner sees: that waits until a worker has read it (`mark_seen`).
    """
    now, why = clock.now(), why if said is Arrival.NOT_THERE else ""
    before = facts(ReferralReply, because="the same is said once").filter(
        referral=referral, by=AnsweredBy.CLIENT, said=said.value, why=why, at__gt=now - rules.SAID_AGAIN_AFTER
    )
    insist(rules.may_say(referral.status, said.value, why, said_just_now=before.exists()))
    reply = ReferralReply(
        referral=referral,
        person_id=referral.person_id,
        program_id=referral.program_id,
        status=referral.status,
        words=words.strip(),
        by=AnsweredBy.CLIENT.value,
        said=said.value,
        why=why,
        at=now,
    )
    reply.save(force_insert=True)
    change(referral, answered_at=now, seen_at=None)
    if rules.needs_help(said.value, why):
        _call_for_help(actor, referral, reply)
    tell(VERBS[said], referral, needs=Permission.REFERRAL_OUT_VIEW, facts=told_of(referral))
    return reply


def _call_for_help(actor: Actor, referral: OutgoingReferral, reply: ReferralReply) -> None:
    mine = facts(Case, because="whoever has it is to help").select_for_update(no_key=True)
    case: Case = mine.get(pk=referral.case_id)
    if not case.is_open:
        return
    what = worded(_("They need help with {organization}. Talk with them."), organization=referral.organization)
    leave_task(case, what=what, due_on=workplace(actor).today + HELP_IN, kind=TaskKind.TO_DO, source=reply)
