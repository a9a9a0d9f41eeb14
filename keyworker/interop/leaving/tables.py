"""Which tables an agency takes along, which stay and why, and whose rows nobody takes along alone."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q

from keyworker.access.sight import facts
from keyworker.agencies.models import Agency, Program
from keyworker.base.encryption import SealedTextField
from keyworker.delivery.models import CaseNote, NoteStatus
from keyworker.documents.models import Document
from keyworker.notices.models import TextReceived
from keyworker.people.models import CareTeamMember, Household, HouseholdMember, Person, SafetyRule
from keyworker.people.rules import PLACES

MADE_ANEW = "It is made anew from what is in the other tables."
OF_THE_INSTALLATION = "It belongs to the installation, not to the agency."
OPENS_DOORS = "It opens doors here, and nowhere else."
COMING_IN = "It is a list on its way in; what came in is in the files."
LEFT_OUT = {
    "access.DoorKey": OPENS_DOORS,
    "access.Receipt": "It tells one sending of a page from the same sent again, for a day.",
    "accounts.User": "How somebody signs in belongs to them, and goes with nobody.",
    "audit.AuditPending": OF_THE_INSTALLATION,
    "audit.AuditSeal": OF_THE_INSTALLATION,
    "delivery.WordIndex": MADE_ANEW,
    "directory.ServiceToken": MADE_ANEW,
    "interop.AgencyExport": "It is an export such as this one, for a day; that it was asked for is in the trail.",
    "interop.DirectoryFile": "It is looked over, and gone within a day.",
    "interop.Sheet": COMING_IN,
    "interop.SheetRow": COMING_IN,
    "people.BroughtIn": "It says what of a list may still be taken back here.",
    "people.NameToken": MADE_ANEW,
}
KEYS = "It is a key or a hash: it means nothing elsewhere."
# Where somebody lives: of people whose address is protected it is on no export.
PLACES_OF_PEOPLE = {
    "intake.IncomingReferral": ("contact",),
    "people.ContactPoint": ("value", "label"),
    "visits.Visit": ("place",),
}
PROTECTED = "[protected]"


@dataclass(frozen=True, slots=True)
class Hidden:
    """What an export leaves out unless it is whole: sealed programs, whom only they know, shielded names, addresses."""

    programs: frozenset[UUID] = frozenset()
    people: frozenset[UUID] = frozenset()
    protected: frozenset[UUID] = frozenset()


def all_tables() -> list[type[models.Model]]:
    """Every table of Keyworker, in the order of its name."""
    found = [model for model in apps.get_models() if model.__module__.startswith("keyworker.")]
    return sorted(found, key=lambda model: model._meta.label)


def tables() -> list[type[models.Model]]:
    """The tables that leave with an agency."""
    return [model for model in all_tables() if model._meta.label not in LEFT_OUT]


def fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """The fields of a table that leave; keys and hashes stay."""
    return [field for field in model._meta.local_fields if not is_key(field)]


def is_key(field: "models.Field[Any, Any]") -> bool:
    return isinstance(field, models.BinaryField) and not isinstance(field, SealedTextField)


def file_name(model: type[models.Model]) -> str:
    return model._meta.label_lower.replace(".", "_")


def hidden_from_exports() -> Hidden:
    """What is hidden in the agency of the open context."""
    because = "what is sealed, or protected, is on no export that one person asks for"
    sealed = frozenset(facts(Program, because=because).filter(sealed=True).values_list("pk", flat=True))
    in_the_open = facts(CareTeamMember, because=because).exclude(program_id__in=sealed).values("person_id")
    asked = facts(SafetyRule, because=because)
    shielded = asked.filter(name_shielded=True).values("person_id")
    people = facts(Person, because=because).filter(~Q(pk__in=in_the_open) | Q(pk__in=shielded))
    protected = asked.filter(address_protected=True)
    return Hidden(
        sealed, frozenset(people.values_list("pk", flat=True)), frozenset(protected.values_list("person_id", flat=True))
    )


def fingerprint(hidden: Hidden, until: datetime) -> bytes:
    """A hash of whom and what is hidden, less what was begun after `until`: of that an export of then tells nothing.

    The keys tell when (UUIDv7: milliseconds in the first 48 bits).
    """
    latest, digest = int(until.timestamp() * 1000), sha256()
    for keys in (hidden.programs, hidden.people, hidden.protected):
        digest.update(b"|")
        for key in sorted(each for each in keys if each.int >> 80 <= latest):
            digest.update(key.bytes)
    return digest.digest()


def rows_of(model: type[models.Model], hidden: Hidden) -> "models.QuerySet[Any]":
    """The agency's rows of a table less what is hidden, with whatever their sealed fields need to be opened."""
    found = facts(model, because="an agency takes along what it owns")
    if model is Agency:
        return found.order_by("pk")
    for field in model._meta.local_fields:
        found = _without(found, field.attname, _held_back(field, hidden))
    if model is CaseNote:
        found = found.filter(status=NoteStatus.SIGNED)  # a draft is its author's alone
    if model in {Person, Program}:
        found = _without(found, "pk", hidden.people | hidden.programs)
    if model is Household and hidden.people:
        members = facts(HouseholdMember, because="a household is known by its members")
        found = found.exclude(~Q(pk__in=members.exclude(person_id__in=hidden.people).values("household_id")))
    for path, held in _through(model, hidden):
        found = _without(found, path, held)
    if hidden.people:
        found = _in_nobodys_file(found, hidden)
    return found.select_related(*sealed_joins(model)).order_by("pk")


