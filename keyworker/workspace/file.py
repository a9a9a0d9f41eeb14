"""How the overview of a file is said: the path, goals in the client's words, next steps, consents, people."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keyworker.access.addresses import address
from keyworker.cases.models import CaseStatus, Step
from keyworker.cases.path import NEEDED_FOR
from keyworker.consent.models import Purpose
from keyworker.people.kin.rules import Kin
from keyworker.people.models import Person
from keyworker.tasks.models import title_of
from keyworker.workspace.queries.overview import Overview
from keyworker.workspace.words import due_badge

ENDING_SOON_DAYS = 30


# Where each step of the path is worked on.
STEP_PAGES = {
    Step.INTAKE: "consent:list",
    Step.ASSESSMENT: "assessment:list",
    Step.PLANNING: "planning:plans",
    Step.DELIVERY: "delivery:contacts",
    Step.REVIEW: "reviews:list",
    Step.EXIT: "reviews:list",
    Step.FOLLOW_UP: "reviews:list",
}


def overview_context(
    person: Person, found: Overview, *, today: date, tabs: Iterable[dict[str, Any]] = ()
) -> dict[str, Any]:
    """What "workspace/file.html" shows beside the identity bar. Steps lead only to `tabs` that the reader has."""
    current = next(iter(found.cases), None)
    return {
        "path": _leading_on(path_steps(current), person, {tab["href"] for tab in tabs}),
        "cases": [_case(row, today) for row in found.cases],
        "goals": found.goals,
        "plans_now": any(row["status"] == CaseStatus.ACTIVE for row in found.cases),
        "next_steps": [_task(row, today) for row in found.tasks],
        "consents": [_consent(row, today) for row in found.consents],
        "people_around": people_around(found.household, found.kin),
        "about": person.about,
    }


def path_steps(case: dict[str, Any] | None) -> list[dict[str, str]]:
    """Where the person stands: steps done, the one now, those to come; nothing without a case."""
    if case is None:
        return []
    order = [step.value for step in Step]
    now = order.index(case["step"])
    over = case["status"] == CaseStatus.FINISHED and case["step"] == Step.EXIT
    return [
        {
            "text": str(step.label),
            "state": "done" if place < now + over else "now" if place == now else "later",
            "page": STEP_PAGES[step],
        }
        for place, step in enumerate(Step)
        if place == now or NEEDED_FOR.get(step) not in case["left_out"]
    ]


def _leading_on(steps: list[dict[str, str]], person: Person, known: set[str]) -> list[dict[str, str]]:
    led = [(step, address(step["page"], person.pk)) for step in steps]
    return [{**step, "href": page if step["state"] != "later" and page in known else ""} for step, page in led]


def _case(row: dict[str, Any], today: date) -> dict[str, Any]:
    is_open = row["status"] == CaseStatus.ACTIVE
    return {
        **row,
        "is_open": is_open,
        "step_name": Step(row["step"]).label,
        "badge": due_badge(row["next_step_on"], today=today) if is_open and row["next_step_on"] else None,
    }


def _task(row: dict[str, Any], today: date) -> dict[str, Any]:
    return {
        "title": title_of(row["what"], row["worded"], legible=row["legible"]),
        "hint": row["owner_name"],
        "status": due_badge(row["due_on"], today=today),
        "done_url": address("tasks:complete", UUID(row["id"])),
    }


def _consent(row: dict[str, Any], today: date) -> dict[str, Any]:
    left = (row["expires_on"] - today).days
    if left < 0:
        badge = {"text": _("Ended"), "tone": "neutral"}
    elif left <= ENDING_SOON_DAYS:
        badge = {"text": _("Ends soon"), "tone": "warning"}
    else:
        badge = {"text": _("Agreed"), "tone": "success"}
    purpose = Purpose(row["purpose"]).label
    return {**row, "purpose": purpose, "badge": badge, "until": date_format(row["expires_on"])}


def people_around(household: Iterable[dict[str, Any]], kin: Sequence[Kin]) -> list[dict[str, str]]:
    """Each once: of who lives with them and is kin, what they are to them is said."""
    related = {str(one.person_id) for one in kin}
    return [*map(_relative, kin), *(_housemate(row) for row in household if row["person_id"] not in related)]


def _housemate(row: dict[str, Any]) -> dict[str, str]:
    return {"name": row["name"], "what": row["role"] or _("lives with them"), "warning": ""}


def _relative(one: Kin) -> dict[str, str]:
    warning = _("Do not contact or tell them anything") if one.adverse else ""
    what = one.said or one.what
    said = _("{kin}, has died").format(kin=what) if one.died else what
    return {"name": one.name, "what": said, "warning": warning}
