"""Each control: what stands on the page, what a browser sends of it, and what is kept."""

import re
from decimal import Decimal

import pytest
from django.utils.datastructures import MultiValueDict

from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.values import Coding, Quantity, Reference
from keyworker.questionnaires.filling import Filling
from keyworker.questionnaires.known import NothingKnown
from tests.questionnaires.forms import (
    CORE,
    SDC,
    choice,
    control,
    expression_extension,
    group,
    is_code,
    item,
    option,
    read,
    sent,
    shown_as,
    translated,
    unit,
    when,
)
from tests.questionnaires.test_pages import Page

LEVELS = ("Never", "Sometimes", "Often")


def answers(definition, data, name="q"):
    filling = Filling(definition, data=data)
    assert filling.errors == []
    return filling.answers.at(Place(name))


def message(definition, data):
    (error,) = Filling(definition, data=data).errors
    return error.says


# --- units -------------------------------------------------------------------------------------------------------


def weight(**more):
    return read(item("q", "quantity", extension=[unit("kg"), unit("[lb_av]", "lb"), *more.get("extension", [])]))


def test_an_amount_is_kept_with_the_unit_that_was_chosen():
    data = {"answer:::q": "62,5", "answer::unit:q": "[lb_av]"}
    assert answers(weight(), data) == (Quantity(Decimal("62.5"), "lb", "[lb_av]"),)
    html = Filling(weight(), data=data).as_html()
    assert '<option value="[lb_av]" selected>lb</option>' in html
    assert "62.5 lb" in Filling(weight(), data=data).as_answers_html()


def test_an_amount_without_its_unit_is_asked_for_and_one_unit_needs_no_choice():
    assert message(weight(), {"answer:::q": "62"}) == "Choose a unit"
    one = {"url": f"{CORE}questionnaire-unit", "valueCoding": {"code": "kg"}}
    definition = read(item("q", "quantity", extension=[one]))
    assert answers(definition, sent(q="62")) == (Quantity(Decimal(62), "kg", "kg"),)
    assert '<div class="govuk-input__suffix">kg</div>' in Filling(definition).as_html()


def test_the_unit_may_be_said_by_a_first_amount_without_a_number():
    definition = read(item("q", "quantity", initial=[{"valueQuantity": {"unit": "kg", "code": "kg"}}]))
    assert answers(definition, sent(q="62")) == (Quantity(Decimal(62), "kg", "kg"),)


def test_units_may_come_from_a_list_in_the_file():
    kilos = {
        "resourceType": "ValueSet",
        "id": "w",
        "compose": {"include": [{"concept": [{"code": "kg"}, {"code": "g"}]}]},
    }
    named = {"url": f"{CORE}questionnaire-unitValueSet", "valueCanonical": "#w"}
    definition = read(item("q", "quantity", extension=[named]), contained=[kilos])
    assert answers(definition, {"answer:::q": "5", "answer::unit:q": "g"}) == (Quantity(Decimal(5), "g", "g"),)


def test_an_amount_keeps_to_its_bounds_in_its_own_unit():
    least = {"url": f"{SDC}minQuantity", "valueQuantity": {"value": 10, "code": "kg"}}
    definition = weight(extension=[least])
    assert message(definition, {"answer:::q": "5", "answer::unit:q": "kg"}) == "The number must be 10 or more"
    assert answers(definition, {"answer:::q": "5", "answer::unit:q": "[lb_av]"})


# --- slider ------------------------------------------------------------------------------------------------------


def slider():
    bounds = [{"url": f"{CORE}minValue", "valueInteger": 0}, {"url": f"{CORE}maxValue", "valueInteger": 10}]
    ends = [shown_as("lower", "low", "No pain"), shown_as("upper", "high", "The worst pain")]
    step = {"url": f"{CORE}questionnaire-sliderStepValue", "valueInteger": 2}
    return read(item("q", "integer", "Pain?", extension=[control("slider"), step, *bounds], item=ends))


def slid(box, slide, was="", rest="4"):
    return {"answer:::q": box, "answer::slide:q": slide, "answer::was:q": was, "answer::rest:q": rest}