def _in_nobodys_file(found: "models.QuerySet[Any]", hidden: Hidden) -> "models.QuerySet[Any]":
    """Rows that do not say whose they are, less those that may be of somebody hidden."""
    if found.model is TextReceived:
        return found.exclude(known=True, waits=True)
    return found.exclude(pk__in=_files_of(hidden.people)) if found.model is Document else found


def _through(model: type[models.Model], hidden: Hidden) -> list[tuple[str, frozenset[UUID]]]:
    """Where a row that names nobody itself hangs on one that does."""
    names = {field.name for field in model._meta.local_fields if field.is_relation}
    paths = (
        ("response__program_id", hidden.programs),
        ("response__person_id", hidden.people),
        ("referral__person_id", hidden.people),
        ("place__referral__person_id", hidden.people),
    )
    return [(path, held) for path, held in paths if "person" not in names and path.partition("__")[0] in names]


def _files_of(people: frozenset[UUID]) -> "models.QuerySet[Any]":
    """A file does not say whose it is: what holds it does."""
    found = facts(Document, because="their files stay with them")
    theirs = Q()
    for relation in Document._meta.related_objects:
        names = {field.name for field in relation.related_model._meta.local_fields}
        whose = "person_id__in" if "person" in names else "response__person_id__in"
        held = facts(relation.related_model, because="what holds a file says whose it is").filter(**{whose: people})
        theirs |= Q(pk__in=held.values(relation.field.attname))
    return found.filter(theirs).values("pk")


def _held_back(field: "models.Field[Any, Any]", hidden: Hidden) -> frozenset[UUID]:
    """Which keys in this column hide a row; the trail names people and programs without pointing to them."""
    if field.attname == "subject_id":
        return hidden.programs | hidden.people
    if field.related_model is Program or field.attname in {"program_id", "sealed_in_id"}:
        return hidden.programs
    return hidden.people if field.related_model is Person or field.attname == "person_id" else frozenset()


def _without(found: "models.QuerySet[Any]", column: str, keys: frozenset[UUID]) -> "models.QuerySet[Any]":
    return found.filter(Q(**{f"{column}__isnull": True}) | ~Q(**{f"{column}__in": keys})) if keys else found


def sealed_joins(model: type[models.Model]) -> list[str]:
    """Where the keys of its sealed fields are, for `select_related`."""
    salts = (field.salt for field in model._meta.local_fields if isinstance(field, SealedTextField))
    return [path.replace(".", "__") for path in (salt.rpartition(".")[0] for salt in salts) if path]


def is_protected(row: models.Model, name: str, hidden: Hidden) -> bool:
    """Whether this field says where somebody lives whose address is protected."""
    if name not in PLACES_OF_PEOPLE.get(row._meta.label, ()) or getattr(row, "person_id", None) not in hidden.protected:
        return False
    return getattr(row, "channel", None) is None or getattr(row, "channel", "") in PLACES
