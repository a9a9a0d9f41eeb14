"""How soon a danger must be reported, and what may be done with a report; pure decisions.

The laws differ by state and by profession. The clocks here are the strictest that are common in the United States: told
at once where a life is at stake and within 24 hours otherwise, in writing within 48 hours where a child or an adult who
cannot protect themselves is concerned (for example Cal. Penal Code 11166(a): at once, in writing within 36 hours; Texas
Family Code 261.101(b): within 24 hours).
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from keyworker.base import clock
from keyworker.base.decision import Decision, no, yes
from keyworker.delivery.models import Danger, MandatedReport, ReportStage

AT_ONCE, A_DAY, IN_WRITING = timedelta(hours=1), timedelta(hours=24), timedelta(hours=36)
ASK_AFTER = timedelta(days=7)
LIFE_AT_STAKE = frozenset({Danger.SUICIDE, Danger.THREAT})
WRITTEN_TOO = frozenset({Danger.CHILD_ABUSE, Danger.CHILD_NEGLECT, Danger.ADULT_ABUSE})


def told_within(danger: Danger) -> timedelta:
    """How long after it was noticed somebody must have been told."""
    return AT_ONCE if danger in LIFE_AT_STAKE else A_DAY


def written_within(danger: Danger) -> timedelta | None:
    """How long after that it must be sent in writing; None where that is not asked."""
    return IN_WRITING if danger in WRITTEN_TOO else None


def may_have_been_noticed(noticed_at: datetime, *, now: datetime) -> Decision:
    """Only what has happened can have been noticed."""
    return yes() if noticed_at <= now else no(_("This time is still to come."))


def may_tell(stage: str, told_at: datetime, *, noticed_at: datetime, now: datetime) -> Decision:
    """A report is made once, after the danger was noticed."""
    if stage != ReportStage.NOTICED:
        return no(_("This was reported already, or it was decided that it is not to be."))
    if told_at > now:
        return no(_("This time is still to come."))
    return yes() if told_at >= noticed_at else no(_("It cannot have been reported before it was noticed."))


def may_send(stage: str, sent_at: datetime, *, told_at: datetime | None, now: datetime) -> Decision:
    """In writing after it was told."""
    if stage != ReportStage.TOLD or told_at is None:
        return no(_("Tell the authority first."))
    if sent_at > now:
        return no(_("This time is still to come."))
    return yes() if sent_at >= told_at else no(_("It cannot have been sent before it was told."))


def may_close(stage: str, outcome: str) -> Decision:
    """Closed with what came of it, once everything that is asked was done."""
    if stage == ReportStage.NOTICED:
        return no(_("It was not reported yet."))
    if stage == ReportStage.TOLD:
        return no(_("It was not sent in writing yet."))
    if stage != ReportStage.WRITTEN:
        return no(_("It is closed already."))
    return yes() if outcome.strip() else no(_("Say what came of it."))


def may_decide_against(stage: str, because: str, *, own: bool) -> Decision:
    """Only before it was made, with a reason, and never about what one noticed oneself."""
    if stage != ReportStage.NOTICED:
        return no(_("It was reported already, or it is closed."))
    if own:
        return no(_("You noticed this yourself. Somebody else must decide."))
    return yes() if because.strip() else no(_("Say why this is not to be reported."))


def is_overdue(report: MandatedReport) -> bool:
    """Whether the report's clock has run out by now."""
    return is_late(report.stage, due_at=report.due_at, written_due_at=report.written_due_at, now=clock.now())


def is_late(report_stage: str, *, due_at: datetime, written_due_at: datetime | None, now: datetime) -> bool:
    """Whether the clock of the step that is waited for has run out."""
    if report_stage == ReportStage.NOTICED:
        return now > due_at
    return report_stage == ReportStage.TOLD and written_due_at is not None and now > written_due_at
