"""The worker's pages of a video visit: who takes part, and the room itself."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keyworker.access.addresses import address_for_clients
from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, may
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.design.middleware import is_background
from keyworker.notices.queries import reminder_of
from keyworker.people.entrusting import who_may_be_entrusted
from keyworker.people.pages import file_frame
from keyworker.people.reaching import ways_now
from keyworker.visits import queries as visits
from keyworker.visits.halls.engine import hall
from keyworker.visits.models import Participant, VideoRoom, Visit
from keyworker.visits.practice.actions import Ended, end_visit
from keyworker.visits.practice.shown import words_of_ours, written_beside
from keyworker.visits.rooms import actions, queries, sending, speaking, turn
from keyworker.visits.rooms.forms import InviteForm


def _found(request: StaffRequest, visit_id: UUID) -> tuple[Visit, VideoRoom]:
    """A video visit and its room. Raises `Absent`."""
    visit = visits.visit(request.actor, visit_id)
    room = queries.room_of(request.actor, visit)
    if room is None:
        raise Absent
    return visit, room


@page(needs=Permission.VISIT_SCHEDULE)
def people(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    """Who takes part, how many can meet, and a form to invite somebody else."""
    with reading(request.actor):
        visit, room = _found(request, visit_id)
    if "size" in request.POST:
        return _resized(request, visit)
    with reading(request.actor):
        staff = who_may_be_entrusted(visit.person, [visit.program_id], needs=Permission.VISIT_VIEW)
        form = InviteForm(request.POST or None, staff=staff)
        if not form.is_valid():
            return _people(request, visit, room, form)
    try:
        actions.invite(actor=request.actor, visit=visit, **form.values())
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _people(request, visit, room, form)
    messages.success(request, _("They are invited. Give them their link."))
    return redirect("visits:people", visit_id)


def _resized(request: StaffRequest, visit: Visit) -> HttpResponse:
    try:
        actions.resize(actor=request.actor, visit=visit, large=request.POST["size"] == "large")
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
    return redirect("visits:people", visit.pk)


def _people(request: StaffRequest, visit: Visit, room: VideoRoom, form: InviteForm, **more: Any) -> HttpResponse:
    frame = file_frame(request.actor, visit.person, current="contacts", program=visit.program)
    found = queries.participants(request.actor, room)
    context = {
        "visit": visit,
        "room": room,
        "participants": found,
        "form": form,
        "has_hall": turn.way().works and hall() is not None,
        "ways": ways_now(frame["ways"], frame["safety"]),
        "code_words": words_of_ours(request.actor, visit) if "given" in more else [],
        "sent": next((reminder_of(request.actor, each.link_notice) for each in found if each.link_notice), None),
        "can_be_sent": [each.pk for each in found if sending.can_be_sent(each)],
        **more,
    }
    return speaking.private(render(request, "visits/rooms/people.html", {**frame, **context}))


@page(needs=Permission.VISIT_SCHEDULE)
@require_POST
def link(request: StaffRequest, visit_id: UUID, participant_id: UUID) -> HttpResponse:
    """A link is made and shown this once; or somebody is asked no longer."""
    with reading(request.actor):
        visit, room = _found(request, visit_id)
        found = queries.participant(request.actor, visit, participant_id)
    more: dict[str, Any] = {}
    try:
        if "end" in request.POST:
            actions.turn_away(actor=request.actor, participant=found)
        elif "send" in request.POST:
            sending.send_link(actor=request.actor, participant=found)
            messages.success(request, _("It leaves in a few minutes, when it is safe. Here you see what came of it."))
            return redirect("visits:people", visit_id)
        else:
            given = actions.give_link(actor=request.actor, participant=found)
            opens = address_for_clients(request, "portal:visit_link", given.token)
            more = {"given": given.participant, "opens": opens}
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
    with reading(request.actor):
        staff = who_may_be_entrusted(visit.person, [visit.program_id], needs=Permission.VISIT_VIEW)
        return _people(request, visit, room, InviteForm(staff=staff), **more)


@page(needs=Permission.VISIT_ATTEND)
@require_safe
def room(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    """Camera and microphone are tried here; then the meeting itself, on the same page."""
    with reading(request.actor):
        visit, room = _found(request, visit_id)
        context = {
            "visit": visit,
            "room": room,
            "person": visit.person,
            "leads": may(request.actor, Permission.VISIT_SCHEDULE),
            "waiting": [each for each in queries.participants(request.actor, room) if each.waits],
            "way": turn.way(),
            "writing": written_beside(request.actor, visit),
            "say_url": reverse("visits:say", args=[visit.pk]),
            "stream_url": reverse("visits:stream", args=[visit.pk]),
        }
        return speaking.meeting(render(request, "visits/rooms/room.html", context), room)


@page(needs=Permission.VISIT_SCHEDULE)
@require_POST
def door(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    """Let somebody in or send them away; or end it for everybody."""
    with reading(request.actor):
        visit, _room = _found(request, visit_id)
        joined = queries.who_joined(request.actor, visit)
    try:
        if "all" in request.POST:
            end_visit(actor=request.actor, visit=visit, ended=Ended(who_took_part=joined))
            messages.success(request, _("It is in the file."))
            return redirect("visits:visit", visit_id)
        _at_the_door(request, visit)
    except Refused as refused:
        if is_background(request):
            return JsonResponse({"why": str(refused.decision.reason)}, status=409)
        messages.error(request, str(refused.decision.reason))
    return redirect("visits:room", visit_id)


def _at_the_door(request: StaffRequest, visit: Visit) -> Participant:
    for name, act in (("admit", actions.admit), ("away", actions.turn_away)):
        if key := request.POST.get(name):
            with reading(request.actor):
                found = queries.participant(request.actor, visit, _key(key))
            return act(actor=request.actor, participant=found)
    raise Absent


def _key(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError as error:
        raise Absent from error


@page(needs=Permission.VISIT_ATTEND)
@require_POST
def say(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    """What the worker's browser asks for while they meet."""
    actor = request.actor
    with reading(actor):
        visit, _room = _found(request, visit_id)
        me = queries.myself(actor, visit)
    acts: speaking.Acts = {
        "join": lambda said: speaking.seated(actions.come_in(actor=actor, visit=visit, tab=said["tab"])),
    }
    if me is not None:
        acts |= speaking.in_the_room(actor, me) | {"here": lambda said: _here(actor, visit, me, said)}
    return speaking.answer(request, visit.pk if me is None else me.pk, acts)


def _here(actor: Actor, visit: Visit, me: Participant, said: speaking.Said) -> dict[str, Any]:
    """Still there; and still wished for."""
    found = speaking.still_here(actor, me, said)
    with reading(actor):
        unwished = queries.is_unwished(visit)
    if unwished:
        actions.stop_unwished(actor=actor, visit=visit)
    return found


@page(needs=Permission.VISIT_ATTEND)
@require_safe
def stream(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    """The person wakes it, too: a consent that is taken back ends the meeting at once."""
    me = _me(request, visit_id)
    return speaking.stream(
        request, request.actor, me.pk, me.room_id, me.person_id, still=partial(_is_signed_in, request)
    )


def _is_signed_in(request: StaffRequest) -> bool:
    """Whether the session of the asker stands: signed out, elsewhere too, nothing more is heard."""
    key = request.session.session_key
    return key is not None and bool(request.session.exists(key))


def _me(request: StaffRequest, visit_id: UUID) -> Participant:
    """The worker's own place. Raises `Absent` until they have come in."""
    with reading(request.actor):
        visit = visits.visit(request.actor, visit_id)
        if (found := queries.myself(request.actor, visit)) is None:
            raise Absent
        return found
