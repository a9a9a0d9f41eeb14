"""Gathers a person's copy: one program's file, without what is withheld and without the names of others."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keyworker.access.sight import facts
from keyworker.agencies.models import Staff
from keyworker.base.keyring import Unreadable
from keyworker.cases.models import Case
from keyworker.consent.models import DecisionMaker, Photo
from keyworker.delivery.models import CaseDocument, CaseNote, ConferenceParticipant, NoteStatus
from keyworker.documents.keeping import give_out
from keyworker.intake.models import IncomingReferral, SourceKind
from keyworker.interop.copying.blacking_out import blacked_out
from keyworker.interop.copying.told import KEPT_BACK, NAMES_OTHERS, PARTS, Part
from keyworker.interop.leaving.plain import as_plain
from keyworker.interop.leaving.tables import Hidden, is_protected, sealed_joins
from keyworker.people.models import (
    About,
    Ground,
    HouseholdMember,
    OtherName,
    OtherNameKind,
    Person,
    Relationship,
    Withheld,
)
from keyworker.people.queries import address_is_secret
from keyworker.people.withholding.queries import kept_in_file
from keyworker.tasks.models import Task

BECAUSE = "a person has a right to all that a program keeps about them"
MOST_OF_FILES = 60 * 1024 * 1024  # bytes
LONG = 60  # letters: what is longer stands in a paragraph of its own


@dataclass(frozen=True, slots=True)
class Asked:
    """What whoever makes the copy decided: what is left out and why, and whose names they know to be in the notes.

    `told`: referrals by somebody else whose words they have read and give out. All others stay: a neighbour, a sister
    or a school may be in danger for what they said (45 CFR 164.524(a)(2)(v): told in confidence).
    """

    withheld: frozenset[UUID] = frozenset()
    because: str = ""
    others: tuple[str, ...] = ()
    told: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it is printed: when, in a few words, and at length."""

    when: str
    short: str
    long: tuple[str, ...]


@dataclass(slots=True)
class Copy:
    """The whole copy. `files`: documents by their name in it; `not_sent` are titles of those that are too large."""

    parts: list[tuple[Any, list[Line]]] = field(default_factory=list)
    data: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    not_sent: list[str] = field(default_factory=list)
    withheld: int = 0
    grounds: set[Ground] = field(default_factory=set)
    in_confidence: int = 0

    @property
    def rows(self) -> int:
        return sum(map(len, self.data.values()))


def gathered(case: Case, asked: Asked) -> Copy:
    """The copy of what the case's program keeps, in the language now active."""
    person = case.person
    kept = kept_in_file(person.pk, case.program_id)
    asked = replace(asked, withheld=asked.withheld | kept.keys())
    hidden = Hidden(protected=frozenset({person.pk} if address_is_secret(person) else ()))
    out = blacked_out(_own_names(person), [*_names_of_others(case), *asked.others], _("[another person]"))
    made = Copy(grounds=set(kept.values()))
    for part in PARTS:
        lines = list(_part(made, part, case, asked, hidden, out))
        if lines:
            made.parts.append((part.title, lines))
    made.withheld = _withheld(case, asked)
    _take_files(made, case, asked, out)
    return made


def _part(
    made: Copy, part: Part, case: Case, asked: Asked, hidden: Hidden, out: Callable[[Any], Any]
) -> Iterator[Line]:
    for label, printed in part.tables.items():
        rows = list(_rows(apps.get_model(label), case, asked))
        made.in_confidence += sum(_keep_in_confidence(row, asked) for row in rows)
        kept = ({n: out(v) for n, v in as_plain(row, hidden).items() if n not in NAMES_OTHERS} for row in rows)
        made.data[label] = list(kept)
        for row in rows if printed else ():
            names = [name for name in printed if not is_protected(row, name, hidden)]
            yield _line(row, names, out)


def _rows(model: type[models.Model], case: Case, asked: Asked) -> "models.QuerySet[Any]":
    """The person's rows in the case's program, and those of no program; never what another sealed one noted."""
    found = facts(model, because=BECAUSE)
    names = {each.attname for each in model._meta.local_fields}
    found = found.exclude(pk__in=asked.withheld)
    found = found.filter(pk=case.person_id) if model is Person else found.filter(person_id=case.person_id)
    if "program_id" in names:
        found = found.filter(program_id=case.program_id)
    if "sealed_in_id" in names:
        found = found.filter(Q(sealed_in=None) | Q(sealed_in_id=case.program_id))
    if model is CaseNote:
        found = found.filter(status=NoteStatus.SIGNED).exclude(amends__in=asked.withheld)
    if model is CaseDocument:
        versions = facts(CaseDocument, because="a version before says the same").filter(pk__in=asked.withheld)
        found = found.filter(withdrawn_at=None).exclude(lineage__in=versions.values("lineage"))
    if model is Task:
        found = found.exclude(source_type__in=[label.lower() for label in KEPT_BACK])
    return found.select_related(*sealed_joins(model)).order_by("created_at", "pk")


