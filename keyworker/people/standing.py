"""Where a worker stands: on whose care teams, and whose files are denied to them. Read once a transaction.

Sight rests on the care team, so nearly every query of a page asks for it. A page that only looks reads the worker's
places once and compares with them; that costs a third of fifteen `EXISTS`. An action asks the table itself each time,
for it may have changed the team a moment ago.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Exists, Model, OuterRef, Q, QuerySet, UUIDField, Value

from keyworker.access.alike import DENIED, PLACES, Aspect, Numbers, aspect
from keyworker.access.permissions import Permission
from keyworker.access.roles import FILE_READING, Reach
from keyworker.access.sight import NOBODY, Authority, authorities, facts, rows
from keyworker.base import clock, context
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.any_of import Keys
from keyworker.base.prepared import Prepared
from keyworker.people.denying import denied_to
from keyworker.people.models import CareTeamMember, Person

# A worker with more places than this, or in more programs, is compared inside the database.
MOST_PLACES = 500
MOST_PROGRAMS = 4
# Columns that say whose row it is; two where it is about two people alike.
PEOPLE = frozenset({"person_id", "person_a_id", "person_b_id"})


Teams = Mapping[UUID | None, Keys]


@dataclass(frozen=True, slots=True)
class Place:
    """One live place on a care team: whose, in which program, whether in an emergency, and whether that is sealed."""

    person_id: UUID
    program_id: UUID
    emergency: bool
    sealed: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """`places` is None when there are too many to carry about."""

    denied: tuple[UUID, ...]
    places: tuple[Place, ...] | None


def standing(actor: Actor) -> Standing:
    """The worker's places and denials. One query a transaction, however often a page asks."""
    memo = context.current().memo
    if "standing" not in memo:
        memo["standing"] = _look_up(actor)
    found: Standing = memo["standing"]
    return found


def _look_up(actor: Actor) -> Standing:
    people, places = [], []
    for person_id, program_id, emergency, sealed in _DENIALS_AND_PLACES.ask(actor.alias, who=actor.staff_id):
        if program_id is None:
            people.append(person_id)
        else:
            places.append(Place(person_id, program_id, emergency, sealed))
    places.sort(key=lambda place: (place.program_id, place.emergency))
    return Standing(tuple(people), None if len(places) > MOST_PLACES else tuple(places))


def _denials_and_places(me: UUID) -> "QuerySet[Any, Any]":
    """The worker's live places; then those denied to them, without a program."""
    no_place = (Value(None, output_field=UUIDField()), *(Value(False, output_field=BooleanField()),) * 2)
    denied = denied_to(me).values_list("theirs", *no_place)
    team = _live_places(me).values_list("person_id", "program_id", "emergency", "program__sealed")
    return team[: MOST_PLACES + 1].union(denied, all=True)  # the places first: they say of which types the columns are


_DENIALS_AND_PLACES = Prepared(_denials_and_places)


@aspect
def _as_others_stand(actor: Actor, model: type[Model], numbers: Numbers) -> Aspect | None:
    """Colleagues with places in as many programs, and as many denials, are asked for in the same words."""
    if actor.kind is not ActorKind.STAFF or not (model is Person or PEOPLE & _columns(model)):
        return (), {}, {}
    stand = standing(actor)
    means: dict[UUID, UUID | tuple[UUID, ...]] = {UUID(int=DENIED + n): who for n, who in enumerate(stand.denied)}
    denied = tuple(means)
    if stand.places is None:
        return (len(denied), None), {"standing": Standing(denied, None)}, means
    alike = [
        (program, emergency, sealed, tuple(place.person_id for place in places))
        for (program, emergency, sealed), places in groupby(
            stand.places, lambda place: (place.program_id, place.emergency, place.sealed)
        )
    ]
    shape = tuple((numbers.number(program), emergency, sealed) for program, emergency, sealed, _ in alike)
    means |= {UUID(int=PLACES + n): people for n, (*_, people) in enumerate(alike)}
    poses = tuple(
        Place(UUID(int=PLACES + n), numbers.key(program), emergency, sealed)
        for n, (program, emergency, sealed, _) in enumerate(alike)
    )
    return (len(denied), shape), {"standing": Standing(denied, poses)}, means


@cache
def _columns(model: type[Model]) -> frozenset[str]:
    return frozenset(field.attname for field in model._meta.local_fields)


def sealed_program(actor: Actor, person: Person) -> UUID | None:
    """The sealed program in which a worker sees this person, if there is one. Asks nothing new for a case manager."""
    places = standing(actor).places
    above = any(authority.reach is Reach.PROGRAM for authority in authorities(actor, Permission.PERSON_VIEW))
    if places is not None and not above:
        return next((place.program_id for place in places if place.sealed and place.person_id == person.pk), None)
    team = rows(CareTeamMember, actor=actor, needs=Permission.PERSON_VIEW).filter(person=person, program__sealed=True)
    found: UUID | None = team.order_by("since").values_list("program_id", flat=True).first()
    return found


def live_places(actor: Actor) -> "QuerySet[CareTeamMember]":
    """The worker's places on care teams that have not ended."""
    return _live_places(actor.staff_id)


def _live_places(staff_id: UUID) -> "QuerySet[CareTeamMember]":
    team = facts(CareTeamMember, because="the care team is what sight rests on")
    return team.filter(Q(until=None) | Q(until__gt=clock.now()), staff_id=staff_id)


def on_the_team(actor: Actor, authority: Authority, person: str, program: str | None = None) -> Q:
    """Rows about people on whose care team the worker is; with `program`, on the team of the row's own program.

    In an emergency somebody may look into a program they have no role in; their place says so, and ends.
    """
    if context.current().writing or (places := standing(actor).places) is None:
        return _asked_of_the_table(actor, authority, person, program)
    teams = _teams(places, authority, by_program=program is not None)
    if len(teams) > MOST_PROGRAMS:
        return _asked_of_the_table(actor, authority, person, program)
    found = NOBODY
    for team, people in teams.items():
        mine = Q(**{f"{person}__any_of": people})
        if program is not None:
            mine &= Q(**{program: team})
        found = mine if found is NOBODY else found | mine
    return found


def _teams(places: tuple[Place, ...], authority: Authority, *, by_program: bool) -> Teams:
    """Whose rows an authority reaches, by program, or under None. Sorted out once a transaction."""
    looks = authority.permission in FILE_READING
    key = ("teams", authority.programs, looks, by_program)
    memo = context.current().memo
    if (known := memo.get(key)) is None:
        found: dict[UUID | None, list[UUID]] = {}
        for place in places:
            if authority.programs is None or place.program_id in authority.programs or (place.emergency and looks):
                found.setdefault(place.program_id if by_program else None, []).append(place.person_id)
        known = memo[key] = {team: Keys(people) for team, people in found.items()}
    teams: Teams = known
    return teams


def _asked_of_the_table(actor: Actor, authority: Authority, person: str, program: str | None) -> Q:
    found = live_places(actor).filter(person_id=OuterRef(person))
    if program is not None:
        found = found.filter(program_id=OuterRef(program))
    if authority.programs is not None:
        looking = Q(emergency=True) if authority.permission in FILE_READING else NOBODY
        found = found.filter(Q(program_id__in=authority.programs) | looking)
    return Q(Exists(found))
