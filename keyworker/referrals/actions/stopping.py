"""A provider stopped a service: in one step the person is to be told and a replacement looked for; then, they are."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.cases.models import Case
from keyworker.people.timeline import tell
from keyworker.referrals import rules, stopping
from keyworker.referrals.actions.sending import answer_referral
from keyworker.referrals.models import OutgoingReferral, ReferralStatus, ServiceStop, ToldHow, WhyStopped
from keyworker.tasks.actions import finish_tasks, plan_task
from keyworker.tasks.models import TaskKind
from keyworker.tasks.wording import worded

RECORD, VIEW = Permission.CONTACT_RECORD, Permission.CONTACT_VIEW


@dataclass(frozen=True, slots=True)
class Stop:
    """What a provider stopped, as the worker tells of it; without `tell_by`, the person is told within two days."""

    provider: str
    what: str
    stopped_on: date
    why: WhyStopped
    why_words: str = ""
    tell_by: date | None = None
    referral: OutgoingReferral | None = None


@dataclass(frozen=True, slots=True)
class ToldThem:
    """How the person heard of it from us, and what they said to it."""

    on: date
    how: ToldHow
    their_words: str = ""


@action(needs=RECORD, on="case")
def note_service_stop(*, actor: Actor, case: Case, stop: Stop) -> ServiceStop:
    """Two tasks come of it: to tell them, and to find something in its place. A referral still open has failed."""
    today = workplace(actor).today
    tell_by = stop.tell_by or today + stopping.TELL_WITHIN
    insist(stopping.may_have_stopped(stop.provider, stop.what, tell_by=tell_by, today=today, case_open=case.is_open))
    noted = ServiceStop(
        case=case,
        person_id=case.person_id,
        program_id=case.program_id,
        referral=stop.referral,
        provider=stop.provider.strip(),
        what=stop.what.strip(),
        stopped_on=stop.stopped_on,
        why=stop.why.value,
        why_words=stop.why_words.strip(),
        noted_by_id=actor.staff_id,
        tell_by=tell_by,
    )
    noted.save(force_insert=True)
    _plan_both(case, noted, today)
    tell("referrals.service_stopped", noted, needs=VIEW, facts=_facts(noted))
    if stop.referral is not None and ReferralStatus.FAILED in rules.answers_open(stop.referral.status):
        # Without the worker's words: the partner reads the answers by their link, and these are for the file.
        answer_referral(actor=actor, referral=stop.referral, answer=ReferralStatus.FAILED)
    return noted


@action(needs=RECORD, on="stop")
def note_told(*, actor: Actor, stop: ServiceStop, told: ToldThem, seen: int | None = None) -> ServiceStop:
    """They were told: when, how, and what they said. Raises `StaleRecord`; `Refused` a second time."""
    workplace_now = workplace(actor)
    insist(
        stopping.may_be_told(
            told=stop.told_on is not None,
            told_on=told.on,
            noted_on=stop.created_at.astimezone(workplace_now.now.tzinfo).date(),
            today=workplace_now.today,
        )
    )
    change(
        stop,
        seen=seen,
        told_on=told.on,
        told_how=told.how.value,
        told_by_id=actor.staff_id,
        their_words=told.their_words.strip(),
    )
    case = _case(stop)
    finish_tasks(case, TaskKind.CALL_BACK, by=actor, asked_for_by=[stop])
    if case.is_open and case.next_step_on is None:
        due_on = workplace_now.today + stopping.REPLACE_WITHIN
        plan_task(case, what=_("Talk about what comes next"), due_on=due_on, kind=TaskKind.TO_DO)
    tell("referrals.person_told_of_stop", stop, needs=VIEW, facts=_facts(stop))
    return stop


def _plan_both(case: Case, noted: ServiceStop, today: date) -> None:
    named = {"provider": noted.provider, "what": noted.what}
    say = worded(_("Tell them that {provider} stopped: {what}"), **named)
    find = worded(_("Find something in place of: {what}"), **named)
    plan_task(case, what=say, due_on=noted.tell_by, kind=TaskKind.CALL_BACK, source=noted)
    plan_task(case, what=find, due_on=today + stopping.REPLACE_WITHIN, kind=TaskKind.TO_DO, source=noted)


def _facts(stop: ServiceStop) -> dict[str, str]:
    return {"provider": stop.provider, "what": stop.what}


def _case(stop: ServiceStop) -> Case:
    locked = facts(Case, because="what is to be done is a step of its case").select_for_update(no_key=True)
    case: Case = locked.get(pk=stop.case_id)
    return case
