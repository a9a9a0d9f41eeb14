"""Who comes to the pages: colleagues, clients and partners, each in a browser of their own, and what is not theirs."""

import html
import re

from django.test import Client
from django.urls import reverse

from keyworker.access.handing_over import HANDED_OVER
from keyworker.accounts.models import User
from keyworker.people.models import PortalAccount
from keyworker.town.loading import EVERYBODY
from tests.sweeps.scene import HERS, HIDDEN_HOME, ODALYS
from tests.town import signed_in, take_the_device_back

# Nobody of these has any business with Odalys, a client of the housing program.
STRANGERS = ("nobody", "carl", "sam", "grace", "oskar", "priya", "rosa", "grandmother", "partner of another")
# Whose people a stranger does know, by program.
OWN = {"sam": {"family"}, "grace": {"shelter"}}

# Whose door it is, and whether they come in beside them.
AT_A_DOOR = {
    "odalys": (ODALYS, False),
    "rosa": ("Rosa Delgado", False),
    "aunt": (ODALYS, True),
    "grandmother": ("Tunde Mbeki", True),
}


class Desk(Client):
    """A worker's browser. What they hand to a client they take back before they go on to another page."""

    handed_over_at = ""

    def request(self, **request):
        if self.handed_over_at not in {"", request["PATH_INFO"]}:
            take_the_device_back(self.session)
        response = super().request(**request)
        handed_over = HANDED_OVER in response.wsgi_request.session
        self.handed_over_at = request["PATH_INFO"] if handed_over else ""
        return response


class Visitors:
    """`visitors["amina"]` is a browser in which Amina is signed in."""

    def __init__(self, town, scene):
        self.town, self.scene, self._browsers = town, scene, {}

    def __getitem__(self, who):
        if who not in self._browsers:
            self._browsers[who] = self._open(who)
        return self._browsers[who]

    def _open(self, who):
        match who:
            case "nobody":
                return Client()
            case "odalys" | "rosa" | "aunt" | "grandmother":
                return self._inside(*AT_A_DOOR[who])
            case "partner":
                return self._by_link(self.scene.partner_token)
            case "partner of another":
                return self._by_link(self.scene.partner_token_of_another)
            case "guest":
                return self._as_guest(self.scene.visit_token)
            case _:
                return signed_in(getattr(self.town, who), Desk())

    def _inside(self, full_name, beside):
        account = self.town.find(PortalAccount, person__full_name=full_name, beside=beside)
        browser = Client()
        browser.force_login(User.objects.get(pk=account.user_id))
        return browser

    def _by_link(self, token):
        browser = Client()
        browser.get(reverse("portal:partner_link", args=[token]))
        return browser

    def _as_guest(self, token):
        browser = Client()
        browser.post(reverse("portal:visit_link", args=[token]))
        return browser


def not_for(who):
    """Words that must never reach this stranger: what is said of people who are not theirs."""
    theirs = OWN.get(who, ())
    others = [each for each in EVERYBODY if each.house == "harbor-house" and each.program not in theirs]
    if who == "rosa":
        others = [each for each in others if each.identity.full_name != "Rosa Delgado"]
    said = {word for each in others for word in (each.identity.full_name, each.phone, each.needs, each.risk) if word}
    if who == "grandmother":
        said -= {"Grace Mbeki", "Tunde Mbeki"}
    return {*HERS, *said}


def spilled(response):
    """Whether an address that is kept secret stands in an answer, to whomever."""
    return bool(leaked(response, {HIDDEN_HOME}))


def leaked(response, words):
    """Which of these words stand in the answer; not letters within a random token, in which any name may turn up."""
    if response.get("Content-Type", "").startswith(("text/", "application/json")):
        text = html.unescape(b"".join(response).decode())
        return sorted(word for word in words if word in text and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text))
    return []
