"""The page of figures."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.workplace import workplace
from keyworker.insight import queries
from keyworker.insight.forms import FiguresFilter
from keyworker.insight.queries import Figures
from keyworker.insight.rules import FEWEST_SHOWN


@page(needs=Permission.FIGURES_VIEW)
@require_safe
def figures(request: StaffRequest) -> HttpResponse:
    known = queries.programs(request.actor)
    form = FiguresFilter(request.GET, programs=known)
    key, days = form.chosen()
    chosen = [program for program in known if not key or str(program.pk) == key]
    found = queries.figures(chosen, since=workplace(request.actor).today - timedelta(days=days))
    context = {
        "filter_form": form,
        "programs": chosen,
        "figures": _headline(found),
        "parts": [
            _part(_("Referrals in, by what became of them"), found.referrals_by_outcome),
            _part(_("Cases closed, by why they ended"), found.closed_by_reason),
        ],
        "first_contact_days": found.first_contact_days,
        "fewest": FEWEST_SHOWN,
    }
    return render(request, "insight/figures.html", context)


def in_words(number: int | None) -> str:
    """A hidden number is said as what it is."""
    return str(number) if number is not None else _("fewer than {n}").format(n=FEWEST_SHOWN)


def _headline(found: Figures) -> list[dict[str, Any]]:
    return [
        {"value": in_words(found.referrals), "label": _("referrals in")},
        {"value": in_words(found.open_now), "label": _("cases open now")},
        {"value": in_words(found.opened), "label": _("cases opened")},
        {"value": in_words(found.closed), "label": _("cases closed")},
        {"value": in_words(found.asked), "label": _("asked how they are afterwards")},
        {"value": _hidden(found.still_well), "label": _("of them still well")},
    ]


def _hidden(number: int | None) -> str:
    """A part may be hidden because another one is small."""
    return str(number) if number is not None else _("not shown")


def _part(title: str, parts: dict[str, int | None]) -> dict[str, Any]:
    """Bars with their numbers as words; a hidden number has no bar."""
    most = max((number for number in parts.values() if number is not None), default=0) or 1
    bars = [
        {"label": label, "value": number or 0, "text": _hidden(number), "hidden": number is None}
        for label, number in parts.items()
    ]
    return {"title": title, "bars": bars, "most": most}
