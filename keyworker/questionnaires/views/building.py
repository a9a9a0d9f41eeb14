"""Building a form in the browser: one page for each thing that can be said of it. All works without scripts."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.access.workplace import workplace
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.design.forms import SeenField
from keyworker.questionnaires.actions import begin_next_version
from keyworker.questionnaires.building import logic, tree
from keyworker.questionnaires.building.domains import domains
from keyworker.questionnaires.building.keeping import begin_form, keep_edit
from keyworker.questionnaires.building.kinds import KINDS, WITH_CHOICES, Kind, kind_of, of_kind
from keyworker.questionnaires.building.outline import outline, sentence
from keyworker.questionnaires.building.questions import read_question, write_question
from keyworker.questionnaires.forms.building import (
    DetailsForm,
    ItemForm,
    TellsForm,
    WaitsForm,
    band_rows,
    choice_rows,
    initial_of,
)
from keyworker.questionnaires.models import Questionnaire, QuestionnaireStatus

MANAGE = Permission.QUESTIONNAIRE_MANAGE


@page(needs=MANAGE)
def begin(request: StaffRequest) -> HttpResponse:
    """A new form: its name first."""
    with reading(request.actor):
        agency = workplace(request.actor).agency
        form = DetailsForm(request.POST or None, initial={"copyright": f"© {agency.name}"})
        if not form.is_valid():
            return render(request, "questionnaires/build/details.html", {"form": form})
    title, description, notice = (form.cleaned_data[name] for name in ("title", "description", "copyright"))
    return _to(begin_form(request.actor, agency, title=title, description=description, notice=notice))


@require_POST
@page(needs=MANAGE)
def next_version(request: StaffRequest, questionnaire_id: UUID) -> HttpResponse:
    """A draft to edit, begun from a version that can no longer change."""
    with reading(request.actor):
        held = require(Questionnaire, questionnaire_id, actor=request.actor, needs=MANAGE)
    return _to(begin_next_version(actor=request.actor, questionnaire=held))


@page(needs=MANAGE)
@require_safe
def build(request: StaffRequest, questionnaire_id: UUID) -> HttpResponse:
    """The form from above: its questions in order, and what can be done with each."""
    held = require(Questionnaire, questionnaire_id, actor=request.actor, needs=MANAGE)
    kinds = [{"kind": kind, "words": words} for kind, words in KINDS.items() if _offered(held, kind)]
    context = {"held": held, "lines": outline(held.definition), "kinds": kinds, "may_change": _is_draft(held)}
    return render(request, "questionnaires/build/outline.html", context)


@page(needs=MANAGE)
def details(request: StaffRequest, questionnaire_id: UUID) -> HttpResponse:
    """What the form is called, what it is for, whose words it has."""
    with reading(request.actor):
        held = draft_of(request, questionnaire_id)
        known = {name: held.definition.get(name, "") for name in ("title", "description", "copyright")}
        form = DetailsForm(request.POST or None, initial=known)
        if not form.is_valid():
            return render(request, "questionnaires/build/details.html", {"form": form, "held": held})
    given = {name: form.cleaned_data[name] for name in known}
    return _keep(request, held, lambda made: _with_details(made, given), form, "questionnaires/build/details.html")


def _with_details(made: tree.Form, given: dict[str, str]) -> tree.Form:
    """What was translated is not what it is called now."""
    stale = {f"_{name}" for name, words in given.items() if words != made.get(name, "")}
    return {**{name: value for name, value in made.items() if name not in stale}, **given}


@page(needs=MANAGE)
def add(request: StaffRequest, questionnaire_id: UUID, kind: str) -> HttpResponse:
    """One more item of a kind, at the end or behind another."""
    with reading(request.actor):
        held = draft_of(request, questionnaire_id)
        name = tree.new_name(held.definition)
        item = of_kind(_kind(kind), name)
        after = request.GET.get("after", "")
        form = ItemForm(request.POST or None, kind=Kind(kind), form=held.definition)
        rows = _rows(request, item)
        if not _both_valid(form, rows):
            return _item_page(request, held, form, rows, KINDS[Kind(kind)])

    def edit(made: tree.Form) -> tree.Form:
        section = form.cleaned_data.get("section", "")
        at = after if not section and any(one.link_id == after for one in tree.placed(made)) else ""
        return tree.added(made, _written(item, form, rows), after=at, into=section)

    return _keep(request, held, edit, form, "questionnaires/build/item.html", rows=rows, kind_words=KINDS[Kind(kind)])


@page(needs=MANAGE)
def change_item(request: StaffRequest, questionnaire_id: UUID) -> HttpResponse:
    """The words, answers and limits of one item."""
    with reading(request.actor):
        held = draft_of(request, questionnaire_id)
        one = _named(request, held)
        kind = kind_of(one.item)
        start = initial_of(one.item, one.parent)
        form = ItemForm(request.POST or None, kind=kind, form=held.definition, name=one.link_id, initial=start)
        rows = _rows(request, one.item)
        words = KINDS[kind] if kind else _("From a file")
        if not _both_valid(form, rows):
            return _item_page(request, held, form, rows, words)

    def edit(made: tree.Form) -> tree.Form:
        changed = tree.replaced(made, one.link_id, lambda item: _written(item, form, rows))
        section = form.cleaned_data.get("section", one.parent)
        return changed if section == one.parent else tree.put_into(changed, one.link_id, section)

    return _keep(request, held, edit, form, "questionnaires/build/item.html", rows=rows, kind_words=words)


@require_POST
@page(needs=MANAGE)
def arrange(request: StaffRequest, questionnaire_id: UUID) -> HttpResponse:
    """Up, down, or away."""
    with reading(request.actor):
        held = draft_of(request, questionnaire_id)
        one = _named(request, held)
    how = request.POST.get("how", "")
    edits: dict[str, Callable[[tree.Form], tree.Form]] = {
        "up": lambda made: tree.moved(made, one.link_id, by=-1),
        "down": lambda made: tree.moved(made, one.link_id, by=1),
        "away": lambda made: tree.removed(made, one.link_id),
    }
    if how not in edits:
        raise Http404
    try:
        keep_edit(request.actor, held, edits[how], seen=seen_on(request))
    except (tree.CannotEdit, Refused) as error:
        messages.warning(request, reason_of(error))
    except StaleRecord:
        messages.warning(request, _changed_meanwhile())
    if how == "away":
        return redirect("questionnaires:build", held.pk)
    return redirect(f"{reverse('questionnaires:build', args=[held.pk])}#{one.link_id}")


@page(needs=MANAGE)
def shown_if(request: StaffRequest, questionnaire_id: UUID) -> HttpResponse:
    """When an item is shown: conditions as sentences, one more, or one less."""
    with reading(request.actor):
        held = draft_of(request, questionnaire_id)
        one = _named(request, held)
        asked = logic.answerable(held.definition, besides=one.link_id)
        asked = [each for each in asked if each.link_id != one.link_id]
        question = next((each for each in asked if each.link_id == request.GET.get("question")), None)
        form = WaitsForm(request.POST if "add" in request.POST else None, question=question.item) if question else None
        waits, every = logic.read_waits(one.item)
        context = {
            "one": one, "text": tree.text_of(one.item), "question": question,
            "asked": [(each.link_id, tree.text_of(each.item)) for each in asked], "every": every or len(waits) < 2,
            "sentences": [sentence(held.definition, each) for each in waits], "name": one.link_id,
        }  # fmt: skip
        if request.method != "POST" or ("add" in request.POST and not (form and form.is_valid())):
            return render(request, "questionnaires/build/shown.html", {**context, "held": held, "form": form})
    if "add" in request.POST and form:
        waits = (*waits, form.waits())
    if (gone := request.POST.get("remove", "")).isdecimal():
        waits = tuple(each for number, each in enumerate(waits) if number != int(gone))
    every = request.POST.get("every", "all") == "all"
    return _keep(
        request, held, lambda made: logic.write_waits(made, one.link_id, waits, every=every), form,
        "questionnaires/build/shown.html", back=_item_address("questionnaires:build-shown", held, one), **context,
    )  # fmt: skip


@page(needs=MANAGE)
def tells(request: StaffRequest, questionnaire_id: UUID) -> HttpResponse:
    """Which answers tell of danger, of a strength, of a need."""
    with reading(request.actor):
        held = draft_of(request, questionnaire_id)
        one = _named(request, held)
        adds = request.POST if "add" in request.POST else None
        form = TellsForm(adds, question=one.item, domains=domains(), initial={"kind": "strength"})
        told = logic.read_tells(one.item)
        context = {"one": one, "text": tree.text_of(one.item), "name": one.link_id}
        context["told"] = _told_in_words(one.item, told)
        if request.method != "POST" or (adds and not form.is_valid()):
            return render(request, "questionnaires/build/tells.html", {**context, "held": held, "form": form})
    if adds:
        told = (*told, form.tells())
    if (gone := request.POST.get("remove", "")).isdecimal():
        told = tuple(each for number, each in enumerate(told) if number != int(gone))

    def edit(made: tree.Form) -> tree.Form:
        return tree.replaced(made, one.link_id, lambda item: logic.write_tells(item, told))

    back = _item_address("questionnaires:build-tells", held, one)
    return _keep(request, held, edit, form, "questionnaires/build/tells.html", back=back, **context)


def _told_in_words(item: tree.Raw, told: tuple[logic.Tells, ...]) -> list[tuple[logic.Tells, str, Any]]:
    answers = {choice.code: choice.text for choice in read_question(item).choices}
    answers |= {"true": _("Yes"), "false": _("No"), "": _("Whatever they write")}
    areas = dict(domains())
    return [(each, answers.get(each.answer, each.answer), areas.get(each.domain, "")) for each in told]


@page(needs=MANAGE)
def bands(request: StaffRequest, questionnaire_id: UUID) -> HttpResponse:
    """What a score means, from one number to another."""
    with reading(request.actor):
        held = draft_of(request, questionnaire_id)
        one = _named(request, held)
        rows = band_rows(one.item, request.POST or None)
        context = {"one": one, "text": tree.text_of(one.item), "rows": rows, "name": one.link_id}
        if not (request.method == "POST" and rows.is_valid()):
            return render(request, "questionnaires/build/bands.html", {**context, "held": held})
    given = [band for row in rows if (band := row.band()) is not None]

    def edit(made: tree.Form) -> tree.Form:
        return tree.replaced(made, one.link_id, lambda item: logic.write_bands(item, given))

    return _keep(request, held, edit, None, "questionnaires/build/bands.html", **context)


def _kind(name: str) -> Kind:
    if name not in set(Kind):
        raise Http404
    return Kind(name)


def draft_of(request: StaffRequest, questionnaire_id: UUID) -> Questionnaire:
    """A draft to change. What can no longer change is absent here; its own page says how to go on."""
    held = require(Questionnaire, questionnaire_id, actor=request.actor, needs=MANAGE)
    if not _is_draft(held):
        raise Http404
    return held


def _is_draft(held: Questionnaire) -> bool:
    return held.status == QuestionnaireStatus.DRAFT


def _offered(held: Questionnaire, kind: Kind) -> bool:
    """A score is offered once there are answers to add up."""
    return kind is not Kind.SCORE or bool(logic.scored(held.definition))


def _named(request: HttpRequest, held: Questionnaire) -> tree.Placed:
    """The item that the address names, else the first; a linkId may hold any letter, so it is no part of the path."""
    name = request.GET.get("item")
    found = next((one for one in tree.placed(held.definition) if name in {None, one.link_id}), None)
    if found is None:
        raise Http404
    return found


def _rows(request: HttpRequest, item: tree.Raw) -> Any:
    return choice_rows(item, request.POST or None) if kind_of(item) in WITH_CHOICES else None


def _both_valid(form: ItemForm, rows: Any) -> bool:
    """Both are asked, so that all that is wrong is said at once."""
    return all([form.is_valid(), rows is None or rows.is_valid()])


def _written(item: tree.Raw, form: ItemForm, rows: Any) -> tree.Raw:
    written = write_question(item, form.question(rows.choices() if rows is not None else ()))
    return logic.write_score(written, form.cleaned_data["counts"]) if "counts" in form.cleaned_data else written


def _item_page(request: HttpRequest, held: Questionnaire, form: Any, rows: Any, kind_words: Any) -> HttpResponse:
    context = {"held": held, "form": form, "rows": rows, "kind_words": kind_words}
    return render(request, "questionnaires/build/item.html", context)


def seen_on(request: HttpRequest) -> int:
    """Which version of the form the page showed."""
    return SeenField().clean(request.POST.get("seen"))


def _keep(
    request: StaffRequest, held: Questionnaire, edit: Callable[[tree.Form], tree.Form], form: Any, template: str,
    *, back: str = "", **more: Any,
) -> HttpResponse:  # fmt: skip
    """Save the edit and go on; what cannot be saved is said above what was typed, which is still there."""
    try:
        keep_edit(request.actor, held, edit, seen=seen_on(request))
    except (tree.CannotEdit, tree.NoSuchItem, Refused, StaleRecord) as error:
        with reading(request.actor):
            now = require(Questionnaire, held.pk, actor=request.actor, needs=MANAGE)
            shown = {**more, "held": now, "form": form, "wrong": reason_of(error), "seen": now.version}
            return render(request, template, shown)
    return redirect(back or reverse("questionnaires:build", args=[held.pk]))


def reason_of(error: Exception) -> str:
    match error:
        case Refused():
            return str(error.decision.reason)
        case StaleRecord():
            return _changed_meanwhile()
        case tree.NoSuchItem():
            return _("A colleague took this away meanwhile.")
        case _:
            return str(error)


def _changed_meanwhile() -> str:
    return _("A colleague changed this form meanwhile. What you wrote is still here: look, then save again.")


def _item_address(page_name: str, held: Questionnaire, one: tree.Placed) -> str:
    return f"{reverse(page_name, args=[held.pk])}?{urlencode({'item': one.link_id})}"


def _to(held: Questionnaire) -> HttpResponse:
    return redirect("questionnaires:build", held.pk)
