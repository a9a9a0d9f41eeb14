"""Entries, tables, sliders and pages in a real browser under the strict policy, with scripts and without."""

import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect, sync_playwright

from keyworker.questionnaires.filling import Filling
from tests.design.desk import STATIC
from tests.questionnaires.forms import (
    CORE,
    choice,
    control,
    group,
    is_code,
    item,
    option,
    read,
    shown_as,
    toggle,
    when,
)
from tools.browser import find_browser

pytestmark = pytest.mark.journey
ADDRESS = "http://keyworker.test/"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; font-src 'self'; img-src 'self'"
PAGE = """<!doctype html><html lang="en"><head><title>A form</title>
<meta name="htmx-config" content='{"includeIndicatorStyles": false, "allowEval": false}'>
<link rel="stylesheet" href="/design/app.css"><script src="/design/htmx.min.js" defer></script>
<script type="module" src="/design/app.js"></script></head><body class="kw-body"><main id="main">
<form method="post" novalidate>%s<button name="save">Save</button></form></main></body></html>"""
KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "woff2": "font/woff2"}
LEVELS = ("Never", "Sometimes", "Often")


def home():
    bounds = [{"url": f"{CORE}minValue", "valueInteger": 0}, {"url": f"{CORE}maxValue", "valueInteger": 10}]
    rows = [
        choice("sad", *LEVELS, text="Sad"),
        choice("why", *LEVELS, text="Why so?", enableWhen=[is_code("sad", "often")]),
    ]
    school = item("school", "string", "Which school?", enableWhen=[when("goes", "=", answerBoolean=True)])
    town = [toggle("%resource.descendants().where(linkId = 'state').answer.value.code = 'ohio'", "Lake")]
    return read(
        group(
            "child",
            item("name", text="Name"),
            item("goes", "boolean", "Goes to school?"),
            school,
            repeats=True,
            text="Child",
        ),
        group("feelings", *rows, text="Feelings", extension=[control("table")]),
        item("pain", "integer", "Pain", extension=[control("slider"), *bounds], item=[shown_as("upper", "up", "Much")]),
        choice("state", "Texas", "Ohio", text="State"),
        choice("town", "Lake", "Elsewhere", text="Town", extension=town),
        item(
            "land",
            "choice",
            "Country",
            answerOption=[option("Syria"), option("Ukraine")],
            extension=[control("autocomplete")],
        ),
    )


def two_pages():
    return read(
        group("one", item("name", text="Name"), text="About you", extension=[control("page")]),
        group("two", item("job", text="Work"), text="Your work", extension=[control("page")]),
    )


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as player:
        found = player.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


class Visit:
    """A tab on a form, and what it sent at last."""

    def __init__(self, browser, definition, *, scripts=True, width=1200):
        self._definition, self._scripts, self.sent = definition, scripts, {}
        self.context = browser.new_context(java_script_enabled=scripts, viewport={"width": width, "height": 900})
        self.tab = self.context.new_page()
        self.complaints = []
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.tab.on("console", lambda line: self.complaints.append(line.text) if line.type == "error" else None)
        self.tab.route("**/*", self._answer)
        self.tab.goto(ADDRESS)

    def _answer(self, route):
        path, request = route.request.url.removeprefix(ADDRESS), route.request
        if path.startswith("design/"):
            file = STATIC / path
            kind = KINDS.get(path.rpartition(".")[2], "application/octet-stream")
            return route.fulfill(body=file.read_bytes(), content_type=kind) if file.is_file() else route.abort()
        data = parse_qs(request.post_data or "", keep_blank_values=True) if request.method == "POST" else None
        filling = Filling(self._definition, data)
        self.sent = data or self.sent
        if path == "preview":
            return route.fulfill(body=filling.preview_html(), content_type="text/html")
        html = PAGE % filling.as_html(preview_url="/preview" if self._scripts else "")
        return route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": POLICY})

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        # Heard before the tab is shut: shutting breaks off what is still being asked, and that is no mistake.
        heard = [line for line in self.complaints if "favicon" not in line and "ERR_FAILED" not in line]
        self.context.close()
        assert heard == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_child_is_added_and_taken_away_and_nothing_typed_is_lost(browser, scripts):
    with Visit(browser, home(), scripts=scripts) as visit:
        tab = visit.tab
        tab.get_by_label("Name").fill("Ana")
        tab.get_by_role("button", name=re.compile("Add another.*Child")).click()
        expect(tab.get_by_label("Name")).to_have_count(2)
        expect(tab.get_by_label("Name").first).to_have_value("Ana")
        expect(tab.get_by_role("region", name="Child 2")).to_be_focused()
        tab.get_by_label("Name").nth(1).fill("Ben")
        tab.get_by_role("button", name=re.compile("Remove.*Child 1")).click()
        expect(tab.get_by_label("Name")).to_have_count(1)
        expect(tab.get_by_label("Name")).to_have_value("Ben")


