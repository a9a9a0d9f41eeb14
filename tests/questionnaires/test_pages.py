"""The page: safe, labelled, whole without JavaScript, and refreshed by htmx only where something changed."""

import re
from html.parser import HTMLParser

import pytest
from django.utils.translation import override

from keyworker.questionnaires.filling import Filling
from tests.questionnaires.forms import (
    CORE,
    OURS,
    band,
    calculated,
    choice,
    form,
    group,
    item,
    option,
    read,
    sent,
    translated,
    when,
)

SCRIPT = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>"


class Page(HTMLParser):
    """What a browser would make of the page: every element with its attributes."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def all(self, tag, **having):
        return [a for t, a in self.elements if t == tag and all(a.get(k.rstrip("_")) == v for k, v in having.items())]

    @property
    def ids(self):
        return [attributes["id"] for _tag, attributes in self.elements if "id" in attributes]


def page(filling, **options):
    return Page(filling.as_html(**options))


def everything(text="Question?"):
    """One of each kind of question, all of them worded alike."""
    options = [option("Yes"), option("No")]
    items = [
        item("display", "display", text),
        item("boolean", "boolean", text),
        item(
            "integer", "integer", text, extension=[{"url": f"{CORE}questionnaire-unit", "valueCoding": {"code": "kg"}}]
        ),
        item("decimal", "decimal", text),
        item("date", "date", text),
        item("dateTime", "dateTime", text),
        item("time", "time", text),
        item("string", "string", text),
        item("many", "string", text, repeats=True),
        item("text", "text", text),
        item("url", "url", text),
        item("quantity", "quantity", text),
        item("attachment", "attachment", text),
        item("said", "string", text, readOnly=True, initial=[{"valueString": text}]),
        item("radios", "choice", text, answerOption=options),
        item("checks", "choice", text, answerOption=options, repeats=True),
        item("open", "open-choice", text, answerOption=options),
        item("list", "choice", text, answerOption=[option(f"Option {n}") for n in range(30)]),
        item("total", "integer", text, extension=calculated("1 + 1")),
    ]
    return form(*items, group("g", item("inner", "string", text), repeats=True, text=text))


def test_text_of_a_form_is_never_markup():
    definition = read(
        item("a", "choice", SCRIPT, prefix=SCRIPT, answerOption=[{"valueCoding": {"code": SCRIPT, "display": SCRIPT}}]),
        item("b", "string", SCRIPT, extension=[{"url": f"{CORE}entryFormat", "valueString": SCRIPT}]),
        item("c", "display", SCRIPT),
        group("g", item("d", "text", SCRIPT), text=SCRIPT, repeats=True),
        item(SCRIPT, "string", SCRIPT),
        item("t", "integer", SCRIPT, extension=[*calculated("1"), band(SCRIPT, 0, meaning=SCRIPT)]),
        copyright=SCRIPT,
        language=SCRIPT,
    )
    filling = Filling(definition, data={**sent(b=SCRIPT), f"answer:::{SCRIPT}": SCRIPT, "answer:0::d": SCRIPT})
    for html in (filling.as_html(preview_url=SCRIPT), filling.preview_html(), filling.as_answers_html()):
        assert "<script" not in html
        assert "<img" not in html
        assert not [tag for tag, attributes in Page(html).elements if any(name.startswith("on") for name in attributes)]


def test_the_page_carries_no_inline_script_or_style():
    found = page(Filling(everything()), preview_url="/preview")
    for tag, attributes in found.elements:
        assert tag not in {"script", "style"}
        assert not {"style"} & attributes.keys()
        assert not any(name.startswith("on") for name in attributes)


def test_every_control_has_a_label_and_every_id_is_one_of_its_kind():
    found = page(Filling(everything()))
    assert len(found.ids) == len(set(found.ids))
    labelled = {attributes["for"] for attributes in found.all("label")}
    controls = [
        attributes["id"]
        for tag, attributes in found.elements
        if tag in {"input", "select", "textarea"} and attributes.get("type") != "hidden"
    ]
    assert set(controls) - labelled == set()
    assert labelled - set(controls) == set()


def test_what_explains_a_question_is_tied_to_it():
    definition = read(
        item("a", text="A?"), item("b", required=True, enableWhen=[when("a", "exists", answerBoolean=False)])
    )
    found = page(Filling(definition, data={}))
    described = [
        attributes["aria-describedby"] for _t, attributes in found.elements if "aria-describedby" in attributes
    ]
    assert described
    assert {identity for ids in described for identity in ids.split()} <= set(found.ids)


def test_each_message_of_the_summary_leads_to_its_control():
    definition = read(
        item("a", required=True),
        item("b", "boolean", required=True),
        item("c", "date", required=True),
        choice("d", "Yes", "No", required=True),
        choice("e", *(f"o{n}" for n in range(30)), required=True),
        choice("f", "Yes", "No", required=True, repeats=True),
        group("g", item("h", "text", required=True), repeats=True),
    )
    found = page(Filling(definition, data={}))
    targets = [attributes["href"][1:] for attributes in found.all("a")]
    assert len(targets) == 7
    focusable = {attributes.get("id") for tag, attributes in found.elements if tag in {"input", "select", "textarea"}}
    assert set(targets) <= focusable


def test_nobody_is_told_what_is_missing_before_they_handed_the_form_in():
    definition = read(item("a", required=True), group("g", item("b", required=True), repeats=True))
    assert "govuk-error" not in Filling(definition).as_html()
    assert "govuk-error" not in Filling(definition, response={"item": []}).as_html()
    assert "govuk-error" not in Filling(definition, data={"add": "answer::count:g"}).as_html()
    assert "govuk-error" in Filling(definition, data={}).as_html()


def test_nothing_typed_is_lost_when_something_is_wrong():
    definition = read(item("n", "integer"), item("t", "text"), item("d", "date"), choice("c", "Yes", "No"))
    data = {**sent(n="nine", t="a long\nstory", c="no"), "answer::day:d": "99", "answer::year:d": "2024"}
    html = Filling(definition, data=data).as_html()
    found = Page(html)
    assert found.all("input", name="answer:::n")[0]["value"] == "nine"
    assert found.all("input", name="answer::day:d")[0]["value"] == "99"
    assert "a long\nstory</textarea>" in html
    assert "checked" in found.all("input", name="answer:::c", value="no")[0]


def smoking():
    return read(
        item("smokes", "boolean", "Do you smoke?"),
        item("daily", "integer", "How many a day?", enableWhen=[when("smokes", "=", answerBoolean=True)]),
        group("quit", item("tried", "text", "What did you try?"), enableWhen=[when("daily", ">", answerInteger=10)]),
        item(
            "total",
            "integer",
            "Twice as many",
            extension=calculated("%resource.item.where(linkId='daily').answer.value * 2"),
        ),
    )


def test_without_javascript_every_question_is_there_with_a_word_on_when_to_answer_it():
    html = Filling(smoking()).as_html()
    assert "Answer this only if your answer to “Do you smoke?” is “Yes”." in html
    assert "Answer these questions only if your answer to “How many a day?” is more than “10”." in html
    assert "How many a day?" in html
    assert "hx-" not in html


def test_with_htmx_only_what_came_went_or_was_worked_out_is_sent():
    shown = {"shown": ["slot-item-2", "slot-item-3"]}
    first = Filling(smoking(), data=shown).preview_html()
    assert set(re.findall(r'id="(slot-[^"]+)" hx-swap-oob="true"', first)) == {"slot-item-2", "slot-item-3"}
    assert "How many a day?" not in first
    came = Filling(smoking(), data=sent(smokes="true")).preview_html()
    assert re.findall(r'id="(slot-[^"]+)" hx-swap-oob="true"', came) == ["slot-item-2"]
    assert "How many a day?" in came
    assert 'name="shown" value="slot-item-2"' in came
    assert "only if" not in came
    stays = Filling(smoking(), data={**sent(smokes="true", daily="4"), "shown": "slot-item-2"}).preview_html()
    assert re.findall(r'id="([^"]+)"[^>]* hx-swap-oob="true"', stays) == ["item-5"]
    assert ">8<" in stays


def test_what_was_typed_in_a_part_that_went_away_is_kept_for_when_it_comes_back():
    data = {**sent(smokes="false", daily="4"), "shown": "slot-item-2"}
    went = Page(Filling(smoking(), data=data).preview_html())
    assert went.all("input", name="answer:::daily") == [{"type": "hidden", "name": "answer:::daily", "value": "4"}]


def test_a_score_can_be_kept_from_view():
    assert "Twice as many" in Filling(smoking()).as_html()
    assert "Twice as many" not in Filling(smoking()).as_html(with_scores=False)
    assert "Twice as many" not in Filling(smoking(), data={}).preview_html(with_scores=False)


def test_a_score_is_shown_in_words_with_its_meaning():
    adding = calculated("%resource.item.answer.value.ordinal().sum()")
    total = item("total", "integer", "Total", extension=[*adding, band("High", 2, meaning="Talk soon.")])
    definition = read(choice("a", ("No", 0), ("Yes", 1)), choice("b", ("No", 0), ("Yes", 1)), total)
    assert "1 so far (1 of 2 questions answered)" in Filling(definition, data=sent(a="yes")).as_html()
    whole = Filling(definition, data=sent(a="yes", b="yes")).as_answers_html()
    assert "2 – High" in whole
    assert "Talk soon." in whole


def test_answers_are_read_as_they_were_asked_and_what_was_not_asked_is_not_there():
    filling = Filling(smoking(), data=sent(smokes="true", daily="4"))
    read_again = Filling(smoking(), response=filling.to_response(completed=True)).as_answers_html()
    assert "Do you smoke?" in read_again
    assert "<div><bdi>Yes</bdi></div>" in read_again
    assert "What did you try?" not in read_again
    assert "<input" not in read_again


def test_a_weight_is_not_shown_beside_its_answer():
    weighed = {
        **option("Often", 2),
        "extension": [
            {"url": f"{CORE}ordinalValue", "valueDecimal": 2},
            {"url": f"{CORE}questionnaire-optionPrefix", "valueString": "2"},
        ],
    }
    lettered = {**option("Never"), "extension": [{"url": f"{CORE}questionnaire-optionPrefix", "valueString": "a)"}]}
    html = Filling(read(item("a", "choice", answerOption=[weighed, lettered]))).as_html()
    assert ">Often<" in html
    assert ">a) Never<" in html


def test_the_form_stands_as_its_page_does_and_says_in_which_language_it_is():
    definition = read(item("a", text="Name", _text=translated(ar="الاسم")))
    with override("ar"):
        html = Filling(definition).as_html()
        assert 'lang="en" dir="rtl"' in Filling(definition, language="en").as_html()
    assert 'lang="ar" dir="rtl"' in html
    assert "الاسم" in html
    with override("es"):
        assert 'lang="en" dir="ltr"' in Filling(definition).as_html()


def test_every_form_shows_whose_it_is():
    definition = read(item("a"), copyright="© Somebody")
    assert "© Somebody" in Filling(definition).as_html()
    assert "© Somebody" in Filling(definition).as_answers_html()


def test_help_stands_with_its_question():
    control = {"coding": [{"code": "help"}]}
    helping = item("h", "display", "Look at your letter.", extension=[
        {"url": f"{CORE}questionnaire-itemControl", "valueCodeableConcept": control}
    ])  # fmt: skip
    html = Filling(read(item("a", item=[helping]))).as_html()
    assert '<div class="govuk-hint" id="item-1-hint">Look at your letter.</div>' in html


@pytest.mark.parametrize("url", [f"{OURS}score-band", f"{OURS}critical-answer"])
def test_our_own_marks_do_not_show_on_the_page(url):
    parts = [{"url": "label", "valueString": "Secret"}, {"url": "message", "valueString": "Secret"}]
    parts += [{"url": "low", "valueDecimal": 0}, {"url": "atLeast", "valueDecimal": 1}]
    marked = choice("a", ("No", 0), ("Yes", 1), extension=[{"url": url, "extension": parts}])
    assert "Secret" not in Filling(read(marked), data=sent(a="yes")).as_html()


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/assessments/1/preview/?lang=es", True),
        ("//elsewhere.example/preview", False),
        ("https://elsewhere.example/", False),
        ("javascript:alert(1)", False),
        ('/x" onclick="alert(1)', False),
        ("/x\n", False),
    ],
)
def test_a_part_drawn_anew_is_refreshed_where_its_page_is_and_nowhere_else(address, kept):
    definition = read(group("g", item("a"), repeats=True))
    changes = Filling(definition, data={"add": "answer::count:g", "refreshed-at": address}).preview_html()
    assert ("hx-post" in changes) is kept
    assert "onclick" not in changes
