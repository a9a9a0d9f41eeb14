"""Looks people up: nominated from the rows of their names, then only those the worker may know, ranked."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Left

from keyworker.access.here import here
from keyworker.access.permissions import Permission
from keyworker.access.roles import Reach
from keyworker.access.sight import authorities, facts, rows
from keyworker.access.worded import worded
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.any_of import Keys
from keyworker.base.keyring import ring
from keyworker.people.finding.asked import Asked
from keyworker.people.finding.nominating import (
    MOST_BEGINNING,
    MOST_NOMINATED,
    WEIGHTS,
    asked_beginnings,
    asked_tokens,
    near_days,
)
from keyworker.people.finding.ranking import Because, Candidate, Found, is_clear, ranked
from keyworker.people.models import ContactPoint, Identifier, NameToken, OtherName, OtherNameKind, Person
from keyworker.people.names import after
from keyworker.people.numbers import IDENTIFIER, country_of, spellings_of_number
from keyworker.people.standing import standing

MOST_BORN = 100
COLUMNS = (
    "id", "full_name", "unnamed", "preferred_name", "own_script_name", "given", "family", "born_on", "born_precision",
)  # fmt: skip
NOMINATING = "whom a worker may know is asked of the few who are nominated, and nobody is shown by a token alone"


def look_up(
    actor: Actor, asked: Asked, *, also: Mapping[UUID, Because] | None = None, loosely: bool = False
) -> list[Found]:
    """Whom it may mean, the nearest first; `also` who was found by something kept above this floor.

    Whoever bears the name is looked for first, and the misspelt only where nobody does; `loosely` all at once.
    Only people whose name the worker may learn, and by nothing that a sealed program alone knows of them.
    """
    sure = _by_numbers(actor, asked)
    for person_id, because in (also or {}).items():
        sure.setdefault(person_id, set()).add(because)
    known = _candidates(actor, {*sure, *_nominated(asked, loosely=loosely)}, sure)
    found = ranked(asked, known)
    if loosely or not asked.words or is_clear(found):
        return found
    more = set(_nominated(asked, loosely=True)) - {one.id for one in known}
    return ranked(asked, [*known, *_candidates(actor, more, sure)])


def known_people(actor: Actor) -> "QuerySet[Person]":
    """Whose name the worker may learn: people in the agency's index, and those whose file is theirs to see."""
    return rows(Person, actor=actor, needs=Permission.PERSON_INDEX) | rows(
        Person, actor=actor, needs=Permission.PERSON_VIEW
    )


def _nominated(asked: Asked, *, loosely: bool) -> Iterable[UUID]:
    """Keys of people by their names and birth dates; one query."""
    parts = []
    if asked.words:
        parts = [_by_tokens(asked, loosely=loosely), *(_by_beginning(text) for text in asked_beginnings(asked.words))]
    if asked.born is not None:
        people = facts(Person, because=NOMINATING).order_by()
        if asked.born.days:
            parts.append(people.filter(born_on__in=near_days(asked.born.days)).values_list("pk")[:MOST_NOMINATED])
        elif asked.born.span is not None and not asked.words:
            newest = people.filter(born_on__range=asked.born.span).order_by("-born_on", "-pk")
            parts.append(newest.values_list("pk")[:MOST_BORN])
    if not parts:
        return []
    whole = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return (key for (key,) in whole)


def _by_tokens(asked: Asked, *, loosely: bool) -> "QuerySet[Any]":
    """Those who share the most and the most telling tokens: one scan of one index, which holds all that is asked."""
    kind = Left("token", 1)
    weigh = [When(Q(kind=each.value), then=Value(weight)) for each, weight in WEIGHTS.items()]
    shared = facts(NameToken, because=NOMINATING).filter(token__in=asked_tokens(asked.words, loosely=loosely))
    weighed = shared.annotate(kind=kind).values("person_id")
    weighed = weighed.annotate(weight=Sum(Case(*weigh, default=Value(0), output_field=IntegerField())))
    return weighed.order_by("-weight", "person_id").values_list("person_id")[:MOST_NOMINATED]


def _by_beginning(text: str) -> "QuerySet[Any]":
    begins = facts(NameToken, because=NOMINATING).filter(token__gte=text, token__lt=after(text))
    return begins.order_by("token").values_list("person_id")[:MOST_BEGINNING]


def _by_numbers(actor: Actor, asked: Asked) -> dict[UUID, set[Because]]:
    """Who is reached by such a number, or bears it; only as far as the worker's own programs know."""
    typed = [*asked.numbers, *asked.codes]
    if not typed:
        return {}
    country = country_of(here(actor).agency.time_zone)
    phones = _hashes(asked.numbers, country, purpose="contact")
    marks = _hashes(typed, country, purpose=IDENTIFIER)
    phone, identifier = Value(Because.PHONE.value), Value(Because.IDENTIFIER.value)
    reached = _walled(ContactPoint, actor).filter(value_hash__in=phones).values_list("person_id", phone)
    borne = _walled(Identifier, actor).filter(value_hash__in=marks, wrong_at=None).values_list("person_id", identifier)
    found: dict[UUID, set[Because]] = {}
    for person_id, because in reached.order_by().union(borne.order_by(), all=True):
        found.setdefault(person_id, set()).add(Because(because))
    return found


def _hashes(typed: Iterable[str], country: str, *, purpose: str) -> list[bytes]:
    return [ring().find(each, purpose=purpose) for text in typed for each in spellings_of_number(text, country)]


def _walled(model: type[Any], actor: Actor) -> "QuerySet[Any]":
    """What is known of people in the index, and of those whose file is the worker's to see."""
    found: QuerySet[Any] = rows(model, actor=actor, needs=Permission.PERSON_INDEX) | rows(
        model, actor=actor, needs=Permission.PERSON_VIEW
    )
    return found


def _candidates(actor: Actor, keys: set[UUID], sure: Mapping[UUID, set[Because]]) -> list[Candidate]:
    """With every name the worker may know; one query."""
    if not keys:
        return []
    return [candidate(row, sure) for row in _with_names(actor, Keys(keys))]


@worded(Person)
def _with_names(actor: Actor, keys: Keys) -> "QuerySet[Person, Any]":
    others = _other_names(actor).filter(person_id=OuterRef("pk")).exclude(kind=OtherNameKind.LABEL).order_by("pk")
    people = known_people(actor).filter(pk__any_of=keys).annotate(others=ArraySubquery(others.values("name")))
    return people.values_list(*COLUMNS, "others")


def _other_names(actor: Actor) -> "QuerySet[OtherName]":
    """Of people whom the worker may know: all that no sealed program noted, and what those noted that they work in."""
    places = standing(actor).places if actor.kind is ActorKind.STAFF else None
    wide = any(each.reach is not Reach.CARE_TEAM for each in authorities(actor, Permission.PERSON_VIEW))
    if wide or places is None or any(place.sealed for place in places):
        return _walled(OtherName, actor)
    return facts(OtherName, because="who may know the person may know these").filter(sealed_in=None)


def candidate(row: tuple[Any, ...], sure: Mapping[UUID, set[Because]]) -> Candidate:
    """Of `COLUMNS` and the other names, with what else they were found by."""
    key, full, unnamed, preferred, script, given, family, born_on, precision, others = row
    said = ("" if unnamed else full, preferred, script, f"{given} {family}".strip())
    return Candidate(
        key,
        tuple(dict.fromkeys(filter(None, said))),
        tuple(others),
        preferred or full,
        born_on,
        precision,
        frozenset(sure.get(key, ())),
        shown=full,
    )
