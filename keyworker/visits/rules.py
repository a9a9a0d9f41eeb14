"""Whether a visit may be planned, and what may become of it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes


def may_schedule(starts_at: datetime, *, now: datetime, case_open: bool) -> Decision:
    """Visits are planned ahead, in an open case."""
    if not case_open:
        return no(_("This case is closed."))
    return yes() if starts_at > now else no(_("This time has passed. Record a contact instead."))


def may_settle(status: str) -> Decision:
    """Only a planned visit can still be held, missed or called off."""
    return yes() if status == "planned" else no(_("This visit is settled already."))


def may_have_been_held(starts_at: datetime, *, now: datetime) -> Decision:
    return yes() if starts_at <= now else no(_("This visit is still to come."))
