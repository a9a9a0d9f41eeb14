"""What workers look at of speaking up: what stands in somebody's way, the steps taken, what it may be about."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from keyworker.access.permissions import Permission
from keyworker.access.sight import require, rows
from keyworker.base.actor import Actor
from keyworker.base.decision import Decision
from keyworker.delivery.models import Benefit
from keyworker.people.models import Person
from keyworker.referrals import speaking_up
from keyworker.referrals.models import Advocacy, AdvocacyStep, OutgoingReferral

MOST, MOST_STEPS = 50, 100
VIEW = Permission.CONTACT_VIEW


@dataclass(frozen=True, slots=True)
class Fight:
    """Something spoken up against, and whether there is time to appeal."""

    advocacy: Advocacy
    time_left: Decision


def advocacy_of(actor: Actor, person: Person, *, today: date) -> list[Fight]:
    """What stands in the person's way, what is open first, the nearest deadline at the top. One query."""
    found = rows(Advocacy, actor=actor, needs=VIEW).filter(person=person).order_by("-happened_on", "-id")[:MOST]
    fights = [_fight(each, today) for each in found]
    return sorted(fights, key=lambda each: (not each.advocacy.is_open, each.advocacy.deadline_on or date.max))


def advocacy(actor: Actor, advocacy_id: UUID, *, today: date) -> Fight:
    """One of them. Raises `Absent`."""
    join = ("person", "case", "benefit", "referral", "begun_by")
    return _fight(require(Advocacy, advocacy_id, actor=actor, needs=VIEW, join=join), today)


def steps_of(actor: Actor, held: Advocacy) -> list[AdvocacyStep]:
    """What was done about it, oldest first."""
    found = rows(AdvocacyStep, actor=actor, needs=VIEW).filter(advocacy=held).select_related("by")
    return list(found.order_by("done_on", "id")[:MOST_STEPS])


@dataclass(frozen=True, slots=True)
class MayBeAbout:
    """What in the file it can be about, by key; of the cases that the worker may write in."""

    benefits: dict[str, Benefit]
    referrals: dict[str, OutgoingReferral]


def may_be_about(actor: Actor, person: Person) -> MayBeAbout:
    """Two queries."""
    benefits = rows(Benefit, actor=actor, needs=Permission.CONTACT_RECORD).filter(person=person).order_by("name")
    referrals = rows(OutgoingReferral, actor=actor, needs=Permission.REFERRAL_OUT_VIEW).filter(person=person)
    return MayBeAbout(
        {str(each.pk): each for each in benefits[:MOST]},
        {str(each.pk): each for each in referrals.order_by("-sent_at", "-id")[:MOST]},
    )


def _fight(each: Advocacy, today: date) -> Fight:
    return Fight(each, speaking_up.time_left(each.deadline_on, is_open=each.is_open, today=today))
