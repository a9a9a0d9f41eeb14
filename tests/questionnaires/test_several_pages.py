"""A form on several pages: one at a time, without scripts too, and nothing typed on any of them gets lost."""

import re

from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.filling import Filling
from tests.questionnaires.forms import choice, control, group, item, read, sent, shown_as, when
from tests.questionnaires.test_pages import Page


def page_group(name, *items, **more):
    return group(name, *items, text=f"Page {name}", extension=[control("page")], **more)


def three_pages():
    return read(
        shown_as("header", "top", "Take your time."),
        page_group(
            "one", item("name", required=True), item("age", "integer"), choice("likes", "Tea", "Milk", repeats=True)
        ),
        page_group("two", item("job"), enableWhen=[when("age", ">", answerInteger=15)]),
        page_group("three", group("kids", item("kid"), repeats=True, text="Child"), item("end", required=True)),
    )  # fmt: skip


class Browser:
    """Does what a browser without scripts does: shows a page, and sends all that stands in its form."""

    def __init__(self, definition):
        self.definition = definition
        self.show(Filling(definition))

    def show(self, filling):
        self.filling = filling
        self.html = filling.as_html()
        self.fields = {}
        for attributes in Page(self.html).all("input"):
            if attributes.get("type") in {"radio", "checkbox"} and "checked" not in attributes:
                continue
            self.fields.setdefault(attributes["name"], []).append(attributes["value"])

    def press(self, button, value, /, **typed):
        data = {**self.fields, **{f"answer:::{link_id}": [text] for link_id, text in typed.items()}, button: value}
        self.show(Filling(self.definition, data=data))
        return self

    def go(self, where, /, **typed):
        return self.press("go", where, **typed)

    @property
    def seen(self):
        visible = [a for a in Page(self.html).all("input") if a.get("type") not in {"hidden"}]
        return list(dict.fromkeys(a["name"].rpartition(":")[2] for a in visible))

    @property
    def progress(self):
        return re.search(r"Page \d of \d", self.html)[0]


def test_one_page_at_a_time_with_the_same_heading_on_each():
    browser = Browser(three_pages())
    assert (browser.seen, browser.progress) == (["name", "age", "likes"], "Page 1 of 2")
    assert not browser.filling.may_finish
    browser.go("next", name="Rosa", age="40")
    assert (browser.seen, browser.progress) == (["job"], "Page 2 of 3")
    browser.go("next", job="Baker")
    assert (browser.seen, browser.progress) == (["kid", "end"], "Page 3 of 3")
    assert "Take your time." in browser.html
    assert browser.filling.may_finish


def test_what_was_typed_on_every_page_is_there_at_the_end_and_on_the_way_back():
    browser = Browser(three_pages()).go("next", name="Rosa", age="40").go("next", job="Baker").go("back")
    assert browser.seen == ["job"]
    assert 'value="Baker"' in browser.html
    browser.go("back")
    assert browser.seen == ["name", "age", "likes"]
    browser.go("next").go("next").press("finish", "yes", end="Done")
    assert browser.filling.is_valid()
    assert not browser.filling.wants_more
    told = {place.link_id: values[0] for place, values in browser.filling.answers.values.items()}
    assert told == {"name": "Rosa", "age": 40, "job": "Baker", "end": "Done"}


def test_a_page_that_is_not_asked_is_passed_over_and_its_words_wait_for_it():
    browser = Browser(three_pages()).go("next", name="Rosa", age="40").go("next", job="Baker").go("back").go("back")
    browser.go("next", age="9")
    assert (browser.seen, browser.progress) == (["kid", "end"], "Page 2 of 2")
    assert Place("job") not in browser.filling.answers.values
    browser.go("back").go("next", age="41")
    assert 'value="Baker"' in browser.html


def test_nobody_is_led_on_from_what_cannot_be_read_but_may_leave_out_what_is_missing():
    browser = Browser(three_pages()).go("next", age="old")
    assert browser.seen == ["name", "age", "likes"]
    assert "Write a whole number" in browser.html
    assert "Answer this question" not in browser.html
    assert 'value="old"' in browser.html
    assert browser.go("next", age="").seen == ["kid", "end"]


def test_handing_in_leads_to_the_first_page_with_something_to_put_right():
    browser = Browser(three_pages()).go("next", age="40").go("next")
    browser.press("finish", "yes")
    assert not browser.filling.is_valid()
    assert browser.seen == ["kid", "end"]  # something is wrong here too, so it stays
    assert "There is more to put right on another page." in browser.html
    (other,) = [b for b in Page(browser.html).all("button", name="go") if b["value"].isdigit()]
    browser.go(other["value"], end="Done")
    assert browser.seen == ["name", "age", "likes"]
    browser.go("next").go("next").press("finish", "yes")
    assert browser.seen == ["name", "age", "likes"]
    assert "Answer this question" in browser.html


def test_entries_are_added_on_their_page_and_stay_when_it_is_left():
    browser = Browser(three_pages()).go("next", name="Rosa")
    browser.fields["answer:0::kid"] = ["Ana"]
    browser.press("add", "answer::count:kids")
    browser.fields["answer:1::kid"] = ["Ben"]
    browser.go("back").go("next")
    assert 'value="Ana"' in browser.html
    assert 'value="Ben"' in browser.html


def test_a_form_that_was_begun_is_gone_on_with_where_it_was_left():
    kept = Filling(three_pages(), data=sent(name="Rosa", age="40"), draft=True).to_response(completed=False)
    assert Filling(three_pages(), response=kept).page.number == 2
    assert Filling(three_pages()).page.number == 1


def test_with_scripts_the_count_of_pages_follows_the_answers_and_the_page_stays():
    data = {**sent(name="Rosa", age="40"), "at-page": "0"}
    changes = Filling(three_pages(), data=data).preview_html()
    assert "Page 1 of 3" in changes
    assert 'id="questionnaire-progress" hx-swap-oob="true"' in changes
    assert "job" not in changes


def test_a_draft_saves_all_pages():
    browser = Browser(three_pages()).go("next", name="Rosa", age="40")
    draft = Filling(three_pages(), data={**browser.fields, "answer:::job": "Baker"}, draft=True)
    assert draft.is_valid()
    assert len(draft.answers.values) == 3


def test_a_page_that_nobody_knows_is_the_nearest_there_is():
    for at in ("99", "-1", "x", ""):
        assert Filling(three_pages(), data={"at-page": at, "go": "stay"}).page.number in {1, 2}
        assert Filling(three_pages(), data={"at-page": at, "go": "12345678901234567890"}).page is not None


def test_a_form_without_pages_is_on_one():
    filling = Filling(read(item("a")))
    assert filling.page is None
    assert filling.may_finish
    assert "Page 1" not in filling.as_html()
