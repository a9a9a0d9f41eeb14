"""The wall, page by page: whoever has no business with a record finds nothing at any address, and hears no name."""

from dataclasses import replace

import pytest

from keyworker.access.pages import page as staff_page
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.base.actor import ActorKind
from keyworker.people.actions import deny
from keyworker.people.models import Person
from tests.sweeps.addresses import Address, every_address
from tests.sweeps.people import STRANGERS, Visitors, leaked, not_for
from tests.sweeps.records import COLLEAGUES, allowed, rightful, rows_of, url_of
from tests.sweeps.scene import ODALYS

ABSENT, ASK_TO_SIGN_IN, NOT_THIS_WAY = 404, (302, 401), 405


@pytest.fixture(scope="module")
def visitors(desk, scene):
    return Visitors(desk, scene)


def complaints(address, who, visitors, url):
    """What is wrong with how an address treats a stranger, looking and sending."""
    browser, found = visitors[who], []
    for response, how in ((browser.get(url), "GET"), (browser.post(url), "POST")):
        if words := leaked(response, not_for(who)):
            found.append(f"{how} {url} tells {who}: {words}")
        if not is_shut(address, who, response):
            found.append(f"{how} {url} answers {who} with {response.status_code}")
    return found


def is_shut(address, who, response):
    """Nothing there, or a page that is everybody's, or one of the stranger's own (with rows of their own)."""
    if rightful(address) in {"nobody", "partner"}:
        return response.status_code < 500
    if who in {"nobody", "partner of another"}:
        asked = response.status_code in ASK_TO_SIGN_IN
        return (asked and "signed-out" in str(response.headers).lower()) or response.status_code == NOT_THIS_WAY
    if is_their_work(address, who):
        return response.status_code < 500
    return response.status_code in {ABSENT, NOT_THIS_WAY}


def is_their_work(address, who):
    """A page without anybody's record, for which they have the permission."""
    guard = address.guard
    if guard.needs is None:
        return True
    if (guard.kind is ActorKind.CLIENT) != (who == "rosa"):
        return False
    if who == "rosa":
        return not rows_of(address)
    if any(row.is_somebodys or who == "carl" for row in rows_of(address).values()):
        return False
    return allowed(ROLES[who], guard.needs)


ROLES = {**COLLEAGUES, "carl": COLLEAGUES["amina"], "sam": COLLEAGUES["amina"], "grace": COLLEAGUES["amina"]}


GUARDED = [address for address in every_address() if address.guard]


@pytest.mark.parametrize("address", GUARDED, ids=str)
def test_a_stranger_finds_nothing(desk, scene, visitors, address):
    url = url_of(address, desk, replace(scene, partner_token="no-such-token"))
    assert [each for who in STRANGERS for each in complaints(address, who, visitors, url)] == []
