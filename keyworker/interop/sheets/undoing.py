"""Takes back what came with a list, file by file from its end, as long as nobody has touched it.

A file is taken back whole or stays whole: half of somebody's file is worse than all of it. What rows added to a file
that stood before goes alone. The database lets nothing else be deleted (see `base.seatbelt`).
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, connections, models, transaction
from django.db.models import Exists, OuterRef, Q

from keyworker.access.sight import facts
from keyworker.base import context
from keyworker.cases.models import Case
from keyworker.delivery.bringing import refresh_last_contacts
from keyworker.delivery.models import CaseNote, WordIndex
from keyworker.people.models import (
    BroughtIn,
    Household,
    HouseholdMember,
    MatchCandidate,
    MatchState,
    NameToken,
    Person,
)
from keyworker.tasks.bringing import refresh_next_steps

AT_ONCE = 500
BECAUSE = "what came with a list is taken back where nobody has touched it"
# What is worked out of a file by itself, and nobody's work: it goes with the file.
WORKED_OUT = (NameToken, MatchCandidate)
# Drafts may be thrown away by whoever wrote them, so the belt of notes says nothing of lists; their trigger does.
NOTES: tuple[tuple[type[models.Model], str], ...] = ((WordIndex, "person_id"), (CaseNote, "person_id"))
TOUCHED, LEADS_TO = "touched", "leads-to"


@dataclass(slots=True)
class TakenBack:
    """How many records went, which rows stay and why, and the row that was handled last; whether there are more."""

    people: int = 0
    kept: dict[int, str] = field(default_factory=dict)
    place: int = 0
    more: bool = False


def take_back(source_id: UUID, before: int, at_once: int = AT_ONCE) -> TakenBack:
    """Rows of an import before `before`, the last first, within the action that undoes it."""
    came = list(_came(source_id, household=False).filter(row__lt=before).order_by("-row")[:at_once])
    done = TakenBack(place=came[-1].row if came else 0, more=bool(came))
    made_here = _made_here(source_id, {each.file_id for each in came})
    touched = _touched(source_id, made_here)
    for each in came:
        theirs = made_here if each.file_id in made_here else None
        if each.file_id in touched or (theirs is None and _added_and_touched(each)):
            done.kept[each.row] = TOUCHED
    _take([each for each in came if each.row not in done.kept], made_here, done)
    if not came:
        _empty_homes(source_id)
    return done


def _came(source_id: UUID, **conditions: Any) -> "models.QuerySet[BroughtIn]":
    return facts(BroughtIn, because=BECAUSE).filter(source_id=source_id, **conditions)


def _made_here(source_id: UUID, files: Collection[UUID]) -> set[UUID]:
    """Of these files, those that the import began."""
    return set(_came(source_id, household=False, added=False, file_id__any_of=files).values_list("file_id", flat=True))


def _about_people() -> Iterator[tuple[type[models.Model], str]]:
    """Every table that speaks of a person, and by which column; but what is worked out by itself."""
    for relation in Person._meta.related_objects:
        if relation.related_model not in WORKED_OUT:
            yield relation.related_model, relation.field.attname


def _touched(source_id: UUID, files: Collection[UUID]) -> set[UUID]:
    """Files in which anything was changed or added since, by whomever."""
    people = facts(Person, because=BECAUSE).filter(pk__any_of=files, version__gt=1)
    found = set(people.values_list("pk", flat=True))
    for model, column in _about_people():
        same = _came(source_id, file_id=OuterRef(column), created_at=OuterRef("created_at"))
        theirs = facts(model, because=BECAUSE).filter(~Exists(same) | Q(version__gt=1), **{f"{column}__any_of": files})
        found |= set(theirs.order_by().values_list(column, flat=True))
    return found


def _belonging() -> list[tuple[type[models.Model], str]]:
    """The tables whose rows an import makes, but files and households themselves."""
    found = [(model, getattr(model, "belt", None)) for model in apps.get_models()]
    return [
        *NOTES,
        *(
            (model, belt.takes_back)
            for model, belt in found
            if belt is not None and belt.takes_back and model not in (Person, Household)
        ),
    ]


def _added_and_touched(came: BroughtIn) -> bool:
    """Whether what a row added to a file that stood before was changed since, or something hangs on it."""
    for model, column in _belonging():
        added = facts(model, because=BECAUSE).filter(**{column: came.file_id, "created_at": came.created_at})
        if added.filter(version__gt=1).exists():
            return True
        for relation in model._meta.related_objects:
            hanging = facts(relation.related_model, because=BECAUSE).filter(
                **{f"{relation.field.attname}__in": added.values("pk")}
            )
            if hanging.exclude(created_at=came.created_at).exists():
                return True
    return False


def _take(came: list[BroughtIn], made_here: set[UUID], done: TakenBack) -> None:
    """All at once; where the database finds that something rests on one of them, one by one."""
    try:
        with _all_or_none():
            done.people += _delete(came, made_here)
    except IntegrityError:
        for each in came:
            try:
                with _all_or_none():
                    done.people += _delete([each], made_here)
            except IntegrityError:
                done.kept[each.row] = LEADS_TO


@contextmanager
def _all_or_none() -> Iterator[None]:
    """A step whose foreign keys are checked at its end, and not first at the commit."""
    with transaction.atomic(using=context.current().actor.alias):
        yield
        _check_keys("IMMEDIATE")
    _check_keys("DEFERRED")


def _check_keys(when: str) -> None:
    with connections[context.current().actor.alias].cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL {when}")


def _delete(came: Collection[BroughtIn], made_here: set[UUID]) -> int:
    """What hangs on a file first; the note by which the database knows what may go, last."""
    moments = {each.created_at for each in came}
    files = {each.file_id for each in came}
    notes = facts(BroughtIn, because=BECAUSE).filter(pk__any_of=[each.pk for each in came])
    people = {each.file_id for each in came if each.file_id in made_here and not each.added}
    cases = _cases_of(files, moments)
    for model, column in _belonging():
        mine = notes.filter(file_id=OuterRef(column), created_at=OuterRef("created_at"))
        theirs = facts(model, because=BECAUSE).filter(**{f"{column}__any_of": files, "created_at__in": moments})
        _gone(theirs.filter(Exists(mine)))
    _gone(facts(NameToken, because=BECAUSE).filter(person_id__any_of=people))
    pairs = facts(MatchCandidate, because=BECAUSE).filter(state=MatchState.WAITING)
    _gone(pairs.filter(Q(person_id__any_of=people) | Q(other_id__any_of=people)))
    _gone(facts(Person, because=BECAUSE).filter(pk__any_of=people))
    _gone(notes)
    refresh_next_steps(cases)
    refresh_last_contacts(cases)
    return len(people)


def _cases_of(files: Collection[UUID], moments: Collection[datetime]) -> list[Case]:
    """Cases that stood before, to which tasks or contacts were added: their next step and last contact follow."""
    theirs = facts(Case, because=BECAUSE).filter(person_id__any_of=files).exclude(created_at__in=moments)
    return list(theirs.filter(Q(tasks__created_at__in=moments) | Q(contacts__created_at__in=moments)).distinct())


def _gone(rows: "models.QuerySet[Any]") -> None:
    """At once, and checked by the database's own keys: looking through fifty tables was done before."""
    rows.delete_at_once()  # type: ignore[attr-defined]  # every record's queryset is a guarded one


def _empty_homes(source_id: UUID) -> None:
    """Households that the import made and in which nobody is left."""
    homes = _came(source_id, household=True)
    members = facts(HouseholdMember, because=BECAUSE).filter(household_id=OuterRef("pk"))
    empty = facts(Household, because=BECAUSE).filter(~Exists(members), pk__in=homes.values("file_id"), version=1)
    keys = list(empty.values_list("pk", flat=True))
    _gone(facts(Household, because=BECAUSE).filter(pk__in=keys))
    _gone(homes.filter(file_id__in=keys))
