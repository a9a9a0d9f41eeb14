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
from keyworker.insight.queries import Figures, Measured
from keyworker.insight.rules import FEWEST_SHOWN, Told


@page(needs=Permission.FIGURES_VIEW)
@require_safe
def figures(request: StaffRequest) -> HttpResponse:
    known = queries.programs(request.actor)
    form = FiguresFilter(request.GET, programs=known)
    key, days = form.chosen()
    chosen = [program for program in known if str(program.pk) == key] or queries.counted_together(known)
    since = workplace(request.actor).today - timedelta(days=days)
    found = queries.figures(chosen, since=since)
    context = {
        "filter_form": form,
        "programs": chosen,
        "figures": _headline(found, several=len(chosen) > 1),
        "leaves_out": len(chosen) > 1,
        "parts": [
            _part(_("Referrals in, by what became of them"), found.referrals_by_outcome),
            _part(_("Cases closed, by why they ended"), found.closed_by_reason),
        ],
        "measured": [_measured(each) for each in queries.measured(chosen, since=since)],
        "first_contact_days": found.first_contact_days,
        "fewest": FEWEST_SHOWN,
    }
    return render(request, "insight/figures.html", context)


def in_words(told: Told | None) -> str:
    """A hidden number is said as what it is."""
    return _number(told) if told is not None else _("fewer than {n}").format(n=FEWEST_SHOWN)


def _number(told: Told) -> str:
    return _("at least {n}").format(n=told.number) if told.at_least else str(told.number)


def _headline(found: Figures, *, several: bool) -> list[dict[str, Any]]:
    """Of several programs together, a hidden number may be any: each of them hides its own."""
    said = _hidden if several else in_words
    return [
        {"value": said(found.referrals), "label": _("referrals in")},
        {"value": said(found.open_now), "label": _("cases open now")},
        {"value": said(found.opened), "label": _("cases opened")},
        {"value": said(found.closed), "label": _("cases closed")},
        {"value": said(found.asked), "label": _("asked how they are afterwards")},
        {"value": _hidden(found.still_well), "label": _("of them still well")},
    ]


def _measured(each: Measured) -> dict[str, Any]:
    """A row of what was measured; what is hidden is said to be."""
    return {
        "indicator": each.indicator,
        "cases": _("fewer than {n}").format(n=FEWEST_SHOWN) if each.cases is None else str(each.cases),
        "at_target": _("not shown") if each.at_target is None else str(each.at_target),
        "first": _("not shown") if each.first is None else f"{each.first.normalize():f}",
        "last": _("not shown") if each.last is None else f"{each.last.normalize():f}",
    }


def _hidden(told: Told | None) -> str:
    """A part may be hidden because another one is small."""
    return _number(told) if told is not None else _("not shown")


def _part(title: str, parts: dict[str, Told | None]) -> dict[str, Any]:
    """Bars with their numbers as words; a hidden number has no bar."""
    most = max((told.number for told in parts.values() if told is not None), default=0) or 1
    bars = [
        {"label": label, "value": told.number if told else 0, "text": _hidden(told), "hidden": told is None}
        for label, told in parts.items()
    ]
    return {"title": title, "bars": bars, "most": most}
