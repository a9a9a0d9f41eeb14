"""Pages of a person's tasks."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may, require
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.cases.queries import cases_of
from keyworker.design.forms import Form
from keyworker.people.entrusting import who_may_be_entrusted
from keyworker.people.models import Person
from keyworker.people.pages import file_frame
from keyworker.tasks.actions import cancel_task, complete_task, move_task, set_task
from keyworker.tasks.forms import CancelForm, CompleteForm, MoveForm, TaskForm, programs_of
from keyworker.tasks.models import Task
from keyworker.tasks.queries import task_to_change, tasks_of
from keyworker.tasks.rules import Urgency, urgency
from keyworker.tasks.wording import rhythm_in_words

TONES = {Urgency.OVERDUE: "urgent", Urgency.TODAY: "warning", Urgency.SOON: "info", Urgency.LATER: "neutral"}


@page(needs=Permission.TASK_VIEW)
@require_safe
def list_tasks(request: StaffRequest, person_id: UUID) -> HttpResponse:
    person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
    found = tasks_of(request.actor, person)
    context = {
        "open": [(task, _badge(task), rhythm_in_words(task.rhythm)) for task in found if task.is_open],
        "ended": [task for task in found if not task.is_open],
        "may_edit": may(request.actor, Permission.TASK_EDIT),
        **file_frame(request.actor, person, current="tasks"),
    }
    return render(request, "tasks/list.html", context)


@page(needs=Permission.TASK_EDIT)
def set_one(request: StaffRequest, person_id: UUID) -> HttpResponse:
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=Permission.PERSON_VIEW)
        cases = cases_of(request.actor, person, needs=Permission.TASK_EDIT)
        staff = who_may_be_entrusted(person, programs_of(cases), needs=Permission.TASK_EDIT)
        form = TaskForm(request.POST or None, cases=cases, staff=staff, person=person)
        if not form.is_valid():
            return _shown(request, "tasks/set.html", form, person)
    try:
        set_task(actor=request.actor, **form.values())
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        with reading(request.actor):
            return _shown(request, "tasks/set.html", form, person)
    messages.success(request, _("The task is on the list."))
    return redirect("tasks:list", person_id)


@page(needs=Permission.TASK_EDIT)
def complete(request: StaffRequest, task_id: UUID) -> HttpResponse:
    with reading(request.actor):
        task = task_to_change(request.actor, task_id)
        form = CompleteForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return _shown(request, "tasks/complete.html", form, task.person, task=task)
    try:
        done = complete_task(actor=request.actor, task=task, outcome=form.cleaned_data["outcome"])
    except Refused as refused:
        return _again(request, "tasks/complete.html", form, task, refused)
    messages.success(request, _("Done: {what}").format(what=task.title))
    return _onwards(request, done)


@page(needs=Permission.TASK_EDIT)
def move(request: StaffRequest, task_id: UUID) -> HttpResponse:
    with reading(request.actor):
        task = task_to_change(request.actor, task_id)
        form = MoveForm(request.POST or None, initial=_as_it_is(task))
        if not form.is_valid():
            return _shown(request, "tasks/move.html", form, task.person, task=task)
    try:
        move_task(actor=request.actor, task=task, **form.cleaned_data)
    except StaleRecord as stale:
        return _stale(request, task, form, stale)
    except Refused as refused:
        return _again(request, "tasks/move.html", form, task, refused)
    messages.success(request, _("The task is changed."))
    return redirect("tasks:list", task.person_id)


@page(needs=Permission.TASK_EDIT)
def cancel(request: StaffRequest, task_id: UUID) -> HttpResponse:
    with reading(request.actor):
        task = task_to_change(request.actor, task_id)
        form = CancelForm(request.POST or None, repeats=task.rhythm is not None)
        if not form.is_valid():
            return _shown(request, "tasks/cancel.html", form, task.person, task=task)
    try:
        cancelled = cancel_task(actor=request.actor, task=task, **form.cleaned_data)
    except Refused as refused:
        return _again(request, "tasks/cancel.html", form, task, refused)
    messages.success(request, _("The task is off the list."))
    return _onwards(request, cancelled)


def _as_it_is(task: Task) -> dict[str, Any]:
    return {"due_on": task.due_on, "important": task.important, "seen": task.version}


def _badge(task: Task) -> dict[str, Any]:
    words = {
        Urgency.OVERDUE: _("Late"),
        Urgency.TODAY: _("Due today"),
        Urgency.SOON: _("Soon"),
        Urgency.LATER: _("Later"),
    }
    found = urgency(task.due_on, today=timezone.localdate())
    return {"text": words[found], "tone": TONES[found]}


def _shown(request: StaffRequest, template: str, form: Form, person: Person, **more: Any) -> HttpResponse:
    return render(request, template, {"form": form, **more, **file_frame(request.actor, person, current="tasks")})


def _again(request: StaffRequest, template: str, form: Form, task: Task, refused: Refused) -> HttpResponse:
    form.add_error(None, str(refused.decision.reason))
    with reading(request.actor):
        return _shown(request, template, form, task.person, task=task)


def _stale(request: StaffRequest, task: Task, form: MoveForm, stale: StaleRecord) -> HttpResponse:
    """Somebody moved it first: say to which day, and let the worker choose again on top of it."""
    with reading(request.actor):
        current = task_to_change(request.actor, task.pk)
        again = MoveForm({**request.POST.dict(), "seen": current.version}, initial=_as_it_is(current))
        again.is_valid()
        again.add_error(
            None,
            _("Someone else changed this while you were here: it is due on {day} now.").format(
                day=date_format(current.due_on)
            ),
        )
        return _shown(request, "tasks/move.html", again, current.person, task=current)


def _onwards(request: StaffRequest, task: Task) -> HttpResponse:
    """Back to where the tick was given; but a case left without a next step asks for one at once."""
    if task.case is not None and task.case.is_open and task.case.next_step_on is None:
        messages.info(request, _("That was the last task. Say what comes next."))
        return redirect("tasks:set", task.person_id)
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        return redirect(back)
    return redirect("tasks:list", task.person_id)
