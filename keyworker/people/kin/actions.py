"""What workers do with somebody's family and circle: note a tie, say it anew, end it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.workplace import workplace
from keyworker.audit import trail
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.people.kin.rules import may_be_noted, may_end
from keyworker.people.models import Home, Kinship, Person, Relationship, Shape, Tie
from keyworker.people.policy import wall_of


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a tie, whoever is at its other end."""

    kind: Kinship
    said: str = ""
    tie: Tie = Tie.PLAIN
    shape: Shape = Shape.PERSON
    home: Home = Home.ELSEWHERE
    parental_responsibility: bool = False
    adverse: bool = False
    died: bool = False
    since: date | None = None

    def values(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@action(needs=Permission.PERSON_EDIT, on="person")
def relate(*, actor: Actor, person: Person, told: Told, other: Person | None = None, name: str = "") -> Relationship:
    """Note what `other`, or somebody without a record by `name`, is to the person."""
    name = name.strip()
    insist(
        may_be_noted(
            self_named=other is not None and other.pk == person.pk,
            has_record=other is not None,
            has_name=bool(name),
            kind=told.kind,
            responsible=told.parental_responsibility,
        )
    )
    found = Relationship(person=person, other=other, name=name, sealed_in=wall_of(actor, person), **told.values())
    found.save(force_insert=True)
    trail.record("people.related", subject=found, person_id=person.id, facts={"kind": told.kind.value})
    return found


@action(needs=Permission.PERSON_EDIT, on="relationship")
def change_tie(*, actor: Actor, relationship: Relationship, told: Told, seen: int) -> Relationship:
    """Say a tie anew. Raises `StaleRecord` when the page was older than the record."""
    insist(
        may_be_noted(
            self_named=False,
            has_record=relationship.other_id is not None,
            has_name=bool(relationship.name),
            kind=told.kind,
            responsible=told.parental_responsibility,
        )
    )
    change(relationship, seen=seen, **told.values())
    trail.record("people.tie_changed", subject=relationship, person_id=relationship.person_id)
    return relationship


@action(needs=Permission.PERSON_EDIT, on="relationship")
def end_tie(*, actor: Actor, relationship: Relationship, until: date) -> Relationship:
    """The tie is over; that it was stays in the file."""
    insist(may_end(since=relationship.since, until=until, today=workplace(actor).today))
    change(relationship, until=until)
    trail.record("people.tie_ended", subject=relationship, person_id=relationship.person_id)
    return relationship
