"""Pages to look at assessments: all of a person's, and one with its answers."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import may
from keyworker.assessment.models import Assessment
from keyworker.assessment.queries import assessment_to_read, assessments_of, courses, findings_in, raised_by
from keyworker.assessment.views.answering import danger_context
from keyworker.people.pages import file_frame
from keyworker.people.queries import open_file
from keyworker.questionnaires.keeping import filling_of

RECORD = Permission.ASSESSMENT_RECORD


@page(needs=Permission.ASSESSMENT_VIEW)
@require_safe
def list_assessments(request: StaffRequest, person_id: UUID) -> HttpResponse:
    person = open_file(request.actor, person_id)
    found = assessments_of(request.actor, person)
    context = {
        "assessments": found,
        "charts": [(course, _points(course.assessments)) for course in courses(found)],
        "may_record": may(request.actor, RECORD),
        **file_frame(request.actor, person, current="assessments"),
    }
    return render(request, "assessment/list.html", context)


def _points(assessments: list[Assessment]) -> list[dict[str, Any]]:
    return [
        {"label": date_format(held.completed_at, "SHORT_DATE_FORMAT"), "value": float(held.total)}
        for held in assessments
        if held.completed_at is not None and held.total is not None
    ]


@page(needs=Permission.ASSESSMENT_VIEW)
@require_safe
def read(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    held = assessment_to_read(request.actor, assessment_id)
    filling = filling_of(held.response)
    context = {
        "assessment": held,
        "answers": "" if held.asked_of_client and not held.is_finished else filling.as_answers_html(),
        **danger_context(request.actor, held, raised_by(held)),
        "found": findings_in(held),
        "may_record": may(request.actor, RECORD),
        **file_frame(request.actor, held.person, current="assessments"),
    }
    return render(request, "assessment/read.html", context)