def test_a_slider_rests_in_the_middle_and_that_is_no_answer():
    html = Filling(slider()).as_html()
    (ranged,) = Page(html).all("input", type="range")
    assert (ranged["min"], ranged["max"], ranged["step"], ranged["value"]) == ("0", "10", "2", "4")
    assert "No pain" in html
    assert "The worst pain" in html
    assert answers(slider(), slid("", "4")) == ()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (slid("", "8"), (8,)),  # moved, without scripts
        (slid("8", "8"), (8,)),  # moved, with them
        (slid("4", "4"), (4,)),  # written: the middle is an answer too
        (slid("6", "4"), (6,)),
        (slid("2", "8", was="2", rest="2"), (8,)),  # answered before, then moved
        (slid("6", "2", was="2", rest="2"), (6,)),  # answered before, then written
        (slid("", "2", was="2", rest="2"), ()),  # answered before, then taken back
    ],
)
def test_a_slider_and_its_box_are_one_answer(typed, kept):
    assert answers(slider(), typed) == kept


def test_a_slider_that_was_moved_stands_there_when_the_page_comes_back():
    again = Page(Filling(slider(), data={**slid("", "8"), "go": "stay"}).as_html())
    assert again.all("input", type="range")[0]["value"] == "8"
    assert again.all("input", name="answer:::q")[0]["value"] == "8"


# --- lists -------------------------------------------------------------------------------------------------------


def test_a_list_to_type_into_takes_its_answers_in_any_of_its_languages_and_nothing_else():
    spanish = {"valueCoding": {"code": "de", "display": "Germany", "_display": translated(es="Alemania")}}
    closed = read(item("q", "choice", answerOption=[spanish, option("Mexico")], extension=[control("autocomplete")]))
    assert answers(closed, sent(q="germany ")) == (Coding("de"),)
    assert answers(closed, sent(q="Alemania")) == (Coding("de"),)
    assert message(closed, sent(q="Atlantis")) == "Choose from the answers listed"
    html = Filling(closed, data=sent(q="Atlantis")).as_html()
    assert '<datalist id="item-1-list"><option value="Germany"></option>' in html
    assert 'value="Atlantis"' in html


def test_an_open_list_to_type_into_takes_own_words_too_and_several_where_it_may():
    definition = read(
        item("q", "open-choice", repeats=True, answerOption=[option("Mexico")], extension=[control("autocomplete")])
    )
    assert answers(definition, sent(q=["mexico", "Atlantis", ""])) == (Coding("mexico", "urn:test"), "Atlantis")


def test_what_stands_beside_own_words_may_be_said_by_the_form():
    label = {"url": f"{SDC}openLabel", "valueString": "Somebody else (who?)"}
    html = Filling(read(item("q", "open-choice", answerOption=[option("Mother")], extension=[label]))).as_html()
    assert "Somebody else (who?)" in html


def test_prefixes_designations_and_hints_are_in_the_language_of_the_page():
    words = {"language": "es", "value": "Nunca"}
    listed = {
        "resourceType": "ValueSet",
        "id": "often",
        "compose": {"include": [{"system": "urn:x", "concept": [{"code": "n", "display": "Never", "designation": [
            {"language": "es", "value": "Jamás"}, {**words, "use": {"code": "preferredForLanguage"}}]}]}]},
    }  # fmt: skip
    hint = {"url": f"{CORE}entryFormat", "valueString": "Like this", "_valueString": translated(es="Así")}
    definition = read(
        item("q", "choice", "How often?", _text=translated(es="¿Cuánto?"), prefix="A", _prefix=translated(es="Á"),
             answerValueSet="#often", extension=[hint]),
        contained=[listed],
    )  # fmt: skip
    html = Filling(definition, language="es").as_html()
    assert all(word in html for word in ("Á ¿Cuánto?", "Nunca", "Así"))
    assert "Jamás" not in html


# --- somebody, something ----------------------------------------------------------------------------------------


class Doctors(NothingKnown):
    def suggestions(self, kinds, typed):
        assert kinds == ("Practitioner",)
        everyone = [Reference("Practitioner/1", "Dr. Amal Haddad"), Reference("Practitioner/2", "Dr. Ann Hill")]
        return [one for one in everyone if typed.casefold() in one.display.casefold()]


def doctor():
    kind = {"url": f"{CORE}questionnaire-referenceResource", "valueCode": "Practitioner"}
    return read(item("q", "reference", "Your doctor?", extension=[kind]))


