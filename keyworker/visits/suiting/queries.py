"""What counts now of meeting at a distance, and what was decided before."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, rows
from keyworker.agencies.models import Program
from keyworker.base.actor import Actor
from keyworker.people.models import Person
from keyworker.tasks.declining import says_no
from keyworker.tasks.models import NoTo
from keyworker.visits.models import Outcome, Suitability, Visit
from keyworker.visits.suiting.rules import Found, is_wished, wish_now

MOST = 50
IN_A_LINE = ("id", "wish", "outcome", "because", "aids", "decided_on")
SHOWN = timedelta(days=30)
FEW = 30


def looked_at(actor: Actor, person: Person) -> list[Suitability]:
    """Every look at it, the newest first. One query."""
    found = rows(Suitability, actor=actor, needs=Permission.VISIT_VIEW).filter(person=person)
    return _with_key(found.select_related("program", "decided_by").order_by("-decided_on", "-id")[:MOST], person)


def counts_now(actor: Actor, person: Person) -> list[Suitability]:
    """The newest of each program. One query."""
    found = rows(Suitability, actor=actor, needs=Permission.VISIT_VIEW).filter(person=person)
    newest = found.order_by("program", "-decided_on", "-id").distinct("program")
    return _with_key(newest.select_related("program"), person)


def newest_for_visit(actor: Actor) -> Subquery:
    """What counts for a visit, as part of the query that brings it; `of_visit` reads it."""
    found = rows(Suitability, actor=actor, needs=Permission.VISIT_VIEW)
    theirs = found.filter(person=OuterRef("person"), program=OuterRef("program")).order_by("-decided_on", "-id")
    return Subquery(theirs.values(said=JSONObject(**{name: name for name in IN_A_LINE}))[:1])


def of_visit(said: dict[str, Any] | None, program: Program) -> list[Suitability]:
    """The row that came with a visit, for the line on its page; without what is sealed."""
    if said is None:
        return []
    return [Suitability(**{**said, "decided_on": date.fromisoformat(said["decided_on"])}, program=program)]


def newest_of_each(looks: Sequence[Suitability]) -> list[Suitability]:
    """Of looks with the newest first, the one that counts in each program."""
    by_program: dict[UUID, Suitability] = {}
    for each in looks:
        by_program.setdefault(each.program_id, each)
    return list(by_program.values())


def _with_key(found: "QuerySet[Suitability]", person: Person) -> list[Suitability]:
    """Each carries the person, whose key opens the sealed words."""
    shown = list(found)
    for each in shown:
        each.person = person
    return shown


def found_for(person_id: UUID, program_id: UUID) -> Found:
    """What whoever plans must heed. One query."""
    held = facts(Suitability, because="what somebody wishes counts for whoever plans")
    newest = held.filter(person=person_id, program=program_id).order_by("-decided_on", "-id")
    wish, outcome = newest.values_list("wish", "outcome").first() or ("", "")
    return Found(wish_now(wish, no_video=says_no(person_id, NoTo.VIDEO)), outcome)


def against_their_wish(ahead: Sequence[Visit], now: Sequence[Suitability], *, no_video: bool) -> list[Visit]:
    """Of the visits planned, those that are not as they wish since."""
    wishes = {each.program_id: each.wish for each in now}
    return [
        visit
        for visit in ahead
        if not is_wished(visit.kind, wish_now(wishes.get(visit.program_id, ""), no_video=no_video))
    ]


def any_unsuitable(now: Sequence[Suitability]) -> bool:
    return any(each.outcome == Outcome.NOT for each in now)


def planned_though_unsuitable(actor: Actor, *, today: date) -> list[Visit]:
    """Planned in the last 30 days by whoever set the decision aside, the newest first. One query."""
    found = rows(Visit, actor=actor, needs=Permission.CASELOAD_OVERSEE).exclude(though_unsuitable="")
    late = found.filter(created_at__date__gte=today - SHOWN).select_related("person", "staff", "case__owner")
    return list(late.order_by("-created_at", "-id")[:FEW])