def test_what_an_entry_asks_follows_its_own_answers(browser):
    with Visit(browser, home()) as visit:
        tab = visit.tab
        tab.get_by_role("button", name=re.compile("Add another.*Child")).click()
        second = tab.get_by_role("region", name="Child 2")
        second.get_by_label("Yes").check()
        expect(tab.get_by_label("Which school?")).to_have_count(1)
        expect(second.get_by_label("Which school?")).to_be_visible()


def test_a_row_of_a_table_comes_and_goes_and_each_button_says_its_question(browser):
    with Visit(browser, home()) as visit:
        tab = visit.tab
        expect(tab.get_by_role("row", name="Why so?")).to_have_count(0)
        tab.get_by_role("radio", name="Sad Often").check()
        tab.get_by_role("radio", name="Why so? Never").check()
        tab.get_by_role("radio", name="Sad Never").check()
        expect(tab.get_by_role("radio", name="Why so? Never")).to_have_count(0)
        tab.get_by_role("radio", name="Sad Often").check()
        expect(tab.get_by_role("radio", name="Why so? Never")).to_be_checked()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_slider_is_no_answer_until_it_is_moved(browser, scripts):
    with Visit(browser, home(), scripts=scripts) as visit:
        tab = visit.tab
        box, slider = tab.get_by_role("textbox", name="Pain"), tab.get_by_role("slider", name="Pain")
        expect(box).to_have_value("")
        slider.focus()
        slider.press("ArrowRight")
        if scripts:
            expect(box).to_have_value("6")
        tab.get_by_role("button", name="Save").click()
        tab.wait_for_load_state()
        expect(box).to_have_value("6")
        assert Filling(home(), visit.sent).to_response(completed=True)["item"][0]["answer"] == [{"valueInteger": 6}]


def test_the_slider_follows_its_box(browser):
    with Visit(browser, home()) as visit:
        visit.tab.get_by_role("textbox", name="Pain").fill("9")
        expect(visit.tab.get_by_role("slider", name="Pain")).to_have_value("9")
        visit.tab.get_by_role("textbox", name="Pain").fill("")
        expect(visit.tab.get_by_role("slider", name="Pain")).to_have_value("5")


def test_the_answers_offered_follow_another_answer(browser):
    with Visit(browser, home()) as visit:
        tab = visit.tab
        town = tab.get_by_role("radiogroup", name="Town")
        expect(town.get_by_role("radio")).to_have_count(1)
        tab.get_by_label("Ohio").check()
        expect(town.get_by_role("radio")).to_have_count(2)
        town.get_by_label("Lake").check()
        tab.get_by_label("Texas").check()
        expect(town.get_by_role("radio")).to_have_count(1)


@pytest.mark.parametrize("scripts", [True, False])
def test_one_page_at_a_time_by_buttons_or_by_the_enter_key(browser, scripts):
    with Visit(browser, two_pages(), scripts=scripts) as visit:
        tab = visit.tab
        expect(tab.get_by_text("Page 1 of 2")).to_be_visible()
        tab.get_by_label("Name").fill("Rosa")
        tab.get_by_label("Name").press("Enter")
        expect(tab.get_by_text("Page 2 of 2")).to_be_visible()
        tab.get_by_role("textbox", name="Work").fill("Baker")
        tab.get_by_role("button", name="Back").click()
        expect(tab.get_by_label("Name")).to_have_value("Rosa")
        tab.get_by_role("button", name="Next").click()
        expect(tab.get_by_role("textbox", name="Work")).to_have_value("Baker")
        tab.get_by_role("button", name="Save").click()
        tab.wait_for_load_state()
        answers = Filling(two_pages(), visit.sent).answers.values
        assert [values[0] for values in answers.values()] == ["Rosa", "Baker"]


@pytest.mark.parametrize("width", [360, 1200])
def test_nothing_is_wider_than_the_screen_and_a_table_becomes_questions_on_a_phone(browser, width):
    with Visit(browser, home(), width=width) as visit:
        tab = visit.tab
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        label = tab.locator(".kw-likert label").first
        size = label.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        assert (size > 10) is (width == 360)
        place = tab.locator(".kw-likert .govuk-radios__item").first.bounding_box()
        assert place["height"] >= 40
