"""Several people at once, as a list brings them: their records, how to reach them, and who looks after them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program
from keyworker.audit import trail
from keyworker.base import clock, context
from keyworker.base.ids import new_id
from keyworker.base.keyring import ring
from keyworker.base.many import Same, insert, insert_columns
from keyworker.people.actions import Identity
from keyworker.people.denying import denials
from keyworker.people.models import (
    BroughtIn,
    CareTeamMember,
    ContactPoint,
    Household,
    HouseholdMember,
    Identifier,
    NameToken,
    Person,
)
from keyworker.people.naming import own_tokens
from keyworker.people.numbers import IDENTIFIER, country_of, normalised
from keyworker.people.safety import Way
from keyworker.people.timeline import line

BECAUSE = "brought in"
POINT_ONCE = ("person_id", "channel", "value_hash")
IDENTIFIER_ONCE = ("person_id", "scheme", "value_hash")
STOPPED = "whoever answered STOP gets no text, under whatever name the number is noted"


@dataclass(frozen=True, slots=True)
class Comer:
    """What one row says of somebody. `identity` begins a record; `person_id`: they have one; `like_row`: an earlier row
    of these is about them.

    `home` is the row that first named their household, 0 for none; `identifiers` are schemes with their numbers.
    """

    row: int
    program_id: UUID
    staff_id: UUID
    identity: Identity | None = None
    person_id: UUID | None = None
    like_row: int = 0
    ways: tuple[Way, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    home: int = 0
    role: str = ""


@dataclass(slots=True)
class Brought:
    """What came of some rows: who each row is about, by its number; and rows whose worker is kept out of the file.

    `at` is the moment in which everything of them is made: by it an import is taken back.
    """

    source_id: UUID
    at: datetime
    people: dict[int, Person] = field(default_factory=dict)
    kept_out: set[int] = field(default_factory=set)
    walls: Mapping[UUID, UUID | None] = field(default_factory=dict)


def bring_in(source_id: UUID, comers: Sequence[Comer]) -> Brought:
    """Write them down, in the open transaction of the action that imports. Each is told of in their own file."""
    brought = Brought(source_id, clock.now(), walls=_walls(comers))
    known = _known(comers)
    brought.kept_out = _kept_out(comers, known)
    going_in = [comer for comer in comers if comer.row not in brought.kept_out]  # a row is after the one it is like
    new = [(comer, _record(comer.identity, brought.at)) for comer in going_in if comer.identity is not None]
    insert(person for _comer, person in new)
    brought.people = {comer.row: person for comer, person in new}
    for comer in going_in:
        if comer.identity is None:
            theirs = known[comer.person_id] if comer.person_id else brought.people[comer.like_row]
            brought.people[comer.row] = theirs
    _remember(brought, going_in)
    _index(brought, [person for _comer, person in new])
    _note_numbers(brought, going_in)
    _note_homes(brought, going_in)
    _give_to_workers(brought, going_in)
    _tell(brought, going_in)
    return brought


def _walls(comers: Iterable[Comer]) -> dict[UUID, UUID | None]:
    """For each program itself where it is sealed: what it learns stays there."""
    keys = {comer.program_id for comer in comers}
    found = facts(Program, because="what a sealed program learns stays there").filter(pk__in=keys)
    return {key: key if sealed else None for key, sealed in found.values_list("pk", "sealed")}


def _known(comers: Iterable[Comer]) -> dict[UUID, Person]:
    keys = {comer.person_id for comer in comers if comer.person_id is not None}
    return {one.pk: one for one in facts(Person, because="a row adds to their file").filter(pk__in=keys)}


def _kept_out(comers: Iterable[Comer], known: Mapping[UUID, Person]) -> set[int]:
    """A worker who must not see somebody's file is not given it by a list either; a file may be gone meanwhile."""
    denied = denials().filter(staff_id__in={comer.staff_id for comer in comers})
    refused = set(denied.values_list("theirs", "staff_id"))
    found: set[int] = set()
    for comer in comers:
        gone = comer.person_id is not None and comer.person_id not in known
        if gone or (comer.person_id, comer.staff_id) in refused or comer.like_row in found:
            found.add(comer.row)
    return found


def _record(identity: Identity, at: datetime) -> Person:
    return Person(created_at=at, **identity.values())


def _remember(brought: Brought, comers: Iterable[Comer]) -> None:
    insert(
        BroughtIn(
            created_at=brought.at,
            source_id=brought.source_id,
            row=comer.row,
            file_id=brought.people[comer.row].pk,
            added=comer.identity is None,
        )
        for comer in comers
    )


def _index(brought: Brought, people: Iterable[Person]) -> None:
    """Fifteen rows for each of them: half of all that an import writes, so that not even an object is made of each."""
    found = [(person.pk, token) for person in people for token in sorted(own_tokens(person))]
    if not found:
        return
    same = {"agency_id": Same(context.agency_id()), "created_at": Same(brought.at), "version": Same(1)}
    keys, tokens = zip(*found, strict=True)
    insert_columns(NameToken, {**same, "id": [new_id() for _ in found], "person_id": list(keys), "token": list(tokens)})


def _note_numbers(brought: Brought, comers: Sequence[Comer]) -> None:
    country = country_of(workplace(context.current().actor).agency.time_zone)
    points = _new_points(brought, comers, country)
    stopped = _stopped([bytes(point.value_hash) for point in points])
    for point in points:
        point.texts_stopped_at = stopped.get(bytes(point.value_hash))
    insert(points)
    insert(_new_identifiers(brought, comers))


