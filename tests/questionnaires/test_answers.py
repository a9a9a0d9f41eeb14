"""Answers go in by a web form or a file, and come out as a QuestionnaireResponse that reads back the same."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyworker.questionnaires.engine.answers import Place, read_response
from keyworker.questionnaires.engine.values import Coding
from keyworker.questionnaires.filling import Filling
from tests.questionnaires.forms import CORE, choice, expression_extension, form, group, item, option, read, sent

CONSTRAINT = f"{CORE}targetConstraint"


def answer(kind, data, **more):
    """The one answer, or the one message, that a question of this type makes of what was typed."""
    filling = Filling(read(item("q", kind, **more)), data=data if isinstance(data, dict) else sent(q=data))
    if filling.errors:
        return filling.errors[0].says
    values = filling.answers.at(Place("q"))
    return values[0] if values else None


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("integer", " 42 ", 42),
        ("integer", "٤٢", 42),
        ("integer", "-3", -3),
        ("integer", "4.0", 4),
        ("decimal", "2.5", Decimal("2.5")),
        ("decimal", "2,5", Decimal("2.5")),
        ("decimal", "0,125", Decimal("0.125")),
        ("boolean", "true", True),
        ("boolean", "false", False),
        ("boolean", "", None),
        ("string", "  Rosa  ", "Rosa"),
        ("text", "one\r\ntwo", "one\ntwo"),
        ("text", "   ", None),
        ("time", "9:30", "09:30:00"),
        ("time", "14.05", "14:05:00"),
        ("time", "2pm", "14:00:00"),
        ("time", "930", "09:30:00"),
        ("time", "12am", "00:00:00"),
        ("url", "https://example.org/a?b=c", "https://example.org/a?b=c"),
    ],
)
def test_what_is_typed_becomes_an_answer(kind, typed, kept):
    assert answer(kind, typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "message"),
    [
        ("integer", "four", "Write a whole number, like 4"),
        ("integer", "4.5", "Write a whole number, like 4"),
        ("decimal", "1,000", "Write a number, like 4 or 2.5"),
        ("decimal", "1e5", "Write a number, like 4 or 2.5"),
        ("decimal", "NaN", "Write a number, like 4 or 2.5"),
        ("boolean", "perhaps", "Choose yes or no"),
        ("time", "25:00", "Write a time, like 9:30 or 14:05"),
        ("time", "9", "Write a time, like 9:30 or 14:05"),
        ("url", "javascript:alert(1)", "Write a web address, like https://example.org"),
        ("url", "http://[", "Write a web address, like https://example.org"),
    ],
)
def test_what_cannot_be_read_gets_a_message_that_shows_how(kind, typed, message):
    assert answer(kind, typed) == message


def date(day, month, year):
    return {"answer::day:q": day, "answer::month:q": month, "answer::year:q": year}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (("27", "3", "2024"), "2024-03-27"),
        (("", "3", "2024"), "2024-03"),
        (("", "", "2024"), "2024"),
        (("٢٧", "٣", "٢٠٢٤"), "2024-03-27"),
        (("", "", ""), None),
        (("29", "2", "2023"), "There is no such date. Check the day and the month"),
        (("1", "13", "2023"), "There is no such date. Check the day and the month"),
        (("1", "1", "24"), "Write the year with four digits, like 2024"),
        (("1", "1", ""), "Write at least the year, or the month and the year"),
        (("1", "", "2024"), "Write at least the year, or the month and the year"),
        (("1st", "1", "2024"), "Write the date in numbers, like 27 3 2024"),
    ],
)
def test_a_date_may_be_known_only_in_part(typed, kept):
    assert answer("date", date(*typed)) == kept


def test_a_moment_is_meant_in_the_zone_of_whoever_asks():
    from datetime import datetime
    from zoneinfo import ZoneInfo

    definition = read(item("q", "dateTime"))
    data = {**date("1", "7", "2024"), "answer::time:q": "9:30"}
    filling = Filling(definition, data=data, now=datetime(2026, 1, 1, tzinfo=ZoneInfo("Europe/Paris")))
    assert filling.answers.at(Place("q")) == ("2024-07-01T09:30:00+02:00",)


@pytest.mark.parametrize(
    ("kind", "bound", "typed", "message"),
    [
        ("integer", {"url": f"{CORE}minValue", "valueInteger": 1}, "0", "The number must be 1 or more"),
        ("integer", {"url": f"{CORE}maxValue", "valueInteger": 9}, "10", "The number must be 9 or less"),
        ("decimal", {"url": f"{CORE}maxDecimalPlaces", "valueInteger": 1}, "1.25", "Give at most 1 decimal place"),
        ("string", {"url": f"{CORE}minLength", "valueInteger": 3}, "ab", "Use 3 letters or more"),
        (
            "string",
            {"url": f"{CORE}regex", "valueString": "[0-9]{5}"},
            "1234",
            "This is not written in the way the form asks for",
        ),
    ],
)
def test_an_answer_keeps_to_its_bounds(kind, bound, typed, message):
    assert answer(kind, typed, extension=[bound]) == message


def test_a_text_keeps_to_its_length_and_a_date_to_its_years():
    assert answer("string", "abcd", maxLength=3) == "Use 3 letters or fewer"
    until = {"url": f"{CORE}maxValue", "valueDate": "2024-06-30"}
    assert answer("date", date("1", "7", "2024"), extension=[until]) == "This must be June 30, 2024 or earlier"
    assert answer("date", date("", "6", "2024"), extension=[until]) == "2024-06"


def test_a_choice_takes_only_what_is_listed_and_an_open_one_also_own_words():
    assert answer("choice", "maybe", answerOption=[option("Yes"), option("No")]) == "Choose from the answers listed"
    chosen = answer("choice", "yes", answerOption=[option("Yes"), option("No")])
    assert (chosen.code, chosen.display) == ("yes", "Yes")
    own = {**sent(q="#other"), "answer::other:q": "Sometimes"}
    assert answer("open-choice", own, answerOption=[option("Yes")]) == "Sometimes"
    assert answer("open-choice", sent(q="#other"), answerOption=[option("Yes")]) == (
        "Write your own answer, or choose another"
    )


def test_several_answers_are_kept_in_the_order_of_the_list_and_counted():
    most = {"url": f"{CORE}questionnaire-maxOccurs", "valueInteger": 2}
    definition = read(choice("q", "Food", "Rent", "Power", repeats=True, extension=[most]))
    two = Filling(definition, data=sent(q=["power", "food"]))
    assert [value.display for value in two.answers.at(Place("q"))] == ["Food", "Power"]
    assert [e.says for e in Filling(definition, data=sent(q=["power", "food", "rent"])).errors] == [
        "Give no more than 2 answers"
    ]


def test_an_answer_that_goes_with_no_other_is_taken_alone():
    alone = {
        **option("None of these"),
        "extension": [{"url": f"{CORE}questionnaire-optionExclusive", "valueBoolean": True}],
    }
    definition = read(item("q", "choice", repeats=True, answerOption=[option("Food"), alone]))
    assert not Filling(definition, data=sent(q=["food", "none-of-these"])).is_valid()


def test_a_draft_may_leave_out_what_is_required_but_not_what_is_wrong():
    definition = read(item("name", required=True), item("age", "integer"))
    assert not Filling(definition, data=sent(age="9")).is_valid()
    assert Filling(definition, data=sent(age="9"), draft=True).is_valid()
    assert not Filling(definition, data=sent(age="nine"), draft=True).is_valid()


def test_answers_that_must_fit_together_are_checked_together():
    parts = [
        {"url": "key", "valueId": "order"},
        {"url": "severity", "valueCode": "error"},
        {
            "url": "expression",
            "valueExpression": expression_extension("", "item.first().answer.value <= item.last().answer.value")[
                "valueExpression"
            ],
        },
        {"url": "human", "valueString": "The first number must not be above the second."},
    ]
    definition = read(
        group("g", item("a", "integer"), item("b", "integer"), extension=[{"url": CONSTRAINT, "extension": parts}])
    )
    assert Filling(definition, data=sent(a="1", b="2")).is_valid()
    assert [error.says for error in Filling(definition, data=sent(a="3", b="2")).errors] == [
        "The first number must not be above the second."
    ]
    assert Filling(definition, data={}).is_valid()


def test_another_entry_is_given_when_it_is_asked_for():
    definition = read(group("child", item("name"), repeats=True))
    data = {"answer::count:child": "1", "answer:0::name": "Luz", "add": "answer::count:child"}
    filling = Filling(definition, data=data)
    assert filling.wants_more
    assert 'name="answer:1::name"' in filling.as_html()
    assert 'value="Luz"' in filling.as_html()


def test_children_of_a_question_hang_on_its_answer_and_are_found_there_again():
    definition = read(item("smokes", "boolean", item=[item("daily", "integer")]))
    filling = Filling(definition, data=sent(smokes="true", daily="4"))
    (node,) = filling.to_response(completed=True)["item"]
    assert node["answer"][0]["item"][0]["answer"] == [{"valueInteger": 4}]
    assert Filling(definition, response={"item": [node]}).answers.values == filling.answers.values


def test_a_response_carries_the_words_and_the_version_that_asked():
    definition = read(item("a", text="Name?"), url="https://example.org/q", version="2")
    response = Filling(definition, data=sent(a="Rosa")).to_response(completed=False)
    assert response["questionnaire"] == "https://example.org/q|2"
    assert response["status"] == "in-progress"
    assert response["item"] == [{"linkId": "a", "text": "Name?", "answer": [{"valueString": "Rosa"}]}]


def test_a_response_to_another_form_or_version_is_named():
    definition = read(item("a"), url="https://example.org/q", version="2")
    other = read_response(definition, {"questionnaire": "https://example.org/other", "item": []})
    older = read_response(definition, {"questionnaire": "https://example.org/q|1", "item": []})
    assert [finding.name for finding in (*other.findings, *older.findings)] == ["other-questionnaire", "other-version"]
    assert (len(other.faults), len(older.faults)) == (1, 0)  # another form's answers are never taken for this one's


def test_a_new_form_is_filled_with_what_it_says_at_first_where_that_fits():
    chosen = {**option("Yes"), "initialSelected": True}
    definition = read(
        item("a", initial=[{"valueString": "Rosa"}]),
        item("n", "integer", initial=[{"valueString": "seven"}]),
        item("c", "choice", answerOption=[option("No"), chosen]),
    )
    values = Filling(definition).answers.values
    assert {place.link_id: value for place, (value,) in values.items()} == {
        "a": "Rosa",
        "c": Coding("yes", "urn:test"),
    }


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
EVERYTHING = form(
    item("string"),
    item("text", "text", repeats=True),
    item("integer", "integer"),
    item("decimal", "decimal"),
    item("boolean", "boolean"),
    item("date", "date"),
    choice("choice", ("Never", 0), ("Always", 1), repeats=True),
    item("open", "open-choice", answerOption=[option("Yes")]),
    group("g", item("inner"), group("h", item("innermost", "integer"), repeats=True), repeats=True),
)


@st.composite
def filled_in(draw):
    data = {
        "answer:::string": draw(texts),
        "answer:::text": draw(st.lists(texts, max_size=3)),
        "answer:::integer": str(draw(st.integers(-1000, 1000))),
        "answer:::decimal": str(draw(st.decimals(-1000, 1000, places=2))),
        "answer:::boolean": draw(st.sampled_from(["true", "false", ""])),
        "answer::year:date": str(draw(st.integers(1900, 2100))),
        "answer:::choice": draw(st.lists(st.sampled_from(["never", "always"]), max_size=2)),
        "answer:::open": draw(st.sampled_from(["yes", "#other", ""])),
        "answer::other:open": draw(texts),
        "answer::count:g": str(draw(st.integers(0, 3))),
    }
    for outer in range(3):
        data[f"answer:{outer}::inner"] = draw(texts)
        data[f"answer:{outer}:count:h"] = str(draw(st.integers(0, 2)))
        for inner in range(2):
            data[f"answer:{outer}.{inner}::innermost"] = str(draw(st.integers(0, 9)))
    return data


@settings(deadline=None)
@given(filled_in())
def test_what_was_answered_reads_back_the_same_from_the_response_that_keeps_it(data):
    import json

    from keyworker.questionnaires.engine.parsing import parse

    definition = parse(EVERYTHING)
    filling = Filling(definition, data=data, draft=True)
    kept = json.loads(json.dumps(filling.to_response(completed=True)))
    again = Filling(definition, response=kept)
    assert again.findings == ()
    assert again.to_response(completed=True) == kept
    if not filling.errors:
        assert again.as_answers_html() == filling.as_answers_html()
