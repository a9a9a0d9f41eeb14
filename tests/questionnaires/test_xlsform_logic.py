"""What a spreadsheet makes depend on answers: conditions, bounds, calculations and filters become FHIR's own."""

from datetime import UTC, datetime

import pytest
import time_machine

from keyworker.questionnaires.engine.parsing import parse
from keyworker.questionnaires.filling import Filling
from tests.questionnaires.spreadsheets import (
    filled,
    is_asked,
    item,
    items,
    lost,
    made,
    result,
    said,
    worked_out,
)

YES_NO = """
list_name | name | label
yes_no    | yes  | Yes
yes_no    | no   | No
"""


@pytest.mark.parametrize(
    ("relevant", "condition"),
    [
        ("${safe} = 'no'", {"operator": "=", "answerCoding": {"code": "no"}}),
        ("'no' = ${safe}", {"operator": "=", "answerCoding": {"code": "no"}}),
        ("selected(${safe}, 'no')", {"operator": "=", "answerCoding": {"code": "no"}}),
        ("not(selected(${safe}, 'no'))", {"operator": "!=", "answerCoding": {"code": "no"}}),
        ("${safe} != ''", {"operator": "exists", "answerBoolean": True}),
        ("${safe} = ''", {"operator": "exists", "answerBoolean": False}),
        ("count-selected(${safe}) > 0", {"operator": "exists", "answerBoolean": True}),
    ],
)
def test_simple_conditions_on_a_choice_are_fhirs_own(relevant, condition):
    form = made(
        f"type | name | label | relevant\nselect_one yes_no | safe | Safe? |\ntext | why | Why? | {relevant}", YES_NO
    )
    assert item(form, "why")["enableWhen"] == [{"question": "safe", **condition}]


@pytest.mark.parametrize(
    ("kind", "relevant", "condition"),
    [
        ("integer", "${q} >= 18", {"operator": ">=", "answerInteger": 18}),
        ("integer", "18 < ${q}", {"operator": ">", "answerInteger": 18}),
        ("decimal", "${q} < 2.5", {"operator": "<", "answerDecimal": 2.5}),
        ("text", "${q} = 'x'", {"operator": "=", "answerString": "x"}),
        ("date", "${q} >= date('2024-01-01')", {"operator": ">=", "answerDate": "2024-01-01"}),
    ],
)
def test_simple_conditions_on_other_answers_too(kind, relevant, condition):
    form = made(f"type | name | label | relevant\n{kind} | q | Q |\ntext | why | Why? | {relevant}")
    assert item(form, "why")["enableWhen"] == [{"question": "q", **condition}]


def test_and_or_become_all_and_any_and_a_mixture_an_expression():
    form = made("""
        type    | name | label | relevant
        integer | a    | A     |
        integer | b    | B     |
        text    | all  | All   | ${a} > 1 and ${b} > 1 and ${a} < 9
        text    | any  | Any   | ${a} > 1 or ${b} > 1
        text    | mix  | Mix   | ${a} > 1 and (${b} > 1 or ${b} = 0)
    """)
    assert (item(form, "all")["enableBehavior"], len(item(form, "all")["enableWhen"])) == ("all", 3)
    assert item(form, "any")["enableBehavior"] == "any"
    assert "enableWhen" not in item(form, "mix")
    assert is_asked(form, "mix", a="2", b="0")
    assert not is_asked(form, "mix", a="2", b="1")


def test_a_condition_waiting_for_an_answer_that_is_not_in_the_list_is_named():
    form = made(
        "type | name | label | relevant\nselect_one yes_no | q | Q |\ntext | w | W | ${q} = 'Yes'",
        YES_NO,
    )
    assert "“Yes”, which is not one of the answers" in said(form)["survey", 3, "relevant"]


