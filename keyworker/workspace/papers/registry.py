"""Which papers there are: what each is for, whom it is about, and what fills it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent
from keyworker.agencies.wording import PLANS, Called, PlanWord


class About(StrEnum):
    """Whom a paper is about once it is filled in."""

    NOBODY = "nobody"
    FILE = "file"
    WORKER = "worker"


class Fill(StrEnum):
    """What of a file, or of a worker's own, a paper shows."""

    CONSENTS = "consents"
    FINDINGS = "findings"
    RESULTS = "results"
    PLAN = "plan"
    CASELOAD = "caseload"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Paper:
    """`slug` names its address, its template and its file; `needs` is asked for only when it is filled in.

    `version` and `dated` stand in its foot. Raise `version` when its words change in meaning, so that one found in a
    drawer can be placed.
    """

    slug: str
    title: str | Promise
    purpose: str | Promise
    about: About = About.FILE
    needs: Permission = Permission.PERSON_VIEW
    fills: frozenset[Fill] = frozenset()
    version: str = "1"
    dated: date = date(2026, 11, 1)
    is_the_plan: bool = False

    def titled(self, words: Called) -> str | Promise:
        """The plan's paper is called what the program calls its plan, where it chose a word."""
        own = self.is_the_plan and words.plan is not PLANS[PlanWord.PLAN]
        return capfirst(str(words.plan.bare)) if own else self.title

    @property
    def template(self) -> str:
        return f"workspace/papers/{self.slug}.html"

    @property
    def is_of_a_file(self) -> bool:
        return self.about is About.FILE

    @property
    def is_of_a_worker(self) -> bool:
        return self.about is About.WORKER


def _fills(*parts: Fill) -> frozenset[Fill]:
    return frozenset(parts)


PAPERS = (
    Paper(
        "rights",
        _("Your rights and responsibilities"),
        _("What they can expect from us, what we ask of them, and when we cannot keep silent. Read it together."),
    ),
    Paper(
        "consent-to-share",
        _("Consent to share information"),
        _("Who may be told what, why and until when, and how to take it back. To sign."),
        needs=Permission.CONSENT_VIEW,
        fills=_fills(Fill.CONSENTS),
    ),
    Paper(
        "risk-assessment",
        _("Risk assessment"),
        _("What may be dangerous, what keeps them safe, and what is done about it by when."),
        needs=Permission.ASSESSMENT_VIEW,
        fills=_fills(Fill.RESULTS),
    ),
    Paper(
        "risk-guide",
        _("Guide to the risk assessment"),
        _("How to ask, what the levels mean, and what must follow. Keep it beside the risk assessment."),
        About.NOBODY,
    ),
    Paper(
        "assessment-report",
        _("Case assessment report"),
        _("What you and they found out together: strengths, needs, wishes, and what you make of it."),
        needs=Permission.ASSESSMENT_VIEW,
        fills=_fills(Fill.FINDINGS, Fill.RESULTS),
    ),
    Paper(
        "life-domains",
        _("Planning tool: areas of my life"),
        _("The person looks at each area of life, says how content they are, and what should change."),
        needs=Permission.ASSESSMENT_VIEW,
        fills=_fills(Fill.FINDINGS),
    ),
    Paper(
        "priorities",
        _("Planning tool: what comes first"),
        _("The person weighs what matters most and chooses up to three things to begin with."),
        needs=Permission.ASSESSMENT_VIEW,
        fills=_fills(Fill.FINDINGS),
    ),
    Paper(
        "smart-goals",
        _("Goals that can be reached"),
        _("A sheet for each goal: specific, measurable, achievable, relevant, with a day (SMART)."),
        needs=Permission.PLAN_VIEW,
        fills=_fills(Fill.PLAN),
    ),
    Paper(
        "case-plan",
        _("Case plan"),
        _("Goals in their words, who does what by when, and what happens if things get worse. To sign."),
        needs=Permission.PLAN_VIEW,
        fills=_fills(Fill.PLAN),
        is_the_plan=True,
    ),
    Paper(
        "strengths-questions",
        _("Strengths-based questions"),
        _("Scaling, exception and miracle questions for the worker, with room for the answers."),
        needs=Permission.PLAN_VIEW,
        fills=_fills(Fill.PLAN),
    ),
    Paper(
        "self-reflection",
        _("Looking at how I am doing"),
        _("For the person alone, between two talks. They decide whether anybody reads it."),
        needs=Permission.PLAN_VIEW,
        fills=_fills(Fill.PLAN),
    ),
    Paper(
        "feedback",
        _("How did we do?"),
        _("What the person thinks of our help. With no name, if they wish."),
        needs=Permission.CASE_VIEW,
    ),
    Paper(
        "reflective-practice",
        _("Guide to thinking about my work"),
        _("For the worker, after a visit or a hard decision: what happened, why, and what next time."),
        About.WORKER,
        needs=Permission.STAFF_VIEW,
    ),
    Paper(
        "supervision-record",
        _("Supervision record"),
        _("What worker and supervisor talked about and agreed, case by case."),
        About.WORKER,
        needs=Permission.STAFF_VIEW,
        fills=_fills(Fill.CASELOAD),
    ),
    Paper(
        "supervision-contract",
        _("Supervision contract"),
        _("What worker and supervisor can expect of each other. To sign."),
        About.WORKER,
        needs=Permission.STAFF_VIEW,
    ),
    Paper(
        "code-of-conduct",
        _("Code of conduct"),
        _("How everybody who works or volunteers here behaves. To sign."),
        About.WORKER,
        needs=Permission.STAFF_VIEW,
    ),
    Paper(
        "memorandum",
        _("Memorandum of understanding"),
        _("What a partner agency and we do for the people we both serve. To sign."),
        About.WORKER,
        needs=Permission.STAFF_VIEW,
        fills=_fills(Fill.PARTNER),
    ),
)
_BY_SLUG = {paper.slug: paper for paper in PAPERS}


def paper_named(slug: str, about: About | None = None) -> Paper:
    """The paper; with `about`, only if it can be filled in so. Raises `Absent`."""
    found = _BY_SLUG.get(slug)
    if found is None or (about is not None and found.about is not about):
        raise Absent
    return found
