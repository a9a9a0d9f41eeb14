"""What a client sees of their own file."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from keyworker.access.permissions import Permission
from keyworker.access.sight import require, rows
from keyworker.agencies.models import Staff
from keyworker.audit.models import AuditEvent
from keyworker.audit.presenters import sentence
from keyworker.base.actor import Actor
from keyworker.consent.queries import Sorted, sorted_consents
from keyworker.people.models import Person
from keyworker.planning.models import Goal, PlanStatus, ServicePlan

OPENINGS = ("people.file_opened", "cases.glass_broken")
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class MyPlan:
    """The plan that was signed last, with its goals and their steps."""

    plan: ServicePlan
    goals: list[Goal]


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody opened the file: a sentence, and when."""

    sentence: str
    at: datetime


def myself(actor: Actor) -> Person:
    return require(Person, str(actor.person_id), actor=actor, needs=Permission.PERSON_VIEW)


def my_plan(actor: Actor) -> MyPlan | None:
    """The plan in force, goals in the client's own order of words; None before one was signed."""
    plans = rows(ServicePlan, actor=actor, needs=Permission.PLAN_VIEW).filter(status=PlanStatus.ACTIVE)
    plan = plans.select_related("program").order_by("-signed_at").first()
    if plan is None:
        return None
    goals = rows(Goal, actor=actor, needs=Permission.PLAN_VIEW).filter(plan=plan)
    return MyPlan(plan, list(goals.prefetch_related("steps").order_by("priority", "id")))


def my_consents(actor: Actor, me: Person, *, on: date) -> Sorted:
    """What I agreed to, by whether it still stands."""
    return sorted_consents(actor, me, on=on)


def who_opened_my_file(actor: Actor) -> list[Looked]:
    """Who opened the file, newest first, by name: the person's right to know (45 CFR 164.528).

    Never anybody for a sealed program, not even without a name: a violent partner who looks at the device would know
    by it that there is more to ask. The page says to everybody alike that the agency tells the whole of it.
    """
    staff = rows(Staff, actor=actor, needs=Permission.AGENCY_VIEW).filter(pk=OuterRef("actor_id"))
    found = rows(AuditEvent, actor=actor, needs=Permission.AUDIT_VIEW).filter(verb__in=OPENINGS)
    named = found.annotate(name=Subquery(staff.values("name")[:1]))
    return [_looked(event) for event in named.order_by("-id")[:MOST_SHOWN]]


def _looked(event: Any) -> Looked:
    who = event.name or _("A worker of this agency")
    return Looked(sentence(event.verb, who=who, facts=event.facts), event.occurred_at)
