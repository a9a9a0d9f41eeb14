"""A real browser under the strict policy: questions come and go as answers change, and no typed word is lost."""

from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect, sync_playwright

from keyworker.questionnaires.filling import Filling
from tests.design.desk import STATIC
from tests.questionnaires.forms import calculated, choice, group, item, read, when
from tools.browser import find_browser

pytestmark = pytest.mark.journey
ADDRESS = "http://keyworker.test/"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'"
PAGE = """<!doctype html><html lang="en"><head><title>A form</title>
<meta name="htmx-config" content='{"includeIndicatorStyles": false, "allowEval": false}'>
<script src="/htmx.js" defer></script></head><body><main><form method="post">%s<button>Save</button></form></main>"""


def visit_form():
    yes = [when("pain", "=", answerBoolean=True)]
    return read(
        item("pain", "boolean", "Are you in pain?"),
        item("where", "string", "Where does it hurt?", enableWhen=yes),
        group("more", item("since", "string", "Since when?"), text="About the pain", enableWhen=yes),
        choice("sleep", ("Well", 0), ("Badly", 3), text="How do you sleep?"),
        item("notes", "text", "Anything else?"),
        item("total", "integer", "Score", extension=calculated("%resource.item.answer.value.ordinal().sum()")),
    )


@pytest.fixture
def tab():
    definition = visit_form()
    sent = []

    def answer(route):
        path = route.request.url.removeprefix(ADDRESS)
        if path == "htmx.js":
            route.fulfill(body=(STATIC / "design/htmx.min.js").read_text(), content_type="text/javascript")
        elif path == "preview":
            sent.append(parse_qs(route.request.post_data or "", keep_blank_values=True))
            route.fulfill(body=Filling(definition, data=sent[-1]).preview_html(), content_type="text/html")
        else:
            page = PAGE % Filling(definition).as_html(preview_url="/preview")
            route.fulfill(body=page, content_type="text/html", headers={"Content-Security-Policy": POLICY})

    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_page()
        tab.complaints, tab.sent = [], sent
        tab.on("pageerror", lambda error: tab.complaints.append(str(error)))
        tab.on("console", lambda line: tab.complaints.append(line.text) if line.type == "error" else None)
        tab.route("**/*", answer)
        tab.goto(ADDRESS)
        yield tab
        assert [complaint for complaint in tab.complaints if "favicon" not in complaint] == []
        browser.close()


def test_questions_come_and_go_with_the_answers_they_wait_for(tab):
    where = tab.get_by_label("Where does it hurt?")
    expect(where).to_have_count(0)
    expect(tab.get_by_text("only if")).to_have_count(0)
    tab.get_by_label("Yes").check()
    where.fill("My knee")
    expect(tab.get_by_role("heading", name="About the pain")).to_be_visible()
    tab.get_by_label("No").check()
    expect(where).to_have_count(0)
    tab.get_by_label("Yes").check()
    expect(where).to_have_value("My knee")


def test_the_score_follows_the_answers(tab):
    tab.get_by_label("Badly").check()
    expect(tab.locator("#item-7")).to_contain_text("3")
    tab.get_by_label("Well").check()
    expect(tab.locator("#item-7")).to_contain_text("0")


def test_a_word_typed_while_the_page_refreshes_stays_and_keeps_the_cursor(tab):
    tab.get_by_label("Yes").check()
    notes = tab.get_by_label("Anything else?")
    notes.press_sequentially("I can only come on Mondays", delay=20)
    expect(tab.get_by_label("Where does it hurt?")).to_be_visible()
    expect(notes).to_have_value("I can only come on Mondays")
    expect(notes).to_be_focused()
    assert len(tab.sent) >= 2
