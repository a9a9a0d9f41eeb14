"""Assessments as workers look at them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from keyworker.access.models import Grant
from keyworker.access.permissions import Permission
from keyworker.access.roles import ENTITLEMENTS
from keyworker.access.sight import facts, require, rows
from keyworker.agencies.models import Staff
from keyworker.assessment.models import Assessment, AssessmentStatus, Need, Strength
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.people.models import CareTeamMember, Denial, Person

MOST = 100
ROLES_THAT_RECORD = tuple(
    role.value
    for role, entitlements in ENTITLEMENTS.items()
    if any(each.permission is Permission.ASSESSMENT_RECORD for each in entitlements)
)


def assessments_of(actor: Actor, person: Person) -> list[Assessment]:
    """The person's assessments, newest first, without the answers themselves."""
    found = rows(Assessment, actor=actor, needs=Permission.ASSESSMENT_VIEW).filter(person=person)
    return list(found.select_related("by", "program").order_by("-created_at", "-id")[:MOST])


@dataclass(frozen=True, slots=True)
class Course:
    """One instrument's scores over time, oldest first."""

    title: str
    assessments: list[Assessment]

    @property
    def latest(self) -> Assessment:
        return self.assessments[-1]


def courses(assessments: list[Assessment]) -> list[Course]:
    """Scores that were taken more than once, by instrument."""
    by_title: dict[str, list[Assessment]] = {}
    for assessment in reversed(assessments):
        if assessment.status == AssessmentStatus.COMPLETED and assessment.total is not None:
            by_title.setdefault(assessment.title, []).append(assessment)
    return [Course(title, held) for title, held in by_title.items() if len(held) > 1]


def assessment_to_fill(actor: Actor, assessment_id: UUID | str) -> Assessment:
    """An assessment with its form and answers, for somebody who may record."""
    return require(
        Assessment, assessment_id, actor=actor, needs=Permission.ASSESSMENT_RECORD,
        join=("person", "questionnaire", "response", "response__questionnaire", "program"),
    )  # fmt: skip


def who_may_go_on(assessment: Assessment) -> list[Staff]:
    """Colleagues on the person's care team in its programme who may fill it in, by name; not who carries it."""
    now = clock.now()
    roles = facts(Grant, because="only who has the role can go on with it").filter(
        Q(program=None) | Q(program_id=assessment.program_id),
        staff=OuterRef("staff"), role__in=ROLES_THAT_RECORD, revoked_at=None, since__lte=now,
    )  # fmt: skip
    denied = facts(Denial, because="a denial wins over every choice").filter(
        person_id=assessment.person_id, staff=OuterRef("staff"), lifted_at=None
    )
    team = facts(CareTeamMember, because="it stays with those who care for the person").filter(
        Q(until=None) | Q(until__gt=now), Exists(roles), ~Exists(denied),
        person_id=assessment.person_id, program_id=assessment.program_id, staff__ended_at=None,
    )  # fmt: skip
    found = {member.staff_id: member.staff for member in team.exclude(staff=assessment.by_id).select_related("staff")}
    return sorted(found.values(), key=lambda staff: staff.name)


def assessment_to_read(actor: Actor, assessment_id: UUID | str) -> Assessment:
    """An assessment with its answers; that it was read is recorded before the page is sent."""
    found = require(
        Assessment, assessment_id, actor=actor, needs=Permission.ASSESSMENT_VIEW,
        join=("person", "questionnaire", "response", "response__questionnaire", "program", "by"),
    )  # fmt: skip
    trail.record("assessment.opened", subject=found, person_id=found.person_id, program_id=found.program_id)
    return found


@dataclass(frozen=True, slots=True)
class Findings:
    """What the person's assessments found, newest first."""

    needs: list[Need]
    strengths: list[Strength]


def findings_of(actor: Actor, person_id: UUID, *, most: int = 12) -> Findings:
    """Needs and strengths that the actor may see. Two queries."""
    needs = rows(Need, actor=actor, needs=Permission.ASSESSMENT_VIEW).filter(person_id=person_id)
    strengths = rows(Strength, actor=actor, needs=Permission.ASSESSMENT_VIEW).filter(person_id=person_id)
    return Findings(
        list(needs.order_by("-created_at", "-id")[:most]), list(strengths.order_by("-created_at", "-id")[:most])
    )


def findings_in(assessment: Assessment) -> Findings:
    """What this one assessment found. Two queries."""
    return Findings(
        list(assessment.needs.order_by("created_at", "id")), list(assessment.strengths.order_by("created_at", "id"))
    )
