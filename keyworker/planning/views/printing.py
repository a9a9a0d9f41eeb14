"""The plan on paper: the client's own copy as PDF, in the layout and language they read."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.workplace import workplace
from keyworker.agencies.wording import called
from keyworker.audit import trail
from keyworker.design.papers import paper
from keyworker.people.pages import file_frame
from keyworker.planning.forms import CopyForm
from keyworker.planning.models import ServicePlan
from keyworker.planning.paper import LAYOUTS
from keyworker.planning.queries import plan_view, working_view


def language_of(plan: ServicePlan) -> str:
    """The plan's language where our pages speak it (Django alone knows many more), else the reader's."""
    spoken = plan.language in dict(settings.LANGUAGES)
    return plan.language if spoken else translation.get_language() or settings.LANGUAGE_CODE


@page(needs=Permission.PLAN_VIEW)
@require_safe
def copy(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """Which copy to make: layout and language."""
    plan = working_view(request.actor, plan_id).plan
    context = {
        "plan": plan,
        "form": CopyForm(initial={"layout": "usual", "language": language_of(plan)}),
        **file_frame(request.actor, plan.person, current="plan", program=plan.program),
    }
    return render(request, "planning/copy.html", context)


@page(needs=Permission.PLAN_VIEW)
@require_safe
def paper_copy(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """The copy itself. That it was made is recorded before it is sent; the file's name does not tell whose it is."""
    view, here = plan_view(request.actor, plan_id), workplace(request.actor)
    plan = view.plan
    layout = LAYOUTS.get(request.GET.get("layout", ""), LAYOUTS["usual"])
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else language_of(plan)
    told = {"number": plan.number, "layout": layout.name, "language": language}
    trail.record("planning.copy_made", subject=plan, person_id=plan.person_id, program_id=plan.program_id, facts=told)
    words = called(here.agency, plan.program)
    with translation.override(language):
        title = f"{capfirst(str(words.plan.bare))}: {plan.person.called}"
    context = {
        "title": title,
        "agency": here.agency.name,
        "agency_record": here.agency,
        "called": words,
        "view": view,
        "plan": plan,
        "person": plan.person,
        "layout": layout,
        "large": layout.large,
        "today": here.today,
    }
    return paper(request, "planning/paper.html", context, name="plan", language=language)
