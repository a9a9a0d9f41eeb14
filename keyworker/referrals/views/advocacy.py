"""Pages of speaking up for a person: begin it, follow it, end it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may
from keyworker.access.workplace import workplace
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.cases.queries import cases_of
from keyworker.delivery.views.answering import add_to_file, form_page
from keyworker.referrals import advocacy as queries
from keyworker.referrals.actions import begin_advocacy, end_advocacy, note_advocacy_step
from keyworker.referrals.forms import AdvocacyEndForm, AdvocacyStepForm, ObstacleForm
from keyworker.referrals.models import Advocacy, AdvocacyOutcome

STEP, END = "step", "end"


@page(needs=Permission.CONTACT_RECORD)
def new_advocacy(request: StaffRequest, person_id: UUID) -> HttpResponse:
    actor = request.actor
    return add_to_file(
        request,
        person_id,
        lambda person: ObstacleForm(
            request.POST or None,
            cases=cases_of(actor, person, needs=Permission.CONTACT_RECORD),
            about=queries.may_be_about(actor, person),
        ),
        lambda form: begin_advocacy(actor=actor, case=form.case, obstacle=form.obstacle()),
        template="referrals/new_advocacy.html",
        said=_("It is in the file, and the next step is a task."),
    )


@page(needs=Permission.CONTACT_VIEW)
def advocacy(request: StaffRequest, advocacy_id: UUID) -> HttpResponse:
    """What stands in the way, every step against it, and forms for the next and the last."""
    actor, wanted = request.actor, request.POST.get("do", "")
    with reading(actor):
        fight = queries.advocacy(actor, advocacy_id, today=workplace(actor).today)
        forms = _forms(request, fight.advocacy)
        form = forms.get(wanted)
        if form is None or not form.is_valid():
            return _page(request, fight, forms)
    try:
        said = _carry_out(request, fight.advocacy, form)
    except (Refused, StaleRecord) as why:
        return _not_saved(request, advocacy_id, wanted, why)
    messages.success(request, said)
    return redirect("referrals:advocacy", advocacy_id)


def _forms(request: StaffRequest, held: Advocacy, data: Any = None) -> dict[str, Any]:
    if not held.is_open or not may(request.actor, Permission.CONTACT_RECORD):
        return {}
    sent, data = request.POST.get("do"), data or request.POST
    return {
        STEP: AdvocacyStepForm(data if sent == STEP else None),
        END: AdvocacyEndForm(data if sent == END else None, seen=held.version),
    }


def _carry_out(request: StaffRequest, held: Advocacy, form: Any) -> str:
    said = form.cleaned_data
    if isinstance(form, AdvocacyStepForm):
        note_advocacy_step(actor=request.actor, advocacy=held, **said)
        return _("The step is in the file.")
    outcome, seen = AdvocacyOutcome(said["outcome"]), said["version"]
    end_advocacy(
        actor=request.actor, advocacy=held, outcome=outcome, ended_on=said["ended_on"], words=said["words"], seen=seen
    )
    return _("It is written down what came of it.")


def _not_saved(request: StaffRequest, advocacy_id: UUID, wanted: str, why: Refused | StaleRecord) -> HttpResponse:
    """What stands now is shown; what was typed stays where it can still be saved."""
    reason = _("A colleague changed this meanwhile. Look again, then save on top of it.")
    if isinstance(why, Refused):
        reason = str(why.decision.reason)
    with reading(request.actor):
        fight = queries.advocacy(request.actor, advocacy_id, today=workplace(request.actor).today)
        forms = _forms(request, fight.advocacy, {**request.POST.dict(), "end-version": fight.advocacy.version})
        if wanted in forms:
            forms[wanted].is_valid()
            forms[wanted].add_error(None, reason)
        else:
            messages.warning(request, reason)
        return _page(request, fight, forms, status=409 if isinstance(why, StaleRecord) else 200)


def _page(request: StaffRequest, fight: queries.Fight, forms: dict[str, Any], *, status: int = 200) -> HttpResponse:
    more: dict[str, Any] = {
        "fight": fight,
        "steps": queries.steps_of(request.actor, fight.advocacy),
        "sent": request.POST.get("do", ""),
    }
    return form_page(
        request, "referrals/advocacy.html", fight.advocacy.person, forms.get(STEP), status=status, end=forms.get(END),
        **more,
    )  # fmt: skip
