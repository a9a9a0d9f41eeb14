"""Pages to look at assessments: all of a person's, and one with its answers."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keyworker.access.addresses import address
from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, may
from keyworker.access.workplace import workplace
from keyworker.assessment.answered import answered_in
from keyworker.assessment.comparing import compare
from keyworker.assessment.instruments import zones
from keyworker.assessment.models import Assessment
from keyworker.assessment.queries import (
    Course,
    Findings,
    assessment_to_read,
    assessments_of,
    courses,
    due_for,
    findings_in,
    findings_of,
    forms_of,
    levels_of,
    others_of_the_form,
    raised_by,
)
from keyworker.assessment.views.answering import danger_context, own_name
from keyworker.base.keyring import Unreadable
from keyworker.cases.queries import cases_of
from keyworker.documents.keeping import give_out
from keyworker.people.models import Person
from keyworker.people.pages import file_frame
from keyworker.people.queries import open_file
from keyworker.questionnaires.filling import Filling, definition_of
from keyworker.questionnaires.keeping import file_in, filling_of
from keyworker.questionnaires.queries import titles_to_read

RECORD = Permission.ASSESSMENT_RECORD
AS_ASKED = "asked"
APART = "sandbox; default-src 'none'"


@page(needs=Permission.ASSESSMENT_VIEW)
@require_safe
def list_assessments(request: StaffRequest, person_id: UUID) -> HttpResponse:
    person = open_file(request.actor, person_id)
    found = assessments_of(request.actor, person)
    context = {
        "assessments": found,
        "found": findings_of(request.actor, person.pk),
        "due": _due(request, person, found),
        "charts": _charts(request, courses(found)),
        "may_record": may(request.actor, RECORD),
        **_may(request),
        **file_frame(request.actor, person, current="assessments"),
    }
    return render(request, "assessment/list.html", context)


def _may(request: StaffRequest) -> dict[str, bool]:
    """Whether findings can be changed, and carried into a plan."""
    plans = bool(address("planning:plans", UUID(int=0))) and may(request.actor, Permission.PLAN_WRITE)
    return {"may_note": may(request.actor, RECORD), "may_plan": plans}


def _due(request: StaffRequest, person: Person, found: list[Assessment]) -> list[dict[str, Any]]:
    """What is due, each with the way to begin it or to go on with it."""
    due = due_for(request.actor, cases_of(request.actor, person), found, today=workplace(request.actor).today)
    begun = {(held.case_id, held.questionnaire.url): held for held in found if not held.is_finished}
    start = reverse("assessment:start", args=[person.pk])
    titles = titles_to_read(each.rule.title for each in due)
    shown = []
    for each in due:
        held = begun.get((each.case.pk, each.rule.url))
        query = urlencode({"form": each.rule.url, "case": each.case.pk})
        href = reverse("assessment:fill", args=[held.pk]) if held else f"{start}?{query}"
        shown.append({"due": each, "title": titles[each.rule.title], "href": href, "begun": held is not None})
    return shown


def _charts(request: StaffRequest, found: list[Course]) -> list[dict[str, Any]]:
    """Each instrument's scores over time before its own bands."""
    forms, language = forms_of(request.actor, found), get_language() or ""
    return [
        {
            "title": course.title,
            "points": _points(course.assessments),
            "zones": zones(definition_of(forms[course.latest.questionnaire_id]), language),
            "compare_url": reverse("assessment:compare", args=[course.latest.pk, course.before.pk]),
        }
        for course in found
    ]


def _points(assessments: list[Assessment]) -> list[dict[str, Any]]:
    return [
        {"label": date_format(timezone.localtime(held.completed_at), "SHORT_DATE_FORMAT"), "value": float(held.total)}
        for held in assessments
        if held.completed_at is not None and held.total is not None
    ]


