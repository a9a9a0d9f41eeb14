"""The client's own door: what they were asked to answer alone."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from keyworker.access.pages import StaffRequest, client_page
from keyworker.access.permissions import Permission
from keyworker.assessment.actions import hand_in_answers, heed_own_answers, keep_own_answers
from keyworker.assessment.queries import question_for_me
from keyworker.assessment.views import own

OWN_DOOR = own.Desk(
    fetch=question_for_me,
    keep=keep_own_answers,
    hand_in=hand_in_answers,
    heed=heed_own_answers,
    page="portal:questions",
    draft="portal:questions_draft",
    preview="portal:questions_preview",
    back="portal:home",
)


@client_page(needs=Permission.ASSESSMENT_ANSWER)
def questions(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """The questions, and once they are handed in thanks and one's own answers."""
    return own.answer(request, OWN_DOOR, assessment_id)


@require_POST
@client_page(needs=Permission.ASSESSMENT_ANSWER)
def keep_draft(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    return own.keep_draft(request, OWN_DOOR, assessment_id)


@require_POST
@client_page(needs=Permission.ASSESSMENT_ANSWER)
def preview(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    return own.preview(request, OWN_DOOR, assessment_id)
