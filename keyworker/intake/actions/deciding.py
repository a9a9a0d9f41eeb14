"""Deciding on a referral: check the referrer, accept, waiting list, decline, close."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import insist, no, yes
from keyworker.base.models import change
from keyworker.intake.actions.telling import set_out_news
from keyworker.intake.codes import DeclinedFor
from keyworker.intake.eligibility import as_kept
from keyworker.intake.models import DeclineFollowUp, IncomingReferral, ReferralStatus, WaitlistPlace
from keyworker.intake.queries import screening
from keyworker.intake.rules import ALREADY_DONE, SAY_WHY, may_accept, may_ask_again_on, may_become


@dataclass(frozen=True, slots=True)
class Alternative:
    """Where else they may find help: a service of the directory, or words."""

    text: str = ""
    service_id: UUID | None = None


@action(needs=Permission.REFERRAL_SCREEN, on="referral")
def verify_referrer(*, actor: Actor, referral: IncomingReferral, how: str, seen: int | None = None) -> IncomingReferral:
    """Say how we know that the referrer is who they say; from now on they may hear what we decide."""
    insist(yes() if not referral.referrer_verified else no(ALREADY_DONE))
    change(referral, seen=seen, referrer_verified=True, verified_how=how)
    set_out_news(referral)
    trail.record("intake.referrer_verified", subject=referral, program_id=referral.program_id)
    return referral


@action(needs=Permission.REFERRAL_ACCEPT, on="referral")
def accept_referral(
    *, actor: Actor, referral: IncomingReferral, because: str = "", seen: int | None = None
) -> IncomingReferral:
    """Take them on; admission comes next. Against the criteria only with a reason."""
    advice = screening(referral)
    insist(may_accept(advice, because))
    _decide(actor, referral, ReferralStatus.ACCEPTED, because, seen=seen)
    trail.record(
        "intake.referral_accepted",
        subject=referral,
        program_id=referral.program_id,
        facts={"advice_code": advice.facts["suggestion"]},
    )
    return referral


@action(needs=Permission.REFERRAL_ACCEPT, on="referral")
def waitlist_referral(
    *,
    actor: Actor,
    referral: IncomingReferral,
    priority: str,
    review_on: date,
    because: str = "",
    seen: int | None = None,
) -> WaitlistPlace:
    """Keep a place in line, and a day to ask whether they still wait."""
    _decide(actor, referral, ReferralStatus.WAITLISTED, because, seen=seen)
    place = WaitlistPlace(
        referral=referral, program_id=referral.program_id, priority=priority, review_on=review_on, since=clock.now()
    )
    place.save(force_insert=True)
    trail.record(
        "intake.referral_waitlisted",
        subject=referral,
        program_id=referral.program_id,
        facts={"review_on": review_on.isoformat(), "priority_code": priority},
    )
    return place


@action(needs=Permission.REFERRAL_ACCEPT, on="referral")
def decline_referral(
    *,
    actor: Actor,
    referral: IncomingReferral,
    reason: str,
    declined_for: str = DeclinedFor.OTHER.value,
    alternative: Alternative | None = None,
    follow_up_on: date | None = None,
    seen: int | None = None,
) -> IncomingReferral:
    """Say no, with a reason and, where there is one, another service that may help."""
    insist(yes() if reason.strip() else no(SAY_WHY))
    instead = alternative or Alternative()
    _decide(actor, referral, ReferralStatus.DECLINED, reason, alternative=instead, seen=seen)
    change(referral, declined_for=declined_for)
    if follow_up_on is not None:
        DeclineFollowUp(referral=referral, program_id=referral.program_id, due_on=follow_up_on).save(force_insert=True)
    trail.record(
        "intake.referral_declined",
        subject=referral,
        program_id=referral.program_id,
        facts={"declined_for_code": declined_for},
    )
    return referral


@action(needs=Permission.REFERRAL_ACCEPT, on="referral")
def close_referral(
    *, actor: Actor, referral: IncomingReferral, because: str = "", seen: int | None = None
) -> IncomingReferral:
    """Nothing more will come of it: they found help, did not want it, or asked twice."""
    _decide(actor, referral, ReferralStatus.CLOSED, because or referral.decision_reason, seen=seen)
    trail.record("intake.referral_closed", subject=referral, program_id=referral.program_id)
    return referral


@action(needs=Permission.REFERRAL_SCREEN, on="follow_up")
def finish_decline_follow_up(
    *,
    actor: Actor,
    follow_up: DeclineFollowUp,
    outcome: str = "",
    found: str = "",
    again_on: date | None = None,
) -> DeclineFollowUp:
    """Note how it went for somebody we could not help: in a code of `Arrived`, and in words.

    `again_on`: another day to ask, for whom we did not reach or who still has no help.
    """
    insist(yes() if follow_up.done_at is None else no(ALREADY_DONE))
    insist(yes() if again_on is None else may_ask_again_on(again_on, today=workplace(actor).today))
    change(follow_up, done_at=clock.now(), outcome=outcome, found=found)
    if again_on is not None:
        again = DeclineFollowUp(referral_id=follow_up.referral_id, program_id=follow_up.program_id, due_on=again_on)
        again.save(force_insert=True)
    trail.record(
        "intake.decline_followed_up",
        subject=follow_up,
        program_id=follow_up.program_id,
        facts={"found_code": found},
    )
    return follow_up


def _decide(
    actor: Actor,
    referral: IncomingReferral,
    status: ReferralStatus,
    reason: str,
    *,
    alternative: Alternative | None = None,
    seen: int | None,
) -> None:
    insist(may_become(referral.status, status))
    instead = alternative or Alternative(referral.alternative_text, referral.alternative_service_id)
    change(
        referral,
        seen=seen,
        status=status.value,
        screened=as_kept(screening(referral)),
        decided_at=clock.now(),
        decided_by_id=actor.id if actor.kind is ActorKind.STAFF else None,
        decision_reason=reason.strip(),
        alternative_service_id=instead.service_id,
        alternative_text=instead.text,
    )
    end_wait(referral)
    set_out_news(referral)


def end_wait(referral: IncomingReferral) -> None:
    """They no longer stand in line. Part of whatever was decided."""
    waits = facts(WaitlistPlace, because="a decision ends the wait").filter(referral=referral, ended_at=None)
    for place in waits.select_for_update(no_key=True):
        change(place, ended_at=clock.now())
