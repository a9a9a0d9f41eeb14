"""A page on which a person answers alone: at their own door, or at a worker's device that was handed to them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import get_random_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from keyworker.access.pages import StaffRequest
from keyworker.access.workplace import workplace
from keyworker.assessment.actions import Sheet, filled_in
from keyworker.assessment.models import Assessment
from keyworker.assessment.queries import dangers_in, promise
from keyworker.assessment.views.answering import PAGE_KEY, known_of, languages_of, sheet_of
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.design.papers import spoken
from keyworker.questionnaires.filling import Filling
from keyworker.questionnaires.keeping import filling_of

Fetch = Callable[[Actor, Any], Assessment]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where somebody answers alone: who fetches and keeps the answers there, and the names of its pages.

    `back` is where they go who stop for now. At a worker's device there is none: `onward` is where the worker goes on,
    `over` where they go on with what is begun. `frame` is the page's shell.
    """

    fetch: Fetch
    keep: Callable[..., Assessment]
    hand_in: Callable[..., Assessment]
    heed: Callable[..., None]
    page: str
    draft: str
    preview: str
    back: str = ""
    onward: str = ""
    over: str = ""
    frame: str = "design/plain.html"

    def worker(self, actor: Actor, held: Assessment) -> dict[str, str]:
        """Who asked them; at a worker's device, whose it is."""
        return {"name": workplace(actor).name if self.onward else held.by.name if held.by else ""}

    def at(self, held: Assessment) -> dict[str, str]:
        key = held.pk
        return {
            "draft_url": reverse(self.draft, args=[key]),
            "preview_url": reverse(self.preview, args=[key]),
            "back_url": reverse(self.back) if self.back else "",
            "onward_url": reverse(self.onward, args=[key]) if self.onward else "",
            "over_url": reverse(self.over, args=[key]) if self.over else "",
            "frame": self.frame,
        }


def answer(request: StaffRequest, desk: Desk, key: Any) -> HttpResponse:
    """Show the questions, keep part of the answers, hand them in; thanks once that is done."""
    with reading(request.actor):
        held = desk.fetch(request.actor, key)
        if held.is_finished:
            return _thanks(request, desk, held)
        if request.method != "POST":
            known = known_of(request.actor, held)
            return _page(request, desk, held, filling_of(held.response, files=_files(request, desk), known=known))
        finishing = "finish" in request.POST
        filling = filled_in(request.actor, held, _sheet(request, desk, held), draft=not finishing)
    try:
        if filling.wants_more or not filling.is_valid():
            return _shown_again(request, desk, held, filling)
        do = desk.hand_in if finishing else desk.keep
        kept = do(actor=request.actor, assessment=held, sheet=_sheet(request, desk, held))
    except StaleRecord:
        return _other_page_first(request, desk, held)
    except Refused:
        return redirect(desk.page, held.pk)
    stays = finishing or "language" in request.POST or not desk.back or kept.raised_for
    return redirect(desk.page, held.pk) if stays else redirect(desk.back)


def keep_draft(request: StaffRequest, desk: Desk, key: Any) -> HttpResponse:
    """Autosave. 409 when another page saved since, or one answer must be put right; danger is heeded all the same."""
    with reading(request.actor):
        held = desk.fetch(request.actor, key)
        zone = workplace(request.actor).now.tzinfo
        filling = filled_in(request.actor, held, _sheet(request, desk, held), draft=True)
    try:
        desk.keep(actor=request.actor, assessment=held, sheet=_sheet(request, desk, held))
    except (StaleRecord, Refused):
        if not held.is_finished:
            _heed(request, desk, held, filling)
        return JsonResponse({}, status=409)
    return JsonResponse({"saved_at": date_format(clock.now().astimezone(zone), "TIME_FORMAT")})


def preview(request: StaffRequest, desk: Desk, key: Any) -> HttpResponse:
    """What comes and goes with the answers so far, and help once one of them speaks of danger; nothing is kept."""
    with reading(request.actor):
        held = desk.fetch(request.actor, key)
        filling = filled_in(request.actor, held, _sheet(request, desk, held), draft=True)
        with translation.override(spoken(filling.language)):
            return HttpResponse(filling.preview_html(with_scores=False) + help_html(request, held, filling))


