"""Looks many people up at once, as a list brings them: by birth date, number or name, in a handful of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from rapidfuzz.fuzz import token_set_ratio

from keyworker.access.here import here
from keyworker.access.sight import facts
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.keyring import ring
from keyworker.people.denying import denied_to
from keyworker.people.finding.asked import Asked, Born
from keyworker.people.finding.looking_up import COLUMNS, candidate
from keyworker.people.finding.ranking import ESTIMATE_YEARS, Because, Candidate, ranked, swapped
from keyworker.people.models import CareTeamMember, ContactPoint, DatePrecision, Identifier, NameToken, Person
from keyworker.people.names import Kind, written
from keyworker.people.numbers import IDENTIFIER, country_of, normalised, spellings_of_number
from keyworker.people.policy import shielded

MOST_LIKELY = 5
MOST_OF_A_NAME = 2_000  # people nominated by nothing but a name, for all that are asked about at once
NOT_FAR = 45  # letters in a hundred that two names share before they are looked at closely
INDEX = "whoever imports learns of people in the agency's index alone, and only of those whom their list names"


@dataclass(frozen=True, slots=True)
class Described:
    """Somebody as a list tells of them."""

    name: str
    born_on: date | None = None
    born_precision: str = DatePrecision.DAY.value
    phones: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody who may be them. `exact`: the same name, word for word in any order, and the same birth date."""

    id: UUID
    exact: bool


def alike_of_many(actor: Actor, described: Sequence[Described]) -> list[list[Alike]]:
    """For each, in order, who in the agency's index they may be; never whom only a sealed program knows."""
    country = country_of(here(actor).agency.time_zone)
    found_by = _by_numbers(described, country)
    named = _by_name(described)
    born = {day for one in described for day in _days(one)}
    keys = {key for each in found_by.values() for key in each} | {key for each in named.values() for key in each}
    people = {one.id: one for one in _in_the_index(actor, keys, born)}
    by_day: dict[date, list[UUID]] = defaultdict(list)
    for one in people.values():
        if one.born_on is not None:
            by_day[one.born_on].append(one.id)
    return [_alike(one, people, by_day, found_by[at], named[at]) for at, one in enumerate(described)]


def _alike(
    one: Described,
    people: Mapping[UUID, Candidate],
    by_day: Mapping[date, Iterable[UUID]],
    sure: Mapping[UUID, set[Because]],
    named: Iterable[UUID],
) -> list[Alike]:
    near = {key for day in _days(one) for key in by_day.get(day, ())} | set(named)
    close = [people[key] for key in near if key in people and _not_far(one.name, people[key].names)]
    found = [_with(people[key], because) for key, because in sure.items() if key in people]
    asked = Asked(one.name, _born(one))
    likely = [each for each in ranked(asked, [*found, *(each for each in close if each.id not in sure)]) if each.likely]
    return [Alike(each.id, _is_exact(one, each.one)) for each in likely[:MOST_LIKELY]]


def _born(one: Described) -> Born | None:
    if one.born_on is None:
        return None
    if _is_known_to_the_day(one):
        return Born(days=(one.born_on,))
    wide = ESTIMATE_YEARS if one.born_precision == DatePrecision.ESTIMATED else 0
    return Born(span=(date(one.born_on.year - wide, 1, 1), date(one.born_on.year + wide, 12, 31)), about=wide > 0)


def _is_known_to_the_day(one: Described) -> bool:
    return one.born_on is not None and one.born_precision == DatePrecision.DAY


def _with(one: Candidate, because: set[Because]) -> Candidate:
    return replace(one, found_by=frozenset(because))


def _not_far(name: str, names: Iterable[str]) -> bool:
    asked = _latin(name)
    return any(token_set_ratio(asked, _latin(each)) >= NOT_FAR for each in names)


def _latin(name: str) -> str:
    return " ".join(word.latin for word in written(name))


def _is_exact(one: Described, other: Candidate) -> bool:
    same_day = one.born_on is not None and (one.born_on, one.born_precision) == (other.born_on, other.born_precision)
    return same_day and any(same_name(one.name, name) for name in other.names)


