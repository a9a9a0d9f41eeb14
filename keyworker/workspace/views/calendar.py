"""The calendar: a day, a week or a month of visits and of what is due, the worker's own or their team's."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from keyworker.access.addresses import address
from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Staff
from keyworker.delivery.grouped import Planned
from keyworker.tasks.models import Task
from keyworker.visits.models import Visit
from keyworker.workspace.queries.diary import DiaryDay, my_diary, team_diary
from keyworker.workspace.words import due_badge

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
SHOWN_A_DAY = {"day": 200, "week": 40, "month": 4}
SPANS = {"day": gettext_lazy("Day"), "week": gettext_lazy("Week"), "month": gettext_lazy("Month")}


@page(needs=Permission.VISIT_VIEW)
@require_safe
def calendar(request: StaffRequest) -> HttpResponse:
    today = workplace(request.actor).today
    on, span = _day_asked_for(request.GET, today), _span(request.GET)
    first, last = SPAN_OF[span](on)
    oversees = may(request.actor, Permission.CASELOAD_OVERSEE)
    team = oversees and request.GET.get("whose") == "team"
    found = (team_diary if team else my_diary)(request.actor, first, last)
    context = {
        "span": span,
        "heading": _heading(span, on, first, last),
        "intro": _("Everybody in the programs you oversee.") if team else "",
        "spans": [
            {"text": text, "href": _link(on, name, team=team), "current": name == span} for name, text in SPANS.items()
        ],
        "whose": _whose(on, span, team=team) if oversees else [],
        "earlier": _link(_step(on, span, -1), span, team=team),
        "later": _link(_step(on, span, 1), span, team=team),
        "today": "" if first <= today <= last else _link(today, span, team=team),
        "days": [_day(each, span, today=today, month=on.month, team=team) for each in found.days],
        "nothing": not found.count,
        "cut": found.cut,
        "phone": address("workspace:calendar_phone"),
    }
    return render(request, "workspace/calendar.html", context)


def _day_asked_for(given: QueryDict, today: date) -> date:
    """What cannot be a day of this calendar counts as today."""
    try:
        asked = date.fromisoformat(given.get("on", "")[:10])
    except ValueError:
        return today
    return asked if EARLIEST <= asked <= LATEST else today


def _span(given: QueryDict) -> str:
    asked = given.get("span", "")
    return asked if asked in SPANS else "week"


def _week(on: date) -> tuple[date, date]:
    """From the day on which weeks begin where the reader's language is spoken."""
    begins = int(get_format("FIRST_DAY_OF_WEEK"))  # 0 is Sunday
    first = on - timedelta(days=(on.isoweekday() - begins) % 7)
    return first, first + timedelta(days=6)


def _month(on: date) -> tuple[date, date]:
    """Whole weeks round the month."""
    last = (on.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return _week(on.replace(day=1))[0], _week(last)[1]


SPAN_OF: dict[str, Callable[[date], tuple[date, date]]] = {
    "day": lambda on: (on, on),
    "week": _week,
    "month": _month,
}


def _step(on: date, span: str, by: int) -> date:
    """The same place one span earlier (-1) or later (1)."""
    if span != "month":
        return on + timedelta(days=by * (7 if span == "week" else 1))
    first = on.replace(day=1)
    return (first - timedelta(days=1)).replace(day=1) if by < 0 else (first + timedelta(days=32)).replace(day=1)


def _link(on: date, span: str, *, team: bool) -> str:
    query = QueryDict(mutable=True)
    query.update({"on": on.isoformat(), "span": span, **({"whose": "team"} if team else {})})
    return f"{address('workspace:calendar')}?{query.urlencode()}"


def _whose(on: date, span: str, *, team: bool) -> list[dict[str, Any]]:
    return [
        {"text": _("My calendar"), "href": _link(on, span, team=False), "current": not team},
        {"text": _("My team's calendar"), "href": _link(on, span, team=True), "current": team},
    ]


def _heading(span: str, on: date, first: date, last: date) -> str:
    if span == "month":
        return date_format(on, "YEAR_MONTH_FORMAT")
    if span == "week":
        return _("{first} to {last}").format(first=date_format(first), last=date_format(last))
    return date_format(on)


def _day(day: DiaryDay, span: str, *, today: date, month: int, team: bool) -> dict[str, Any]:
    timed = [
        *(_visit(visit, team=team) for visit in day.visits),
        *(_session(session, team=team) for session in day.sessions),
    ]
    entries = [
        *sorted(timed, key=lambda entry: entry["at"]),
        *(_task(task, today=today, team=team) for task in day.tasks),
    ]
    shown = entries[: SHOWN_A_DAY[span]]
    return {
        "on": day.on,
        "href": _link(day.on, "day", team=team),
        "is_today": day.on == today,
        "is_beside": span == "month" and day.on.month != month,
        "entries": shown,
        "more": len(entries) - len(shown),
    }


def _visit(visit: Visit, *, team: bool) -> dict[str, Any]:
    return {
        "at": timezone.localtime(visit.starts_at),
        "until": timezone.localtime(visit.ends_at),
        "name": visit.person.called,
        "href": address("visits:visit", visit.pk),
        "what": visit.get_kind_display(),
        "state": "" if visit.is_planned else visit.get_status_display(),
        "who": _name(visit.staff or visit.case.owner) if team else "",
    }


def _session(session: Planned, *, team: bool) -> dict[str, Any]:
    """A group by its own name; nobody who comes to it is named."""
    return {
        "at": timezone.localtime(session.starts_at),
        "until": timezone.localtime(session.ends_at),
        "name": session.group.name,
        "href": address("delivery:group", session.group.pk),
        "what": _("Group"),
        "state": "",
        "who": _name(session.group.leader) if team else "",
    }


def _task(task: Task, *, today: date, team: bool) -> dict[str, Any]:
    return {
        "name": task.person.called,
        "href": address("tasks:list", task.person_id),
        "what": task.title,
        "badge": due_badge(task.due_on, today=today) if task.due_on <= today else None,
        "who": _name(task.assignee or (task.case.owner if task.case else None)) if team else "",
    }


def _name(staff: Staff | None) -> str:
    return staff.name if staff else ""