@pytest.mark.parametrize(
    "relevant",
    [
        "${gone} = 1",
        "../a = 1",
        "${a} = ",
        "instance('x')/root/item[name=${a}] = 1",
        "position(..) = 1",
        "${gps} = ''",
        "${a} = fields",
    ],
)
def test_a_condition_that_cannot_be_followed_leaves_the_question_asked_and_says_so(relevant):
    form = made(f"""
        type     | name | label | relevant
        integer  | a    | A     |
        geopoint | gps  | Gps   |
        text     | w    | W     | {relevant}
    """)
    assert "enableWhen" not in item(form, "w")
    assert "extension" not in item(form, "w")
    assert said(form)["survey", 4, "relevant"].startswith("When it is asked cannot be followed, so it is always asked.")


def test_conditions_hold_as_xpath_means_them_where_nothing_was_answered():
    form = made("""
        type    | name    | label | relevant
        integer | a       | A     |
        integer | b       | B     |
        text    | not_old | Not   | not(${a} > 5)
        text    | differs | Diff  | ${a} != ${b}
        text    | same    | Same  | string-length(concat(${a}, '')) = 0
    """)
    assert is_asked(form, "not_old")
    assert not is_asked(form, "not_old", a="6")
    assert not is_asked(form, "differs")
    assert is_asked(form, "differs", a="1", b="2")
    assert is_asked(form, "same")
    assert not is_asked(form, "same", a="1")


def test_several_answers_ticked_are_told_apart():
    form = made(
        """
        type                   | name | label | relevant
        select_multiple colour | c    | C     |
        text                   | red  | Red   | selected(${c}, 'red')
        text                   | two  | Two   | count-selected(${c}) >= 2
        text                   | only | Only  | ${c} = 'red'
        """,
        "list_name | name | label\ncolour | red | Red\ncolour | blue | Blue",
    )
    both, red = {"c": ["red", "blue"]}, {"c": ["red"]}
    assert [is_asked(form, "red", **each) for each in (both, red, {})] == [True, True, False]
    assert [is_asked(form, "two", **each) for each in (both, red, {})] == [True, False, False]
    assert [is_asked(form, "only", **each) for each in (both, red, {})] == [False, True, False]


@pytest.mark.parametrize(
    ("kind", "constraint", "bounds"),
    [
        ("integer", ". >= 0 and . <= 120", {"minValue": 0, "maxValue": 120}),
        ("integer", ". > 0 and . < 120", {"minValue": 1, "maxValue": 119}),
        ("decimal", ". <= 2.5", {"maxValue": 2.5}),
        ("date", ". >= date('2020-01-01')", {"minValue": "2020-01-01"}),
        ("text", "regex(., '[0-9]{5}')", {"regex": "[0-9]{5}"}),
        ("text", "string-length(.) > 2", {"minLength": 3}),
    ],
)
def test_simple_constraints_are_fhirs_own_bounds(kind, constraint, bounds):
    form = made(f"type | name | label | constraint\n{kind} | q | Q | {constraint}")
    found = {}
    for extension in item(form, "q")["extension"]:
        (value,) = [content for name, content in extension.items() if name.startswith("value")]
        found[extension["url"].rpartition("/")[2]] = value
    assert found == bounds


def test_the_longest_length_is_the_items_own():
    form = made("type | name | label | constraint\ntext | q | Q | string-length(.) <= 40")
    assert item(form, "q")["maxLength"] == 40


def test_a_constraint_with_a_message_says_it_in_the_readers_language():
    form = made(
        """
        type    | name | label::English (en) | label::Español (es) | constraint | constraint_message::English (en) | constraint_message::Español (es)
        integer | age  | Age                 | Edad                | . >= 18    | Adults only                      | Solo adultos
        """  # noqa: E501
    )
    assert [error.says for error in filled(form, age="17").errors] == ["Adults only"]
    assert [error.says for error in filled(form, "es", age="17").errors] == ["Solo adultos"]
    assert filled(form, age="18").errors == []
    assert filled(form).errors == []