def same_name(one: str, other: str) -> bool:
    """Word for word, in any order, whatever the case, accents and script."""
    return sorted(word.latin for word in written(one)) == sorted(word.latin for word in written(other))


def _days(one: Described) -> list[date]:
    return [one.born_on, *swapped([one.born_on])] if one.born_on and _is_known_to_the_day(one) else []


def _by_numbers(described: Sequence[Described], country: str) -> dict[int, dict[UUID, set[Because]]]:
    found: dict[int, dict[UUID, set[Because]]] = {at: {} for at in range(len(described))}
    asked: tuple[tuple[type[Any], Because, dict[bytes, set[int]]], ...] = (
        (ContactPoint, Because.PHONE, _hashes([one.phones for one in described], country, "contact")),
        (Identifier, Because.IDENTIFIER, _hashes([one.identifiers for one in described], "", IDENTIFIER)),
    )
    for model, because, hashes in asked:
        held = facts(model, because=INDEX).filter(value_hash__in=list(hashes), sealed_in=None).order_by()
        if model is Identifier:
            held = held.filter(wrong_at=None)
        for hashed, person_id in held.values_list("value_hash", "person_id"):
            for at in hashes[bytes(hashed)]:
                found[at].setdefault(person_id, set()).add(because)
    return found


def _hashes(numbers: Sequence[tuple[str, ...]], country: str, purpose: str) -> dict[bytes, set[int]]:
    found: dict[bytes, set[int]] = defaultdict(set)
    for at, mine in enumerate(numbers):
        for number in mine:
            for spelling in spellings_of_number(number, country):
                found[ring().find(spelling, purpose=purpose)].add(at)
    return found


def _by_name(described: Sequence[Described]) -> dict[int, set[UUID]]:
    """Whose birth date is not told to the day: people who share the last word of their name."""
    found: dict[int, set[UUID]] = {at: set() for at in range(len(described))}
    asked: dict[str, set[int]] = defaultdict(set)
    for at, one in enumerate(described):
        words = [word for word in written(one.name) if not word.small]
        if words and not _is_known_to_the_day(one):
            asked[f"{Kind.WORD}{words[-1].latin}"].add(at)
    held = facts(NameToken, because=INDEX).filter(token__in=list(asked), sealed_in=None).order_by("token")
    for token, person_id in held.values_list("token", "person_id")[:MOST_OF_A_NAME] if asked else ():
        for at in asked[token]:
            found[at].add(person_id)
    return found


def _in_the_index(actor: Actor, keys: set[UUID], born: set[date]) -> list[Candidate]:
    """Two queries, so that each has its index."""
    people = in_the_index(actor)
    nominated = people.filter(born_on__in=born) if born else people.none()
    found = {row[0]: row for row in nominated.values_list(*COLUMNS)}
    if keys - set(found):
        rest = people.filter(pk__any_of=tuple(keys - set(found)))
        found |= {row[0]: row for row in rest.values_list(*COLUMNS)}
    return [candidate((*row, ()), {}) for row in found.values()]


def known_by_number(actor: Actor, scheme: str, numbers: Iterable[str]) -> dict[str, UUID]:
    """Who in the agency's index bears a number of a list, where it is one person's alone."""
    hashes = {ring().find(normalised(number), purpose=IDENTIFIER): number for number in numbers}
    if not hashes:
        return {}
    held = facts(Identifier, because=INDEX).filter(
        scheme=scheme, value_hash__in=list(hashes), sealed_in=None, wrong_at=None, person__in=in_the_index(actor)
    )
    found: dict[str, set[UUID]] = defaultdict(set)
    for hashed, person_id in held.values_list("value_hash", "person_id"):
        found[hashes[bytes(hashed)]].add(person_id)
    return {number: people.pop() for number, people in found.items() if len(people) == 1}


def in_the_index(actor: Actor) -> "QuerySet[Person]":
    """People whom a program that is not sealed serves; none whose name is shielded or who is denied to the importer."""
    team = facts(CareTeamMember, because=INDEX).filter(person_id=OuterRef("pk"), program__sealed=False)
    people = facts(Person, because=INDEX).filter(Exists(team) & ~shielded()).order_by()
    if actor.kind is ActorKind.STAFF:
        people = people.exclude(pk__in=denied_to(actor.staff_id))
    return people
