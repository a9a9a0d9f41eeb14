"""What makes sense of a case conference, and what workers look at of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, require, rows
from keyworker.audit import trail
from keyworker.base.actor import Actor
from keyworker.base.decision import Decision, no, yes
from keyworker.delivery.models import CaseConference, ConferenceDecision, ConferenceParticipant, PartKind
from keyworker.people.models import Person
from keyworker.planning.models import ActionStep, Goal, GoalStatus, PlanStatus, ServicePlan

MOST_SHOWN = 100
MOST_NAMED = 20
LONGEST_NAME = 120
STANDING = (PlanStatus.DRAFT, PlanStatus.ACTIVE)
LIVE = (GoalStatus.PROPOSED, GoalStatus.ACTIVE, GoalStatus.ON_HOLD)


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who took part and does not work here."""

    name: str
    role: str = ""


def named_in(lines: str) -> list[Named]:
    """One a line: the name, then a comma and the role."""
    found = []
    for line in lines.splitlines():
        name, _comma, role = (part.strip() for part in line.partition(","))
        if name or role:
            found.append(Named(name, role))
    return found


def may_have_taken_part(family: Sequence[Named], outside: Sequence[Named], *, agreed: str) -> Decision:
    """Everybody has a name, professionals a role; and the person has said yes to those from outside."""
    if len(family) + len(outside) > MOST_NAMED:
        return no(_("These are more people than fit. Name those who matter for what was decided."))
    if any(not each.name for each in (*family, *outside)):
        return no(_("Begin each line with a name."))
    if any(max(len(each.name), len(each.role)) > LONGEST_NAME for each in (*family, *outside)):
        return no(_("One of the names or roles is too long. Write each person on a line of their own."))
    if any(not each.role for each in outside):
        return no(_("Write the role after each name from outside, for example: Dana Cole, school nurse"))
    if outside and not agreed.strip():
        return no(_("Say how they agreed that people from outside take part."))
    return yes()


def may_have_been_held(held_on: date, *, today: date, view: str) -> Decision:
    """A conference that has been, in which the person was heard."""
    if held_on > today:
        return no(_("This day has not come yet."))
    return yes() if view.strip() else no(_("Write first what they themselves want."))


def may_decide(what: str, who: str, due_on: date | None, *, case_open: bool, today: date) -> Decision:
    """Something; and when somebody is to do it, by a day that has not passed, while the case is open."""
    if not case_open:
        return no(_("This case is closed. Open it again first."))
    if not what.strip():
        return no(_("Write what was decided."))
    if not who:
        return yes() if due_on is None else no(_("Say who does it by then."))
    if due_on is None:
        return no(_("Say by when this is to be done."))
    return yes() if due_on >= today else no(_("This day has passed. Choose today or a later one."))


def may_take(*, many: int, all_waiting: bool) -> Decision:
    """At least one decision, and each of them once."""
    if not many:
        return no(_("Choose at least one decision."))
    return yes() if all_waiting else no(_("One of these stands in the plan already. Look at the list again."))


@dataclass(frozen=True, slots=True)
class Decisive:
    """A decision, and whether it stands in the plan that is agreed or being written."""

    decision: ConferenceDecision
    in_plan: bool


@dataclass(frozen=True, slots=True)
class ConferenceView:
    """One conference, whole. `parts`: who took part, kind by kind."""

    conference: CaseConference
    parts: list[tuple[str, list[ConferenceParticipant]]]
    decisions: list[Decisive]

    @property
    def waiting(self) -> list[ConferenceDecision]:
        """Decisions that the plan does not know yet."""
        return [each.decision for each in self.decisions if not each.in_plan]


def conferences_of(actor: Actor, person: Person) -> list[CaseConference]:
    """The person's conferences, the last first. One query."""
    found = rows(CaseConference, actor=actor, needs=Permission.NOTE_VIEW).filter(person=person)
    return list(found.select_related("by").order_by("-held_on", "-id")[:MOST_SHOWN])


def conference(actor: Actor, conference_id: UUID, *, needs: Permission = Permission.NOTE_VIEW) -> ConferenceView:
    """One conference with all that belongs to it; that it was read is recorded. Three queries. Raises `Absent`."""
    held = require(CaseConference, conference_id, actor=actor, needs=needs, join=("person", "case", "program", "by"))
    trail.record("delivery.conference_opened", subject=held, person_id=held.person_id, program_id=held.program_id)
    took_part = list(held.participants.order_by("created_at", "id"))
    parts = [(str(kind.label), [each for each in took_part if each.kind == kind]) for kind in PartKind]
    decisions = with_plan(held).order_by("created_at", "id")
    shown = [Decisive(each, each.in_plan) for each in decisions]
    return ConferenceView(held, [part for part in parts if part[1]], shown)


def with_plan(held: CaseConference) -> "QuerySet[Any]":
    """The conference's decisions, each with `in_plan`: a plan that was thrown away knows it no more."""
    because = "what stands in the plan need not be taken into it again"
    goals = facts(Goal, because=because).filter(_the_same(), plan__status__in=STANDING)
    steps = facts(ActionStep, because=because).filter(_the_same(), plan__status__in=STANDING)
    found: QuerySet[Any] = held.decisions.annotate(in_plan=Exists(goals) | Exists(steps))
    return found.select_related("task")


def _the_same() -> Q:
    return Q(person=OuterRef("person"), lineage=OuterRef("lineage"))


def goals_to_serve(actor: Actor, held: CaseConference) -> list[tuple[UUID, str]]:
    """Goals that a decision may be a step of: those of the draft, else of the agreed plan. One query."""
    drafts = facts(ServicePlan, because="a draft is gone on with").filter(case=held.case_id, status=PlanStatus.DRAFT)
    to_write = Q(plan__status=PlanStatus.DRAFT) | Q(plan__status=PlanStatus.ACTIVE) & ~Exists(drafts)
    found = rows(Goal, actor=actor, needs=Permission.PLAN_WRITE).filter(
        to_write, plan__case=held.case_id, status__in=LIVE
    )
    return list(found.order_by("priority", "created_at", "id").values_list("lineage", "words"))
