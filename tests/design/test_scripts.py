"""Words are never lost: a real browser, a strict policy, and a server that misbehaves."""

import re

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.design.desk import STATIC, open_desk
from tools.browser import find_browser

pytestmark = [pytest.mark.usefixtures("plain_static")]
A_LITTLE_LATER = 6000  # milliseconds, on the browser's own clock
WORDS = "Rosa has the letter. Mateo has a friend."
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.fixture
def plain_static(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(scope="module")
def browser():
    if not (STATIC / "design/app.js").exists():
        pytest.fail("The front end is not built: npm run build")
    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=find_browser(), args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def desk():
    desk, server = open_desk()
    yield desk
    server.shutdown()


@pytest.fixture
def tab(browser, desk):
    context = browser.new_context()
    tab = context.new_page()
    tab.complaints = []
    tab.on("pageerror", lambda error: tab.complaints.append(str(error)))
    tab.on("console", lambda line: tab.complaints.append(line.text) if "Security Policy" in line.text else None)
    yield tab
    assert tab.complaints == []
    context.close()


def write(tab, desk, words=WORDS):
    tab.goto(f"{desk.address}/note/")
    tab.fill("#note", words)


def save(tab):
    tab.get_by_role("button", name="Save").click()


def test_a_note_is_saved_and_the_next_page_comes(tab, desk):
    write(tab, desk)
    save(tab)

    expect(tab).to_have_url(f"{desk.address}/saved/")
    assert desk.posted[0]["note"] == WORDS
    assert desk.posted[0]["how"] == "save"


@pytest.mark.parametrize("trouble", ["vanish", "rest"])
def test_a_note_that_cannot_be_sent_stays_and_is_sent_when_the_server_is_back(tab, desk, trouble):
    desk.answer = trouble
    write(tab, desk)
    save(tab)
    expect(tab.get_by_text("Not saved yet. Your words are still here.")).to_be_visible()
    assert tab.input_value("#note") == WORDS

    desk.answer = "save"
    tab.get_by_role("button", name="Try again").click()

    expect(tab).to_have_url(f"{desk.address}/saved/")
    assert desk.posted[-1]["note"] == WORDS
    assert len({post["key"] for post in desk.posted}) == 1, "a second try says that it is the same note"


def test_a_resting_server_is_tried_again_without_asking(tab, desk):
    desk.answer = "rest"
    tab.clock.install()
    write(tab, desk)
    save(tab)
    expect(tab.get_by_text("Not saved yet.")).to_be_visible()

    desk.answer = "save"
    tab.clock.fast_forward(A_LITTLE_LATER)

    expect(tab).to_have_url(f"{desk.address}/saved/")


def test_a_broken_server_is_not_asked_again_by_itself(tab, desk):
    desk.answer = "break"
    tab.clock.install()
    write(tab, desk)
    save(tab)
    expect(tab.get_by_text("Not saved yet.")).to_be_visible()

    tab.clock.fast_forward(10 * A_LITTLE_LATER)
    tab.wait_for_timeout(500)

    assert len(desk.posted) == 1, "half a note may have been saved: the person decides"


def test_words_stay_when_the_session_has_ended_and_are_saved_after_signing_in(tab, desk):
    desk.answer = "forget"
    write(tab, desk)
    save(tab)
    expect(tab.get_by_role("dialog", name="You were signed out")).to_be_visible()
    expect(tab.get_by_role("link", name="Sign in in a new tab")).to_have_attribute("target", "_blank")

    desk.answer, desk.token = "doubt", "second"
    tab.get_by_role("button", name="Go back to my words").click()
    assert tab.input_value("#note") == WORDS
    save(tab)

    expect(tab).to_have_url(f"{desk.address}/saved/")
    assert desk.posted[-1]["csrfmiddlewaretoken"] == "second"


def test_words_are_not_saved_in_the_name_of_someone_else(tab, desk):
    desk.answer = "forget"
    write(tab, desk)
    save(tab)
    expect(tab.get_by_role("dialog", name="You were signed out")).to_be_visible()

    desk.answer, desk.who = "save", "ben"
    tab.get_by_role("button", name="Go back to my words").click()
    save(tab)

    expect(tab.get_by_role("dialog", name="You were signed out")).to_be_visible()
    assert len(desk.posted) == 1


def test_a_token_that_changed_in_another_tab_is_fetched_anew(tab, desk):
    desk.answer, desk.token = "doubt", "second"
    write(tab, desk)
    save(tab)

    expect(tab).to_have_url(f"{desk.address}/saved/")


def test_a_refused_note_comes_back_with_its_words_and_the_focus_on_what_to_mend(tab, desk):
    desk.answer = "refuse"
    write(tab, desk)
    save(tab)

    expect(tab.locator(".govuk-error-summary")).to_be_focused()
    assert tab.input_value("#note") == WORDS

    desk.answer = "save"
    save(tab)
    expect(tab).to_have_url(f"{desk.address}/saved/")


def test_leaving_with_unsaved_words_is_asked_about(tab, desk):
    write(tab, desk)
    asked = []
    tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    tab.goto(f"{desk.address}/saved/")

    assert asked == ["beforeunload"]


def test_leaving_after_a_refusal_is_asked_about_too(tab, desk):
    desk.answer = "refuse"
    write(tab, desk)
    save(tab)
    expect(tab.locator(".govuk-error-summary")).to_be_focused()
    asked = []
    tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    tab.goto(f"{desk.address}/saved/")

    assert asked == ["beforeunload"]


def test_a_draft_is_kept_soon_after_typing_stops(tab, desk):
    desk.draft = True
    tab.clock.install()
    write(tab, desk)
    tab.clock.fast_forward(A_LITTLE_LATER)

    expect(tab.locator("[data-draft-status]")).to_have_text(re.compile("Draft saved"))
    assert desk.drafts == [WORDS]


def test_a_draft_that_cannot_be_kept_says_so(tab, desk):
    desk.draft, desk.answer = True, "rest"
    tab.clock.install()
    write(tab, desk)
    tab.clock.fast_forward(A_LITTLE_LATER)

    expect(tab.locator("[data-draft-status]")).to_have_text(re.compile("not saved yet"))
    assert tab.input_value("#note") == WORDS


def test_a_key_leads_to_the_search_but_never_out_of_what_is_written_and_can_be_switched_off(tab, desk):
    search = tab.get_by_role("searchbox")
    write(tab, desk, "either/or")
    tab.locator("#note").press("/")
    assert tab.input_value("#note") == "either/or/"
    tab.locator("h1").click()
    tab.keyboard.press("/")
    expect(search).to_be_focused()
    assert tab.input_value("#search") == ""
    tab.locator(".kw-menu summary").click()
    tab.get_by_role("group", name="The key /").get_by_role("button", name="Off").click()
    tab.reload()
    tab.locator("h1").click()
    tab.keyboard.press("/")
    expect(search).not_to_be_focused()


def test_nothing_is_left_in_the_browser(tab, desk):
    desk.draft, desk.answer = True, "rest"
    write(tab, desk)
    save(tab)
    expect(tab.get_by_text("Not saved yet. Your words")).to_be_visible()

    left = tab.evaluate(
        "async () => JSON.stringify([{...localStorage}, {...sessionStorage}, await indexedDB.databases()])"
    )

    assert "Mateo" not in left
    assert left.startswith("[{},")
    assert left.endswith(",[]]")


def test_the_person_is_warned_before_the_session_ends_and_may_stay(tab, desk):
    desk.idle_seconds = 900
    tab.clock.install()
    write(tab, desk)
    tab.clock.run_for("13:10")
    expect(tab.get_by_role("dialog", name="Are you still there?")).to_be_visible()

    tab.get_by_role("button", name="Stay signed in").click()

    expect(tab.get_by_role("dialog", name="Are you still there?")).to_be_hidden()
    assert desk.kept >= 1
    assert tab.input_value("#note") == WORDS


def test_when_the_session_ends_the_page_is_covered_until_the_same_person_is_back(tab, desk):
    desk.idle_seconds = 900
    tab.clock.install()
    write(tab, desk)
    desk.answer = "forget"
    tab.clock.run_for("16:00")
    expect(tab.get_by_role("dialog", name="You were signed out")).to_be_visible()
    expect(tab.locator("#note")).to_be_hidden()
    back = tab.get_by_role("button", name="Go back to my words")

    with tab.expect_response("**/session/token/"):
        back.click()
    expect(tab.locator("#note")).to_be_hidden()
    tab.keyboard.press("Escape")
    tab.keyboard.press("Escape")
    expect(tab.locator("#note")).to_be_hidden()

    desk.answer = "save"
    back.click()

    expect(tab.locator("#note")).to_be_visible()
    assert tab.input_value("#note") == WORDS


def test_someone_who_keeps_typing_is_never_warned(tab, desk):
    desk.idle_seconds = 900
    tab.clock.install()
    write(tab, desk)
    for _ in range(4):
        tab.clock.run_for("06:00")
        tab.type("#note", "x")

    expect(tab.get_by_role("dialog", name="Are you still there?")).to_be_hidden()
    tab.clock.run_for("00:10")
    assert desk.kept >= 3
