"""When a provider stops a service: how soon the person is told, and what makes sense of it; pure decisions."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes

# Nobody should find a closed door: the person hears it from us within two days, and a replacement is looked for.
TELL_WITHIN, REPLACE_WITHIN = timedelta(days=2), timedelta(days=7)


def may_have_stopped(provider: str, what: str, *, tell_by: date, today: date, case_open: bool) -> Decision:
    """Named; a day to come may be named, for a notice comes before the end."""
    if not case_open:
        return no(_("The case is closed. Open it again first."))
    if not provider.strip() or not what.strip():
        return no(_("Write who stopped, and what."))
    return yes() if tell_by >= today else no(_("This day is over. Choose a later one."))


def may_be_told(*, told: bool, told_on: date, noted_on: date, today: date) -> Decision:
    """Once, not in days to come, and not before we knew."""
    if told:
        return no(_("It is written down already that they were told."))
    if told_on > today:
        return no(_("This day is still to come."))
    return yes() if told_on >= noted_on else no(_("That is before we knew of it. Look at the day."))