def test_somebody_is_found_by_name_among_those_who_are_suggested_or_only_named():
    found = Filling(doctor(), data=sent(q="dr. ann hill"), known=Doctors())
    assert found.answers.at(Place("q")) == (Reference("Practitioner/2", "Dr. Ann Hill"),)
    assert found.to_response(completed=True)["item"][0]["answer"] == [
        {"valueReference": {"reference": "Practitioner/2", "display": "Dr. Ann Hill"}}
    ]
    assert Filling(doctor(), data=sent(q="Dr. Who"), known=Doctors()).answers.at(Place("q")) == (
        Reference(display="Dr. Who"),
    )


def test_suggestions_follow_what_is_typed():
    changes = Filling(doctor(), data=sent(q="ann"), known=Doctors()).preview_html()
    assert '<datalist id="item-1-list" hx-swap-oob="true"><option value="Dr. Ann Hill"></option></datalist>' in changes


# --- groups ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["table", "htable"])
def test_questions_with_the_same_answers_stand_in_a_real_table(code):
    rows = [choice(f"q{n}", *LEVELS, text=f"Question {n}") for n in range(2)]
    html = Filling(read(group("g", *rows, extension=[control(code)]))).as_html()
    found = Page(html)
    assert len(found.all("th", scope="col")) == 1 + len(LEVELS)
    assert [head["id"] for head in found.all("th", scope="row")] == ["item-2-question", "item-3-question"]
    (first, *_rest) = found.all("input", name="answer:::q0")
    assert first["aria-labelledby"] == "item-2-question item-2-label"
    assert {"item-2-question", "item-2-label"} <= set(found.ids)


def test_a_question_of_a_table_comes_and_goes_as_a_row_of_it():
    rows = [choice("q0", *LEVELS), choice("q1", *LEVELS, enableWhen=[is_code("q0", "often")])]
    definition = read(group("g", *rows, extension=[control("table")]))
    assert '<tr id="slot-item-3">' in Filling(definition).as_html()
    gone = Filling(definition, data={"shown": "slot-item-3", **sent(q1="never")}).preview_html()
    assert '<template>\n<tr id="slot-item-3" hx-swap-oob="true" hidden>' in gone.replace(
        "<template><tr", "<template>\n<tr"
    )
    assert 'type="hidden" name="answer:::q1" value="never"' in gone
    assert 'name="shown" value="slot-item-3"' in Filling(definition, data=sent(q0="often")).preview_html()


def test_a_group_that_does_not_fit_a_table_is_asked_one_by_one():
    for odd in (item("odd"), choice("odd", "Yes", "No"), choice("odd", *LEVELS, repeats=True)):
        html = Filling(read(group("g", choice("q", *LEVELS), odd, extension=[control("table")]))).as_html()
        assert "<table" not in html
        assert "Question odd?" in html


def test_entries_of_a_group_may_be_the_rows_of_a_table():
    cells = [item("name", text="Name"), item("dose", "integer", "Dose")]
    definition = read(group("g", *cells, repeats=True, text="Medicine", extension=[control("gtable")]))
    found = Page(Filling(definition, data={"answer::count:g": "2", "answer:1::name": "Aspirin"}).as_html())
    assert len(found.all("th", scope="row")) == 2
    assert len(found.all("th", scope="col")) == 4  # the entry, its two questions, and what takes it away
    assert found.all("input", name="answer:1::name")[0]["value"] == "Aspirin"
    labelled = {attributes["for"] for attributes in found.all("label")}
    assert {"item-2-0", "item-3-0", "item-2-1", "item-3-1"} <= labelled


def test_a_group_folds_away_without_scripts_and_opens_where_there_is_something_to_see():
    folded = {"url": f"{SDC}collapsible", "valueCode": "default-closed"}
    definition = read(group("g", item("q", required=True), text="More", extension=[folded]))
    assert '<details class="kw-questionnaire__folded"><summary>' in Filling(definition).as_html()
    assert '<details class="kw-questionnaire__folded" open>' in Filling(definition, data={}).as_html()
    assert "open>" in Filling(definition, data={**sent(q="x"), "go": "stay"}).as_html()


def test_headers_come_first_and_footers_last():
    definition = read(
        shown_as("footer", "f", "Thank you."), item("q", text="Name?"), shown_as("header", "h", "Take your time.")
    )
    html = Filling(definition).as_html()
    assert html.index("Take your time.") < html.index("Name?") < html.index("Thank you.")


