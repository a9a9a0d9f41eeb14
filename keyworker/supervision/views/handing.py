"""Handing cases over: one, or all that somebody carries; and what was left for whoever carries a case now."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, require
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program, Staff
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.cases.models import Case
from keyworker.intake.forms.admission import away_words
from keyworker.intake.queries import Owner, owners
from keyworker.people.pages import file_frame
from keyworker.supervision.actions import hand_over_case, note_handover_read
from keyworker.supervision.forms import HandOverAllForm, ReassignForm
from keyworker.supervision.handing import (
    AT_ONCE,
    carried_by,
    history,
    left_unfinished,
    takers,
    who_carries,
    whose_cases,
)
from keyworker.training.queries import Lacking, lacks

CARE_TEAM = "care-team"


@page(needs=Permission.CASE_ASSIGN)
def reassign(request: StaffRequest, case_id: UUID) -> HttpResponse:
    with reading(request.actor):
        join = ("person", "program", "owner")
        case = require(Case, case_id, actor=request.actor, needs=Permission.CASE_ASSIGN, join=join)
        form = ReassignForm(request.POST or None, owners=_choices(request, case))
        if not form.is_valid():
            return render(request, "supervision/reassign.html", {"form": form, "case": case})
        to = require(Staff, form.cleaned_data["to"], actor=request.actor, needs=Permission.STAFF_VIEW)
    said = {name: form.cleaned_data[name] for name in ("because", "handover")}
    try:
        hand_over_case(actor=request.actor, case=case, to=to, **said)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return render(request, "supervision/reassign.html", {"form": form, "case": case})
    messages.success(request, _("{name} has the case now.").format(name=to.name))
    _warn_of_what_is_missing(request, case.program, to)
    return redirect("supervision:overview")


def _choices(request: StaffRequest, case: Case) -> list[tuple[str, str]]:
    """Colleagues with a role in the program, the one who has the case left out; each with what speaks against them."""
    others = [owner for owner in owners(request.actor, case.program) if owner.id != case.owner_id]
    lacking = lacks(request.actor, case.program, [owner.id for owner in others])
    return [(str(owner.id), _said(owner, lacking.get(owner.id))) for owner in others]


def _said(owner: Owner, lacking: Lacking | None) -> str:
    away = [away_words(owner.away_until)] if owner.away_until else []
    missing = [_("not noted as current: {what}").format(what=lacking.words)] if lacking else []
    return " · ".join([f"{owner.name} ({owner.open_cases})", *away, *missing])


def _warn_of_what_is_missing(request: StaffRequest, program: Program, to: Staff) -> None:
    """The case is theirs; whoever gave it hears why that may have to change."""
    with reading(request.actor):
        lacking = lacks(request.actor, program, [to.pk]).get(to.pk)
    if lacking is not None:
        told = _("{program} asks for something that {name} has not noted as current: {what}.")
        messages.warning(request, told.format(program=program.name, name=to.name, what=lacking.words))


@page(needs=Permission.CASE_ASSIGN)
@require_safe
def carriers(request: StaffRequest) -> HttpResponse:
    """Whose cases can be handed over together: when somebody leaves, or the load is to be shared."""
    return render(request, "supervision/carriers.html", {"carriers": who_carries(request.actor)})


@page(needs=Permission.CASE_ASSIGN)
def hand_over_all(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """All open cases of a colleague at once, each to whoever is chosen for it."""
    with reading(request.actor):
        context = _all_of(request.actor, staff_id)
        form = HandOverAllForm(request.POST or None, carried=context["carried"], takers=context["takers"])
        if not form.is_valid():
            return render(request, "supervision/hand_over_all.html", {**context, "form": form})
        chosen = [
            (case, require(Staff, taker.key, actor=request.actor, needs=Permission.STAFF_VIEW))
            for case, taker in form.chosen()
        ]
    said = {name: form.cleaned_data[name] for name in ("because", "handover")}
    done, kept = _hand_over(request.actor, chosen, said)
    for program, to in {(case.program_id, to.pk): (case.program, to) for case, to in chosen}.values():
        _warn_of_what_is_missing(request, program, to)
    if done:
        told = ngettext("{count} case is handed over.", "{count} cases are handed over.", done)
        messages.success(request, told.format(count=done))
    if not kept:
        return redirect("supervision:carriers")
    for reason in kept:
        messages.warning(request, reason)
    return redirect("supervision:hand_over_all", staff_id)


def _all_of(actor: Actor, staff_id: UUID) -> dict[str, Any]:
    staff = whose_cases(actor, staff_id)
    carried = carried_by(actor, staff)
    if not carried:
        raise Absent(_("They carry no case that you can hand over."))
    others = [one for one in takers(actor, today=workplace(actor).today) if one.key != staff.pk]
    return {
        "member": staff,
        "carried": carried,
        "takers": others,
        "drafts": sum(one.drafts for one in carried),
        "more": len(carried) == AT_ONCE,
    }


def _hand_over(actor: Actor, chosen: list[tuple[Case, Staff]], said: dict[str, str]) -> tuple[int, list[str]]:
    """Each case by itself: one that cannot go does not keep the others. How many went, and why others did not."""
    done, kept = 0, []
    for case, to in chosen:
        try:
            hand_over_case(actor=actor, case=case, to=to, **said)
            done += 1
        except Refused as refused:
            kept.append(f"{case.number}: {refused.decision.reason}")
        except (Absent, StaleRecord):
            kept.append(
                _("{number}: somebody changed this case meanwhile. Look at it again.").format(number=case.number)
            )
    return done, kept


@page(needs=Permission.CASE_VIEW)
@require_safe
def handover(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Every hand the case was in, and what was left for whoever has it now."""
    actor = request.actor
    case, hands = history(actor, case_id)
    context = {
        "case": case,
        "hands": hands,
        "unfinished": left_unfinished(actor, case),
        "unread": any(one.is_mine and one.held.until is None and _is_unread(one.held) for one in hands),
        **file_frame(actor, case.person, current=CARE_TEAM),
    }
    return render(request, "supervision/handover.html", context)


def _is_unread(held: Any) -> bool:
    return bool(held.handover) and held.read_at is None


@page(needs=Permission.TASK_EDIT)
@require_POST
def handover_read(request: StaffRequest, case_id: UUID) -> HttpResponse:
    with reading(request.actor):
        case = require(Case, case_id, actor=request.actor, needs=Permission.TASK_EDIT)
    try:
        note_handover_read(actor=request.actor, case=case)
        messages.success(request, _("Noted. Now call them, so that they know you are there."))
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
    return redirect("workspace:file", case.person_id)
