"""Programs as an administrator sees them: their settings, and how many are in them; never who."""

from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, require, rows
from keyworker.agencies.models import Program
from keyworker.base import keyset
from keyworker.base.actor import Actor
from keyworker.cases.models import Case, CaseStatus
from keyworker.intake.models import IncomingReferral, ReferralStatus
from keyworker.questionnaires.queries import questionnaires_in_use
from keyworker.workspace.rules import InProgram

PAGE = 50
MANAGE = Permission.AGENCY_MANAGE
UNANSWERED = (ReferralStatus.RECEIVED, ReferralStatus.ACCEPTED, ReferralStatus.WAITLISTED)


def programs(actor: Actor, *, after: str = "", after_key: UUID | None = None) -> list[Any]:
    """A page of the agency's programs by name, each with how many open cases it has; not a sealed one. One query."""
    found = rows(Program, actor=actor, needs=MANAGE).annotate(open_cases=Subquery(_open_cases()))
    if after_key is not None:
        found = found.filter(keyset.after("name", after, after_key))
    return list(found.order_by("name", "id")[: PAGE + 1])


def program(actor: Actor, key: UUID) -> Program:
    """One program to set up."""
    return require(Program, key, actor=actor, needs=MANAGE, join=("changed_by",))


def in_program(found: Program) -> InProgram:
    """How many are in a program. Two queries."""
    cases = facts(Case, because="a program does not end, or lose its seal, over somebody's head").filter(program=found)
    asking = facts(IncomingReferral, because="nobody who waits for an answer is left behind").filter(program=found)
    counted = cases.aggregate(
        open_cases=Count("pk", filter=Q(status=CaseStatus.ACTIVE)),
        closed_cases=Count("pk", filter=Q(status=CaseStatus.FINISHED)),
    )
    asked = asking.aggregate(waiting=Count("pk", filter=Q(status__in=UNANSWERED)), referrals=Count("pk"))
    return InProgram(**counted, **asked, sealed=found.sealed)


def _open_cases() -> "QuerySet[Any]":
    cases = facts(Case, because="an administrator sees how full a program is").filter(
        program=OuterRef("pk"), program__sealed=False, status=CaseStatus.ACTIVE
    )
    return cases.order_by().values("program").annotate(number=Count("pk")).values("number")


def forms_offered(actor: Actor) -> list[tuple[str, str]]:
    """The forms a program can use: canonical address and title."""
    return list(questionnaires_in_use(actor).order_by("title").values_list("url", "title"))
