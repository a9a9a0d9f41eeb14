"""What a browser in a room asks for: a seat, to pass something on, to be noted as still there; worker and guest alike.

A page of a worker's and one of a guest's differ in who asks; from there on they are served by the same functions.
"""

import json
import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse

from keyworker.access.sight import Absent
from keyworker.base.actor import Actor
from keyworker.base.decision import Refused
from keyworker.visits.halls import passing
from keyworker.visits.halls.engine import by_ticket
from keyworker.visits.models import Participant, VideoRoom
from keyworker.visits.rooms import signalling, turn
from keyworker.visits.rooms.actions import Seated, leave
from keyworker.visits.rooms.listening import events, told
from keyworker.visits.rooms.queries import Looking
from keyworker.visits.rooms.signals import MOST_BYTES, Malformed
from keyworker.visits.rooms.throttle import too_fast

TAB = re.compile(r"[0-9a-f-]{8,36}")
STREAM = "text/event-stream"
PERMISSIONS = "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()"
POLICY_MORE = "_csp_update"  # django-csp reads it as it writes the policy; its decorator is for views that are alike
Said = Mapping[str, Any]
Acts = dict[str, Callable[[Said], Any]]


def private(response: HttpResponse) -> HttpResponse:
    """A page of a call may use camera and microphone, and tells no other site where it was opened from.

    Not `no-referrer`: browsers then send its forms from an origin called "null", which nobody can tell from another.
    """
    response["Permissions-Policy"] = PERMISSIONS
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response


def meeting(response: HttpResponse, room: VideoRoom) -> HttpResponse:
    """The page of a call itself: where its hall takes tickets, it alone may speak to that one other address."""
    there = by_ticket() if room.large and room.is_open else None
    if there is not None:
        setattr(response, POLICY_MORE, {"connect-src": [there.address()]})
    return private(response)


def sent(request: HttpRequest) -> Said:
    """What the browser said. Raises `Malformed`."""
    if request.content_type == "application/json":
        said = _json(request)
    else:  # a last word, sent while the page goes away: a form is all that browsers send then
        said = {name: request.POST[name] for name in ("do", "tab") if name in request.POST}
    if not isinstance(said, dict) or not TAB.fullmatch(str(said.get("tab", ""))):
        raise Malformed("no tab")
    return said


def _json(request: HttpRequest) -> Any:
    if len(request.body) > MOST_BYTES:
        raise Malformed("too long")
    try:
        return json.loads(request.body or b"{}")
    except (ValueError, RecursionError) as error:
        raise Malformed("no JSON") from error


def answer(request: HttpRequest, who: UUID, acts: Acts) -> HttpResponse:
    """Do what was asked for; what is refused is said in words, and what is malformed is not passed on."""
    if not same_origin(request):
        return JsonResponse({}, status=HTTPStatus.FORBIDDEN)
    if too_fast(who):
        return JsonResponse({}, status=HTTPStatus.TOO_MANY_REQUESTS)
    try:
        said = sent(request)
        act = acts.get(str(said.get("do")))
        return JsonResponse(act(said) or {}) if act else JsonResponse({}, status=HTTPStatus.BAD_REQUEST)
    except Malformed:
        return JsonResponse({}, status=HTTPStatus.BAD_REQUEST)
    except Absent:
        return JsonResponse({}, status=HTTPStatus.NOT_FOUND)
    except Refused as refused:
        return JsonResponse({"why": str(refused.decision.reason)}, status=HTTPStatus.CONFLICT)


def same_origin(request: HttpRequest) -> bool:
    """Whether a page of ours asks (ASVS 4.4.2); a browser says so itself."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()


def seated(found: Seated) -> dict[str, Any]:
    return {"me": str(found.participant.pk), "after": found.after, "ice": found.ice, "hall": found.hall}


def in_the_room(actor: Actor, me: Participant) -> Acts:
    """What whoever has a place may ask for."""
    return {
        "signal": lambda said: _pass_on(actor, me.pk, said),
        "here": lambda said: still_here(actor, me, said),
        "enter": lambda said: passing.enter(actor, me.pk, said),
        "send": lambda said: passing.send(actor, me.pk, said),
        "sending": lambda said: passing.sending(actor, me.pk, said),
        "see": lambda said: passing.see(actor, me.pk, said),
        "seen": lambda said: passing.seen(actor, me.pk, said),
        "ice": lambda said: {"ice": turn.ice(me.pk)},
        "leave": lambda said: leave(actor=actor, participant=me),
    }


def still_here(actor: Actor, me: Participant, said: Said) -> dict[str, Any]:
    """They are still there, in their seat and in the hall; answers what has become of the hall, if anything has."""
    signalling.still_here(actor=actor, participant_id=me.pk, tab=said["tab"])
    return passing.keep(actor, me.pk, said)


def _pass_on(actor: Actor, participant_id: UUID, said: Said) -> None:
    """One signal to one other. Raises `Malformed` and `Refused`."""
    try:
        to = UUID(str(said.get("to")))
    except ValueError as error:
        raise Malformed("to nobody") from error
    signalling.say(
        actor=actor,
        participant_id=participant_id,
        tab=said["tab"],
        to_id=to,
        kind=str(said.get("kind")),
        body=said.get("body"),
    )


def stream(
    request: HttpRequest, actor: Actor, participant_id: UUID, *wakers: UUID, still: Callable[[], bool]
) -> HttpResponse:
    """What happens in the room as it happens; asked without a stream, how things stand now. Raises `Absent`.

    `wakers`: the room, and what else is looked at anew when it changes.
    `still`: whether what let the asker in is good yet; asked each time before anything is told.
    """
    tab = request.GET.get("tab", "")
    if not same_origin(request) or (tab and not TAB.fullmatch(tab)):
        raise Absent
    looking = Looking(actor, participant_id, tab, still)
    if STREAM not in request.headers.get("Accept", ""):
        stands, signals, over = looking.look(_number(request.GET.get("after", "")))
        return JsonResponse({"stands": stands, "signals": [told(each) for each in signals], "over": over})
    after = _number(request.headers.get("Last-Event-ID") or request.GET.get("after", ""))
    response = StreamingHttpResponse(events(looking.look, (participant_id, *wakers), after), content_type=STREAM)
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return cast(HttpResponse, response)


def _number(said: str) -> int:
    """After which signal to listen; -1 hears none."""
    return int(said) if said.isdecimal() and len(said) < 19 else -1
