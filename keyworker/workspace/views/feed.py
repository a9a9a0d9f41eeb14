"""The calendar on a worker's phone: a secret address that tells when, and never who or where (RFC 5545, RFC 7986)."""

from collections.abc import Iterator
from datetime import UTC, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from icalendar import Calendar, Event, vDuration

from keyworker.access import doors
from keyworker.access.addresses import address
from keyworker.access.models import DoorKind
from keyworker.access.pages import StaffRequest, page, public_page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may
from keyworker.access.workplace import workplace
from keyworker.base import clock
from keyworker.base.actor import staff
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.delivery.grouped import Planned
from keyworker.visits.models import Visit
from keyworker.workspace.actions import end_feed, open_feed
from keyworker.workspace.queries.diary import Diary, DiaryDay, feed_since, my_diary

BACK, AHEAD = timedelta(days=31), timedelta(days=180)
MAKER = "-//Keyworker//Calendar//EN"
ASK_AGAIN = timedelta(hours=1)


@page(needs=Permission.VISIT_VIEW)
def phone(request: StaffRequest) -> HttpResponse:
    """Say what the address tells, and make one. It is shown this once."""
    shown = ""
    if request.method == "POST":
        with reading(request.actor):
            agency = workplace(request.actor).agency
        try:
            token = open_feed(actor=request.actor, agency=agency)
            shown = request.build_absolute_uri(address("workspace:calendar_feed", token))
        except Refused as refused:
            messages.error(request, str(refused.decision.reason))
    with reading(request.actor):
        context = {"shown": shown, "since": feed_since(request.actor), "calendar": address("workspace:calendar")}
        response = render(request, "workspace/calendar_phone.html", context)
    response["Cache-Control"] = "no-store"
    return response


@page(needs=Permission.VISIT_VIEW)
@require_POST
def end(request: StaffRequest) -> HttpResponse:
    with reading(request.actor):
        agency = workplace(request.actor).agency
    end_feed(actor=request.actor, agency=agency)
    messages.success(request, _("The address is ended. Phones that hold it hear nothing more."))
    return redirect("workspace:calendar_phone")


@public_page(because="only who holds the secret address gets it, and it tells neither who is met nor where")
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The worker's visits and how much is due, as a calendar that their phone asks for. No name, no place, no word."""
    opened = doors.resolve(DoorKind.CALENDAR, token)
    if opened is None:
        raise Http404
    actor = staff(agency_id=opened.agency_id, staff_id=opened.subject_id)
    with reading(actor):
        if not may(actor, Permission.VISIT_VIEW):
            raise Http404
        place = workplace(actor)
        with timezone.override(place.now.tzinfo), translation.override(place.agency.language):
            found = my_diary(actor, place.today - BACK, place.today + AHEAD)
            calendar = _calendar(found, place.agency.name, request)
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _calendar(found: Diary, agency: str, request: HttpRequest) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", agency)
    calendar.add("name", agency)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(ASK_AGAIN))
    for event in _events(found, request):
        calendar.add_component(event)
    return calendar


def _events(found: Diary, request: HttpRequest) -> Iterator[Event]:
    for day in found.days:
        yield from (_visit(visit, request) for visit in day.visits)
        yield from (_session(session, request) for session in day.sessions)
        if day.tasks:
            yield _due(day, request)


def _visit(visit: Visit, request: HttpRequest) -> Event:
    """The link leads to the page, and the page asks who is there."""
    summary = _("Visit: {kind}").format(kind=visit.get_kind_display())
    return _event(
        uid=f"urn:uuid:{visit.pk}",
        sequence=visit.version,
        summary=summary,
        dtstart=visit.starts_at.astimezone(UTC),
        dtend=visit.ends_at.astimezone(UTC),
        url=request.build_absolute_uri(address("visits:visit", visit.pk)),
        transp="OPAQUE",
    )


def _session(session: Planned, request: HttpRequest) -> Event:
    """That there is a group, and when: its name may say what those who come to it live with."""
    starts_at = session.starts_at.astimezone(UTC)
    return _event(
        uid=f"group-{session.group.pk}-{starts_at.date().isoformat()}@keyworker",
        sequence=session.group.version,
        summary=_("Group session"),
        dtstart=starts_at,
        dtend=session.ends_at.astimezone(UTC),
        url=request.build_absolute_uri(address("delivery:group", session.group.pk)),
        transp="OPAQUE",
    )


def _due(day: DiaryDay, request: HttpRequest) -> Event:
    """A day on which something is due: how much, not what."""
    count = len(day.tasks)
    return _event(
        uid=f"due-{day.on.isoformat()}@keyworker",
        sequence=0,
        summary=ngettext("{count} thing is due", "{count} things are due", count).format(count=count),
        dtstart=day.on,
        dtend=day.on + timedelta(days=1),
        url=request.build_absolute_uri(f"{address('workspace:calendar')}?on={day.on.isoformat()}&span=day"),
        transp="TRANSPARENT",
    )


def _event(**values: Any) -> Event:
    event = Event()
    for name, value in {**values, "dtstamp": clock.now(), "class": "PRIVATE"}.items():
        event.add(name, value)
    return event
