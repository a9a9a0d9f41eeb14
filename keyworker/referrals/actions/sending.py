"""Sending a person on to a service outside, and what comes back."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keyworker.access import doors
from keyworker.access.doing import action
from keyworker.access.models import DoorKind
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.agencies.models import PathStep
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.base.privacy import Category
from keyworker.cases.models import Case
from keyworker.cases.path import may_begin
from keyworker.consent.actions import disclose
from keyworker.consent.models import Disclosure, Purpose
from keyworker.consent.rules import Telling
from keyworker.directory.models import Service
from keyworker.people.models import ContactPoint, Person
from keyworker.people.queries import address_is_secret, risk_known_in
from keyworker.people.reaching import local_now, way_of
from keyworker.people.timeline import tell
from keyworker.referrals import rules
from keyworker.referrals.models import AnsweredBy, OutgoingReferral, ReferralReply, ReferralStatus, Urgency
from keyworker.tasks.actions import plan_task, refresh_next_step
from keyworker.tasks.models import Task, TaskKind
from keyworker.tasks.wording import Asked, worded

LINK_LASTS = timedelta(days=30)
CALL_BACK_IN = timedelta(days=7)
ARRIVAL_IN = timedelta(days=14)
VERBS = {
    ReferralStatus.ACCEPTED: "referrals.accepted",
    ReferralStatus.REJECTED: "referrals.rejected",
    ReferralStatus.IN_PROGRESS: "referrals.arrived",
    ReferralStatus.COMPLETED: "referrals.completed",
    ReferralStatus.FAILED: "referrals.failed",
}


@dataclass(frozen=True, slots=True)
class Sending:
    """What is asked of whom, and what may be shared with them for it."""

    service: Service
    reason: str
    categories: frozenset[Category]
    urgency: Urgency = Urgency.ROUTINE


@dataclass(frozen=True, slots=True)
class Sent:
    """The referral and its link's token, which is nowhere kept: it is shown once."""

    referral: OutgoingReferral
    token: str


@action(needs=Permission.REFERRAL_OUT_SEND, on="case")
def send_referral(*, actor: Actor, case: Case, sending: Sending) -> Sent:
    """Ask a service for help. Raises `Refused` unless a live consent lets them be told all that is shared."""
    insist(may_begin(case.program, PathStep.REFERRALS))
    insist(rules.may_send(sending.categories, sending.reason))
    telling = Telling(
        Purpose.REFERRAL.value, sending.service.organization.name, sending.service.organization_id, sending.categories
    )
    disclosure = disclose(
        actor=actor, person=case.person, program=case.program, telling=telling, what=sending.service.name[:200]
    )
    referral = _referral(actor, case, sending, disclosure)
    token = doors.new_token()
    expires_at = referral.sent_at + LINK_LASTS
    doors.issue(DoorKind.PARTNER_LINK, token, subject_id=referral.pk, expires_at=expires_at)
    what = worded(_("Ask {organization} if they can help"), organization=referral.organization)
    _call_back(actor, case, referral, what, CALL_BACK_IN)
    tell("referrals.sent", referral, needs=Permission.REFERRAL_OUT_VIEW, facts=told_of(referral))
    return Sent(referral, token)


@action(needs=Permission.REFERRAL_OUT_ANSWER, on="referral")
def answer_referral(
    *, actor: Actor, referral: OutgoingReferral, answer: ReferralStatus, words: str = ""
) -> ReferralReply:
    """The service answers: by its own link, or told to a worker. Raises `Refused` when the answer does not fit."""
    insist(rules.may_answer(referral.status, answer))
    partner = actor.kind is ActorKind.VISITOR
    now = clock.now()
    reply = ReferralReply(
        referral=referral,
        person_id=referral.person_id,
        program_id=referral.program_id,
        status=answer.value,
        words=words,
        by=(AnsweredBy.PARTNER if partner else AnsweredBy.STAFF).value,
        staff_id=None if partner else actor.staff_id,
        at=now,
    )
    reply.save(force_insert=True)
    unread = partner or (referral.answered_at is not None and referral.seen_at is None)
    change(referral, status=answer.value, answered_at=now, seen_at=None if unread else now)
    if not partner:  # the partner's door has no way into the file: their call back stays until a worker reads it
        _move_on(actor, referral)
    tell(VERBS[answer], referral, needs=Permission.REFERRAL_OUT_VIEW, facts=told_of(referral))
    return reply


@action(needs=Permission.REFERRAL_OUT_VIEW, on="referral")
def note_opened(*, actor: Actor, referral: OutgoingReferral) -> None:
    """A partner opened what was shared: recorded before the page is sent."""
    trail.record(
        "referrals.opened_by_partner",
        subject=referral,
        person_id=referral.person_id,
        program_id=referral.program_id,
    )


