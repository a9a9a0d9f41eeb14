"""Pages of what was heard: feedback and ideas, complaints and their answers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Staff
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.design.forms import Form
from keyworker.reviews import actions, voices
from keyworker.reviews.forms import AnswerForm, CameOfItForm, IdeaForm, StaffFeedbackForm, VoiceForm
from keyworker.reviews.models import Complaint
from keyworker.reviews.queries import case_to_review
from keyworker.reviews.views.answering import attempt, form_page

HANDLE, HEAR = Permission.COMPLAINT_HANDLE, Permission.FEEDBACK_VIEW


@page(needs=HEAR)
@require_safe
def heard(request: StaffRequest) -> HttpResponse:
    actor = request.actor
    context = {
        "feedback": voices.feedback_heard(actor),
        "ideas": voices.ideas(actor),
        "today": workplace(actor).today,
    }
    return render(request, "reviews/heard.html", context)


@page(needs=Permission.FEEDBACK_LEAVE)
def new_feedback(request: StaffRequest) -> HttpResponse:
    """What was handed in on paper, or said."""
    with reading(request.actor):
        programs = voices.programs_for(request.actor, Permission.FEEDBACK_LEAVE)
        form = StaffFeedbackForm(request.POST or None, programs=programs)
        if not form.is_valid():
            return render(request, "reviews/feedback.html", {"form": form})
    felt, program = form.felt(form.cleaned_data["source"]), form.program_chosen
    if attempt(request, form, lambda: actions.leave_feedback(actor=request.actor, program=program, felt=felt)):
        return _plain(request, "reviews/feedback.html", form)
    messages.success(request, _("Thank you. It is kept without a name."))
    return redirect("reviews:feedback_new")


@page(needs=HEAR)
def new_idea(request: StaffRequest) -> HttpResponse:
    with reading(request.actor):
        programs = voices.programs_for(request.actor, HEAR)
        form = IdeaForm(request.POST or None, programs=programs, staff=voices.colleagues(request.actor))
        if not form.is_valid():
            return render(request, "reviews/idea_new.html", {"form": form})
        given = form.cleaned_data
        owner = require(Staff, given["owner"], actor=request.actor, needs=Permission.STAFF_VIEW)
    answer = attempt(
        request,
        form,
        lambda: actions.note_idea(
            actor=request.actor, program=form.program_chosen, what=given["what"], owner=owner, due_on=given["due_on"]
        ),
    )
    if answer is not None:
        return _plain(request, "reviews/idea_new.html", form)
    messages.success(request, _("The idea is kept."))
    return redirect("reviews:heard")


@page(needs=HEAR)
def idea(request: StaffRequest, idea_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = voices.idea(request.actor, idea_id)
        form = CameOfItForm(request.POST or None, initial={"version": held.version})
        if not form.is_valid():
            return render(request, "reviews/idea.html", {"form": form, "idea": held})
    came_of_it, seen = form.cleaned_data["came_of_it"], form.cleaned_data["version"]
    try:
        actions.finish_idea(actor=request.actor, idea=held, came_of_it=came_of_it, seen=seen)
    except (Refused, StaleRecord) as refused:
        _say_why(request, form, refused)
        return _plain(request, "reviews/idea.html", form, idea=held)
    messages.success(request, _("Saved."))
    return redirect("reviews:heard")


@page(needs=HANDLE)
@require_safe
def complaints(request: StaffRequest) -> HttpResponse:
    found = voices.complaints(request.actor, today=workplace(request.actor).today)
    return render(request, "reviews/complaints.html", {"complaints": found})


@page(needs=HANDLE)
def complaint(request: StaffRequest, complaint_id: UUID) -> HttpResponse:
    """One complaint to read and answer."""
    with reading(request.actor):
        held = voices.complaint(request.actor, complaint_id)
        form = AnswerForm(request.POST or None, initial={"version": held.version})
        if not form.is_valid():
            return _complaint_page(request, held, form)
    try:
        actions.answer_complaint(
            actor=request.actor, complaint=held, answered=form.answered(), seen=form.cleaned_data["version"]
        )
    except (Refused, StaleRecord) as refused:
        _say_why(request, form, refused)
        return _complaint_page(request, held, form)
    messages.success(request, _("Your answer is kept. Tell them as you wrote."))
    return redirect("reviews:complaints")


def _complaint_page(request: StaffRequest, held: Complaint, form: AnswerForm) -> HttpResponse:
    mine = held.handler_id in {None, request.actor.id}
    with reading(request.actor):
        known = {"whose": voices.whose(request.actor, held), "outside": voices.from_outside(request.actor, held)}
    return _plain(
        request,
        "reviews/complaint.html",
        form,
        complaint=held,
        **known,
        may_answer=mine and held.acknowledged_at is not None and held.answered_at is None,
        may_take_on=mine and held.acknowledged_at is None,
    )


@require_POST
@page(needs=HANDLE)
def acknowledge(request: StaffRequest, complaint_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = require(Complaint, complaint_id, actor=request.actor, needs=HANDLE)
    try:
        actions.acknowledge_complaint(actor=request.actor, complaint=held)
        messages.success(request, _("You look into it. Let them know that it came."))
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
    return redirect("reviews:complaint", complaint_id)


@page(needs=Permission.COMPLAINT_LEAVE)
def take_complaint(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """What somebody said to a worker, written down in their words."""
    with reading(request.actor):
        case = case_to_review(request.actor, case_id, Permission.COMPLAINT_LEAVE)
        form = VoiceForm(request.POST or None, programs=[case.program])
        more: dict[str, Any] = {"case": case, "taken": voices.taken_down(request.actor, case.person)}
        if not form.is_valid():
            return form_page(request, "reviews/take_complaint.html", case.person, form, **more)
    voice = form.voice()
    answer = attempt(
        request,
        form,
        lambda: actions.leave_complaint(actor=request.actor, program=case.program, voice=voice, person=case.person),
    )
    if answer is not None:
        return form_page(request, "reviews/take_complaint.html", case.person, form, **more)
    messages.success(request, _("It is with those who look into it. Whom it is about does not see it."))
    return redirect("reviews:list", case.person_id)


def _say_why(request: StaffRequest, form: Form, error: Refused | StaleRecord) -> None:
    """Nothing typed is lost; who came second may save on top of what is there now."""
    if isinstance(error, Refused):
        form.add_error(None, str(error.decision.reason))
        return
    form.data = {**request.POST.dict(), "version": error.current.version}
    form.add_error(None, _("A colleague saved this since you opened the page. Your words are still here: look again."))


def _plain(request: StaffRequest, template: str, form: Form, **more: Any) -> HttpResponse:
    with reading(request.actor):
        return render(request, template, {"form": form, **more})
