"""Making a report that the law asks for: noticed, told, sent in writing, closed. Each step sets the next clock."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.cases.models import Case
from keyworker.delivery import reporting
from keyworker.delivery.models import Danger, MandatedReport, ReportedHow, ReportStage
from keyworker.people.timeline import tell
from keyworker.tasks.actions import plan_task, refresh_next_step
from keyworker.tasks.models import Task, TaskKind
from keyworker.tasks.wording import Asked


@dataclass(frozen=True, slots=True)
class Noticed:
    """A danger as the worker noticed it."""

    danger: Danger
    what: str
    noticed_at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """The report as it was made: to whom, how, when; `reference` is the authority's own number for it."""

    to: str
    how: ReportedHow
    told_at: datetime
    spoke_with: str = ""
    reference: str = ""


@action(needs=Permission.NOTE_WRITE, on="case")
def notice_danger(*, actor: Actor, case: Case, noticed: Noticed) -> MandatedReport:
    """Begin: the clock runs from when it was noticed. Raises `Refused` for a time still to come."""
    insist(reporting.may_have_been_noticed(noticed.noticed_at, now=clock.now()))
    report = MandatedReport(
        case=case,
        person_id=case.person_id,
        program_id=case.program_id,
        danger=noticed.danger.value,
        what=noticed.what.strip(),
        noticed_at=noticed.noticed_at,
        noticed_by_id=actor.staff_id,
        due_at=noticed.noticed_at + reporting.told_within(noticed.danger),
    )
    report.save(force_insert=True)
    _set_task(actor, report, _("Make the report to the authority"), report.due_at)
    tell("delivery.danger_noticed", report, needs=Permission.NOTE_VIEW, facts=_when(report.due_at))
    return report


@action(needs=Permission.NOTE_WRITE, on="report")
def make_report(*, actor: Actor, report: MandatedReport, told: Told, seen: int | None = None) -> MandatedReport:
    """The authority was told. Raises `Refused` when it was before, or for a time that cannot be."""
    insist(reporting.may_tell(report.stage, told.told_at, noticed_at=report.noticed_at, now=clock.now()))
    within = reporting.written_within(Danger(report.danger))
    written_due_at = told.told_at + within if within else None
    change(
        report,
        seen=seen,
        stage=ReportStage.TOLD.value if written_due_at else ReportStage.WRITTEN.value,
        told_at=told.told_at,
        told_by_id=actor.staff_id,
        told_to=told.to.strip(),
        spoke_with=told.spoke_with.strip(),
        how=told.how.value,
        reference=told.reference.strip(),
        written_due_at=written_due_at,
    )
    _finish_tasks(actor, report)
    if written_due_at:
        _set_task(actor, report, _("Send the report in writing"), written_due_at)
    _keep_a_next_step(actor, report)
    tell("delivery.report_made", report, needs=Permission.NOTE_VIEW, facts={"to": report.told_to})
    return report


@action(needs=Permission.NOTE_WRITE, on="report")
def send_written_report(*, actor: Actor, report: MandatedReport, sent_at: datetime) -> MandatedReport:
    """It was sent in writing as well."""
    insist(reporting.may_send(report.stage, sent_at, told_at=report.told_at, now=clock.now()))
    change(report, stage=ReportStage.WRITTEN.value, written_at=sent_at)
    _finish_tasks(actor, report)
    _keep_a_next_step(actor, report)
    tell("delivery.report_sent", report, needs=Permission.NOTE_VIEW, facts={"to": report.told_to})
    return report


@action(needs=Permission.NOTE_WRITE, on="report")
def close_report(*, actor: Actor, report: MandatedReport, outcome: str) -> MandatedReport:
    """What came of it. Raises `Refused` before the report was made, and sent where that is asked."""
    insist(reporting.may_close(report.stage, outcome))
    change(report, stage=ReportStage.CLOSED.value, outcome=outcome.strip(), closed_at=clock.now())
    tell("delivery.report_closed", report, needs=Permission.NOTE_VIEW)
    return report


# Leaving a danger unreported is not for one alone to decide: a supervisor does, and is named.
@action(needs=Permission.CASELOAD_OVERSEE, on="report")
def decide_against_report(*, actor: Actor, report: MandatedReport, because: str) -> MandatedReport:
    """A supervisor decides that this is not one to report, and says why. Raises `Refused` for one's own."""
    own = report.noticed_by_id == actor.id
    insist(reporting.may_decide_against(report.stage, because, own=own))
    change(
        report,
        stage=ReportStage.NOT_REPORTED.value,
        outcome=because.strip(),
        closed_at=clock.now(),
        decided_by_id=actor.staff_id,
    )
    _finish_tasks(actor, report)
    _keep_a_next_step(actor, report)
    tell("delivery.report_decided_against", report, needs=Permission.NOTE_VIEW)
    return report


def _case(report: MandatedReport) -> Case:
    locked = facts(Case, because="the report's clock is a step of its case").select_for_update(no_key=True)
    case: Case = locked.get(pk=report.case_id)
    return case


def _set_task(actor: Actor, report: MandatedReport, what: Asked, due_at: datetime) -> None:
    due_on = due_at.astimezone(workplace(actor).now.tzinfo).date()
    plan_task(_case(report), what=what, due_on=due_on, kind=TaskKind.TO_DO, source=report)


def _finish_tasks(actor: Actor, report: MandatedReport) -> None:
    waiting = facts(Task, because="what the clock asked for is done").filter(
        source_id=report.pk, done_at=None, cancelled_at=None
    )
    for task in waiting.select_for_update(no_key=True):
        change(task, done_at=clock.now(), done_by_id=actor.staff_id)


def _keep_a_next_step(actor: Actor, report: MandatedReport) -> None:
    """An open case never loses its next dated step because a report was made."""
    case = _case(report)
    refresh_next_step(case)
    if case.is_open and case.next_step_on is None:
        due_on = workplace(actor).today + reporting.ASK_AFTER
        plan_task(case, what=_("Ask what came of the report"), due_on=due_on, kind=TaskKind.TO_DO, source=report)


def _when(at: datetime) -> dict[str, str]:
    return {"due_at": at.isoformat()}
