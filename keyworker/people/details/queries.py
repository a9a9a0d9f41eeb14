"""Who somebody is, as far as the reader may know it."""

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.base.actor import Actor
from keyworker.people.models import Identifier, OtherName, Person, SaidOfThemselves

SEE = Permission.PERSON_VIEW


def other_names(actor: Actor, person: Person) -> list[OtherName]:
    """The newest first."""
    found = rows(OtherName, actor=actor, needs=SEE).filter(person=person)
    return list(found.order_by("-created_at", "-id"))


def said_of_themselves(actor: Actor, person: Person) -> list[SaidOfThemselves]:
    """All that stands, each carrying `person`, whose key opens the words; a sealed program's own before the others'."""
    said = list(rows(SaidOfThemselves, actor=actor, needs=SEE).filter(person=person))
    for each in said:
        each.person = person
    return sorted(said, key=lambda each: (each.sealed_in_id is None, each.created_at))


def identifiers(actor: Actor, person: Person) -> list[Identifier]:
    """Those that are or were theirs, in the order they were noted, each carrying `person`, whose key opens it."""
    found = list(rows(Identifier, actor=actor, needs=SEE).filter(person=person, wrong_at=None).order_by("created_at"))
    for each in found:
        each.person = person
    return found