def help_html(request: StaffRequest, held: Assessment, filling: Filling) -> SafeString:
    """Crisis help, swapped into the page."""
    context = {**crisis(request.actor, held, dangerous=bool(dangers_in(held, filling))), "swapped": True}
    return render_to_string("assessment/own_help.html", context, request)


def crisis(actor: Actor, held: Assessment, *, dangerous: bool) -> dict[str, Any]:
    """Where to find help now, in the agency's words, and by when somebody reads; shown when an answer is dangerous."""
    agency = workplace(actor).agency
    found = {"agency_name": agency.name, "dangerous": dangerous}
    if not dangerous:
        return found
    return {**found, "crisis_help": agency.help_now, "reads_by": promise(actor, held)}


def _sheet(request: StaffRequest, desk: Desk, held: Assessment) -> Sheet:
    return sheet_of(request, held, takes_files=bool(desk.onward))


def _files(request: StaffRequest, desk: Desk) -> Any:
    """Files are asked for at a worker's device only: the client's own door opens no vault."""
    return request.FILES if desk.onward else None


def _shown_again(request: StaffRequest, desk: Desk, held: Assessment, filling: Filling) -> HttpResponse:
    """Another page or entry was asked for, or something must be put right; what can be kept is, danger is heeded."""
    seen = None
    if filling.is_draft and filling.is_valid():
        seen = desk.keep(actor=request.actor, assessment=held, sheet=_sheet(request, desk, held)).version
    else:
        _heed(request, desk, held, filling)
    with reading(request.actor):
        return _page(request, desk, held, filling, **({"seen": seen} if seen else {}))


def _heed(request: StaffRequest, desk: Desk, held: Assessment, filling: Filling) -> None:
    with reading(request.actor):
        found = dangers_in(held, filling)
    if found:
        desk.heed(actor=request.actor, assessment=held, sheet=_sheet(request, desk, held))


def _page(request: StaffRequest, desk: Desk, held: Assessment, filling: Filling, **more: Any) -> HttpResponse:
    dangerous = bool(held.raised_for) or bool(dangers_in(held, filling))
    with translation.override(spoken(filling.language)):
        context = {
            "assessment": held,
            "worker": desk.worker(request.actor, held),
            "questions": filling.as_html(preview_url=desk.at(held)["preview_url"], with_scores=False),
            "may_finish": filling.may_finish,
            "asks_for_files": filling.asks_for_files,
            "home_url": request.path,
            "languages": languages_of(filling),
            "language_now": filling.language,
            "seen": more.pop("seen", request.POST.get("version") or held.version),
            "page_key": request.POST.get("page", "")[:PAGE_KEY] or get_random_string(PAGE_KEY),
            "quiet": True,
            **desk.at(held),
            **crisis(request.actor, held, dangerous=dangerous),
            **more,
        }
        return _in_their_language(render(request, "assessment/own.html", context))


def _other_page_first(request: StaffRequest, desk: Desk, held: Assessment) -> HttpResponse:
    """Kept from another page meanwhile: both sets of answers are shown, and the next save is on top of the other."""
    with reading(request.actor):
        now = desk.fetch(request.actor, held.pk)
        mine = filled_in(request.actor, now, _sheet(request, desk, now), draft=True)
    _heed(request, desk, now, mine)
    with reading(request.actor):
        theirs = filling_of(now.response).as_answers_html(with_scores=False)
        return _page(request, desk, now, mine, seen=now.version, theirs=theirs, theirs_at=now.saved_at)


def _thanks(request: StaffRequest, desk: Desk, held: Assessment) -> HttpResponse:
    """Plain thanks, what happens next, and their own answers to read again; no score and no verdict."""
    filling = filling_of(held.response)
    with translation.override(spoken(filling.language)):
        context = {
            "assessment": held,
            "worker": desk.worker(request.actor, held),
            "answers": filling.as_answers_html(with_scores=False),
            "reads_by": promise(request.actor, held),
            "home_url": request.path,
            "quiet": True,
            **desk.at(held),
            **crisis(request.actor, held, dangerous=bool(held.raised_for)),
        }
        return _in_their_language(render(request, "assessment/own_thanks.html", context))


def _in_their_language(response: HttpResponse) -> HttpResponse:
    response["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
    return response