def _keep_in_confidence(row: models.Model, asked: Asked) -> bool:
    """Take out of a referral what somebody else wrote, unless it was read and may be given out."""
    if not isinstance(row, IncomingReferral) or row.source_kind == SourceKind.SELF or row.pk in asked.told:
        return False
    row.needs = ""
    return True


def _line(row: models.Model, names: list[str], out: Callable[[Any], Any]) -> Line:
    said = [(name, _said(row, name)) for name in names]
    days = [words for name, words in said if words and _is_day(row, name)]
    words = [out(words) for name, words in said if words and not _is_day(row, name)]
    short = " · ".join([*(each for each in words if len(each) <= LONG), *days[1:]])
    return Line(days[0] if days else "", short, tuple(each for each in words if len(each) > LONG))


def _is_day(row: models.Model, name: str) -> bool:
    return isinstance(row._meta.get_field(name), models.DateField)


def _said(row: models.Model, name: str) -> str:
    """A value in words: codes by what they mean, days as they are written."""
    try:
        value = getattr(row, name)
    except Unreadable:
        return ""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATE_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    words = getattr(row, f"get_{name}_display", lambda: value)()
    return ", ".join(map(str, words)) if isinstance(words, list | tuple) else str(words)


def _own_names(person: Person) -> list[str]:
    others = facts(OtherName, because="what the person is called stays in their copy").filter(person=person)
    return [person.full_name, person.preferred_name, person.own_script_name, *others.values_list("name", flat=True)]


def _names_of_others(case: Case) -> Iterator[str]:
    """Everybody round the person whom the agency knows: kin, who lives with them, who decides, who sat at a table."""
    because = "the names of others are taken out"
    person = case.person
    ties = facts(Relationship, because=because).filter(Q(person=person) | Q(other=person))
    homes = facts(HouseholdMember, because=because).filter(person=person).values("household_id")
    near = facts(HouseholdMember, because=because).filter(household_id__in=homes)
    keys = {key for pair in ties.values_list("person_id", "other_id") for key in pair if key}
    keys |= set(near.values_list("person_id", flat=True))
    others = keys - {person.pk}
    for other in facts(Person, because=because).filter(pk__in=others):
        yield from (other.full_name, other.preferred_name, other.own_script_name)
    called = facts(OtherName, because=because).filter(person_id__in=others).exclude(kind=OtherNameKind.LABEL)
    yield from called.values_list("name", flat=True)
    asked_for_them = facts(IncomingReferral, because=because).filter(person=person)
    yield from asked_for_them.values_list("referrer_name", flat=True)
    yield from ties.values_list("name", flat=True)
    yield from facts(DecisionMaker, because=because).filter(person=person).values_list("name", flat=True)
    kept = facts(Withheld, because=because).filter(person=person, about=About.COLLEAGUE, lifted_at=None)
    yield from facts(Staff, because=because).filter(pk__in=kept.values("record_id")).values_list("name", flat=True)
    at_the_table = facts(ConferenceParticipant, because=because).filter(person=person)
    yield from at_the_table.exclude(name="").values_list("name", flat=True)


def _withheld(case: Case, asked: Asked) -> int:
    """How many of this file's notes and documents are left out; what was chosen of another file is not in it anyway."""
    of_this_file = {"person_id": case.person_id, "program_id": case.program_id, "pk__in": asked.withheld}
    return sum(facts(model, because=BECAUSE).filter(**of_this_file).count() for model in (CaseNote, CaseDocument))


def _take_files(made: Copy, case: Case, asked: Asked, out: Callable[[Any], Any]) -> None:
    """Their photo, and the newest version of each document; those that do not fit are named, and asked for apart."""
    for photo in _rows(Photo, case, asked).filter(deleted_at=None).select_related("document"):
        with suppress(Unreadable):
            made.files[f"photo{Path(photo.document.name).suffix.lower()}"] = b"".join(give_out(photo.document))
    size = 0
    newest = _rows(CaseDocument, case, asked).filter(superseded_by=None).select_related("document")
    for number, held in enumerate(newest, 1):
        size += held.document.size
        try:
            content = b"".join(give_out(held.document)) if size <= MOST_OF_FILES else b""
        except Unreadable:
            content = b""
        if content:
            ending = Path(held.document.name).suffix.lower()
            made.files[f"documents/{number:03d}{ending if ending[1:].isalnum() else ''}"] = content
        else:
            made.not_sent.append(out(held.title))
