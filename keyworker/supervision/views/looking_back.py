"""What is late of looking back, for supervisors."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.workplace import workplace
from keyworker.reviews.voices import complaints
from keyworker.supervision.queries import late_follow_ups, late_reviews
from keyworker.visits.practice.queries import left_open
from keyworker.visits.suiting.queries import planned_though_unsuitable


@page(needs=Permission.CASELOAD_OVERSEE)
@require_safe
def looking_back(request: StaffRequest) -> HttpResponse:
    """Plans to look at again, people not asked yet how they are, visits with gaps, complaints not answered."""
    actor, today = request.actor, workplace(request.actor).today
    context = {
        "reviews": late_reviews(actor, today=today),
        "follow_ups": late_follow_ups(actor, today=today),
        "left_open": left_open(actor, today=today),
        "unsuitable": planned_though_unsuitable(actor, today=today),
        "complaints": [each for each in complaints(actor, today=today) if each.is_late],
    }
    return render(request, "supervision/looking_back.html", context)
