"""How the day is said: a greeting, and when something is due."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keyworker.tasks.rules import SOON_DAYS, Urgency, urgency

NOON, EVENING = 12, 18
TONES = {Urgency.OVERDUE: "urgent", Urgency.TODAY: "warning", Urgency.SOON: "info", Urgency.LATER: "neutral"}


def greeting(at: datetime, name: str) -> str:
    """Good morning, afternoon or evening; `at` is local time."""
    if at.hour < NOON:
        said = _("Good morning, {name}")
    elif at.hour < EVENING:
        said = _("Good afternoon, {name}")
    else:
        said = _("Good evening, {name}")
    return said.format(name=name)


def due(on: date, *, today: date) -> str:
    """ "2 days late", "today", "tomorrow", "Thursday", then the date."""
    days = (on - today).days
    if days < 0:
        return ngettext("{n} day late", "{n} days late", -days).format(n=-days)
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return date_format(on, "l") if days < SOON_DAYS else date_format(on)


def due_badge(on: date, *, today: date) -> dict[str, str]:
    """The same as a badge, with the tone of how pressing it is."""
    return {"text": due(on, today=today), "tone": TONES[urgency(on, today=today)]}
