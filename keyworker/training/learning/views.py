"""Pages of learning: one's own, a lesson with its questions, the agency's procedures, and who must have done what."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, may, require
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Staff
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.reviews.views.answering import keeps_theirs, puts_together, sent_again
from keyworker.training.learning import actions, queries
from keyworker.training.learning.forms import AnswersForm, LookAgainForm, ProcedureForm, WhoMustForm
from keyworker.training.learning.lessons import SLUGS, Lesson, lesson
from keyworker.training.models import Procedure

OWN, MANAGE = actions.OWN, actions.MANAGE


@page(needs=OWN)
@require_safe
def learning(request: StaffRequest) -> HttpResponse:
    """What I have to learn, have learned, and look after."""
    context = {
        "mine": queries.learning(request.actor),
        "may_write": may(request.actor, MANAGE),
        "may_meet": may(request.actor, Permission.VISIT_ATTEND),
    }
    return render(request, "training/learning.html", context)


@page(needs=OWN)
def one_lesson(request: StaffRequest, slug: str) -> HttpResponse:
    """Read it, answer; each answer is explained, and it is done when all of them hold."""
    read = _lesson(slug)
    with reading(request.actor):
        form = AnswersForm(request.POST or None, lesson=read)
        if not form.is_valid():
            return _lesson_page(request, read, form)
        member = require(Staff, str(request.actor.staff_id), actor=request.actor, needs=OWN)
    try:
        actions.finish_lesson(actor=request.actor, member=member, slug=slug, answers=form.answers())
        messages.success(request, _("Done. It stands on your page, and whoever answers for your work sees it."))
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
    with reading(request.actor):
        return _lesson_page(request, read, form, answered=form.answers())


def _lesson_page(
    request: StaffRequest, read: Lesson, form: AnswersForm, *, answered: list[int] | None = None
) -> HttpResponse:
    told = [
        {"ask": each.ask, "answer": each.answers[said], "holds": said == each.right, "why": each.why}
        for each, said in zip(read.questions, answered or [], strict=False)
    ]
    context = {
        "lesson": read,
        "form": form,
        "told": told,
        "done": queries.done_by_me(request.actor, (read.slug, None)),
        "may_write": may(request.actor, MANAGE),
    }
    return render(request, "training/lesson.html", context)


@page(needs=OWN)
def procedure(request: StaffRequest, procedure_id: UUID) -> HttpResponse:
    """How it is done here; whoever read it says so."""
    with reading(request.actor):
        held = _found(request, procedure_id)
        if request.method != "POST":
            return _procedure_page(request, held, LookAgainForm(None, procedure=held))
    read = request.POST.get("edition", "")
    try:
        edition = int(read) if read.isdecimal() and len(read) < 6 else 0
        actions.read_procedure(actor=request.actor, procedure=held, edition=edition)
        messages.success(request, _("Noted that you read it."))
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
    return redirect("training:procedure", procedure_id)


@page(needs=OWN)
@require_POST
def look_again(request: StaffRequest, procedure_id: UUID) -> HttpResponse:
    """Its owner says that it stands."""
    with reading(request.actor):
        held = _found(request, procedure_id)
        form = LookAgainForm(request.POST, procedure=held)
        if not form.is_valid():
            return _procedure_page(request, held, form)
    try:
        actions.look_again(
            actor=request.actor, procedure=held, review_on=form.cleaned_data["review_on"],
            seen=form.cleaned_data["version"],
        )  # fmt: skip
    except (Refused, StaleRecord) as why:
        with reading(request.actor):
            form = _on_top(request, held, why)
            return _procedure_page(request, held, form, status=409 if isinstance(why, StaleRecord) else 200)
    messages.success(request, _("Noted. It stands until then."))
    return redirect("training:procedure", procedure_id)


def _on_top(request: StaffRequest, held: Procedure, why: Refused | StaleRecord) -> LookAgainForm:
    """What was typed stays, on top of what stands now."""
    reason = _("A colleague changed this meanwhile. Look again, then save on top of it.")
    if isinstance(why, Refused):
        reason = str(why.decision.reason)
    now = _found(request, held.pk)
    form = LookAgainForm({**request.POST.dict(), "version": now.version}, procedure=now)
    form.is_valid()
    form.add_error("review_on", reason)
    return form


def _procedure_page(request: StaffRequest, held: Procedure, form: LookAgainForm, *, status: int = 200) -> HttpResponse:
    context = {
        "procedure": held,
        "text": actions.text_of(request.actor, held),
        "done": queries.done_by_me(request.actor, ("", held.pk)),
        "form": form if held.owner_id == request.actor.staff_id else None,
        "may_write": may(request.actor, MANAGE),
    }
    return render(request, "training/procedure.html", context, status=status)


@page(needs=MANAGE)
def write(request: StaffRequest) -> HttpResponse:
    """A new one."""
    with reading(request.actor):
        form = ProcedureForm(request.POST or None, owners=queries.owners(request.actor))
        if not form.is_valid():
            return render(request, "training/write_procedure.html", {"form": form})
        agency = workplace(request.actor).agency
    try:
        made = actions.write_procedure(
            actor=request.actor, agency=agency, owner=form.chosen_owner, written=form.written()
        )
    except Refused as refused:
        return _not_written(request, form, None, refused)
    messages.success(request, _("Written. Say now who must read it."))
    return redirect("training:procedure_required", made.pk)


@page(needs=MANAGE)
def change(request: StaffRequest, procedure_id: UUID) -> HttpResponse:
    """Other words, another owner, another day."""
    with reading(request.actor):
        held = _found(request, procedure_id)
        if keeps_theirs(request):
            return redirect("training:procedure", procedure_id)
        text = actions.text_of(request.actor, held)
        form = ProcedureForm(request.POST or None, owners=queries.owners(request.actor), procedure=held, text=text)
        if puts_together(request) or not form.is_valid():
            return render(request, "training/write_procedure.html", {"form": form, "procedure": held})
    try:
        actions.change_procedure(
            actor=request.actor, procedure=held, owner=form.chosen_owner, written=form.written(),
            seen=form.cleaned_data["version"],
        )  # fmt: skip
    except Refused as refused:
        return _not_written(request, form, held, refused)
    except StaleRecord:
        return _both(request, form, procedure_id)
    messages.success(request, _("Saved."))
    return redirect("training:procedure", procedure_id)


def _not_written(request: StaffRequest, form: ProcedureForm, held: Procedure | None, refused: Refused) -> HttpResponse:
    form.add_error("review_on", str(refused.decision.reason))
    with reading(request.actor):
        return render(request, "training/write_procedure.html", {"form": form, "procedure": held})


def _both(request: StaffRequest, form: ProcedureForm, procedure_id: UUID) -> HttpResponse:
    with reading(request.actor):
        now = _found(request, procedure_id)
        mine = {**form.cleaned_data, "owner": form.chosen_owner.name}
        theirs = {
            "title": now.title, "text": actions.text_of(request.actor, now), "owner": now.owner.name,
            "review_on": now.review_on,
        }  # fmt: skip
        context = {
            "who": _("A colleague"),
            "when": "",
            "fields": [_one_of_both(form, name, mine, theirs) for name in theirs],
            "version": now.version,
            "hidden": sent_again(request),
        }
        return render(request, "training/procedure_stale.html", context, status=409)


def _one_of_both(form: ProcedureForm, name: str, mine: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    words = {"mine": str(mine[name]).replace("\r\n", "\n"), "theirs": str(theirs[name])}
    return {"label": form.fields[name].label, **words, "differs": words["mine"] != words["theirs"]}


@page(needs=MANAGE)
@require_POST
def end(request: StaffRequest, procedure_id: UUID) -> HttpResponse:
    with reading(request.actor):
        held = _found(request, procedure_id)
    try:
        actions.end_procedure(actor=request.actor, procedure=held)
        messages.success(request, _("It is asked of nobody any more."))
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
    return redirect("training:learning")


@page(needs=MANAGE)
def lesson_required(request: StaffRequest, slug: str) -> HttpResponse:
    """Who must have done a lesson."""
    return _required(request, _lesson(slug).title, slug, None)


@page(needs=MANAGE)
def procedure_required(request: StaffRequest, procedure_id: UUID) -> HttpResponse:
    """Who must have read a procedure."""
    with reading(request.actor):
        held = _found(request, procedure_id)
    return _required(request, held.title, "", held)


def _required(request: StaffRequest, title: str, slug: str, held: Procedure | None) -> HttpResponse:
    with reading(request.actor):
        asked = queries.required_of(request.actor, (slug, held.pk if held else None))
        sent = request.POST if request.method == "POST" else None
        form = WhoMustForm(sent, programs=queries.open_programs(request.actor), asked=asked)
        if not form.is_valid():
            return render(request, "training/who_must.html", {"form": form, "called": title})
        agency = workplace(request.actor).agency
    try:
        actions.require_lesson(
            actor=request.actor, agency=agency, slug=slug, procedure=held, roles=form.cleaned_data["roles"],
            programs=form.chosen_programs(),
        )  # fmt: skip
        messages.success(request, _("Saved. It stands on the page of everybody it is asked of."))
    except Refused as refused:
        messages.warning(request, str(refused.decision.reason))
    return redirect("training:learning")


def _lesson(slug: str) -> Lesson:
    if slug not in SLUGS:
        raise Absent(_("There is nothing here, or it is not yours to see."))
    return lesson(slug)


def _found(request: StaffRequest, procedure_id: UUID) -> Procedure:
    found = queries.procedure(request.actor, procedure_id)
    if found is None:
        raise Absent(_("There is nothing here, or it is not yours to see."))
    return found
