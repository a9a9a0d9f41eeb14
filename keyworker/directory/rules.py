"""Pure decisions about services: the words they are found by, what they cost, and for which ages they are."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import time
from enum import StrEnum

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

TOKEN_LONGEST = 40
TOKENS_MOST = 600
FILLERS = frozenset(
    {"a", "an", "and", "at", "for", "i", "in", "me", "my", "of", "on", "or", "the", "to", "with"}
    | {"con", "de", "el", "en", "la", "las", "los", "mi", "para", "por", "un", "una", "y"}
)
"""Small words of the languages we speak: nobody means them when they search."""

FREE_WORDS = ("free", "no cost", "no fee", "no charge", "none", "gratis", "gratuito")


def fold(text: str) -> str:
    """As a search sees it: no accents, no capitals (Unicode NFKD, marks dropped)."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def words(text: str) -> list[str]:
    """The folded words of a text, each once, in order."""
    found = re.findall(r"[^\W_]+", fold(text))
    return list(dict.fromkeys(word[:TOKEN_LONGEST] for word in found))


def sought_words(text: str) -> list[str]:
    """The words a search must match; small words count only when there is nothing else."""
    found = words(text)[:10]
    return [word for word in found if word not in FILLERS] or found


def indexed_words(texts: Iterable[str]) -> set[str]:
    """The words a service is filed under; bounded, so that one endless text cannot fill the table."""
    return set(words(" ".join(texts))[:TOKENS_MOST]) - FILLERS


def after_prefix(prefix: str) -> str:
    """The first text, in code-point order, that no longer begins with `prefix`."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


class Cost(StrEnum):
    FREE = "free"
    SOME = "some"
    PAID = "paid"
    UNKNOWN = "unknown"


COST_WORDS = {
    Cost.FREE: pgettext_lazy("cost of a service", "Free"),
    Cost.SOME: gettext_lazy("Free, some extras cost"),
    Cost.PAID: gettext_lazy("May cost money"),
    Cost.UNKNOWN: gettext_lazy("Ask about cost"),
}


def cost(amounts: Sequence[float | None], told: str) -> Cost:
    """What a person may expect to pay. Says “free” only where the provider does."""
    costs_something = any(amount for amount in amounts)
    said_free = fold(told).strip().startswith(FREE_WORDS)
    if said_free:
        return Cost.SOME if costs_something else Cost.FREE
    if costs_something:
        return Cost.PAID
    return Cost.FREE if amounts and all(amount == 0 for amount in amounts) and not told else Cost.UNKNOWN


def ages(minimum: float | None, maximum: float | None) -> str:
    """For whom, in words; empty when any age is served. An upper age of 99 or more is no limit."""
    if maximum is not None and maximum >= 99:
        maximum = None
    if minimum and maximum is not None:
        return _("Ages %(from)g to %(to)g") % {"from": minimum, "to": maximum}
    if minimum:
        return _("Age %(from)g and over") % {"from": minimum}
    if maximum is not None:
        return _("Up to age %(to)g") % {"to": maximum}
    return ""


DAYS = dict(zip(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), WEEKDAYS_ABBR.values(), strict=True))


def _parts(byday: str) -> list[str]:
    return [day.strip() for day in byday.upper().split(",")]


def opening(byday: str, opens: time | None, closes: time | None) -> str:
    """Days and hours for a schedule that has no sentence of its own; days as in RFC 5545 (`MO,WE` or `2TU`)."""
    days = ", ".join(str(DAYS[day[-2:]]) for day in _parts(byday) if day[-2:] in DAYS)
    if opens is None or closes is None:
        return days
    hours = _("%(opens)s to %(closes)s") % {"opens": time_format(opens), "closes": time_format(closes)}
    return _("%(days)s: %(hours)s") % {"days": days, "hours": hours} if days else hours
