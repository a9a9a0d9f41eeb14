"""What of a file the person is not shown: on which ground, until when; kept back, looked at again, given out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, require
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.people.models import Person, Withheld
from keyworker.people.pages import file_frame
from keyworker.people.withholding.actions import give_out, look_again, withhold
from keyworker.people.withholding.forms import WithholdForm
from keyworker.people.withholding.queries import withheld_of
from keyworker.workspace.queries.pieces import Piece, pieces_of, record_of

NEEDS = Permission.PERSON_EDIT


@page(needs=NEEDS)
def withheld(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """One page; each of its forms is a step."""
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=NEEDS)
        pieces = pieces_of(request.actor, person)
        step = request.POST.get("step", "")
        form = _form(request, pieces, step)
        if request.method != "POST" or (step == "withhold" and not form.is_valid()):
            return _page(request, person, pieces, form)
        held = _held(request, step)
        meant = record_of(request.actor, pieces[form.cleaned_data["what"]]) if held is None else None
    try:
        _carry_out(request, person, form, held, meant)
    except Refused as refused:
        if not form.is_bound:
            messages.error(request, str(refused.decision.reason))
            return redirect("workspace:withheld", person_id)
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _page(request, person, pieces, form)
    return redirect("workspace:withheld", person_id)


def _form(request: StaffRequest, pieces: dict[str, Piece], step: str) -> WithholdForm:
    offered = [(key, piece.called) for key, piece in pieces.items()]
    return WithholdForm(request.POST if step == "withhold" else None, pieces=offered)


def _held(request: StaffRequest, step: str) -> Withheld | None:
    if step == "withhold":
        return None
    return require(Withheld, request.POST.get("which", ""), actor=request.actor, needs=NEEDS, join=("person",))


def _carry_out(
    request: StaffRequest,
    person: Person,
    form: WithholdForm,
    held: Withheld | None,
    meant: tuple[models.Model, Program] | None,
) -> None:
    actor, step = request.actor, request.POST.get("step")
    if meant is not None:
        record, program = meant
        withhold(actor=actor, person=person, program=program, record=record, withholding=form.withholding)
        messages.success(request, _("It is kept back. They do not see it any more."))
    elif held is not None and step == "again":
        look_again(actor=actor, withheld=held)
        messages.success(request, _("It stays kept back. Look at it again in 90 days."))
    elif held is not None and step == "give-out":
        give_out(actor=actor, withheld=held)
        messages.success(request, _("They see it from now on."))
    else:
        raise Absent(_("There is nothing here, or it is not yours to see."))


def _page(request: StaffRequest, person: Person, pieces: dict[str, Piece], form: WithholdForm) -> HttpResponse:
    called = {piece.key: piece.called for piece in pieces.values()}
    kept = withheld_of(request.actor, person)
    context: dict[str, Any] = {
        **file_frame(request.actor, person, current="safety"),
        "kept": [(each, called.get(each.record_id) or each.get_about_display()) for each in kept],
        "today": workplace(request.actor).today,
        "form": form,
    }
    return render(request, "workspace/withheld.html", context)