def test_a_constraint_may_look_at_other_answers_and_at_today():
    form = made("""
        type    | name  | label | constraint              | constraint_message
        integer | all   | All   |                         |
        integer | some  | Some  | . <= ${all}             |
        date    | due   | Due   | . >= today()            | Not in the past
    """)
    assert filled(form, all="3", some="4").errors[0].says == "Check this answer: it does not fit with another answer."
    assert filled(form, all="3", some="3").errors == []
    with time_machine.travel(datetime(2024, 6, 1, 12, tzinfo=UTC), tick=False):
        assert [error.says for error in filled(form, due=("31", "5", "2024")).errors] == ["Not in the past"]
        assert filled(form, due=("1", "6", "2024")).errors == []


def test_required_only_sometimes_is_asked_for_but_blocks_nobody():
    form = made(
        "type | name | label | required\nselect_one yes_no | q | Q |\ntext | w | W | ${q} = 'yes'",
        YES_NO,
    )
    filling = filled(form, q="yes")
    assert filling.errors == []
    assert [advice.says for advice in filling.advice] == ["Answer this question"]
    assert filled(form, q="no").advice == []
    assert ("survey", 3, "required") in lost(form)


@pytest.mark.parametrize(
    ("calculation", "result"),
    [
        ("${a} + ${b}", 7),
        ("${a} - ${b} - 1", 2),
        ("${a} * ${b}", 10),
        ("${a} div ${b}", 2.5),
        ("${a} mod ${b}", 1),
        ("-${a} + 1", -4),
        ("round(${a} div 3, 2)", 1.67),
        ("int(${a} div 2)", 2),
        ("pow(${b}, 3)", 8),
        ("abs(${b} - ${a})", 3),
        ("min(${a}, ${b}, 1)", 1),
        ("max(${a}, ${b})", 5),
        ("if(${a} > 3, 10, 20)", 10),
        ("if(${a} > 3 and ${b} > 3, 'high', 'low')", "low"),
        ("if(${c} = '', 'none', ${c})", "none"),
        ("if(${a} > 9, ${a}, '')", None),
        ("coalesce(${c}, 'nobody')", "nobody"),
        ("concat('a', ${a}, '-', ${b})", "a5-2"),
        ("string-length('four')", 4),
        ("substr('abcdef', 2, 4)", "cd"),
        ("contains('abc', 'b')", True),
        ("starts-with('abc', 'b')", False),
        ("regex('12345', '[0-9]{5}')", True),
        ("regex('x12345', '[0-9]{5}')", False),
        ("number('4') + 1", 5),
        ("${a} > 4", True),
        ("not(${a} > 4)", False),
        ("once(${a})", 5),
        ("date('2024-01-31')", "2024-01-31"),
        ("decimal-date-time(date('1970-01-11'))", 10),
        ("date('2024-03-01') - date('2024-02-01')", 29),
        ("format-date(date('2024-03-01'), '%d/%m/%Y')", "01/03/2024"),
        ("normalize-space(' a ')", "a"),
    ],
)
def test_calculations_come_to_what_xpath_makes_of_them(calculation, result):
    form = made(f"""
        type      | name | label | calculation
        integer   | a    | A     |
        integer   | b    | B     |
        text      | c    | C     |
        calculate | r    |       | {calculation}
    """)
    assert lost(form) == set()
    assert worked_out(form, "r", a="5", b="2") == result


@pytest.mark.parametrize(
    "calculation",
    ["random()", "uuid()", "pulldata('x', 'a', 'b', ${a})", "../a", "indexed-repeat(${a}, ${a}, 1)", "${a} +", "5 5"],
)
def test_a_calculation_that_cannot_be_followed_is_named_and_left_out(calculation):
    form = made(f"type | name | label | calculation\ninteger | a | A |\ncalculate | r | | {calculation}")
    assert set(items(form)) == {"a"}
    assert said(form)["survey", 3, "calculation"].startswith("It cannot be worked out here.")


