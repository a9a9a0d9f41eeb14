"""What makes sense of a list of medicines, and what workers look at of it. Nothing here says what to take."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.base.actor import Actor
from keyworker.base.decision import Decision, no, yes
from keyworker.delivery.models import Allergy, Medication, MedicationReview
from keyworker.people.models import Person

MOST_SHOWN = 100


def may_be_listed(what: str, since: date | None, *, case_open: bool, today: date) -> Decision:
    """A medicine or an allergy with a name, of somebody we work with, and from a day that has been."""
    if not case_open:
        return no(_("This case is closed. Open it again before you write in it."))
    if not what.strip():
        return no(_("Write what it is called."))
    return yes() if since is None or since <= today else no(_("This day has not come yet."))


def may_be_stopped(because: str, on: date, *, since: date | None, stopped: bool, today: date) -> Decision:
    """Once, with a reason, and not before it began."""
    if stopped:
        return no(_("This was stopped already. Look at the list again."))
    if not because.strip():
        return no(_("Write why it was stopped, as they say it."))
    if on > today:
        return no(_("This day has not come yet."))
    return yes() if since is None or on >= since else no(_("It cannot stop before it began. Check the two days."))


def may_be_taken_back(because: str, *, taken_back: bool) -> Decision:
    """Once, and with a reason: somebody may have relied on it."""
    if taken_back:
        return no(_("This was taken back already. Look at the list again."))
    return yes() if because.strip() else no(_("Write why this is not so."))


def may_be_reviewed(words: str, on: date, next_on: date | None, *, case_open: bool, today: date) -> Decision:
    """On a day that has been, with the person's own words, and again on a day to come."""
    if not case_open:
        return no(_("This case is closed. Open it again before you write in it."))
    if on > today:
        return no(_("This day has not come yet."))
    if not words.strip():
        return no(_("Write how it goes for them, in their own words."))
    if next_on is not None and next_on <= today:
        return no(_("This day has passed. Choose a later one."))
    return yes()


@dataclass(frozen=True, slots=True)
class MedicineList:
    """What the worker may see: what is taken now, what was stopped, allergies, and the times it was gone through."""

    taken: list[Medication]
    stopped: list[Medication]
    allergies: list[Allergy]
    reviews: list[MedicationReview]


def medicines_of(actor: Actor, person: Person) -> MedicineList:
    """The person's list, the last first. Three queries."""
    needs = Permission.NOTE_VIEW
    medicines = list(
        rows(Medication, actor=actor, needs=needs)
        .filter(person=person)
        .select_related("by", "replaces")
        .order_by("-id")[:MOST_SHOWN]
    )
    allergies = rows(Allergy, actor=actor, needs=needs).filter(person=person, taken_back_at=None)
    reviews = rows(MedicationReview, actor=actor, needs=needs).filter(person=person).select_related("by")
    return MedicineList(
        taken=[each for each in medicines if each.stopped_on is None],
        stopped=[each for each in medicines if each.stopped_on is not None],
        allergies=list(allergies.select_related("by").order_by("-id")[:MOST_SHOWN]),
        reviews=list(reviews.order_by("-reviewed_on", "-id")[:MOST_SHOWN]),
    )