@pytest.mark.parametrize("code", ["help", "flyover", "prompt"])
def test_what_explains_a_question_stands_with_it(code):
    html = Filling(read(item("q", item=[shown_as(code, "h", "Look at your letter.")]))).as_html()
    assert '<div class="govuk-hint" id="item-1-hint">Look at your letter.</div>' in html


def test_a_control_that_is_not_drawn_is_noted_and_the_question_asked_plainly():
    definition = read(item("q", "integer", extension=[control("tab-container")]))
    assert "control-not-followed" in {finding.name for finding in definition.warnings}
    assert 'name="answer:::q"' in Filling(definition).as_html()


# --- texts and bounds that are worked out ------------------------------------------------------------------------


def test_the_words_of_an_item_may_name_an_answer():
    rule = {"language": "text/fhirpath", "expression": "'Where does ' & %resource.item.first().answer.value & ' live?'"}
    worded = {"extension": [{"url": f"{CORE}cqf-expression", "valueExpression": rule}]}
    definition = read(item("name"), item("where", text="Where do they live?", _text=worded))
    assert "Where do they live?" not in Filling(definition, data=sent(name="Rosa")).as_html()
    assert "Where does Rosa live?" in Filling(definition, data=sent(name="Rosa")).as_html()
    before = re.findall(r'name="shown" value="([^"]+)"', Filling(definition, data=sent(name="Rosa")).as_html())
    same = Filling(definition, data={**sent(name="Rosa"), "shown": before}).preview_html()
    other = Filling(definition, data={**sent(name="Ana"), "shown": before}).preview_html()
    assert "live?" not in same
    assert "Where does Ana live?" in other


def test_a_bound_may_be_worked_out():
    latest = {
        "url": f"{CORE}maxValue",
        "valueDate": "2000-01-01",
        "_valueDate": {"extension": [expression_extension(f"{CORE}cqf-calculatedValue", "today()")]},
    }
    definition = read(item("q", "date", extension=[latest]))
    typed = {"answer::day:q": "1", "answer::month:q": "1", "answer::year:q": "2999"}
    assert message(definition, typed).startswith("This must be ")
    assert answers(definition, {**typed, "answer::year:q": "2020"}) == ("2020-01-01",)


def test_what_the_page_cannot_send_stays_as_it_was_kept_or_as_the_form_begins():
    hidden = {"url": f"{CORE}questionnaire-hidden", "valueBoolean": True}
    definition = read(
        item("id", initial=[{"valueString": "form 7"}], extension=[hidden]),
        item("day", "date", readOnly=True, initial=[{"valueDate": "2024-05-01"}]),
        item("name"),
    )  # fmt: skip
    first = Filling(definition, data={**sent(name="Rosa", id="forged"), "answer::year:day": "1999"})
    assert [value for (value,) in first.answers.values.values()] == ["form 7", "2024-05-01", "Rosa"]
    kept = {"item": [{"linkId": "day", "answer": [{"valueDate": "2023-01-01"}]}]}
    later = Filling(definition, data=sent(name="Rosa"), kept=kept)
    assert later.answers.at(Place("day")) == ("2023-01-01",)


def test_a_question_with_several_dates_has_a_row_for_each():
    definition = read(item("q", "date", repeats=True))
    typed = {"answer::day:q": ["1", "", "3"], "answer::month:q": ["2", "", "4"], "answer::year:q": ["2024", "", "2025"]}
    assert answers(definition, {**typed, "answer::count:q": "3"}) == ("2024-02-01", "2025-04-03")
    html = Filling(definition, response={"item": [{"linkId": "q", "answer": [
        {"valueDate": "2024-02-01"}, {"valueDate": "2025-04"}]}]}).as_html()  # fmt: skip
    assert [box["value"] for box in Page(html).all("input", name="answer::month:q")] == ["02", "04"]


def test_a_condition_may_wait_for_a_question_of_any_type():
    definition = read(
        item("file", "attachment"),
        item("who", "reference"),
        item("more", enableWhen=[when("who", "exists", answerBoolean=True)]),
        item("thanks", "display", enableWhen=[when("file", "exists", answerBoolean=True)]),
    )
    filling = Filling(definition, data=sent(who="Ana", more="x"), files=MultiValueDict())
    assert Place("more") in filling.asked
    assert Place("thanks") not in filling.asked
