"""Tasks are seen with the file they belong to; what one is about, by whoever may read the record that asked for it.

A plan, a denied benefit or a conference's decision gives a task its words. Somebody may have tasks to look after in a
file, and no right to read plans, benefits or conferences: they learn that something is due, when, and whose it is.
"""

from uuid import UUID

from django.db import models
from django.db.models import Q, Value, When

from keyworker.access.permissions import Permission
from keyworker.access.roles import Reach
from keyworker.access.sight import authorities, covered, policy
from keyworker.base.actor import Actor, ActorKind
from keyworker.cases.models import Assignment, Case
from keyworker.people.policy import in_care, of_person
from keyworker.tasks.models import Declined, OwnWish, Task

policy(Task)(in_care())
_read_with: dict[str, Permission] = {}
_Held = frozenset[tuple[Reach, frozenset[UUID] | None]]


def asks_for_tasks(*sources: type[models.Model], read_with: Permission) -> None:
    """Declare that records of these kinds ask for tasks, and what somebody must be permitted to read of them."""
    for source in sources:
        _read_with[source._meta.label_lower] = read_with


asks_for_tasks(Case, Assignment, read_with=Permission.CASE_VIEW)
asks_for_tasks(OwnWish, read_with=Permission.TASK_VIEW)
policy(OwnWish)(in_care())
asks_for_tasks(Declined, read_with=Permission.TASK_VIEW)
policy(Declined)(of_person())


def words_need(source_type: str) -> Permission:
    """What a reader of the file must be permitted so as to read a task's words. Raises `KeyError` if undeclared."""
    return _read_with[source_type] if source_type else Permission.TASK_VIEW


def with_words(found: "models.QuerySet[Task]", actor: Actor, *, under: Permission) -> "models.QuerySet[Task]":
    """Tasks that know whether this reader may read what they are about; `under` is what they were fetched under.

    Adds no query. One that nobody asked this of keeps its words to itself.
    """
    readable = models.Case(When(_readable(actor, under), then=Value(True)), default=Value(False))
    return found.annotate(legible=readable)


def _readable(actor: Actor, under: Permission) -> Q:
    """Typed by somebody, given to the reader by name, or asked for by a record that they may read in its program."""
    found = Q(source_type="")
    if actor.kind is ActorKind.STAFF:
        found |= Q(assignee_id=actor.id)
    kinds: dict[_Held, tuple[Permission, list[str]]] = {}
    for source_type, needs in _read_with.items():
        alike = _held(actor, needs)
        kinds.setdefault(alike, (needs, []))[1].append(source_type)
    known = _held(actor, under)
    for alike, (needs, types) in kinds.items():
        of_these = Q(source_type__in=types)
        found |= of_these if alike == known else of_these & covered(Task, actor=actor, needs=needs)
    return found


def _held(actor: Actor, needs: Permission) -> _Held:
    return frozenset((one.reach, one.programs) for one in authorities(actor, needs))
