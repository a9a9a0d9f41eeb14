"""What workers look at when providers stop: what stopped for a person, and of whom nobody told them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from keyworker.access.permissions import Permission
from keyworker.access.sight import require, rows
from keyworker.base.actor import Actor
from keyworker.people.models import Person
from keyworker.referrals.models import OutgoingReferral, ReferralStatus, ServiceStop

# Something came of these, so that it can stop.
COULD_STOP = (ReferralStatus.ACCEPTED, ReferralStatus.IN_PROGRESS, ReferralStatus.COMPLETED)
MOST = 50
VIEW = Permission.CONTACT_VIEW


@dataclass(frozen=True, slots=True)
class Stopped:
    """What stopped, and whether the person should have been told by now."""

    stop: ServiceStop
    late: bool


def stops_of(actor: Actor, person: Person, *, today: date) -> list[Stopped]:
    """What providers stopped for the person, newest first. One query."""
    found = rows(ServiceStop, actor=actor, needs=VIEW).filter(person=person).order_by("-stopped_on", "-id")[:MOST]
    return [_stopped(each, today) for each in found]


def stop(actor: Actor, stop_id: UUID, *, today: date) -> Stopped:
    """One of them. Raises `Absent`."""
    join = ("person", "case", "referral", "noted_by", "told_by")
    return _stopped(require(ServiceStop, stop_id, actor=actor, needs=VIEW, join=join), today)


def referrals_to_stop(actor: Actor, person: Person) -> dict[str, OutgoingReferral]:
    """Referrals that something could have come of, by key. One query."""
    found = rows(OutgoingReferral, actor=actor, needs=Permission.REFERRAL_OUT_VIEW).filter(
        person=person, status__in=COULD_STOP
    )
    return {str(each.pk): each for each in found.order_by("-sent_at", "-id")[:MOST]}


def untold(actor: Actor, *, today: date) -> "QuerySet[ServiceStop]":
    """In the programs the actor oversees: people who should have been told by now, and were not."""
    found = rows(ServiceStop, actor=actor, needs=Permission.CASELOAD_OVERSEE)
    return found.filter(told_on=None, tell_by__lt=today)


def _stopped(each: ServiceStop, today: date) -> Stopped:
    return Stopped(each, each.told_on is None and each.tell_by < today)
