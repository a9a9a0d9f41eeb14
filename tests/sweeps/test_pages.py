"""Every page opens for the one whose work it is: quickly, under a strict policy, and kept nowhere."""

import pytest

from tests import database
from tests.sweeps import growing
from tests.sweeps.addresses import every_address
from tests.sweeps.people import STRANGERS, Visitors, spilled
from tests.sweeps.reading import inline, queries_of
from tests.sweeps.records import COLLEAGUES, rightful, url_of
from tests.sweeps.scene import HIDDEN_HOME

MOST_QUERIES = 12
# They only lead on to another page.
LEADING_ON = {"workspace:home", "portal:partner_link", "portal:pin", "set_language"}
# Only sent to, by a button or a script: to look there is to find nothing.
ONLY_SENT_TO = {"delivery:autosave", "referrals:seen", "referrals:cancel"}
# A whole file against each of the directory's tables: an administrator's page, once in a while.
# What was found, what is due and what was done are more lists than other pages of a file have.
MORE_QUERIES = {"interop:directory_file": 40, "assessment:list": 13}


# Pages of a file that the front desk opens too.
FRONT_DESK = {"cases:care_team", "workspace:file", "workspace:timeline", "consent:list", "tasks:list"}


pytestmark = pytest.mark.usefixtures("papers_are_drawn_once")


@pytest.fixture(scope="module")
def visitors(desk, scene):
    return Visitors(desk, scene)


@pytest.fixture(scope="module")
def opened(desk, scene, visitors):
    """`opened(address)` is the answer to whose work it is; asked for once."""
    kept = {}

    def open_page(address):
        if address.name not in kept:
            kept[address.name] = visitors[rightful(address)].get(url_of(address, desk, scene))
        return kept[address.name]

    return open_page


@pytest.fixture(scope="module")
def asked(desk, scene, visitors, opened):
    """`asked(address)` is what a page asks the database, once a first opening filled what a session keeps."""
    kept = {}

    def ask(address):
        if address.name not in kept:
            opened(address)
            browser, url = visitors[rightful(address)], url_of(address, desk, scene)
            if address.guard and address.guard.handed_over:
                browser.get(url)  # handing over is a deed: what is counted is the page, once it is in their hands
            kept[address.name] = queries_of(browser, url)
        return kept[address.name]

    return ask


PAGES = [address for address in every_address() if address.name not in ONLY_SENT_TO]


@pytest.mark.parametrize("address", PAGES, ids=str)
def test_a_page_opens_for_whose_work_it_is(opened, address):
    status = opened(address).status_code
    assert status == 302 if address.name in LEADING_ON else status in {200, 405}


@pytest.mark.parametrize("address", [each for each in PAGES if each.guard], ids=str)
def test_a_page_is_whole_for_everybody_who_may_open_it(desk, scene, visitors, opened, address, caplog):
    """Who may see less sees less of it, not an error: the front desk reads no plans, a supervisor has no cases.

    Priya and Oskar come to every address too, among the strangers (test_strangers).
    """
    url = url_of(address, desk, scene)
    pages = {rightful(address): opened(address)}
    others = [who for who in (*COLLEAGUES, "odalys", "aunt") if who not in STRANGERS and who != rightful(address)]
    pages |= {who: visitors[who].get(url) for who in others}
    assert [who for who, each in pages.items() if spilled(each)] == [], "her address is secret"
    assert HIDDEN_HOME not in caplog.text
    answers = {who: each.status_code for who, each in pages.items()}
    assert {who: status for who, status in answers.items() if status >= 500} == {}
    if address.name in FRONT_DESK:
        assert answers["flo"] == 200


@pytest.mark.parametrize("address", PAGES, ids=str)
def test_a_page_allows_nothing_inline_and_is_kept_nowhere(opened, address):
    response = opened(address)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    if response["Content-Type"].startswith("text/html"):
        assert inline(response.content.decode()) == []


@pytest.mark.parametrize("address", PAGES, ids=str)
def test_a_page_asks_the_database_no_more_than_twelve_times(asked, address):
    most = MORE_QUERIES.get(address.name, MOST_QUERIES)
    assert len(asked(address)) <= most, "\n".join(sql[:160] for sql in asked(address))


@pytest.fixture
def breached(settings):
    settings.ROOT_URLCONF = "tests.sweeps.breaches"


def test_a_page_that_tells_a_secret_address_is_found(visitors, breached):
    assert spilled(visitors["amina"].get("/breach/ways/"))


def test_anything_inline_is_found(visitors, breached):
    page = visitors["amina"].get("/breach/loose/").content.decode()
    assert inline(page) == ["<p style>", "<p onclick>", "<script>go()"]


def test_lists_that_grow_ask_no_more_often(desk, scene, asked, papers_stay_pages):
    """Twenty more of everything on Odalys' file, in every queue and every list."""
    addresses = [each for each in PAGES if each.guard]
    before = {address.name: len(asked(address)) for address in addresses}
    with database.own_copy(of=scene.database):
        growing.twenty_more_of_everything(desk)
        after = counted(Visitors(desk, scene), desk, scene, addresses, before)
    assert {name: (before[name], after[name]) for name in before if after[name] > before[name]} == {}


def counted(visitors, town, scene, addresses, before):
    """How often each page asks; one that asks more often is asked again (the first may fill what a session keeps)."""
    found = {}
    for address in addresses:
        browser, url = visitors[rightful(address)], url_of(address, town, scene)
        if address.guard.handed_over:
            browser.get(url)
        found[address.name] = len(queries_of(browser, url))
        if found[address.name] > before[address.name]:
            found[address.name] = len(queries_of(browser, url))
    return found


def test_a_page_that_asks_once_for_every_row_is_found(desk, scene, visitors, breached):
    with database.own_copy(of=scene.database):
        before = len(queries_of(Visitors(desk, scene)["amina"], "/breach/slow/"))
        growing.twenty_more_of_everything(desk)
        assert len(queries_of(Visitors(desk, scene)["amina"], "/breach/slow/")) > before + 10
