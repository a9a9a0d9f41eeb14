"""Bringing a form in from a file: first what was understood of it, then whether it is kept."""

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.base.context import reading
from keyworker.questionnaires.arriving import LookedOver, arriving, look_over
from keyworker.questionnaires.describing import described
from keyworker.questionnaires.forms.bringing import BringInForm, KeepForm
from keyworker.questionnaires.importing import import_questionnaire
from keyworker.questionnaires.queries import version_of

ROWS_SHOWN = 200


@page(needs=Permission.QUESTIONNAIRE_MANAGE)
def bring_in(request: StaffRequest) -> HttpResponse:
    """Send a file, read the report, keep the form or leave it. Nothing is kept before that."""
    if "definition" in request.POST:
        return _keep(request)
    with reading(request.actor):
        form = BringInForm(request.POST, request.FILES) if request.method == "POST" else BringInForm()
        if not form.is_valid():
            return render(request, "questionnaires/manage/bring_in.html", {"form": form})
    sent = form.cleaned_data["file"]
    return _report(request, look_over(sent.read(), source=sent.name))


def _report(request: StaffRequest, looked: LookedOver) -> HttpResponse:
    report = looked.report
    context = {
        "report": report,
        "lost": [row for row in report.rows if row.lost][:ROWS_SHOWN],
        "looks": [row for row in report.rows if not row.lost][:ROWS_SHOWN],
        "more_rows": max(0, len(report.rows) - 2 * ROWS_SHOWN),
    }
    with reading(request.actor):
        if looked.definition is not None:
            form = arriving(looked.definition)
            context |= {
                "definition": json.dumps(form.definition, ensure_ascii=False),
                "about": described(looked.definition),
                "known": version_of(request.actor, form.url, form.form_version),
            }
        return render(request, "questionnaires/manage/report.html", context)


def _keep(request: StaffRequest) -> HttpResponse:
    form = KeepForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The form did not come back whole. Please send the file again."))
        return redirect("questionnaires:bring_in")
    use = form.cleaned_data["keep"] == "use"
    report = import_questionnaire(request.actor, form.cleaned_data["definition"].encode(), publish=use)
    if report.refused or report.questionnaire_id is None:
        messages.error(request, " ".join(report.reasons))
        return redirect("questionnaires:bring_in")
    said = _("“%s” is in use now.") if use else _("“%s” is kept as a draft. Nobody is asked it yet.")
    messages.success(request, said % report.title)
    return redirect("questionnaires:form", report.questionnaire_id)
