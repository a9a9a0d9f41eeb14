"""What a page answers when a save was refused, or came second: both versions, and nothing typed is lost."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program
from keyworker.agencies.wording import called
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.design.forms import Form
from keyworker.people.pages import file_frame
from keyworker.planning.models import ActionStep, Goal, ServicePlan
from keyworker.planning.queries import last_saved

NOT_ANSWERS = frozenset({"csrfmiddlewaretoken", "version", "choice"})


def the_plan(request: StaffRequest, program: Program) -> str:
    """What the program calls its plan, in a sentence."""
    return str(called(workplace(request.actor).agency, program).plan.the)


def keeps_theirs(request: StaffRequest) -> bool:
    """The worker saw both versions and lets the other one stand."""
    return request.POST.get("choice") == "theirs"


def puts_together(request: StaffRequest) -> bool:
    """The worker saw both versions and goes on writing on top of the other one."""
    return request.POST.get("choice") == "edit"


def refuse(form: Form, refused: Refused) -> None:
    form.add_error(None, str(refused.decision.reason))


def show_both(
    request: StaffRequest, record: ServicePlan | Goal | ActionStep, form: Form, stale: StaleRecord
) -> HttpResponse:
    """The two versions side by side. `stale.current` is what stands now."""
    with reading(request.actor):
        saved = last_saved(request.actor, record)
        context = {
            "who": saved.who,
            "when": date_format(localtime(saved.when), "H:i") if saved.when else "",
            "fields": [_both(form, name, stale.current) for name in form.fields if name not in NOT_ANSWERS],
            "version": stale.current.version,
            "hidden": _as_sent(request),
            **file_frame(request.actor, record.person, current="plan"),
        }
        return render(request, "planning/stale.html", context, status=409)


def _both(form: Form, name: str, current: Any) -> dict[str, Any]:
    mine, theirs = form.cleaned_data.get(name), getattr(current, name)
    shown = getattr(current, f"get_{name}_display", None)
    choices = dict(getattr(form.fields[name], "choices", ()))
    return {
        "label": form.fields[name].label,
        "mine": _text(choices.get(str(mine), mine)),
        "theirs": _text(shown() if shown else choices.get(str(theirs), theirs)),
        "differs": mine != theirs,
    }


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return date_format(value, "DATE_FORMAT") if hasattr(value, "isoformat") else str(value)


def _as_sent(request: StaffRequest) -> SafeString:
    sent = ((name, value) for name, values in request.POST.lists() if name not in NOT_ANSWERS for value in values)
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', sent)