def _new_points(brought: Brought, comers: Sequence[Comer], country: str) -> list[ContactPoint]:
    """What several rows say of one person is noted once; so is what their file says already."""
    held = facts(ContactPoint, because="a number is noted once").filter(
        person_id__in=_with_files(brought, comers), ended_at=None
    )
    there = _there(held, POINT_ONCE)
    found = []
    for comer in comers:
        wall = brought.walls[comer.program_id]
        for way in comer.ways:
            hashed = ring().find(normalised(way.value, country), purpose="contact")
            once = (brought.people[comer.row].pk, way.channel.value, hashed)
            if there.isdisjoint({(*once, None), (*once, wall)}):
                there.add((*once, wall))
                found.append(_point(brought, comer, way, hashed))
    return found


def _new_identifiers(brought: Brought, comers: Sequence[Comer]) -> list[Identifier]:
    held = facts(Identifier, because="an identifier is noted once").filter(person_id__in=_with_files(brought, comers))
    there = _there(held, IDENTIFIER_ONCE)
    found = []
    for comer in comers:
        person, wall = brought.people[comer.row], brought.walls[comer.program_id]
        for scheme, value in comer.identifiers:
            hashed = ring().find(normalised(value), purpose=IDENTIFIER)
            once = (person.pk, scheme, hashed)
            if there.isdisjoint({(*once, None), (*once, wall)}):
                there.add((*once, wall))
                said = {"scheme": scheme, "value": value, "value_hash": hashed, "sealed_in_id": wall}
                found.append(Identifier(created_at=brought.at, person=person, **said))
    return found


def _there(held: "QuerySet[Any]", columns: tuple[str, ...]) -> set[tuple[UUID, str, bytes, UUID | None]]:
    """What their files say already, and which wall keeps it: what stays away would tell that a shelter knows it."""
    return {(key, kind, bytes(hashed), wall) for key, kind, hashed, wall in held.values_list(*columns, "sealed_in_id")}


def _with_files(brought: Brought, comers: Iterable[Comer]) -> set[UUID]:
    return {brought.people[comer.row].pk for comer in comers if comer.person_id is not None}


def _point(brought: Brought, comer: Comer, way: Way, hashed: bytes) -> ContactPoint:
    return ContactPoint(
        created_at=brought.at,
        person=brought.people[comer.row],
        channel=way.channel.value,
        value=way.value,
        value_hash=hashed,
        sealed_in_id=brought.walls[comer.program_id],
        **way.rules(),
    )


def _stopped(hashes: list[bytes]) -> dict[bytes, datetime]:
    held = facts(ContactPoint, because=STOPPED).filter(value_hash__in=hashes, texts_stopped_at__isnull=False)
    found = held.order_by("texts_stopped_at").values_list("value_hash", "texts_stopped_at")
    return {bytes(hashed): at for hashed, at in found if at is not None}


def _note_homes(brought: Brought, comers: Iterable[Comer]) -> None:
    """People whose rows name the same household live together, whichever row came first."""
    at_home = [comer for comer in comers if comer.home]
    if not at_home:
        return
    kept = facts(BroughtIn, because="rows of one household join the household of the first").filter(
        source_id=brought.source_id, household=True, row__in={comer.home for comer in at_home}
    )
    homes = dict(kept.values_list("row", "file_id"))
    new = {comer.home: Household(created_at=brought.at) for comer in at_home if comer.home not in homes}
    insert(new.values())
    insert(
        BroughtIn(created_at=brought.at, source_id=brought.source_id, row=row, file_id=home.pk, household=True)
        for row, home in new.items()
    )
    homes |= {row: home.pk for row, home in new.items()}
    insert(_new_places(brought, at_home, homes))


def _new_places(brought: Brought, comers: Iterable[Comer], homes: Mapping[int, UUID]) -> list[HouseholdMember]:
    """One place a person and home, however many rows say it."""
    held = facts(HouseholdMember, because="nobody has two places in one home").filter(
        household_id__in=homes.values(), until=None
    )
    there = set(held.values_list("household_id", "person_id"))
    found = []
    for comer in comers:
        person, home = brought.people[comer.row], homes[comer.home]
        if (home, person.pk) not in there:
            there.add((home, person.pk))
            said = {"role": comer.role, "sealed_in_id": brought.walls[comer.program_id]}
            found.append(HouseholdMember(created_at=brought.at, household_id=home, person=person, **said))
    return found


def _give_to_workers(brought: Brought, comers: Sequence[Comer]) -> None:
    """Whoever looks after them can open the file; nobody joins a care team twice."""
    held = facts(CareTeamMember, because="nobody joins a care team twice").filter(
        person_id__in={comer.person_id for comer in comers if comer.person_id is not None}, until=None
    )
    there = set(held.values_list("person_id", "program_id", "staff_id"))
    places = []
    for comer in comers:
        place = (brought.people[comer.row].pk, comer.program_id, comer.staff_id)
        if place not in there:
            there.add(place)
            places.append(place)
    insert(
        CareTeamMember(
            created_at=brought.at, since=brought.at, person_id=person, program_id=program, staff_id=staff,
            because=BECAUSE,
        )
        for person, program, staff in places
    )  # fmt: skip


def _tell(brought: Brought, comers: Sequence[Comer]) -> None:
    """A line in each file, and an event about each in the trail."""
    programs: dict[UUID, UUID] = {}
    lines = []
    for comer in comers:
        person = brought.people[comer.row]
        if person.pk in programs:
            continue  # one line a file, however many rows are about it
        programs[person.pk] = comer.program_id
        verb = "people.added_from_list" if comer.identity is None else "people.brought_in"
        entry = line(verb, person, (person.pk, comer.program_id), needs=Permission.PERSON_VIEW)
        entry.created_at = brought.at
        lines.append(entry)
    insert(lines)
    everybody = {person.pk: person for person in brought.people.values()}
    trail.record_of_each("people.brought_in", everybody.values(), program_ids=programs)