def test_an_age_is_worked_out_to_the_day():
    form = made("""
        type      | name | label | calculation
        date      | dob  | Born  |
        calculate | age  |       | int((today() - ${dob}) div 365.25)
    """)
    with time_machine.travel(datetime(2024, 5, 27, 12, tzinfo=UTC), tick=False):
        assert worked_out(form, "age", dob=("28", "5", "2006")) == 17
        assert worked_out(form, "age", dob=("26", "5", "2006")) == 18


def test_a_scale_of_numbers_is_added_up_and_each_answer_weighed():
    form = made(
        """
        type              | name  | label                | calculation
        select_one often  | q1    | Little interest?     |
        select_one often  | q2    | Down?                |
        calculate         | total |                      | ${q1} + ${q2}
        note              | shown | Your total: ${total} |
        """,
        "list_name | name | label\noften | 0 | Never\noften | 3 | Every day",
    )
    weights = [option["valueCoding"]["extension"][0]["valueDecimal"] for option in item(form, "q1")["answerOption"]]
    assert weights == [0, 3]
    (score,) = filled(form, q1="3", q2="3").scores
    assert (score.label.default, score.number, score.is_complete) == ("Your total", 6, True)


def test_sums_over_a_repeat_and_answers_of_the_same_occurrence():
    form = made("""
        type         | name   | label   | calculation         | relevant
        begin repeat | member | Member  |                     |
        integer      | age    | Age     |                     |
        text         | school | School? |                     | ${age} + 0 < 18
        calculate    | months |         | ${age} * 12         |
        end repeat   |        |         |                     |
        calculate    | ages   |         | sum(${age})         |
        calculate    | people |         | count(${member})    |
        calculate    | oldest |         | max(${age})         |
    """)
    data = {"answer:::member": "", "answer::count:member": "2", "answer:0::age": "40", "answer:1::age": "7"}
    filling = Filling(parse(form.content), data=data)
    response = {found["linkId"]: found for found in filling.to_response(completed=False)["item"]}
    assert [response[name]["answer"][0]["valueDecimal"] for name in ("ages", "people", "oldest")] == [47, 2, 40]
    asked = {place for place in filling.asked if place.link_id == "school"}
    assert [place.at for place in asked] == [(1,)]


def test_a_choice_filter_offers_only_what_fits():
    form = made(
        """
        type                | name   | label  | choice_filter
        select_one states   | state  | State  |
        select_one counties | county | County | state=${state}
        """,
        """
        list_name | name    | label   | state
        states    | texas   | Texas   |
        states    | ohio    | Ohio    |
        counties  | king    | King    | texas
        counties  | cameron | Cameron | texas
        counties  | lake    | Lake    | ohio
        """,
    )
    assert lost(form) == set()
    toggles = [each for each in item(form, "county")["extension"] if each["url"].endswith("ToggleExpression")]
    offered = [
        [part["valueCoding"]["code"] for part in each["extension"] if part["url"] == "option"] for each in toggles
    ]
    assert offered == [["king", "cameron"], ["lake"]]
    assert result(filled(form, state="ohio", county="lake"), "county")["code"] == "lake"
    assert result(filled(form, state="texas", county="lake"), "county") is None


def test_a_filter_that_looks_at_no_answer_is_settled_at_once():
    form = made(
        "type | name | label | choice_filter\nselect_one towns | t | T | open = 'yes' and name != 'b'",
        "list_name | name | label | open\ntowns | a | A | yes\ntowns | b | B | yes\ntowns | c | C | no",
    )
    assert [option["valueCoding"]["code"] for option in item(form, "t")["answerOption"]] == ["a"]


def test_a_filter_that_cannot_be_followed_offers_all_answers_and_says_so():
    form = made(
        "type | name | label | choice_filter\nselect_one towns | t | T | county = ${gone}",
        "list_name | name | label | county\ntowns | a | A | x\ntowns | b | B | y",
    )
    assert len(item(form, "t")["answerOption"]) == 2
    assert lost(form) == {("survey", 2, "choice_filter")}
