"""Homes as they change: who begins to live together, comes, is there part of the time, leaves; and when it is over.

Who leaves keeps their place among what was. A worker of a sealed program notes places of her own and changes none that
others noted: that somebody is gone from a home would say outside that a shelter took them in.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, facts, require
from keyworker.access.workplace import workplace
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import Decision, insist, no, yes
from keyworker.base.models import change
from keyworker.people.details.telling import tell_in_file
from keyworker.people.kin.homes import places_told_of
from keyworker.people.kin.rules import may_end
from keyworker.people.models import Household, HouseholdMember, Person
from keyworker.people.policy import wall_of

EDIT = Permission.PERSON_EDIT


@dataclass(frozen=True, slots=True)
class Place:
    """What somebody is in a home, in their own words; whether they head it, or live there part of the time."""

    role: str = ""
    is_head: bool = False
    partly: bool = False
    since: date | None = None

    def values(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@action(needs=EDIT, on="person")
def form_household(
    *, actor: Actor, person: Person, members: list[tuple[Person, str]], name: str = "", own: Place | None = None
) -> Household:
    """Note who lives or is helped together; `members` with each one's role, the person's own included.

    `own` says more of the person's own place. Somebody named twice has one place.
    """
    household = Household(name=name.strip())
    household.save(force_insert=True)
    wall = wall_of(actor, person)
    for member, role in dict.fromkeys(members):
        place = own if own is not None and member.pk == person.pk else Place(role)
        HouseholdMember(household=household, person=member, sealed_in=wall, **place.values()).save(force_insert=True)
    told = {"members": len(members)}
    tell_in_file(actor, person, "people.household_formed", source=household, told=told)
    return household


@action(needs=EDIT, on="person")
def join_household(
    *, actor: Actor, person: Person, household: Household, member: Person, place: Place
) -> HouseholdMember:
    """`member`, whose file it need not be, comes to live in a home of `person`. Their old home stays theirs, too.

    Raises `Absent` for a household the actor may not see, and `Refused` for one that is over or where they live.
    """
    held = _theirs(actor, person, household)
    wall = wall_of(actor, person)
    there = facts(HouseholdMember, because="nobody lives twice in one home").filter(
        household=held, person=member, until=None, sealed_in=wall
    )
    insist(no(_("It is noted already that they live there.")) if there.exists() else yes())
    insist(_may_begin(place, workplace(actor).today))
    _make_room(held, wall.pk if wall else None, place)
    joined = HouseholdMember(household=held, person=member, sealed_in=wall, **place.values())
    joined.save(force_insert=True)
    tell_in_file(actor, person, "people.household_joined", source=joined)
    return joined


@action(needs=EDIT, on="place")
def change_place(*, actor: Actor, place: HouseholdMember, anew: Place, seen: int) -> HouseholdMember:
    """Say anew what somebody is in a home. Raises `StaleRecord` and `Refused`."""
    insist(_is_theirs_to_change(actor, place, place.person))
    insist(_may_begin(anew, workplace(actor).today))
    if anew.is_head and not place.is_head:
        _make_room(place.household, place.sealed_in_id, anew)
    change(place, seen=seen, **anew.values())
    tell_in_file(actor, place.person, "people.household_changed", source=place)
    return place


@action(needs=EDIT, on="person")
def leave_household(*, actor: Actor, person: Person, place_id: UUID, until: date) -> HouseholdMember:
    """Somebody whom the file of `person` tells of, or they themselves, lives there no more; that they did stays.

    Raises `Absent` for a place that their file does not tell of, and `Refused`.
    """
    told = places_told_of(actor, person).filter(pk=place_id).values("pk")
    found = facts(HouseholdMember, because="who leaves a home is noted from the file of one who lives there")
    place: HouseholdMember | None = found.filter(pk__in=told).select_for_update(no_key=True).first()
    if place is None:
        raise Absent(_("There is nothing here, or it is not yours to see."))
    insist(_is_theirs_to_change(actor, place, person))
    insist(may_end(since=place.since, until=until, today=workplace(actor).today))
    change(place, until=until)
    tell_in_file(actor, person, "people.household_left", source=place)
    return place


@action(needs=EDIT, on="person")
def rename_household(*, actor: Actor, person: Person, household: Household, name: str, seen: int) -> Household:
    """Raises `StaleRecord`, `Absent` and `Refused`."""
    held = _theirs(actor, person, household)
    insist(_is_theirs_alone(actor, person, held))
    change(held, seen=seen, name=name.strip())
    tell_in_file(actor, person, "people.household_renamed", source=held)
    return held


@action(needs=EDIT, on="person")
def end_household(*, actor: Actor, person: Person, household: Household, until: date) -> Household:
    """Nobody lives together there any more; each place that is still open ends that day, or later where it began later.

    What a sealed program noted of it stays as it noted it. Raises `Absent` and `Refused`.
    """
    held = _theirs(actor, person, household)
    insist(_is_theirs_alone(actor, person, held))
    insist(may_end(since=None, until=until, today=workplace(actor).today))
    left = facts(HouseholdMember, because="a home that is over has nobody in it").filter(
        household=held, until=None, sealed_in=wall_of(actor, person)
    )
    for place in left.select_for_update(no_key=True):
        change(place, until=max(until, place.since or until))
    change(held, ended_at=clock.now())
    tell_in_file(actor, person, "people.household_ended", source=held)
    return held


def _theirs(actor: Actor, person: Person, household: Household) -> Household:
    """The household, fetched again and locked, if `person` lives there as far as the actor may see."""
    held = require(Household, household.pk, actor=actor, needs=EDIT, lock=True)
    places = facts(HouseholdMember, because="a home is changed from the file of one who lives there").filter(
        household=held, person=person, until=None
    )
    is_open = held.ended_at is None and places.exists()
    insist(yes() if is_open else no(_("They do not live there any more. Please look at the page again.")))
    return held


def _is_theirs_to_change(actor: Actor, place: HouseholdMember, person: Person) -> Decision:
    if place.until is not None or place.household.ended_at is not None:
        return no(_("They do not live there any more. Please look at the page again."))
    if place.sealed_in_id is None and wall_of(actor, person) is not None:
        return no(_("Others noted this home. Note one of your own, which only your program sees."))
    return yes()


def _is_theirs_alone(actor: Actor, person: Person, household: Household) -> Decision:
    wall = wall_of(actor, person)
    if wall is None:
        return yes()
    others = facts(HouseholdMember, because="what others noted is theirs to change").filter(household=household)
    if others.exclude(sealed_in=wall).exists():
        return no(_("Others noted this home. Note one of your own, which only your program sees."))
    return yes()


def _may_begin(place: Place, today: date) -> Decision:
    return no(_("This day has not come yet.")) if place.since and place.since > today else yes()


def _make_room(household: Household, wall: Any, place: Place) -> None:
    """Who headed the home until now does so no more."""
    if not place.is_head:
        return
    heads = facts(HouseholdMember, because="a home has one head, or none").filter(
        household=household, sealed_in=wall, is_head=True, until=None
    )
    for head in heads.select_for_update(no_key=True):
        change(head, is_head=False)