@page(needs=Permission.ASSESSMENT_VIEW)
@require_safe
def read(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    held = assessment_to_read(request.actor, assessment_id)
    found = findings_in(held)
    context = {
        "assessment": held,
        "found": found,
        "may_record": may(request.actor, RECORD),
        "page_language": get_language(),
        "page_direction": "rtl" if get_language_bidi() else "ltr",
        **danger_context(request.actor, held, raised_by(held)),
        "levels": levels_of(held) if held.is_finished else [],
        "others": others_of_the_form(request.actor, held) if held.is_finished else [],
        **_may(request),
        **_answers(request, held, found),
        **file_frame(request.actor, held.person, current="assessments"),
    }
    return render(request, "assessment/read.html", context)


def _answers(request: StaffRequest, held: Assessment, found: Findings) -> dict[str, Any]:
    """The answers in the reader's language where the form has it, else as they were asked; unfinished alone, none."""
    if held.asked_of_client and not held.is_finished:
        return {}
    asked = filling_of(held.response)
    shown = asked if AS_ASKED in request.GET else _in_the_readers_language(held, asked)
    read = shown.answers_to_read(file_url=lambda urn: _file_url(held, urn))
    if held.is_finished and may(request.actor, RECORD):
        _offer_to_note(read["parts"], asked, found)
    context: dict[str, Any] = {"read": read}
    if shown.language != asked.language:
        context |= {"asked_in": own_name(asked.language), "as_asked_url": f"?{AS_ASKED}"}
    return context


def _in_the_readers_language(held: Assessment, asked: Filling) -> Filling:
    reader = (get_language() or "").partition("-")[0]
    worded = {language.partition("-")[0] for language in (asked.definition.language, *asked.definition.languages)}
    if reader == asked.language.partition("-")[0] or reader not in worded:
        return asked
    return Filling(held.questionnaire, response=held.response.content, language=reader)


def _offer_to_note(parts: Any, asked: Filling, found: Findings) -> None:
    """Each row with an answer gets its two buttons, or says what it was kept as."""
    by_anchor = {each.anchor: each for each in answered_in(asked).values()}
    kept = {("strength", each.place) for each in found.strengths} | {("need", each.place) for each in found.needs}
    texts = (("strength", _("It helps"), _("Kept: it helps")), ("need", _("It is hard"), _("Kept: it is hard")))
    for row in (row for part in parts for row in part.rows):
        if (answer := by_anchor.get(row["id"])) is not None:
            done = {kind for kind, _offer, _done in texts if (kind, answer.place) in kept}
            buttons = [(kind, said if kind in done else offer, kind in done) for kind, offer, said in texts]
            row["note"] = {"place": answer.place, "buttons": buttons}


@page(needs=Permission.ASSESSMENT_VIEW)
@require_safe
def compare_two(request: StaffRequest, assessment_id: UUID, other_id: UUID) -> HttpResponse:
    """Side by side, the earlier one first, whichever of them was named first."""
    pair = [assessment_to_read(request.actor, key) for key in (assessment_id, other_id)]
    then, now = sorted(pair, key=lambda held: (held.completed_at is None, held.completed_at, held.pk))
    alike = then.person_id == now.person_id and then.questionnaire.url == now.questionnaire.url
    if not (alike and then.is_finished and now.is_finished and then.pk != now.pk):
        raise Absent(_("There is nothing here, or it is not yours to see."))
    language = get_language() or ""
    before, after = (
        Filling(held.questionnaire, response=held.response.content, language=language) for held in (then, now)
    )
    context = {
        "then": then,
        "now": now,
        "comparison": compare(before, after),
        **file_frame(request.actor, now.person, current="assessments"),
    }
    return render(request, "assessment/compare.html", context)


def _file_url(held: Assessment, urn: str) -> str:
    """Where a kept file is opened; empty for one that is named but lies elsewhere."""
    try:
        return reverse("assessment:file", args=[held.pk, UUID(urn)])
    except ValueError:
        return ""


@page(needs=Permission.ASSESSMENT_VIEW)
@require_safe
def open_file_of(request: StaffRequest, assessment_id: UUID, document_id: UUID) -> HttpResponse:
    """A file that was given as an answer, to keep; whole or not at all."""
    held = assessment_to_read(request.actor, assessment_id)
    document = file_in(held.response, document_id)
    try:
        content = b"".join(give_out(document))
    except Unreadable:
        messages.error(request, _("This file cannot be opened. It was erased, or is damaged or missing."))
        return redirect("assessment:read", held.pk)
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=document.name),
        "Content-Security-Policy": APART,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type=document.media_type, headers=headers)
