"""A line of the story about facts that are a person's own, and no program's."""

from typing import Any

from django.db import models

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, rows
from keyworker.agencies.models import Program
from keyworker.audit import trail
from keyworker.base.actor import Actor
from keyworker.people.models import CareTeamMember, Person
from keyworker.people.policy import wall_of
from keyworker.people.timeline import tell


def tell_in_file(
    actor: Actor, person: Person, verb: str, *, source: models.Model | None = None, told: dict[str, Any] | None = None
) -> None:
    """Tell it in every program that serves the person; what a worker of a sealed program does, in that alone.

    A line says who did it: outside a shelter nobody learns that somebody of the shelter knows this person.
    """
    programs = _programs(actor, person)
    for program in programs:
        tell(verb, source or person, needs=Permission.PERSON_VIEW, facts=told, of=(person.pk, program.pk))
    if not programs:
        trail.record(verb, subject=source or person, person_id=person.pk, facts=told)


def _programs(actor: Actor, person: Person) -> list[Program]:
    if (wall := wall_of(actor, person)) is not None:
        return [wall]
    team = rows(CareTeamMember, actor=actor, needs=Permission.PERSON_EDIT).filter(person=person)
    found = facts(Program, because="a line of the story stands in the worker's own programs").filter(
        pk__in=team.values("program_id"), sealed=False
    )
    return list(found.order_by("name"))
