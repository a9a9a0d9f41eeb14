"""The plans of a person's cases: what is agreed, what is being written and how it stands, and what was before."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.assessment.domains import Domain
from keyworker.assessment.models import Need
from keyworker.base.actor import Actor
from keyworker.cases.models import Case, CaseStatus
from keyworker.cases.queries import cases_of
from keyworker.people.models import Person
from keyworker.planning.models import PlanStatus, ServicePlan
from keyworker.planning.queries import with_signatures, words_of
from keyworker.planning.rules import Standing, awaited, standing_of
from keyworker.planning.snapshots import digest


@dataclass(frozen=True, slots=True)
class AgreedGoal:
    """A goal of an agreed plan in short: the client's words, the area of life, by when."""

    words: str
    domain: str
    target_on: date | None


@dataclass(frozen=True, slots=True)
class CasePlans:
    """A case with its plans: the agreed one, the one being written (and how it stands), and earlier ones."""

    case: Case
    agreed: ServicePlan | None
    draft: ServicePlan | None
    earlier: list[ServicePlan]

    @property
    def draft_stands(self) -> Promise | str:
        """In words, whom the draft waits for, once somebody signed it as it reads now."""
        return _draft_stands(self.draft) if self.draft else ""

    @property
    def goals(self) -> list[AgreedGoal]:
        """Goals of the agreed plan as they were signed."""
        signed = self.agreed.snapshot["goals"] if self.agreed and self.agreed.snapshot else []
        return [
            AgreedGoal(goal["words"], str(Domain(goal["domain"]).label), _day(goal["target_on"])) for goal in signed
        ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def plans_of(actor: Actor, person: Person) -> list[CasePlans]:
    """The person's cases that the actor may plan for or read, each with its plans. Two queries."""
    found = rows(ServicePlan, actor=actor, needs=Permission.PLAN_VIEW).filter(person=person)
    plans = list(with_signatures(found).select_related("program").order_by("-number"))
    return [_plans_of_case(case, plans) for case in cases_of(actor, person)]


def plans_to_write(actor: Actor, need: Need) -> CasePlans | None:
    """The plans of the open case in whose program the need was found; None without an open case. Two queries."""
    cases = rows(Case, actor=actor, needs=Permission.PLAN_WRITE).filter(
        person_id=need.person_id, program_id=need.program_id, status=CaseStatus.ACTIVE
    )
    case = cases.select_related("person").first()
    if case is None:
        return None
    plans = rows(ServicePlan, actor=actor, needs=Permission.PLAN_WRITE).filter(case=case)
    return _plans_of_case(case, list(plans.order_by("-number")))


def _plans_of_case(case: Case, plans: list[ServicePlan]) -> CasePlans:
    mine = [plan for plan in plans if plan.case_id == case.pk]
    return CasePlans(
        case,
        next((plan for plan in mine if plan.status == PlanStatus.ACTIVE), None),
        next((plan for plan in mine if plan.is_draft), None),
        [plan for plan in mine if plan.status not in {PlanStatus.ACTIVE, PlanStatus.DRAFT}],
    )


def _draft_stands(draft: ServicePlan) -> Promise:
    """Asks for the draft's words only where somebody signed it. Two queries then."""
    held = draft.signed_by  # type: ignore[attr-defined]
    now_reads = digest(words_of(draft)) if held else ""
    signed = frozenset(one["signer"] for one in held if one["digest"] == now_reads)
    standing = Standing(draft.status, now_reads, 0, signed, draft.program.supervisor_signs_plans)
    return standing_of(draft.status, signed=bool(signed), waits_for=awaited(standing))
