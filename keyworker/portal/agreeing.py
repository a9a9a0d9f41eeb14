"""What I agree to, if I do; and my name under my rights."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest, client_page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.consent.acknowledging import Acknowledged, acknowledge_own_rights, my_name_under_them
from keyworker.consent.asking import give_own_consent, say_no
from keyworker.consent.forms import TEXT_VERSION
from keyworker.consent.models import ConsentAsked
from keyworker.consent.rights import A_CONSENT, THE_RIGHTS, digest, in_language
from keyworker.consent.signing import SignedHow
from keyworker.portal import queries
from keyworker.portal.client import around
from keyworker.portal.forms import RightsReadForm

ACT = Permission.PORTAL_ACT


@client_page(needs=ACT)
def asked(request: StaffRequest, asked_id: UUID) -> HttpResponse:
    """Who would be told what, until when, and what that means; two buttons of the same size."""
    with reading(request.actor):
        held = require(ConsentAsked, asked_id, actor=request.actor, needs=ACT)
        if request.method != "POST":
            words = in_language(A_CONSENT, _language())
            return render(request, "portal/asked.html", {"asked": held, "words": words, **around(request.actor)})
    try:
        if "yes" in request.POST:
            give_own_consent(actor=request.actor, asked=held, language=_language(), text_version=TEXT_VERSION)
            messages.success(request, _("You said yes. You can take it back at any time."))
        elif "no" in request.POST:
            say_no(actor=request.actor, asked=held)
            messages.success(request, _("You said no. They are told nothing. You still get help from us."))
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
    return redirect("portal:file")


@client_page(needs=ACT)
def rights(request: StaffRequest) -> HttpResponse:
    """My rights in my language, to read or to hear, and my name under these very words."""
    language = _language()
    words = in_language(THE_RIGHTS, language)
    with reading(request.actor):
        case = queries.my_case(request.actor)
        form = RightsReadForm(request.POST or None, initial={"digest": digest(words)})
        if request.method != "POST" or case is None or not form.is_valid():
            return _rights_page(request, form if case else None, words)
        program = case.program
    said = form.cleaned_data
    signed = Acknowledged(said["name"], SignedHow.TYPED.value, language, said["digest"])
    try:
        acknowledge_own_rights(actor=request.actor, program=program, acknowledged=signed)
    except Refused as refused:
        form.add_error(None, str(refused.decision.reason))
        form.data = {**request.POST.dict(), "digest": digest(words)}
        with reading(request.actor):
            return _rights_page(request, form, words)
    messages.success(request, _("Thank you. Your name is under it."))
    return redirect("portal:rights")


def _rights_page(request: StaffRequest, form: RightsReadForm | None, words: list[dict[str, Any]]) -> HttpResponse:
    signed = my_name_under_them(request.actor)
    context = {"form": form, "rights": words, "signed": signed, **around(request.actor)}
    return render(request, "portal/rights.html", context)


def _language() -> str:
    return translation.get_language() or "en"
