"""What fills a paper, from the file itself and through its own gates: to fetch is to check.

A paper is carried outside, so it holds one program's facts, never the name of a sealed program, no address or other
way to reach anybody, no warning and no code word. What was found about somebody's safety stays on the screen, too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, require, rows
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Staff
from keyworker.agencies.wording import called
from keyworker.assessment.domains import Domain
from keyworker.assessment.queries import assessments_of, findings_of
from keyworker.audit import trail
from keyworker.base.actor import Actor
from keyworker.cases.models import Case, CaseStatus
from keyworker.consent.queries import sorted_consents
from keyworker.directory.queries import service_sheet
from keyworker.people.models import Person
from keyworker.people.pages import birth
from keyworker.people.standing import sealed_program
from keyworker.planning.models import PlanStatus, ServicePlan
from keyworker.planning.queries import working_view
from keyworker.workspace.papers.registry import Fill, Paper

MOST_FINDINGS = 60
MOST_RESULTS = 12
MOST_CONSENTS = 6
MOST_CASES = 40
MOST_CHOICES = 12
MOST_COLLEAGUES = 300
PRINTED = "workspace.paper_printed"


@dataclass(frozen=True, slots=True)
class AreaOfLife:
    """An area of life with what was found in it, in the person's words."""

    name: str
    helps: list[str]
    hard: list[str]


def open_life() -> list[AreaOfLife]:
    """Every area of life, with nothing said about it yet."""
    return [AreaOfLife(str(domain.label), [], []) for domain in Domain]


def cases_to_print(actor: Actor, person: Person, needs: Permission = Permission.CASE_VIEW) -> list[Case]:
    """The cases a paper may be about, the open and the newest first. One query."""
    found = rows(Case, actor=actor, needs=needs).filter(person=person)
    return list(found.select_related("program", "owner").order_by("status", "-opened_at", "id")[:MOST_CHOICES])


def of_a_file(actor: Actor, paper: Paper, person_id: UUID, case_id: str) -> dict[str, Any]:
    """Everything on a person's paper; that it was printed is recorded first. Raises `Absent`."""
    person = require(Person, person_id, actor=actor, needs=paper.needs)
    case = _case(cases_to_print(actor, person, paper.needs), case_id)
    program_id = case.program_id if case else sealed_program(actor, person)
    trail.record(PRINTED, subject=person, person_id=person.pk, program_id=program_id, facts={"paper_code": paper.slug})
    found: dict[str, Any] = {
        "filled": True,
        "person": person,
        "name": person.full_name,
        "born": birth(person),
        "case": case,
        "case_number": case.number if case else "",
        "case_manager": case.owner.name if case else "",
        "program_name": case.program.name if case and not case.program.sealed else "",
        "called": called(workplace(actor).agency, *([case.program] if case and not case.program.sealed else [])),
    }
    for part in sorted(paper.fills):
        found |= _PARTS[part](actor, person, case) if case else {}
    return found


def _case(cases: list[Case], case_id: str) -> Case | None:
    """The case asked for; without asking, the first. Somebody else's is not there."""
    if not case_id:
        return cases[0] if cases else None
    chosen = next((case for case in cases if str(case.pk) == case_id), None)
    if chosen is None:
        raise Absent
    return chosen


def _consents(actor: Actor, person: Person, case: Case) -> dict[str, Any]:
    live = sorted_consents(actor, person, on=workplace(actor).today).live
    return {"consents": [held for held in live if held.program_id == case.program_id][:MOST_CONSENTS]}


def _findings(actor: Actor, person: Person, case: Case) -> dict[str, Any]:
    found = findings_of(actor, person.pk, most=MOST_FINDINGS)
    needs, strengths = (_tellable(each, case) for each in (found.needs, found.strengths))
    areas = [
        AreaOfLife(
            str(domain.label),
            [each.text for each in strengths if each.domain == domain],
            [each.text for each in needs if each.domain == domain],
        )
        for domain in Domain
    ]
    return {
        "areas": [each for each in areas if each.helps or each.hard],
        "life": areas,
        "wanting": [each.text for each in needs],
    }


def _tellable(findings: list[Any], case: Case) -> list[Any]:
    return [each for each in findings if each.program_id == case.program_id and each.domain != Domain.SAFETY]


def _results(actor: Actor, person: Person, case: Case) -> dict[str, Any]:
    """What instruments found, in short; the answers have a paper of their own."""
    held = [each for each in assessments_of(actor, person) if each.is_finished and each.case_id == case.pk]
    return {"results": held[:MOST_RESULTS]}


def _plan(actor: Actor, person: Person, case: Case) -> dict[str, Any]:
    """The agreed plan, else the draft; nothing where none is written."""
    plans = rows(ServicePlan, actor=actor, needs=Permission.PLAN_VIEW).filter(
        Q(status=PlanStatus.ACTIVE) | Q(status=PlanStatus.DRAFT), case=case
    )
    key = plans.order_by("status", "-number").values_list("pk", flat=True).first()
    return {"plan": working_view(actor, key) if key else None}


_PARTS: dict[Fill, Callable[[Actor, Person, Case], dict[str, Any]]] = {
    Fill.CONSENTS: _consents,
    Fill.FINDINGS: _findings,
    Fill.RESULTS: _results,
    Fill.PLAN: _plan,
}


def of_a_worker(actor: Actor, paper: Paper, staff_id: UUID, service: str = "") -> dict[str, Any]:
    """A colleague's paper: who they are, and of their open cases the numbers of those the reader may see.

    `service` of the directory is the partner's that it is agreed with. Recorded when it numbers cases. Raises `Absent`.
    """
    staff = require(Staff, staff_id, actor=actor, needs=paper.needs, join=("supervisor",))
    found: dict[str, Any] = {
        "filled": True,
        "name": staff.name,
        "job_title": staff.job_title,
        "supervisor": staff.supervisor.name if staff.supervisor else "",
    }
    if Fill.CASELOAD in paper.fills:
        held = rows(Case, actor=actor, needs=Permission.CASE_VIEW).filter(owner=staff, status=CaseStatus.ACTIVE)
        found["cases"] = list(held.order_by("next_step_on", "id")[:MOST_CASES])
        trail.record(PRINTED, subject=staff, facts={"paper_code": paper.slug})
    if Fill.PARTNER in paper.fills and service:
        found |= _partner(actor, service)
    return found


def _partner(actor: Actor, service: str) -> dict[str, Any]:
    """A partner as the directory knows them, and whom to ask for there."""
    try:
        sheet = service_sheet(actor, UUID(service))
    except ValueError as garbled:
        raise Absent from garbled
    contact = next(iter(sheet.contacts), None)
    partner = sheet.service.organization
    email = sheet.service.email or partner.email
    return {
        "partner": partner.name,
        "partner_service": sheet.service.name,
        "partner_contact": contact.name if contact else "",
        "partner_title": contact.title if contact else "",
        "partner_reach": " · ".join([*(phone.number for phone in sheet.phones[:1]), *([email] if email else [])]),
    }


def colleagues(actor: Actor) -> list[Staff]:
    """Everybody who works here, by name, to hold supervision with. One query."""
    found = rows(Staff, actor=actor, needs=Permission.STAFF_VIEW).filter(ended_at=None)
    return list(found.order_by("name", "id")[:MOST_COLLEAGUES])
