"""The guest's door to a video visit: a link, a waiting room, and the meeting, without an account."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from keyworker.access import doors
from keyworker.access.doors import Opened
from keyworker.access.models import DoorKind
from keyworker.access.pages import public_page
from keyworker.access.roles import VISIT_GUEST
from keyworker.access.sight import Absent, facts
from keyworker.access.workplace import workplace
from keyworker.base import actor as actors
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Decision, Refused
from keyworker.portal.throttle import too_many_links
from keyworker.visits.models import Participant
from keyworker.visits.rooms import actions, queries, rules, speaking, turn
from keyworker.visits.rooms.calendar import date_of

COOKIE, HERE = "meeting", "/meet/"
JOB = "visit-door"
PATIENCE_SECONDS = 30 * 60  # how long one waits to be let in before the page asks whether anybody is there


@public_page(because="only somebody holding a live link's 128-bit token learns when, and the link is exchanged once")
def link(request: HttpRequest, token: str) -> HttpResponse:
    """A button, for mail programs open links by themselves; pressed, the link becomes a cookie of this browser."""
    opened = doors.resolve(DoorKind.VISIT_LINK, token)
    if opened is None:  # right ones are not counted: a stranger at the same address must not shut anybody out
        if too_many_links(place=request.META.get("REMOTE_ADDR", "")):
            return render(request, "portal/wait.html", _quiet(), status=429)
        return _closed(request)
    if _is_theirs(request, opened):
        return redirect("portal:meet")
    return _exchange(request, opened) if request.method == "POST" else _offered(request, opened, token)


@public_page(because="only somebody holding a live link's 128-bit token learns when")
@require_safe
def date(request: HttpRequest, token: str) -> HttpResponse:
    """When it is, for their calendar."""
    opened = doors.resolve(DoorKind.VISIT_LINK, token)
    if opened is None:
        return _closed(request)
    job = _job(opened)
    with reading(job):
        found = date_of(_place(opened).room)
    response = HttpResponse(found, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="date.ics"'
    return speaking.private(response)


def _job(opened: Opened) -> Actor:
    return actors.job(JOB, agency_id=opened.agency_id)


def _place(opened: Opened) -> Participant:
    """Whose link it is. It is asked before anybody is known, so a job asks."""
    held = facts(Participant, because="whoever holds the link is told when they meet").select_related("room")
    found: Participant = held.get(pk=opened.subject_id)
    return found


def _may_enter(place: Participant) -> Decision:
    return rules.may_enter(
        is_open=place.room.is_open,
        entered=place.entered_at is not None,
        turned_away=place.turned_away_at is not None,
        starts_at=place.room.starts_at,
        now=clock.now(),
    )


def _offered(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    job = _job(opened)
    with reading(job):
        place = _place(opened)
        agency = workplace(job).agency
        context = {
            "room": place.room,
            "decided": _may_enter(place),
            "calendar": reverse("portal:visit_date", args=[token]),
            **_quiet(),
        }
        with timezone.override(ZoneInfo(agency.time_zone)):
            return speaking.private(render(request, "portal/visit_link.html", context))


def _exchange(request: HttpRequest, opened: Opened) -> HttpResponse:
    job = _job(opened)
    with reading(job):
        place = _place(opened)
    try:
        kept = actions.enter(actor=job, participant=place)
    except Refused as refused:
        if "used" in refused.decision.facts:
            actions.note_tried_again(actor=job, participant=place)
        with reading(job), timezone.override(ZoneInfo(workplace(job).agency.time_zone)):
            context = {"room": place.room, "decided": refused.decision, **_quiet()}
            return speaking.private(render(request, "portal/visit_link.html", context, status=409))
    response = redirect("portal:meet")
    stays = int((place.room.ends_at + rules.LINK_OUTLIVES - clock.now()).total_seconds())
    response.set_signed_cookie(
        COOKIE, kept, max_age=stays, path=HERE, httponly=True, secure=settings.SECURE, samesite="Lax"
    )
    response["Referrer-Policy"] = "no-referrer"
    return response


def _is_theirs(request: HttpRequest, opened: Opened) -> bool:
    """Whether this very browser came in by the link before."""
    inside = _inside(request)
    return inside is not None and inside.share_id == opened.subject_id


def _inside(request: HttpRequest) -> Actor | None:
    """Who the cookie says is here, as long as what it holds is live: asked again each time."""
    kept = request.get_signed_cookie(COOKIE, default="")
    opened = doors.resolve(DoorKind.VISIT_GUEST, kept) if kept else None
    return actors.visitor(VISIT_GUEST, agency_id=opened.agency_id, share_id=opened.subject_id) if opened else None


@public_page(because="it shows one meeting to whoever was let in by its link, through the narrower database login")
@require_safe
def meet(request: HttpRequest) -> HttpResponse:
    """Camera and microphone are tried here, and one waits; then the meeting itself, on the same page."""
    if (actor := _inside(request)) is None:
        return _forgotten(_closed(request))
    try:
        with reading(actor):
            place = queries.guest(actor)
            agency = workplace(actor).agency
            context = {
                "me": place,
                "room": place.room,
                "over": _over(place),
                "way": turn.way(),
                "idle": settings.CLIENT_IDLE_SECONDS,
                "patience": PATIENCE_SECONDS,
                "say_url": reverse("portal:meet_say"),
                "stream_url": reverse("portal:meet_stream"),
                **_quiet(),
            }
            with timezone.override(ZoneInfo(agency.time_zone)):
                return speaking.meeting(render(request, "portal/meet.html", context), place.room)
    except Absent:
        return _forgotten(_closed(request))


def _over(place: Participant) -> bool:
    return not place.room.is_open or place.turned_away_at is not None


@public_page(because="a guest's browser asks for what it needs in its one meeting, through the narrower database login")
@require_POST
def say(request: HttpRequest) -> HttpResponse:
    if (actor := _inside(request)) is None:
        return HttpResponse(status=403)
    try:
        with reading(actor):
            me = queries.guest(actor)
        acts: speaking.Acts = {
            **speaking.in_the_room(actor, me),
            "knock": lambda said: actions.knock(actor=actor, participant=me),
            "join": lambda said: speaking.seated(actions.sit_down(actor=actor, participant=me, tab=said["tab"])),
            "call": lambda said: actions.ask_for_call(actor=actor, participant=me),
            "quickly": lambda said: _quickly(actor, me),
        }
        return speaking.answer(request, me.pk, acts)
    except Absent:
        return HttpResponse(status=403)


def _quickly(actor: Actor, me: Participant) -> None:
    """They left quickly: this browser opens nothing any more."""
    actions.leave(actor=actor, participant=me)
    actions.leave_for_good(actor=actors.job(JOB, agency_id=actor.agency_id), participant=me)


@public_page(because="a guest hears what happens in their one meeting, through the narrower database login")
@require_safe
def stream(request: HttpRequest) -> HttpResponse:
    if (actor := _inside(request)) is None:
        return HttpResponse(status=403)
    try:
        with reading(actor):
            me = queries.guest(actor)
            room_id: UUID = me.room_id
        return speaking.stream(request, actor, me.pk, room_id, still=lambda: _inside(request) == actor)
    except Absent:
        return HttpResponse(status=403)


def _closed(request: HttpRequest) -> HttpResponse:
    """The same calm page whatever the reason: a wrong link learns nothing from it."""
    return speaking.private(render(request, "portal/visit_closed.html", _quiet(), status=404))


def _forgotten(response: HttpResponse) -> HttpResponse:
    """What the browser keeps opens nothing. Not for a wrong link: a stranger could send one to somebody who is in."""
    response.delete_cookie(COOKIE, path=HERE)
    return response


def _quiet() -> dict[str, Any]:
    """A neutral title, and no name of anybody's or of the agency: the screen may be watched."""
    return {"quiet": True, "home_url": "", "agency_name": ""}
