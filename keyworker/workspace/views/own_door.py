"""Somebody's own page, from the worker's side: open it, make a link, let them in again, shut it. One page."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import qrcode
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathFillImage

from keyworker.access.addresses import address, address_for_clients
from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require, rows
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.design.forms import Form
from keyworker.notices.sending import post
from keyworker.people.actions import close_portal, enrol, let_in_again, make_link, make_link_to_send, take_keys_back
from keyworker.people.models import THEIR_OWN, CareTeamMember, Channel, Person, PortalAccount
from keyworker.people.own_door.forms import EnrolForm, HeardForm, LetterForm
from keyworker.people.own_door.opening import Link, keys_of
from keyworker.people.own_door.words import letter
from keyworker.people.pages import file_frame
from keyworker.people.queries import code_words
from keyworker.people.reaching import Reach, ways_now

NEEDS = Permission.PORTAL_MANAGE


@dataclass(frozen=True, slots=True)
class Shown:
    """A link on the worker's screen, this one time: as a picture for a camera, an address, and a code to read out."""

    link: Link
    href: str
    where: str
    whose: str = ""  # where several links are made on one page

    @property
    def picture(self) -> str:
        drawn = qrcode.make(self.href, image_factory=SvgPathFillImage).to_string()
        return "data:image/svg+xml;base64," + b64encode(drawn).decode()

    @property
    def spelled(self) -> str:
        code = self.link.code
        return " – ".join(code[at : at + 4] for at in range(0, len(code), 4))


@page(needs=NEEDS)
def own_door(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """The form that was sent comes back with what was typed. A link is shown by the answer to POST, and not again."""
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=NEEDS)
        account, frame = _account(request, person), file_frame(request.actor, person, current="safety")
        forms = _forms(request, account, ways=_letters(frame))
        step = request.POST.get("step", "")
        form = forms.get(step)
        if request.method != "POST" or (form is not None and not form.is_valid()):
            return _page(request, frame, account, forms)
    try:
        shown = _carry_out(request, person, account, form, step)
    except Refused as refused:
        messages.error(request, str(refused.decision.reason))
        shown = None
    if shown is None:
        return redirect("workspace:own_door", person_id)
    with reading(request.actor):
        return _page(request, frame, account, _forms(request, account, ways=[]), shown)


def _account(request: StaffRequest, person: Person) -> PortalAccount | None:
    held = rows(PortalAccount, actor=request.actor, needs=NEEDS).filter(THEIR_OWN, person=person)
    return held.select_related("opened_by").first()


def _may_know_who(request: StaffRequest, account: PortalAccount) -> bool:
    """Whether the reader may know who opened it, and what for: a sealed program's worker is named to nobody outside."""
    if account.opened_by_id is None or account.opened_by_id == request.actor.staff_id:
        return True
    team = rows(CareTeamMember, actor=request.actor, needs=NEEDS).filter(person_id=account.person_id)
    return bool(team.filter(staff_id=account.opened_by_id).exists())


def _letters(frame: dict[str, Any]) -> list[Reach]:
    """Addresses to which a link may go now: where safe contact plainly says yes."""
    ways = ways_now(frame["ways"], frame["safety"])
    return [
        way
        for way in ways
        if way.point.channel == Channel.EMAIL and way.clearance.allowed and not way.clearance.is_warning
    ]


def _forms(request: StaffRequest, account: PortalAccount | None, *, ways: list[Reach]) -> dict[str, Form]:
    def given(step: str) -> Any:
        return request.POST if request.POST.get("step") == step else None

    if account is None:
        return {"enrol": EnrolForm(given("enrol"))}
    found: dict[str, Form] = {"again": HeardForm(given("again"))}
    if ways and account.pin_chosen_at and not account.locked_at and settings.LETTERS_GO_OUT:
        found["letter"] = LetterForm(given("letter"), ways=ways)
    return found


def _carry_out(
    request: StaffRequest, person: Person, account: PortalAccount | None, form: Form | None, step: str
) -> Shown | None:
    """Do what was asked; a link to show, where that was it."""
    actor = request.actor
    match form:
        case EnrolForm():
            enrol(actor=actor, person=person, enrolment=form.enrolment)
            messages.success(
                request, _("They have a page of their own. Now make the first link, while you are together.")
            )
        case HeardForm() if account is not None:
            let_in_again(actor=actor, account=account, heard=form.cleaned_data["heard"])
            messages.success(request, _("That is their word. Make a link: by it they choose another PIN."))
        case LetterForm() if account is not None:
            link, cleared = make_link_to_send(actor=actor, account=account, point=form.meant.point)
            text = letter(address_for_clients(request, "portal:link", link.token), person.language)
            if post(cleared, *text, actor=actor):
                messages.success(request, _("Sent. It works one time, until tomorrow."))
            else:
                messages.error(request, _("The letter did not leave. Read them a code instead."))
        case _ if step == "shut":
            close_portal(actor=actor, person=person)
            messages.success(request, _("Their own page is shut. Whoever was on it is out."))
        case _ if step == "keys" and account is not None:
            take_keys_back(actor=actor, account=account)
            messages.success(request, _("No phone opens their page with a key any more."))
        case _ if step == "link" and account is not None:
            link = make_link(actor=actor, account=account)
            href = address_for_clients(request, "portal:link", link.token)
            return Shown(link, href, address_for_clients(request, "portal:way_in"))
    return None


def _page(
    request: StaffRequest,
    frame: dict[str, Any],
    account: PortalAccount | None,
    forms: dict[str, Form],
    shown: Shown | None = None,
) -> HttpResponse:
    context = {
        **frame,
        **{f"{step}_form": form for step, form in forms.items()},
        "account": account,
        "tells_who": account is not None and _may_know_who(request, account),
        "keys": keys_of(account) if account else [],
        "seen_href": address("portal:as_they_see_it", frame["person"].pk),
        "shown": shown,
        "knows_word": bool(code_words(request.actor, frame["person"])),
        "until": timezone.localtime(shown.link.until) if shown else None,
    }
    response = render(request, "workspace/own_door.html", context)
    response["Cache-Control"] = "no-store"
    return response
