"""The waiting list of a program, and what is done about one place on it."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.intake import actions, queries, waiting
from keyworker.intake.codes import Safe
from keyworker.intake.forms import MoveForm, OfferForm, PlaceForm, QueueFilter, WaitReviewForm
from keyworker.intake.models import Urgency, WaitlistPlace
from keyworker.intake.views.showing import URGENCY_TONES, reaching

SOMEBODY_CHANGED_IT = gettext_lazy("A colleague changed this place while you were writing. Look again, then save.")


@page(needs=Permission.REFERRAL_VIEW)
@require_safe
def waiting_list(request: StaffRequest) -> HttpResponse:
    programs = queries.programs(request.actor, Permission.REFERRAL_VIEW)
    form = QueueFilter(request.GET, programs=programs)
    form.offer("program", [(str(one.pk), one.name) for one in programs])
    program = _chosen(form, programs)
    found = waiting.line(request.actor, program.pk, after=request.GET.get("after", "")) if program else None
    start = f"?program={program.pk}" if program else ""
    context = {
        "form": form,
        "program": program,
        "lines": _lines(request, found) if found else [],
        "older_href": f"{start}&{urlencode({'after': found.next_cursor})}" if found and found.next_cursor else "",
        "newer_href": start if request.GET.get("after") else "",
        "may_move": may(request.actor, Permission.REFERRAL_ACCEPT),
    }
    return render(request, "intake/waiting_list.html", context)


def _chosen(form: QueueFilter, programs: list[Program]) -> Program | None:
    asked = form.chosen()
    return next((one for one in programs if one.pk == asked), programs[0] if programs else None)


def _lines(request: StaffRequest, found: waiting.Line) -> list[dict[str, Any]]:
    today = workplace(request.actor).today
    return [
        {
            "number": number,
            "place": place,
            "urgency": {"text": place.get_priority_display(), "tone": URGENCY_TONES[Urgency(place.priority)]},
            "late": place.review_on < today,
            "offer_over": place.answer_by is not None and place.answer_by < today,
        }
        for number, place in enumerate(found.places, start=found.first)
    ]


@page(needs=Permission.REFERRAL_ACCEPT)
def review(request: StaffRequest, place_id: UUID) -> HttpResponse:
    words = {"title": _("Do they still wait?"), "submit": _("Save"), "done": _("Noted."), "asks": True}
    return _do(request, place_id, WaitReviewForm, actions.review_wait, words)


@page(needs=Permission.REFERRAL_ACCEPT)
def move(request: StaffRequest, place_id: UUID) -> HttpResponse:
    words = {
        "title": _("Move them in the line"),
        "submit": _("Move"),
        "done": _("They stand elsewhere in the line now."),
    }
    return _do(request, place_id, MoveForm, actions.move_in_line, words)


@page(needs=Permission.REFERRAL_ACCEPT)
def offer(request: StaffRequest, place_id: UUID) -> HttpResponse:
    words = {
        "title": _("Offer them the place"),
        "submit": _("Note that it is offered"),
        "done": _("Noted. When they take it, accept the referral."),
        "asks": True,
    }
    return _do(request, place_id, OfferForm, actions.offer_place, words)


def _do(
    request: StaffRequest,
    place_id: UUID,
    kind: type[PlaceForm],
    act: Callable[..., Any],
    words: Mapping[str, Any],
) -> HttpResponse:
    with reading(request.actor):
        place = waiting.place(request.actor, place_id)
        form = kind(request.POST or None, place=place)
        if not form.is_valid():
            return _place_page(request, place, form, words)
    try:
        act(actor=request.actor, place=place, **form.said())
    except (Refused, StaleRecord) as why:
        form.add_error(None, str(why.decision.reason) if isinstance(why, Refused) else SOMEBODY_CHANGED_IT)
        with reading(request.actor):
            return _place_page(request, waiting.place(request.actor, place_id), form, words)
    messages.success(request, words["done"])
    if form.cleaned_data.get("safe") == Safe.NO:
        messages.warning(request, _("They are not safe. Act today: think about a safe place, and about the line."))
    return redirect("intake:referral", place.referral_id)


def _place_page(request: StaffRequest, place: WaitlistPlace, form: PlaceForm, words: Mapping[str, Any]) -> HttpResponse:
    asks = words.get("asks")
    context = {
        "place": place,
        "referral": place.referral,
        "form": form,
        "reach": reaching(place.referral) if asks else None,
        "reviews": waiting.reviews(request.actor, place) if asks else [],
        "back": f"{reverse('intake:waiting_list')}?program={place.program_id}",
        **words,
    }
    return render(request, "intake/waiting_place.html", context)
