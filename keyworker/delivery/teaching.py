"""What makes sense of something explained, and what workers look at of it."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.base.actor import Actor
from keyworker.base.decision import Decision, no, yes
from keyworker.delivery.models import EducationGiven, Understood
from keyworker.people.models import Person

MOST_SHOWN = 100


def may_be_taught(material: str, said_back: str, given_on: date, *, today: date) -> Decision:
    """Something explained on a day that has been, with what the person made of it."""
    if not material.strip():
        return no(_("Write what was explained."))
    if given_on > today:
        return no(_("This day has not come yet."))
    return yes() if said_back.strip() else no(_("Write what they said back, in their own words."))


def may_be_repeated(repeat_on: date | None, *, case_open: bool, today: date) -> Decision:
    """On a day to come, while somebody works with them."""
    if repeat_on is None:
        return yes()
    if not case_open:
        return no(_("This case is closed. Open it again before you plan."))
    return yes() if repeat_on >= today else no(_("This day has passed. Choose today or a later one."))


def may_take_up(*, to_repeat: bool) -> Decision:
    """Only what was to be gone through again, and once."""
    return yes() if to_repeat else no(_("This was gone through again already. Look at the list again."))


def education_of(actor: Actor, person: Person) -> list[EducationGiven]:
    """What was explained to the person, the last first. One query."""
    found = rows(EducationGiven, actor=actor, needs=Permission.CONTACT_VIEW).filter(person=person)
    return list(found.select_related("by", "again_of").order_by("-given_on", "-id")[:MOST_SHOWN])


def to_repeat(given: list[EducationGiven]) -> list[EducationGiven]:
    """Of these, what is still to be gone through again."""
    taken_up = {each.again_of_id for each in given}
    return [each for each in given if each.understood == Understood.REPEAT and each.pk not in taken_up]
