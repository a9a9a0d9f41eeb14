"""How a referral goes from asked to done, what may be shared for it, and whether a service fits."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, warn, yes
from keyworker.base.privacy import Category
from keyworker.people.rules import FITS, PLACES, WayToReach, safe_at_all
from keyworker.referrals.models import Arrival, WhyNotThere
from keyworker.referrals.models import ReferralStatus as Status

# FHIR Task state machine, as far as a referral between two agencies needs it.
NEXT: dict[Status, frozenset[Status]] = {
    Status.REQUESTED: frozenset({Status.ACCEPTED, Status.REJECTED, Status.FAILED, Status.CANCELLED}),
    Status.ACCEPTED: frozenset({Status.IN_PROGRESS, Status.COMPLETED, Status.FAILED, Status.CANCELLED}),
    Status.IN_PROGRESS: frozenset({Status.COMPLETED, Status.FAILED, Status.CANCELLED}),
    Status.REJECTED: frozenset(),
    Status.COMPLETED: frozenset(),
    Status.FAILED: frozenset(),
    Status.CANCELLED: frozenset(),
}
SAID_AGAIN_AFTER = timedelta(hours=12)  # the same once: pressed twice, it would call the worker twice
# Categories a referral has something to say about. The rest is for the person and the worker to tell themselves.
SHAREABLE = (Category.GENERAL, Category.IDENTITY, Category.CONTACT, Category.SAFETY)


def is_over(status: str) -> bool:
    """Whether nothing more can come of it."""
    return not NEXT[Status(status)]


def answers_open(status: str) -> list[Status]:
    """What may be answered now, in the order of the path; calling off is the sender's, not an answer."""
    return [one for one in Status if one in NEXT[Status(status)] and one is not Status.CANCELLED]


def may_answer(status: str, answer: str) -> Decision:
    """Whether this answer can follow what was answered before."""
    if answer in answers_open(status):
        return yes()
    return no(_("This answer does not fit any more. Look at the newest state first."))


def may_say(status: str, said: str, why: str, *, said_just_now: bool) -> Decision:
    """Whether the person may say so themselves, on their own page. `said_just_now`: the same, a moment ago."""
    if is_over(status):
        return no(_("This is over. Call us, please."))
    if said == Arrival.NOT_THERE and why not in WhyNotThere.values:
        return no(_("Say why, please."))
    return no(_("You told us. We will read it soon.")) if said_just_now else yes()


def needs_help(said: str, why: str) -> bool:
    """Whether somebody is to talk with them about it: they ask for it, or were not safe."""
    return said == Arrival.HELP or why == WhyNotThere.NOT_SAFE


def arrived(status: str, *, said: str) -> bool:
    """Whether their own word, once a worker read it, moves the referral on."""
    return said == Arrival.THERE and status in {Status.REQUESTED, Status.ACCEPTED}


def may_cancel(status: str) -> Decision:
    return no(_("This referral is over already.")) if is_over(status) else yes()


def may_send(categories: Collection[Category], reason: str) -> Decision:
    """A referral says why, and shares only what a referral can carry."""
    if not reason.strip():
        return no(_("Say why they are referred."))
    if Category.GENERAL not in categories:
        return no(_("A referral always tells what help is asked for."))
    return yes() if set(categories) <= set(SHAREABLE) else no(_("This cannot be shared by a referral."))


def fits(minimum_age: float | None, maximum_age: float | None, age: int | None) -> Decision:
    """Whether the service takes people of this age (completed years); unknown ages are worth a question."""
    if minimum_age is None and maximum_age is None:
        return yes(_("Any age."))
    if age is None:
        return warn(_("They take certain ages only, and we do not know the person's age."))
    if minimum_age is not None and age < minimum_age:
        return warn(_("The person may be too young for this service."))
    if maximum_age is not None and age > maximum_age:
        return warn(_("The person may be too old for this service."))
    return yes(_("The person's age fits."))


def snapshot(facts: dict[Category, dict[str, Any]], categories: Collection[Category]) -> dict[str, dict[str, Any]]:
    """Only what the consent's categories let through, and only what is known."""
    kept = {category: facts.get(category, {}) for category in SHAREABLE if category in categories}
    return {category.value: {key: value for key, value in known.items() if value} for category, known in kept.items()}


def may_pass_on(way: WayToReach, *, address_secret: bool, at: datetime) -> bool:
    """Whether a way to reach the person may be told to a partner: one that is safe at some hour, no secret address."""
    if address_secret and way.channel in PLACES:
        return False
    return any(safe_at_all(way, doing=doing, at=at).allowed for doing in FITS[way.channel])
