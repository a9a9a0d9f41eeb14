"""The person's overview: everything small about them, brought by one statement so that a long file opens as fast."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import Exists, F, JSONField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, rows
from keyworker.access.worded import worded
from keyworker.base.actor import Actor
from keyworker.cases.models import Assignment, Case
from keyworker.consent.models import Consent
from keyworker.people.kin.homes import shown_beside
from keyworker.people.kin.queries import COLUMNS as TIE
from keyworker.people.kin.queries import as_kin, ties
from keyworker.people.kin.rules import Kin, in_order
from keyworker.people.models import HouseholdMember, Person, PersonLink, Relationship
from keyworker.planning.models import Goal, PlanStatus, ServicePlan
from keyworker.tasks.models import Task
from keyworker.tasks.policy import with_words

NEXT_STEPS = 6
CASES = 20


@dataclass(frozen=True, slots=True)
class Overview:
    """Each list as dicts of the columns named below; dates are dates. `linked`: another record is tied to this one."""

    cases: list[dict[str, Any]]
    goals: list[dict[str, Any]]
    tasks: list[dict[str, Any]]
    consents: list[dict[str, Any]]
    household: list[dict[str, Any]]
    kin: list[Kin]
    linked: bool


LISTS = ("cases", "goals", "tasks", "consents", "household", "kin")
DATES = frozenset({"due_on", "opened_at", "closed_at", "expires_on", "given_on", "next_step_on", "target_on"})


def overview(actor: Actor, person: Person) -> Overview:
    """One query: each list is a sub-select under its own policy."""
    ((*lists, linked),) = _lists(actor, person)
    # A list the worker may not see at all comes as nothing, not as an empty list.
    told = {name: [_dated(row) for row in rows or ()] for name, rows in zip(LISTS, lists, strict=True)}
    kin = in_order(as_kin(row, person) for row in told.pop("kin"))
    return Overview(**told, kin=kin, linked=linked)


@worded(Person)
def _lists(actor: Actor, person: Person) -> "QuerySet[Any, Any]":
    lists = {
        "cases": _array(_cases(actor, person), "id", "number", "status", "step", "opened_at", "closed_at",
                        "next_step_on", program_name=F("program__name"), owner_name=F("owner__name"),
                        left_out=F("program__left_out"),
                        handed_over=Exists(_left_for(actor))),
        "goals": _array(_goals(actor, person), "id", "words", "specific", "progress", "target_on", "plan_id"),
        "tasks": _array(_tasks(actor, person), "id", "what", "worded", "due_on", "legible",
                        owner_name=Coalesce("assignee__name", "case__owner__name")),
        "consents": _array(_consents(actor, person), "id", "purpose", "recipient", "given_on", "expires_on"),
        "household": _array(_household(actor, person), "person_id", "role", name=_called("person")),
        "kin": _array(_kin(actor, person), "called", *TIE),
    }  # fmt: skip
    mine = rows(Person, actor=actor, needs=Permission.PERSON_VIEW).filter(pk=person.pk)
    return mine.values_list(*(lists[name] for name in LISTS), _linked(person))


def _linked(person: Person) -> Exists:
    links = facts(PersonLink, because="most files have no second record, and need not look for one")
    return Exists(links.filter(Q(person=person) | Q(other=person)))


class _Lines(Subquery):
    """The rows of a query as JSON. Naming each column ourselves costs more than fetching it."""

    template = "ARRAY(SELECT to_jsonb(line) FROM (%(subquery)s) line)"
    output_field = ArrayField(JSONField())


def _array(found: "QuerySet[Any]", *columns: str, **named: Any) -> Subquery:
    return _Lines(found.values(*columns, **named))


def _called(person: str) -> Coalesce:
    """What somebody likes to be called, else their full name."""
    return Coalesce(NullIf(f"{person}__preferred_name", Value("")), f"{person}__full_name")


def _cases(actor: Actor, person: Person) -> "QuerySet[Case]":
    found = rows(Case, actor=actor, needs=Permission.CASE_VIEW).filter(person=person)
    return found.order_by("status", "-opened_at")[:CASES]


def _left_for(actor: Actor) -> "QuerySet[Assignment]":
    """What was left for the worker with a case, and they have not read."""
    held = facts(Assignment, because="who takes a case on is told what was left for them")
    return held.filter(case=OuterRef("pk"), staff=actor.id, until=None, read_at=None).exclude(handover="")


def _goals(actor: Actor, person: Person) -> "QuerySet[Goal]":
    """Of the agreed plan; of the first draft as long as nothing is agreed."""
    plans = facts(ServicePlan, because="a new version counts only when it is signed")
    agreed = Exists(plans.filter(case=OuterRef("plan__case"), status=PlanStatus.ACTIVE))
    standing = Q(plan__status=PlanStatus.ACTIVE) | (Q(plan__status=PlanStatus.DRAFT) & ~agreed)
    found = rows(Goal, actor=actor, needs=Permission.PLAN_VIEW).filter(standing, person=person)
    return found.order_by("plan__status", "priority", "id")


def _tasks(actor: Actor, person: Person) -> "QuerySet[Task]":
    found = with_words(rows(Task, actor=actor, needs=Permission.TASK_VIEW), actor, under=Permission.TASK_VIEW)
    return found.filter(person=person, done_at=None, cancelled_at=None).order_by("due_on", "id")[:NEXT_STEPS]


def _consents(actor: Actor, person: Person) -> "QuerySet[Consent]":
    found = rows(Consent, actor=actor, needs=Permission.CONSENT_VIEW)
    return found.filter(person=person, withdrawn_at=None).order_by("-expires_on", "id")


def _household(actor: Actor, person: Person) -> "QuerySet[HouseholdMember]":
    """Those who live with them now whose names the worker may learn; never somebody only a sealed program knows."""
    mine = rows(HouseholdMember, actor=actor, needs=Permission.PERSON_VIEW).filter(
        person=person, until=None, household__ended_at=None
    )
    found = facts(HouseholdMember, because="who lives with the person is part of the person's own file")
    return (
        found.exclude(person=person)
        .filter(shown_beside(actor, person), household__in=mine.values("household"), until=None)
        .order_by("id")
    )


def _kin(actor: Actor, person: Person) -> "QuerySet[Relationship]":
    return ties(actor, person).filter(until=None).order_by("created_at", "id")


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    """JSON has no dates: give them back."""
    return {name: _day(value) if name in DATES and value else value for name, value in row.items()}


def _day(value: str) -> date:
    """A date as it is; an instant as the day it was where the agency works."""
    at = datetime.fromisoformat(value)
    return at.date() if at.tzinfo is None else timezone.localtime(at).date()


def opened_first(cases: Iterable[dict[str, Any]]) -> UUID | None:
    """The key of the open case begun last, if there is one."""
    return next((UUID(case["id"]) for case in cases if case["status"] == "active"), None)