@action(needs=Permission.REFERRAL_OUT_SEND, on="referral")
def mark_seen(*, actor: Actor, referral: OutgoingReferral, seen: int | None = None) -> OutgoingReferral:
    """A worker read the answer, the partner's or the person's own; the case's next step follows from it.

    Raises `StaleRecord` where another came after the version that was `seen`.
    """
    if referral.seen_at is None and referral.answered_at is not None:
        there = rules.arrived(referral.status, said=_said_last(referral))
        status = ReferralStatus.IN_PROGRESS.value if there else referral.status
        change(referral, seen=seen, seen_at=clock.now(), status=status)
        _move_on(actor, referral)
    trail.record(
        "referrals.answer_seen", subject=referral, person_id=referral.person_id, program_id=referral.program_id
    )
    return referral


@action(needs=Permission.REFERRAL_OUT_SEND, on="referral")
def cancel_referral(*, actor: Actor, referral: OutgoingReferral) -> OutgoingReferral:
    """Call it off; the partner's link stops at once."""
    insist(rules.may_cancel(referral.status))
    change(referral, status=ReferralStatus.CANCELLED.value)
    doors.close(referral.pk, kind=DoorKind.PARTNER_LINK)
    _move_on(actor, referral)
    tell("referrals.cancelled", referral, needs=Permission.REFERRAL_OUT_VIEW, facts=told_of(referral))
    return referral


def _referral(actor: Actor, case: Case, sending: Sending, disclosure: Disclosure) -> OutgoingReferral:
    service = sending.service
    shared = rules.snapshot(_known(case, sending), sending.categories)
    referral = OutgoingReferral(
        case=case,
        person_id=case.person_id,
        program_id=case.program_id,
        service=service,
        service_name=service.name,
        organization=service.organization.name,
        reason=sending.reason,
        what_shared=sorted(category.value for category in sending.categories),
        urgency=sending.urgency.value,
        disclosure=disclosure,
        snapshot=json.dumps(shared, ensure_ascii=False),
        sent_at=clock.now(),
        sent_by_id=actor.staff_id,
    )
    referral.save(force_insert=True)
    return referral


def _known(case: Case, sending: Sending) -> dict[Category, dict[str, Any]]:
    """All that a referral could tell; the consent's categories choose from it."""
    person: Person = case.person
    return {
        Category.GENERAL: {"reason": sending.reason},
        Category.IDENTITY: {
            "name": person.full_name,
            "called": person.preferred_name,
            "own_script": person.own_script_name,
            "pronouns": person.pronouns,
            "born": person.born_on.isoformat() if person.born_on else "",
            "born_precision": person.born_precision if person.born_on else "",
            "language": person.language,
            "needs_interpreter": person.needs_interpreter,
        },
        Category.CONTACT: {"ways": _ways(case)},
        Category.SAFETY: {"risk": risk_known_in(case.program, person)},
    }


def _ways(case: Case) -> list[dict[str, Any]]:
    """Never a way that another, sealed program alone knows."""
    person: Person = case.person
    points = facts(ContactPoint, because="a partner must reach the person, and only in safe ways").filter(
        Q(sealed_in=None) | Q(sealed_in=case.program_id), person=person
    )
    secret = address_is_secret(person)
    told = []
    for point in points.order_by("-preferred", "created_at"):
        point.person = person
        if rules.may_pass_on(way_of(point), address_secret=secret, at=local_now()):
            told.append(_way(point))
    return told


def _way(point: ContactPoint) -> dict[str, Any]:
    hours = f"{point.safe_from:%H:%M}–{point.safe_until:%H:%M}" if point.safe_from and point.safe_until else ""
    return {
        "channel": point.channel,
        "value": point.value,
        "shared": point.shared,
        "voicemail_ok": point.voicemail_ok,
        "hours": hours,
        "days": point.safe_days,
    }


def _said_last(referral: OutgoingReferral) -> str:
    told = facts(ReferralReply, because="what the person said themselves counts").filter(referral=referral)
    last = told.filter(by=AnsweredBy.CLIENT).order_by("-at", "-id").first()
    return last.said if last else ""


def told_of(referral: OutgoingReferral) -> dict[str, str]:
    """What the story tells of a referral."""
    return {"organization": referral.organization, "service": referral.service_name}


def _call_back(actor: Actor, case: Case, referral: OutgoingReferral, what: Asked, after: timedelta) -> None:
    plan_task(case, what=what, due_on=workplace(actor).today + after, kind=TaskKind.CALL_BACK, source=referral)


def _move_on(actor: Actor, referral: OutgoingReferral) -> None:
    """Tick off the referral's call back, and plan what its state asks for next; the case keeps a next step."""
    case = (
        facts(Case, because="its next step follows from the answer")
        .select_for_update(no_key=True)
        .get(pk=referral.case_id)
    )
    waiting = facts(Task, because="the answer that was waited for is here").filter(
        source_id=referral.pk, done_at=None, cancelled_at=None
    )
    for task in waiting.select_for_update(no_key=True):
        change(task, done_at=clock.now(), done_by_id=actor.staff_id)
    refresh_next_step(case)
    if not rules.is_over(referral.status):
        what = worded(_("Ask how it goes with {organization}"), organization=referral.organization)
        _call_back(actor, case, referral, what, ARRIVAL_IN)
    elif case.next_step_on is None and case.is_open:
        _call_back(actor, case, referral, _("Talk about the referral, and agree what comes next"), CALL_BACK_IN)
