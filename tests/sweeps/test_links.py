"""Every link leads somewhere, and to every page some link leads: each colleague walks the house from door to door."""

import re
from collections import Counter, deque
from functools import cache
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve, reverse

from keyworker.people.models import Person
from tests.sweeps.addresses import every_address
from tests.sweeps.people import Visitors
from tests.sweeps.scene import ODALYS

KEYWORKER = Path(__file__).parents[2] / "keyworker"
LINK = re.compile(r'(?:href|name="then" value)="(/[^"#]*)')
SENT_TO = re.compile(r'(?:action|formaction|hx-get|hx-post|data-[a-z-]*url)="(/[^"?#]*)')
WALKERS = ("amina", "ben", "flo", "priya", "oskar", "odalys", "aunt")
# So many pages of a kind are enough to know it, and so many from one page.
OF_A_KIND, FROM_A_PAGE = 9, 3
# Who works with her begins at the file in which one of everything lies, meets what is rare soon, and needs fewer.
HER_WORKERS, OF_THEIRS = ("amina", "ben"), 5
# Ways in from outside, and what scripts and the front gate ask for by themselves.
WAYS_IN = {
    "workspace:home", "workspace:health", "workspace:token", "workspace:keep", "portal:home", "portal:refer",
    "portal:received", "portal:partner_link", "portal:shared_referral", "portal:way_in", "portal:link", "portal:pin",
    "portal:key", "portal:key_ask",
    "design:gallery", "design:sample", "workspace:calendar_feed", "interop:gateway_calls",
    "portal:visit_link", "portal:visit_date", "portal:meet", "portal:meet_say", "portal:meet_stream",
}  # fmt: skip
# Led to only for a while: once a file was sent, a name searched for, a day come, a signature or an answer given.
FOR_A_WHILE = {
    "interop:decide_rows",  # of an administrator who may look people up, too
    "interop:directory_file", "interop:match_directory_file", "interop:import_directory_file",
    "interop:put_directory_file_aside", "interop:sheet_goes_on", "interop:undo_sheet",
    "interop:take_export", "interop:delete_export", "interop:whose_text", "interop:file_text",
    "workspace:break_glass", "intake:follow_up", "intake:told", "planning:approve", "planning:signed",
    "referrals:seen", "workspace:reopen_program", "questionnaires:build-bands", "assessment:safety_plan",
    "assessment:mark_read", "assessment:file", "planning:goal_move", "planning:send_back",
    "training:step_out", "questionnaires:build-words", "supervision:handover_read", "consent:rights_signed",
}  # fmt: skip


class Walk:
    """Where somebody came by following every link, and which links led nowhere."""

    def __init__(self, browser, *begins, enough=OF_A_KIND):
        self.browser, self.led_to, self.nowhere, self._enough = browser, set(), [], enough
        self._seen, self._kinds, self._ahead = set(begins), Counter(), deque(("", path) for path in begins)

    def go(self):
        while self._ahead:
            from_page, path = self._ahead.popleft()
            answer = self.browser.get(path, follow=True)
            if answer.status_code != 200:
                self.nowhere.append((from_page, path, answer.status_code))
            elif answer["Content-Type"].startswith("text/html"):
                self._read(path, answer.content.decode())
        return self

    def _read(self, here, page):
        for path in SENT_TO.findall(page):
            self.led_to.add(name_of(path))
        for path in LINK.findall(page):
            name = name_of(path.partition("?")[0])
            self.led_to.add(name)
            known = path in self._seen or path.startswith(("/static/", "/accounts/"))
            if not known and self._kinds[name] < self._enough and self._kinds[name, here] < FROM_A_PAGE:
                self._seen.add(path)
                self._kinds.update([name, (name, here)])
                self._ahead.append((here, path.replace("&amp;", "&")))


@cache
def name_of(path):
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


@pytest.fixture(scope="module")
def walks(desk, scene):
    visitors = Visitors(desk, scene)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("keyworker.design.papers._maker", lambda: None)  # a paper leads nowhere: no time to draw it
        her = reverse("workspace:file", args=[desk.find(Person, full_name=ODALYS).pk])
        theirs = {who: Walk(visitors[who], her, "/", enough=OF_THEIRS) for who in HER_WORKERS}
        return {who: (theirs.get(who) or Walk(visitors[who], "/")).go() for who in WALKERS}


@pytest.mark.parametrize("who", WALKERS)
def test_no_link_leads_nowhere(walks, who):
    assert walks[who].nowhere == []


def test_every_address_is_led_to_by_some_link_or_button(walks):
    led_to = set().union(*(walk.led_to for walk in walks.values()))
    lost = {address.name for address in every_address()} - led_to - WAYS_IN - FOR_A_WHILE
    assert sorted(lost) == []


@pytest.mark.parametrize("name", sorted(FOR_A_WHILE))
def test_what_is_led_to_only_for_a_while_is_led_to_at_all(name):
    mentions = [path for path in KEYWORKER.rglob("*.*") if path.suffix in {".html", ".py"} and path.name != "urls.py"]
    assert any(f'"{name}"' in path.read_text() for path in mentions)
