"""What a client sees of their own file."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from keyworker.access.permissions import Permission
from keyworker.access.sight import require, rows
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Staff
from keyworker.audit.models import OPENINGS, AuditEvent
from keyworker.audit.presenters import sentence
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.cases.models import Case, CaseStatus
from keyworker.consent.models import Companion
from keyworker.consent.queries import Sorted, sorted_consents
from keyworker.people.models import CareTeamMember, Person
from keyworker.people.withholding.queries import is_kept_back
from keyworker.planning.models import ActionStep, Goal, PlanSignature, PlanStatus, ServicePlan
from keyworker.planning.rules import FOR_THE_CLIENT
from keyworker.planning.snapshots import digest, snapshot
from keyworker.tasks.models import OwnWish
from keyworker.visits.models import Visit, VisitStatus
from keyworker.visits.platforms.queries import link_for_them
from keyworker.visits.rooms.rules import LINK_OUTLIVES

CAME_IN_BESIDE = "people.beside_entered"
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class MyPlan:
    """The plan that was signed last, with its goals and their steps."""

    plan: ServicePlan
    goals: list[Goal]


@dataclass(frozen=True, slots=True)
class Offered:
    """A plan that waits for their name, as it reads now."""

    plan: ServicePlan
    goals: list[Goal]
    digest: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of their team, and for what."""

    name: str
    job_title: str
    program: str


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody opened the file: a sentence, and when."""

    sentence: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MyVisit:
    """When they meet, and how; `link` to another company's platform, while it may be opened."""

    visit: Visit
    link: str = field(repr=False)


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


def offered_plan(actor: Actor) -> Offered | None:
    """A draft whose words their worker put here to sign, unless it was changed since or they signed already."""
    drafts = rows(ServicePlan, actor=actor, needs=Permission.PLAN_VIEW).filter(status=PlanStatus.DRAFT)
    plan = drafts.exclude(offered="").select_related("program", "case").order_by("-created_at").first()
    if plan is None:
        return None
    goals = list(plan.goals.prefetch_related("steps").order_by("priority", "id"))
    reads = digest(snapshot(plan, goals, [step for goal in goals for step in goal.steps.all()]))
    signed = plan.signatures.filter(digest=reads, signer__in=FOR_THE_CLIENT).exists()
    return Offered(plan, goals, reads) if reads == plan.offered and not signed else None


def plan_at_home(actor: Actor) -> tuple[MyPlan | None, bool]:
    """The plan in force with its goals, and whether another one waits for their name. Three queries at most."""
    signed = PlanSignature.objects.filter(plan=OuterRef("pk"), digest=OuterRef("offered"), signer__in=FOR_THE_CLIENT)
    held = rows(ServicePlan, actor=actor, needs=Permission.PLAN_VIEW).filter(
        Q(status=PlanStatus.ACTIVE) | Q(status=PlanStatus.DRAFT) & ~Q(offered="")
    )
    plans = list(held.annotate(signed=Exists(signed)).select_related("program").order_by("-signed_at", "-created_at"))
    active = next((plan for plan in plans if plan.status == PlanStatus.ACTIVE), None)
    draft = next((plan for plan in plans if plan.is_draft and not plan.signed), None)
    shown = [plan for plan in (active, draft) if plan is not None]
    if not shown:
        return None, False
    goals = rows(Goal, actor=actor, needs=Permission.PLAN_VIEW).filter(plan__in=shown).order_by("priority", "id")
    by_plan = {plan.pk: [goal for goal in goals if goal.plan_id == plan.pk] for plan in shown}
    mine = MyPlan(active, by_plan[active.pk]) if active is not None else None
    if draft is None:
        return mine, False
    steps = rows(ActionStep, actor=actor, needs=Permission.PLAN_VIEW).filter(plan=draft)
    return mine, digest(snapshot(draft, by_plan[draft.pk], steps)) == draft.offered


def my_case(actor: Actor) -> Case | None:
    """The open case in which they ask for something; the newest of several."""
    found = rows(Case, actor=actor, needs=Permission.CASE_VIEW).filter(status=CaseStatus.ACTIVE)
    return found.select_related("program").order_by("-opened_at").first()


def my_wishes(actor: Actor) -> list[OwnWish]:
    return list(rows(OwnWish, actor=actor, needs=Permission.PORTAL_ACT).order_by("-created_at")[:10])


def my_team(actor: Actor, *, needs: Permission = Permission.PERSON_VIEW) -> list[Colleague]:
    """Whom they may turn to: who is on their care team now, not who only stood in for a day."""
    team = rows(CareTeamMember, actor=actor, needs=needs).filter(until=None, staff__ended_at=None)
    found = team.order_by("since").values_list("staff__name", "staff__job_title", "program__name")
    return list(dict.fromkeys(Colleague(*each) for each in found))[:8]


def my_visits(actor: Actor) -> list[MyVisit]:
    """When they meet next, and how. Never where: the phone may be in other hands.

    A visit on another company's platform that began late stands there as long as its link.
    """
    now = clock.now()
    late = ~Q(platform="") & Q(ends_at__gte=now - LINK_OUTLIVES)
    found = rows(Visit, actor=actor, needs=Permission.VISIT_VIEW).filter(
        Q(ends_at__gte=now) | late, status=VisitStatus.PLANNED
    )
    nearest = found.select_related("person", "program").order_by("starts_at")[:5]
    today = workplace(actor).today
    return [MyVisit(each, link_for_them(actor, each, now=now, today=today)) for each in nearest]


def visits_beside(actor: Actor) -> list[Visit]:
    """When they meet next, for who comes in beside: days and kinds, and nothing else of them is fetched."""
    found = rows(Visit, actor=actor, needs=Permission.VISIT_VIEW).filter(
        ends_at__gte=clock.now(), status=VisitStatus.PLANNED
    )
    return list(found.only("starts_at", "kind").order_by("starts_at")[:5])


def my_consents(actor: Actor, me: Person, *, on: date) -> Sorted:
    """What I agreed to, by whether it still stands."""
    return sorted_consents(actor, me, on=on)


def who_opened_my_file(actor: Actor) -> list[Looked]:
    """Who opened the file, newest first, by name: the person's right to know (45 CFR 164.528).

    Never anybody for a sealed program, not even without a name: a violent partner who looks at the device would know
    by it that there is more to ask. The page says to everybody alike that the agency tells the whole of it.
    """
    staff = rows(Staff, actor=actor, needs=Permission.AGENCY_VIEW).filter(pk=OuterRef("actor_id"))
    beside = rows(Companion, actor=actor, needs=Permission.PORTAL_ACT).filter(account_id=OuterRef("subject_id"))
    found = rows(AuditEvent, actor=actor, needs=Permission.AUDIT_VIEW).filter(verb__in=OPENINGS)
    named = found.annotate(name=Subquery(staff.values("name")[:1]), companion=Subquery(beside.values("name")[:1]))
    return [_looked(event) for event in named.annotate(kept=is_kept_back("actor_id")).order_by("-id")[:MOST_SHOWN]]


def _looked(event: Any) -> Looked:
    if event.verb == CAME_IN_BESIDE:
        who = event.companion or _("Somebody who was let in beside you")
    elif event.kept:
        who = _("Somebody whose name we do not say here")
    else:
        who = event.name or _("A worker of this agency")
    return Looked(sentence(event.verb, who=who, facts=event.facts), event.occurred_at)
