"""With whom somebody lives and lived, as far as the reader may learn it from this file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, rows
from keyworker.base.actor import Actor
from keyworker.people.models import CareTeamMember, HouseholdMember, Person, Relationship, SafetyRule
from keyworker.people.names import written
from keyworker.people.policy import knows, name_hidden

SEE = Permission.PERSON_VIEW


@dataclass(frozen=True, slots=True)
class AtHome:
    """Somebody's place in a home. `inside`: a sealed program noted it; `own` is the person's whose file it is."""

    place: HouseholdMember
    called: str
    own: bool

    @property
    def inside(self) -> bool:
        return self.place.sealed_in_id is not None


@dataclass(frozen=True, slots=True)
class HomeOf:
    """A household of theirs: who is in it now, the person first, and who was."""

    id: UUID
    name: str
    version: int
    now: tuple[AtHome, ...]
    before: tuple[AtHome, ...]
    ended_on: date | None

    @property
    def mine(self) -> AtHome | None:
        """Their own place, while they live there."""
        return next((each for each in self.now if each.own), None)

    @property
    def is_over(self) -> bool:
        """Whether the person does not live there any more, or nobody does."""
        return self.ended_on is not None or self.mine is None


def shown_beside(actor: Actor, person: Person) -> Q:
    """Places in a home of `person` that their file may tell of.

    To whoever may open the other's file, too. Else only who may be known in the index, none that a sealed program
    noted but the reader's own, nobody whose address is secret, for it would say where they are, and nobody who must
    be kept from this person.
    """
    hides = facts(SafetyRule, because="who lives with whom says where they live").filter(
        person=OuterRef("person_id"), address_protected=True
    )
    keeps_away = facts(Relationship, because="a file never leads to whom its person must not find").filter(
        person=OuterRef("person_id"), other=person, adverse=True, until=None
    )
    theirs_to_open = Q(pk__in=rows(HouseholdMember, actor=actor, needs=SEE).values("pk"))
    walls = rows(CareTeamMember, actor=actor, needs=SEE).filter(person=person, program__sealed=True)
    within = Q(sealed_in__in=walls.values("program"))
    by_the_index = Q(sealed_in=None) & ~Exists(hides)
    return knows(actor, "person_id") & ~Exists(keeps_away) & (theirs_to_open | within | by_the_index)


def places_told_of(actor: Actor, person: Person) -> "QuerySet[HouseholdMember]":
    """Every place, now or before, in every home of the person that the reader may learn of."""
    mine = rows(HouseholdMember, actor=actor, needs=SEE).filter(person=person)
    found = facts(HouseholdMember, because="who lives with the person is part of the person's own file")
    return found.filter(
        Q(pk__in=mine.values("pk")) | ~Q(person=person) & shown_beside(actor, person),
        household__in=mine.values("household"),
    )


def homes_of(actor: Actor, person: Person) -> list[HomeOf]:
    """Their households, those they live in first. Two queries."""
    found = places_told_of(actor, person)
    called = Coalesce(NullIf("person__preferred_name", Value("")), "person__full_name")
    places = found.annotate(called=called).select_related("household").order_by("household_id", "created_at", "id")
    by_home = [list(each) for _key, each in groupby(places, key=lambda place: place.household_id)]
    hidden = _names_not_told(actor, [each[0].household_id for each in by_home])
    homes = [_home(person, each, hidden[each[0].household_id]) for each in by_home]
    return sorted(homes, key=lambda home: home.is_over)


def _names_not_told(actor: Actor, homes: Sequence[UUID]) -> dict[UUID, set[str]]:
    """For each home the words by which somebody in it is called whose name the reader must not learn."""
    found: dict[UUID, set[str]] = {home: set() for home in homes}
    because = "a home is not called by a name that is shielded"
    places = facts(HouseholdMember, because=because).filter(name_hidden(actor, "person_id"), household__in=homes)
    named = places.values_list("household_id", "person__full_name", "person__preferred_name", "person__own_script_name")
    for home, *names in named:
        found[home] |= _words(names)
    return found


def _words(names: Iterable[str]) -> set[str]:
    return {word.latin for name in names for word in written(name) if not word.small}


def _home(person: Person, places: Sequence[HouseholdMember], hidden: set[str]) -> HomeOf:
    """A name by which only somebody is meant who must not be named here is none."""
    household = places[0].household
    told_apart = hidden - _words(each.called for each in places)  # type: ignore[attr-defined]
    name = "" if told_apart & _words([household.name]) else household.name
    told = [AtHome(each, each.called, each.person_id == person.pk) for each in places]  # type: ignore[attr-defined]
    told.sort(key=lambda each: not each.own)
    over = household.ended_at is not None
    return HomeOf(
        household.pk,
        name,
        household.version,
        tuple(each for each in told if each.place.until is None and not over),
        tuple(each for each in told if each.place.until is not None or over),
        timezone.localdate(household.ended_at) if household.ended_at is not None else None,
    )
