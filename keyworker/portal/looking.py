"""What a client, or who comes in beside them, sees at the door, for their worker: every page, to look at only.

Each is the very page, asked for as they would ask, through their narrow login, and each look is recorded. A worker
reads nothing here that is not theirs to read: not where another team works with the person too, not what was complained
of, for it may be about this very worker, not who opened the file, which is the trail's, and not what the person typed
and has not sent.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from importlib import import_module
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keyworker.access.pages import LookedAt, StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, require, rows
from keyworker.base.actor import Actor, ActorKind, client, companion
from keyworker.base.context import reading
from keyworker.cases.models import Case
from keyworker.consent.models import Companion, Consent, ConsentAsked
from keyworker.people.actions import look_as_they_see_it
from keyworker.people.models import THEIR_OWN, Person, PortalAccount
from keyworker.people.pages import file_frame

NEEDS = Permission.PORTAL_MANAGE
# What they typed and did not send is theirs alone, as is a key; a file is no page, nor is the tour or a try.
NOT_LOOKED_AT = {
    "portal:questions",
    "portal:message_file",
    "portal:paper_file",
    "portal:make_key",
    "portal:tour",
    "portal:try",
}
LEADS_ON = re.compile(r'(<a\b[^>]*?\s)href="[^"]*"')  # without an address a link is only words
FROM_THE_WORKER = ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT")


@dataclass(frozen=True, slots=True)
class Whom:
    """As whom the worker looks, by which account, under which name, and where their page begins."""

    actor: Actor
    account: PortalAccount
    called: str
    home: str


@page(needs=NEEDS)
@require_POST
def as_they_see_it(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """One page of theirs: nothing on it can be pressed. Every look is in the trail, under the worker's name."""
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=NEEDS)
        whom = _whom(request, person)
    if whom is None:
        return redirect("workspace:own_door", person_id)
    if whom.actor.kind is ActorKind.CLIENT and _programs(whom.actor, person) - _programs(request.actor, person):
        messages.error(request, _("Another team works with them, too. Look at their page together with them."))
        return redirect("workspace:own_door", person_id)
    path = request.POST.get("path") or reverse(whom.home)
    found = _theirs(path, whom.actor.kind)
    if found is None:
        raise Absent(_("There is nothing here, or it is not yours to see."))
    look_as_they_see_it(actor=request.actor, account=whom.account, page=found.view_name)
    answer = found.func(_asked_by_them(request, whom.actor, path), *found.args, **found.kwargs)
    drawn = _main_of(answer)
    with reading(request.actor):
        context = {
            **file_frame(request.actor, person, current="safety"),
            "whom": whom,
            "which": request.POST.get("which", ""),
            "seen": mark_safe(LEADS_ON.sub(r"\1", drawn)),  # noqa: S308 - a page of ours, which escapes what people wrote
            "ways": _ways_on(drawn, whom),
        }
        return render(request, "portal/as_they_see_it.html", context)


def _whom(request: StaffRequest, person: Person) -> Whom | None:
    """The person; or who comes in beside them, where it was said which."""
    if which := request.POST.get("which"):
        held = require(Companion, which, actor=request.actor, needs=NEEDS, join=("account",))
        if held.person_id != person.pk or held.ended_at is not None:
            return None
        them = companion(agency_id=held.agency_id, account_id=held.account_id, person_id=person.pk)
        return Whom(them, held.account, held.name, "portal:beside")
    account = rows(PortalAccount, actor=request.actor, needs=NEEDS).filter(THEIR_OWN, person=person).first()
    if account is None:
        return None
    me = client(agency_id=account.agency_id, account_id=account.pk, person_id=person.pk)
    return Whom(me, account, person.called, "portal:home")


def _programs(actor: Actor, person: Person) -> set[UUID]:
    """The programs of whose work with the person somebody reads; they may have agreed to something before a case."""
    consents = Permission.CONSENT_VIEW
    kept: tuple[tuple[type[Any], Permission], ...] = (
        (Case, Permission.CASE_VIEW),
        (Consent, consents),
        (ConsentAsked, consents),
    )
    with reading(actor):
        cases, *others = (
            rows(model, actor=actor, needs=needs).filter(person=person).order_by().values_list("program_id", flat=True)
            for model, needs in kept
        )
        return set(cases.union(*others))


def _theirs(path: str, kind: ActorKind) -> ResolverMatch | None:
    """The page at an address, if it is one of theirs that is looked at."""
    try:
        found = resolve(path.partition("?")[0])
    except Resolver404:
        return None
    guard = getattr(found.func, "guard", None)
    return found if guard is not None and guard.kind is kind and found.view_name not in NOT_LOOKED_AT else None


def _asked_by_them(request: HttpRequest, them: Actor, path: str) -> LookedAt:
    """A look at an address as they would come to it: GET, with a session that nobody keeps."""
    asked = LookedAt()
    asked.method, asked.path, asked.path_info = "GET", path, path
    asked.META = {name: request.META[name] for name in FROM_THE_WORKER if name in request.META}
    asked.session = import_module(settings.SESSION_ENGINE).SessionStore()
    asked.user = AnonymousUser()
    asked.actor = them
    return asked


def _main_of(answer: HttpResponse) -> str:
    """What stands on the page, without its frame; a word where it leads elsewhere."""
    if not answer.content or "<main" not in (whole := answer.content.decode()):
        return _("This page leads to another one now.")
    return whole.partition("<main")[2].partition(">")[2].partition("</main>")[0]


class _Links(HTMLParser):
    """Where the links of a page lead, and what they say."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "a":
            self._inside = (dict(attrs).get("href") or "").partition("?")[0]

    def handle_data(self, data: str) -> None:
        if self._inside.startswith("/"):
            self.found[self._inside] = self.found.get(self._inside, "") + data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._inside = ""


def _ways_on(drawn: str, whom: Whom) -> list[tuple[str, str]]:
    """Address and words of each page of theirs that this one leads to, and the first one."""
    links = _Links()
    links.feed(drawn)
    led_to = [(path, text.strip()) for path, text in links.found.items() if _theirs(path, whom.actor.kind)]
    first = reverse(whom.home)
    return [(first, _("The first page")), *((path, text) for path, text in led_to if path != first and text)]
