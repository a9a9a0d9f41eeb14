"""Says what was shared with a partner in plain words."""

from datetime import date
from typing import Any

from django import template
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keyworker.base.languages import NAMES
from keyworker.base.privacy import Category
from keyworker.consent.companions.words import AS_WHOM, FOR_THE_PERSON
from keyworker.consent.forms import CATEGORY_WORDS
from keyworker.people.models import Channel, Ground
from keyworker.referrals.models import ReferralStatus

register = template.Library()

LABELS: dict[str, str | Promise] = {
    "reason": gettext_lazy("What is asked"),
    "name": gettext_lazy("Name"),
    "called": gettext_lazy("They like to be called"),
    "own_script": gettext_lazy("In their own script"),
    "pronouns": gettext_lazy("Pronouns"),
    "born": gettext_lazy("Date of birth"),
    "language": gettext_lazy("Language"),
    "needs_interpreter": gettext_lazy("Interpreter"),
    "ways": gettext_lazy("How to reach them"),
    "risk": gettext_lazy("Risk if they are contacted"),
}

BECAME: dict[str, str | Promise] = {
    ReferralStatus.REQUESTED: gettext_lazy("We wait to hear"),
    ReferralStatus.ACCEPTED: gettext_lazy("They said yes"),
    ReferralStatus.REJECTED: gettext_lazy("They said no"),
    ReferralStatus.IN_PROGRESS: gettext_lazy("You got there"),
    ReferralStatus.COMPLETED: gettext_lazy("They helped"),
    ReferralStatus.FAILED: gettext_lazy("It did not work out"),
}


@register.filter
def became(status: str) -> str | Promise:
    """What became of where they were sent, as one says it to them."""
    return BECAME.get(status, "")


@register.filter
def as_whom(kind: str) -> str | Promise:
    """As whom somebody comes in beside me."""
    return AS_WHOM.get(kind, "")


WHY_NOT: dict[str, str | Promise] = {
    Ground.SERIOUS_HARM: gettext_lazy("It could hurt somebody."),
    Ground.THIRD_PARTY: gettext_lazy("It is about other people."),
    Ground.IN_CONFIDENCE: gettext_lazy("Somebody told it to us in trust."),
    Ground.WORKER_SAFETY: gettext_lazy("It keeps a worker safe."),
    Ground.LAW: gettext_lazy("A law says so."),
}


@register.filter
def why_not(ground: str) -> str | Promise:
    """On which ground something is kept back, as one says it to them."""
    return WHY_NOT[ground]


@register.filter
def sees(granted: list[str]) -> list[str | Promise]:
    """What they may see or do, as one says it to me."""
    return [words for code, words in FOR_THE_PERSON.items() if code in granted]


@register.filter
def shared_facts(shared: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The snapshot as groups of rows for a summary list; empty groups say nothing."""
    groups = [
        {"title": CATEGORY_WORDS[Category(code)], "rows": [_row(key, known) for key in LABELS if key in known]}
        for code, known in shared.items()
    ]
    return [group for group in groups if group["rows"]]


def _row(key: str, known: dict[str, Any]) -> dict[str, Any]:
    if key == "ways":
        return {"key": LABELS[key], "lines": [_way(way) for way in known["ways"]]}
    if key == "needs_interpreter":
        return {"key": LABELS[key], "value": _("Please have one")}
    if key == "language":
        return {"key": LABELS[key], "value": NAMES.get(known[key], known[key])}
    if key == "born":
        return {"key": LABELS[key], "value": _born(known)}
    return {"key": LABELS[key], "value": known[key]}


def _born(known: dict[str, Any]) -> str:
    """As precisely as it is known, and no more."""
    day = date.fromisoformat(known["born"])
    match known.get("born_precision"):
        case "day":
            return date_format(day, "DATE_FORMAT")
        case "month":
            return date_format(day, "YEAR_MONTH_FORMAT")
        case "year":
            return str(day.year)
        case _:
            return _("about {year}").format(year=day.year)


def _way(way: dict[str, Any]) -> str:
    words = [f"{Channel(way['channel']).label}: {way['value']}"]
    if days := way.get("days"):
        words.append(_("only on {days}").format(days=", ".join(str(WEEKDAYS[int(day) - 1]) for day in days)))
    if way["hours"]:
        words.append(_("only {hours}").format(hours=way["hours"]))
    if way["shared"]:
        words.append(_("others can see or hear it: first ask if they can talk"))
    if way["channel"] == Channel.PHONE and not way["voicemail_ok"]:
        words.append(_("leave no voicemail"))
    return " · ".join(words)
