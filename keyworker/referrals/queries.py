"""What workers and partners look at of referrals out."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from keyworker.access.permissions import Permission
from keyworker.access.sight import require, rows
from keyworker.base.actor import Actor
from keyworker.consent.models import Consent, Purpose
from keyworker.directory.models import Service
from keyworker.people.kin.around import Beside
from keyworker.people.models import Person
from keyworker.referrals.models import AnsweredBy, OutgoingReferral, ReferralReply, ReferralStatus

NEEDS = Permission.REFERRAL_OUT_VIEW
STANDING = (
    ReferralStatus.REQUESTED, ReferralStatus.ACCEPTED, ReferralStatus.IN_PROGRESS, ReferralStatus.COMPLETED,
)  # fmt: skip
MOST_DRAWN = 8


def referrals_of(actor: Actor, person: Person, *, size: int = 100) -> list[OutgoingReferral]:
    """The person's referrals out, newest first."""
    found = rows(OutgoingReferral, actor=actor, needs=NEEDS).filter(person=person)
    return list(found.select_related("sent_by").order_by("-sent_at", "-id")[:size])


def helping_outside(actor: Actor, person: Person) -> list[Beside]:
    """Where they were sent and nobody said no, for the picture of who stands by them. One query."""
    found = rows(OutgoingReferral, actor=actor, needs=NEEDS).filter(person=person, status__in=STANDING)
    told = found.order_by("-sent_at", "-id").values_list("organization", "service_name", "status")[:MOST_DRAWN]
    return [Beside(organization or service, _tie(status)) for organization, service, status in told]


def _tie(status: str) -> str:
    return "thin" if status == ReferralStatus.REQUESTED else "plain"


def unseen_answers(actor: Actor) -> list[OutgoingReferral]:
    """Answers to the worker's own referrals that nobody read yet, oldest first."""
    found = rows(OutgoingReferral, actor=actor, needs=NEEDS).filter(
        sent_by_id=actor.id, answered_at__isnull=False, seen_at=None
    )
    return list(found.select_related("person").order_by("answered_at"))


def my_referrals(actor: Actor, *, size: int = 20) -> list[OutgoingReferral]:
    """Where somebody at their own door was sent, newest first, but what was called off."""
    found = rows(OutgoingReferral, actor=actor, needs=NEEDS).exclude(status=ReferralStatus.CANCELLED)
    shown = found.only("service_name", "organization", "status", "sent_at", "person_id", "program_id")
    return list(shown.order_by("-sent_at", "-id")[:size])


@dataclass(frozen=True, slots=True)
class History:
    """A referral with its answers, oldest first."""

    referral: OutgoingReferral
    replies: list[ReferralReply]


def history(actor: Actor, referral_id: UUID) -> History:
    """One referral and what was answered. Raises `Absent`."""
    join = ("person", "sent_by", "disclosure__consent")
    referral = require(OutgoingReferral, referral_id, actor=actor, needs=NEEDS, join=join)
    replies = rows(ReferralReply, actor=actor, needs=NEEDS).filter(referral=referral)
    return History(referral, list(replies.select_related("staff").order_by("at", "id")))


def said_of(actor: Actor, referral_id: UUID) -> History:
    """One of one's own, and what one said of it oneself, never what the partner wrote. Raises `Absent`."""
    referral = require(OutgoingReferral, referral_id, actor=actor, needs=NEEDS)
    said = rows(ReferralReply, actor=actor, needs=NEEDS).filter(referral=referral, by=AnsweredBy.CLIENT)
    return History(referral, list(said.order_by("at", "id")))


def service(actor: Actor, service_id: UUID) -> Service:
    """The service of the directory one may be sent to. Raises `Absent`."""
    return require(Service, service_id, actor=actor, needs=Permission.DIRECTORY_VIEW, join=("organization",))


def covering_consents(actor: Actor, person: Person, service: Service, *, on: date) -> list[Consent]:
    """Live consents to refer the person to the service's organization, widest end first."""
    found = rows(Consent, actor=actor, needs=Permission.CONSENT_VIEW).filter(
        person=person,
        purpose=Purpose.REFERRAL,
        recipient_id=service.organization_id,
        withdrawn_at=None,
        given_on__lte=on,
        expires_on__gte=on,
    )
    return list(found.order_by("-expires_on"))


@dataclass(frozen=True, slots=True)
class Share:
    """What a partner's page shows: the copied words and nothing of the file."""

    referral: OutgoingReferral
    shared: dict[str, dict[str, Any]]
    replies: list[ReferralReply]


def share(actor: Actor) -> Share:
    """The one referral behind the partner's link. Raises `Absent` once consent, link or referral has ended."""
    referral = require(OutgoingReferral, str(actor.share_id), actor=actor, needs=NEEDS, join=("sent_by",))
    replies = rows(ReferralReply, actor=actor, needs=NEEDS).filter(referral=referral)
    told = list(replies.order_by("at", "id"))
    for reply in told:
        if reply.by == AnsweredBy.STAFF:
            reply.words = ""  # a worker wrote these for the file, not for the partner's eyes
    return Share(referral, json.loads(referral.snapshot), told)
