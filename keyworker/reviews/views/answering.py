"""What a page answers when a save was refused or came second: nothing typed is lost."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import Record
from keyworker.design.forms import Form
from keyworker.people.models import Person
from keyworker.people.pages import file_frame

NOT_ANSWERS = frozenset({"csrfmiddlewaretoken", "version", "choice"})


def attempt(request: StaffRequest, form: Form, act: Callable[[], object]) -> Form | None:
    """Do it; a refusal becomes the form's own error, and nothing typed is lost."""
    try:
        act()
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        return form
    return None


def form_page(
    request: StaffRequest, template: str, whose: Person, form: Form, *, status: int = 200, **more: Any
) -> HttpResponse:
    """A page of the file with a form; it may be drawn after its transaction has ended. `more` may bring its frame."""
    with reading(request.actor):
        frame = {} if "identity" in more else file_frame(request.actor, whose, current="reviews")
        return render(request, template, {**frame, "form": form, **more}, status=status)


def keeps_theirs(request: StaffRequest) -> bool:
    """The worker saw both versions and lets the other one stand."""
    return request.POST.get("choice") == "theirs"


def puts_together(request: StaffRequest) -> bool:
    """The worker saw both versions and goes on writing on top of the other one."""
    return request.POST.get("choice") == "edit"


def both_versions(request: StaffRequest, form: Form, current: Record, names: Iterable[str]) -> dict[str, Any]:
    """The two versions side by side, for the template "design/components/stale-save.html"."""
    return {
        "who": _("A colleague"),
        "when": "",
        "fields": [_both(form, name, current) for name in names],
        "version": current.version,
        "hidden": sent_again(request),
    }


def _both(form: Form, name: str, current: Any) -> dict[str, Any]:
    mine, theirs = form.cleaned_data.get(name), getattr(current, name)
    words = {"mine": "" if mine is None else str(mine), "theirs": "" if theirs is None else str(theirs)}
    return {"label": form.fields[name].label, **words, "differs": words["mine"] != words["theirs"]}


def sent_again(request: StaffRequest) -> SafeString:
    """What was typed, hidden, to be sent once more beside the choice."""
    sent = ((name, value) for name, values in request.POST.lists() if name not in NOT_ANSWERS for value in values)
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', sent)
