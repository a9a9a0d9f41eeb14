"""The small words templates need: icons, initials, tones, moments, dialogs and charts."""

import datetime
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import bidirectional

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.forms import BaseFormSet
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from keyworker.design import charts

register = template.Library()

TONE_ICONS = {
    "success": "tick",
    "info": "info",
    "warning": "alert",
    "urgent": "urgent",
    "voice": "speech",
    "neutral": "dot",
}
TONE_WORDS = {
    "success": _("Done"),
    "info": _("Information"),
    "warning": _("Careful"),
    "urgent": _("Important"),
}
DJANGO_LEVELS = {"error": "urgent", "debug": "info"}


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A picture from the sprite; words beside it always say the same, so it is hidden from screen readers."""
    return format_html(
        '<svg class="kw-icon kw-icon--{}" width="20" height="20" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        name,
        static("design/icons.svg"),
        name,
    )


@register.simple_tag
@cache
def spoken_here() -> list[dict[str, str]]:
    """The languages of the installation, each with its name in itself."""
    return [{"code": code, "name": get_language_info(code)["name_local"]} for code, _name in settings.LANGUAGES]


@register.simple_tag
def pictogram(name: str, says: object) -> SafeString:
    """A picture from the sprite drawn into the page itself, for papers, which fetch nothing; `says` is read aloud."""
    box, shapes = _drawn(name)
    return format_html('<svg class="pictogram" viewBox="{}" role="img"><title>{}</title>{}</svg>', box, says, shapes)


@cache
def _drawn(name: str) -> tuple[str, SafeString]:
    """The box and the shapes of one picture; empty where the sprite lacks it: the words beside it say the same."""
    found = finders.find("design/icons.svg")
    sprite = Path(found).read_text(encoding="utf-8") if isinstance(found, str) else ""
    symbol = re.search(rf'<symbol id="{re.escape(name)}" viewBox="([\d ]+)">(.*?)</symbol>', sprite, re.DOTALL)
    return (symbol[1], mark_safe(symbol[2])) if symbol else ("0 0 20 20", mark_safe(""))  # noqa: S308 - our own


@register.filter
def isolated(text: object) -> str:
    """Words of another script than the paper's keep their own direction: what <bdi> does in a browser (UAX 9).

    The marks at both ends hold the full stop in its place where a line is broken: each is laid out by itself.
    """
    return "\n".join(_isolated(line) if line.strip() else line for line in str(text or "").splitlines())


def _isolated(line: str) -> str:
    strong = next((kind for letter in line if (kind := bidirectional(letter)) in {"L", "R", "AL"}), "")
    mark = {"L": "\u200e", "R": "\u200f", "AL": "\u200f"}.get(strong, "")
    return f"\u2068{mark}{line}{mark}\u2069"


@register.filter
def initials(name: object) -> str:
    """At most two letters of a name in any script: "Rosa Delgado" → "RD", "Suharto" → "S"."""
    words = [word for word in str(name or "").split() if word[0].isalpha()]
    chosen = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in chosen).upper() or "–"


@register.filter
def tone_name(tone: object) -> str:
    """Django's message levels in our tones; a tag list such as "safe error" counts by its last word."""
    last = (str(tone).split() or ["info"])[-1]
    known = DJANGO_LEVELS.get(last, last)
    return known if known in TONE_ICONS else "info"


@register.filter
def tone_icon(tone: str) -> str:
    return TONE_ICONS.get(tone, "dot")


@register.filter
def tone_word(tone: str) -> str | Promise:
    return TONE_WORDS.get(tone, TONE_WORDS["info"])


@register.simple_tag
def moment(when: datetime.datetime | datetime.date | str | None) -> SafeString | str:
    """A date or time as <time>, in the zone now active; text passes through as it is."""
    if when is None or isinstance(when, str):
        return when or ""
    if isinstance(when, datetime.datetime):
        local = timezone.localtime(when) if timezone.is_aware(when) else when
        shown = _("%(day)s, %(time)s") % {
            "day": date_format(local, "DATE_FORMAT"),
            "time": date_format(local, "TIME_FORMAT"),
        }
        return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), shown)
    return format_html('<time datetime="{}">{}</time>', when.isoformat(), date_format(when, "DATE_FORMAT"))


@register.filter
def on_day(when: datetime.datetime | None) -> datetime.date | None:
    """The day on which it was, in the zone now active: near midnight that is not the day in UTC."""
    return None if when is None else timezone.localdate(when)


@register.inclusion_tag("design/components/progress-chart.html")
def progress_chart(
    points: Sequence[charts.Reading],
    title: str,
    low: float = 0,
    high: float | None = None,
    goal: float | None = None,
    zones: Sequence[charts.Zone] = (),
) -> dict[str, Any]:
    """Readings over time: points are {label, value}; goal draws the line the person wants to reach.

    zones: {low, high, text}, drawn behind the line, with what each means beside it.
    """
    frame = charts.ZONED if zones else charts.CHART
    return {"title": title, "chart": charts.draw(points, frame, low=low, high=high, goal=goal, zones=zones)}


@register.inclusion_tag("design/components/sparkline.html")
def sparkline(points: Sequence[charts.Reading], low: float = 0, high: float | None = None) -> dict[str, Any]:
    """The same readings as a line as small as a word."""
    return {"chart": charts.draw(points, charts.SPARK, low=low, high=high, goal=None)}


@register.simple_tag(takes_context=True)
def error_summary(context: Context, *forms: Any) -> SafeString:
    """One summary for several forms, or rows of them, laid out by hand; give {{ form }} show_summary=False then."""
    each = [form for given in forms for form in (given.forms if isinstance(given, BaseFormSet) else [given])]
    errors = [
        {"href": f"#{field.focus_id}", "text": message} for form in each for field in form for message in field.errors
    ]
    loose = [{"text": message} for form in each for message in form.non_field_errors()]
    loose += [{"text": text} for rows in forms if isinstance(rows, BaseFormSet) for text in rows.non_form_errors()]
    return render_to_string("design/components/error-summary.html", {"errors": loose + errors})


@register.simple_block_tag(takes_context=True)
def dialog(context: Context, content: SafeString, **options: str) -> SafeString:
    """{% dialog id="end" title="End the visit?" open_text="End" %}…{% enddialog %}; options as in dialog.html."""
    return render_to_string("design/components/dialog.html", {**options, "body": content})
