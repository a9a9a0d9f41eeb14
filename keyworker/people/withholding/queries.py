"""What is kept back, as the team sees it, as the person may know of it, and as whoever gives something out must."""

from uuid import UUID

from django.db.models import BooleanField, F, Func

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, rows
from keyworker.base.actor import Actor
from keyworker.people.models import About, Ground, Person, Withheld
from keyworker.people.withholding.actions import SEE

MOST = 100


def withheld_of(actor: Actor, person: Person) -> list[Withheld]:
    """What is kept back from the person in the files that the worker reads, the longest not looked at first."""
    found = rows(Withheld, actor=actor, needs=SEE).filter(person=person, lifted_at=None)
    return list(found.select_related("person", "program", "withheld_by").order_by("review_on", "id")[:MOST])


def kept_from_me(actor: Actor) -> list[Ground]:
    """On which grounds something is kept back, at one's own door, where it may be said."""
    found = rows(Withheld, actor=actor, needs=Permission.PORTAL_ACT).filter(said=True, lifted_at=None)
    return sorted({Ground(ground) for ground in found.values_list("ground", flat=True)})


def is_kept_back(column: str) -> Func:
    """Whether what a column of keys leads to is kept back from whoever looks at their own door; for staff never."""
    return Func(F(column), function="keyworker_is_withheld", output_field=BooleanField())


def name_kept_from(person_id: UUID, staff_id: UUID) -> bool:
    """Whether a colleague's name is kept back from this person, in whatever program. For whoever would show it."""
    held = facts(Withheld, because="a name that is kept back is shown on no other way").filter(
        person_id=person_id, about=About.COLLEAGUE, record_id=staff_id, lifted_at=None
    )
    return bool(held.exists())


def record_kept_back(key: UUID) -> bool:
    """Whether this record is kept back from the person: for whatever would tell them of it by another way."""
    held = facts(Withheld, because="what is kept back is told by no letter or text").filter(
        record_id=key, lifted_at=None
    )
    return bool(held.exists())


def kept_in_file(person_id: UUID, program_id: UUID) -> dict[UUID, Ground]:
    """Record → ground, of one program's file. For whoever gives something out of it."""
    found = facts(Withheld, because="what is kept back is given out by no other door").filter(
        person_id=person_id, program_id=program_id, lifted_at=None
    )
    return {record_id: Ground(ground) for record_id, ground in found.values_list("record_id", "ground")}
