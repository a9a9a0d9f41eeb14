"""The worker's device in the client's hands: they answer alone, in the room."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from keyworker.access.handing_over import HandOver
from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.assessment.actions import complete_assessment, heed_answers, save_answers
from keyworker.assessment.queries import assessment_to_fill
from keyworker.assessment.views import own
from keyworker.base.context import reading

RECORD = Permission.ASSESSMENT_RECORD
WITH_THE_CLIENT = HandOver("assessment:own", onward=("assessment:read", "assessment:fill"))
THE_WORKERS_DEVICE = own.Desk(
    fetch=assessment_to_fill,
    keep=save_answers,
    hand_in=complete_assessment,
    heed=heed_answers,
    page="assessment:own",
    draft="assessment:own_draft",
    preview="assessment:own_preview",
    onward="assessment:read",
    over="assessment:fill",
    frame="access/handed_over.html",
)


@page(needs=RECORD, handed_over=WITH_THE_CLIENT)
def answer(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    with reading(request.actor):
        if assessment_to_fill(request.actor, assessment_id).asked_of_client:
            return redirect("assessment:read", assessment_id)
    return own.answer(request, THE_WORKERS_DEVICE, assessment_id)


@require_POST
@page(needs=RECORD, handed_over=WITH_THE_CLIENT)
def keep_draft(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    return own.keep_draft(request, THE_WORKERS_DEVICE, assessment_id)


@require_POST
@page(needs=RECORD, handed_over=WITH_THE_CLIENT)
def preview(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    return own.preview(request, THE_WORKERS_DEVICE, assessment_id)
