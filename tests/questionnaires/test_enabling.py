"""Which questions are asked: every operator, any and all, and never by an answer that does not count."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyworker.questionnaires.engine.answers import Answers, Place
from keyworker.questionnaires.engine.calculating import Circumstances
from keyworker.questionnaires.engine.enabling import asked_places
from keyworker.questionnaires.engine.settling import settle
from keyworker.questionnaires.engine.values import Coding
from keyworker.questionnaires.filling import Filling
from tests.questionnaires.forms import choice, expression_extension, group, is_code, item, read, sent, when

NOW = datetime(2026, 1, 15, tzinfo=UTC)
ENABLE = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression"


def is_asked(definition, link_id, at=(), **values):
    answers = Answers({Place(name): (value,) for name, value in values.items()})
    return Place(link_id, at) in asked_places(definition, answers, {})


@pytest.mark.parametrize(
    ("condition", "answer", "expected"),
    [
        (when("a", "exists", answerBoolean=True), 3, True),
        (when("a", "exists", answerBoolean=True), None, False),
        (when("a", "exists", answerBoolean=False), None, True),
        (when("a", "exists", answerBoolean=False), 3, False),
        (when("a", "=", answerInteger=3), 3, True),
        (when("a", "=", answerDecimal=3.0), 3, True),
        (when("a", "=", answerInteger=3), 4, False),
        (when("a", "=", answerInteger=3), None, False),
        (when("a", "!=", answerInteger=3), 4, True),
        (when("a", "!=", answerInteger=3), 3, False),
        (when("a", "!=", answerInteger=3), None, True),
        (when("a", ">", answerInteger=3), 4, True),
        (when("a", ">", answerInteger=3), 3, False),
        (when("a", ">=", answerInteger=3), 3, True),
        (when("a", "<", answerInteger=3), 2, True),
        (when("a", "<=", answerInteger=3), 3, True),
        (when("a", "<=", answerInteger=3), 4, False),
        (when("a", ">", answerInteger=10), 9, False),
        (when("a", ">", answerInteger=3), None, False),
    ],
)
def test_a_condition_on_a_number(condition, answer, expected):
    definition = read(item("a", "integer"), item("b", enableWhen=[condition]))
    given = {} if answer is None else {"a": answer}
    assert is_asked(definition, "b", **given) is expected


@pytest.mark.parametrize(
    ("kind", "condition", "answer", "expected"),
    [
        ("boolean", when("a", "=", answerBoolean=False), False, True),
        ("boolean", when("a", "!=", answerBoolean=True), True, False),
        ("date", when("a", ">=", answerDate="2020-05-01"), "2020-05-01", True),
        ("date", when("a", "<", answerDate="2020-05-01"), "2019-12-31", True),
        ("time", when("a", ">", answerTime="12:00:00"), "13:30:00", True),
        ("dateTime", when("a", ">", answerDateTime="2020-01-01T12:00:00Z"), "2020-01-01T12:30:00+01:00", False),
        ("string", when("a", "=", answerString="yes"), "yes", True),
        ("string", when("a", "=", answerString="yes"), "Yes", False),
    ],
)
def test_a_condition_on_other_types(kind, condition, answer, expected):
    definition = read(item("a", kind), item("b", enableWhen=[condition]))
    assert is_asked(definition, "b", a=answer) is expected


def test_a_listed_answer_is_met_by_its_code_even_if_one_side_leaves_out_the_system():
    definition = read(choice("a", "Yes", "No"), item("b", enableWhen=[is_code("a", "yes")]))
    assert is_asked(definition, "b", a=Coding("yes", "urn:test"))
    assert not is_asked(definition, "b", a=Coding("no", "urn:test"))
    other_system = when("a", "=", answerCoding={"code": "yes", "system": "urn:other"})
    assert not is_asked(
        read(choice("a", "Yes"), item("b", enableWhen=[other_system])), "b", a=Coding("yes", "urn:test")
    )


def test_several_conditions_count_all_or_any():
    conditions = [when("a", "=", answerInteger=1), when("b", "=", answerInteger=1)]
    numbers = item("a", "integer"), item("b", "integer")
    together = read(*numbers, item("c", enableWhen=conditions, enableBehavior="all"))
    either = read(*numbers, item("c", enableWhen=conditions, enableBehavior="any"))
    assert is_asked(either, "c", a=1)
    assert not is_asked(together, "c", a=1)
    assert is_asked(together, "c", a=1, b=1)


def test_an_answer_to_a_question_that_is_not_asked_does_not_count():
    definition = read(
        item("smokes", "boolean"),
        group("more", item("daily", "integer"), enableWhen=[when("smokes", "=", answerBoolean=True)]),
        item("help", "boolean", enableWhen=[when("daily", ">", answerInteger=10)]),
    )
    answers = sent(smokes="false", daily="40", help="true")
    assert [place.link_id for place in Filling(definition, data=answers).answers.values] == ["smokes"]
    assert [p.link_id for p in Filling(definition, data={**answers, **sent(smokes="true")}).answers.values] == [
        "smokes",
        "daily",
        "help",
    ]


def test_a_required_question_is_required_only_when_it_is_asked():
    definition = read(
        item("moved", "boolean"),
        item("since", "date", required=True, enableWhen=[when("moved", "=", answerBoolean=True)]),
    )
    assert Filling(definition, data=sent(moved="false")).is_valid()
    assert [error.says for error in Filling(definition, data=sent(moved="true")).errors] == ["Give a date"]


def test_in_a_repeating_group_each_occurrence_is_judged_by_its_own_answers():
    definition = read(
        group(
            "child",
            item("school", "boolean"),
            item("which", enableWhen=[when("school", "=", answerBoolean=True)]),
            repeats=True,
        )
    )
    data = {"answer::count:child": "2", "answer:0::school": "true", "answer:1::school": "false"}
    data |= {"answer:0::which": "Hill Street", "answer:1::which": "left over"}
    values = Filling(definition, data=data).answers.values
    assert values[Place("which", (0,))] == ("Hill Street",)
    assert Place("which", (1,)) not in values


def test_a_question_outside_may_look_at_any_occurrence_inside():
    definition = read(
        group("child", item("age", "integer"), repeats=True),
        item("nursery", "boolean", enableWhen=[when("age", "<", answerInteger=5)]),
    )
    answers = Answers({Place("age", (0,)): (9,), Place("age", (1,)): (3,)}, {Place("child"): 2})
    assert Place("nursery") in asked_places(definition, answers, {})
    older = Answers({Place("age", (0,)): (9,)}, {Place("child"): 1})
    assert Place("nursery") not in asked_places(definition, older, {})


def test_a_condition_may_be_a_calculation_and_may_wait_for_a_result():
    adds = "%resource.item.where(linkId = 'a' or linkId = 'b').answer.value.sum()"
    definition = read(
        item("a", "integer"),
        item("b", "integer"),
        item("c", extension=[expression_extension(ENABLE, f"{adds} > 10")]),
    )
    assert not Filling(definition, data=sent(a="4", b="5", c="x")).answers.at(Place("c"))
    assert Filling(definition, data=sent(a="6", b="5", c="x")).answers.at(Place("c")) == ("x",)


links = st.integers(0, 7)


@st.composite
def forms_and_answers(draw):
    """Eight yes-no questions, each possibly waiting for some that come before it in a shuffled order."""
    order = draw(st.permutations(range(8)))
    items = []
    for position, number in enumerate(order):
        earlier = order[:position]
        waits_for = draw(st.lists(st.sampled_from(earlier), max_size=3, unique=True)) if earlier else []
        conditions = [when(f"q{n}", draw(st.sampled_from(["=", "!="])), answerBoolean=True) for n in waits_for]
        more = {"enableWhen": conditions, "enableBehavior": draw(st.sampled_from(["all", "any"]))} if conditions else {}
        items.append(item(f"q{number}", "boolean", **more))
    answers = {Place(f"q{n}"): (draw(st.booleans()),) for n in draw(st.sets(links))}
    return read(*draw(st.permutations(items))), Answers(answers)


@settings(deadline=None)
@given(forms_and_answers())
def test_what_is_asked_never_depends_on_the_order_of_the_form_nor_on_what_was_left_out(drawn):
    definition, answers = drawn
    settled = settle(definition, answers, Circumstances(NOW))
    assert asked_places(definition, settled.answers, {}) == settled.asked
    assert all(place in settled.asked for place in settled.answers.values)
    for place in settled.asked:
        found = definition.by_link_id[place.link_id]
        held = [
            (settled.answers.at(Place(condition.question)) == (True,)) == (condition.operator == "=")
            for condition in found.conditions
        ]
        assert not held or (any(held) if found.any_condition else all(held))
