"""Older and newer FHIR: read as R4 says the same, each time with a warning that names the item."""

import pytest

from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.checking import Outcome, check
from keyworker.questionnaires.filling import Filling
from tests.questionnaires.forms import CORE, form, item, option, read, sent, when

YES = option("Yes")


def warned(looked_over):
    assert looked_over.outcome is Outcome.WARNED
    return {finding.name for finding in looked_over.findings}


def test_stu3_lists_its_answers_under_other_names():
    contained = {"resourceType": "ValueSet", "id": "v", "compose": {"include": [{"concept": [{"code": "y"}]}]}}
    old = form(
        item("a", "choice", option=[YES]), item("b", "choice", options={"reference": "#v"}), contained=[contained]
    )
    looked_over = check(old)
    assert warned(looked_over) == {"stu3-option", "stu3-options"}
    assert [len(looked_over.definition.by_link_id[name].options) for name in "ab"] == [1, 1]


@pytest.mark.parametrize(
    ("kind", "name", "raw", "kept"),
    [
        ("boolean", "initialBoolean", True, True),
        ("integer", "initialInteger", 7, 7),
        ("date", "initialDate", "2024-05", "2024-05"),
        ("string", "initialString", "Rosa", "Rosa"),
    ],
)
def test_stu3_says_a_first_value_in_one_word(kind, name, raw, kept):
    definition = read(item("a", kind, **{name: raw}))
    assert "stu3-initial" in {finding.name for finding in definition.warnings}
    assert Filling(definition).answers.at(Place("a")) == (kept,)


def test_stu3_conditions_have_no_operator_and_any_of_them_will_do():
    definition = read(
        item("a", "boolean"),
        item("b"),
        item("c", enableWhen=[{"question": "a", "answerBoolean": True}, {"question": "b", "hasAnswer": True}]),
    )
    assert {"stu3-condition", "no-behavior"} <= {finding.name for finding in definition.warnings}
    assert Place("c") in Filling(definition, data=sent(b="x")).asked
    assert Place("c") in Filling(definition, data=sent(a="true")).asked
    assert Place("c") not in Filling(definition, data=sent(a="false")).asked


def test_r5_names_types_and_limits_otherwise():
    definition = read(
        item("a", "coding", answerOption=[YES], answerConstraint="optionsOrString"),
        item("b", "choice", answerOption=[YES], answerConstraint="optionsOnly"),
    )
    assert {"r5-type", "r5-constraint"} <= {finding.name for finding in definition.warnings}
    typed = {"answer:::a": "#other", "answer::other:a": "Perhaps"}
    assert Filling(definition, data=typed).answers.at(Place("a")) == ("Perhaps",)
    assert 'id="item-2-words"' not in Filling(definition).as_html()


def test_the_rule_of_r4s_own_core_is_a_rule():
    parts = [
        {"url": "key", "valueId": "k"},
        {"url": "severity", "valueCode": "error"},
        {"url": "expression", "valueString": "%resource.item.first().answer.value > 3"},
        {"url": "human", "valueString": "More than three, please."},
    ]
    definition = read(item("a", "integer", extension=[{"url": f"{CORE}questionnaire-constraint", "extension": parts}]))
    assert [error.says for error in Filling(definition, data=sent(a="2")).errors] == ["More than three, please."]


def test_markdown_is_read_as_the_text_it_is_and_markup_is_never_trusted():
    marked = {"url": f"{CORE}rendering-markdown", "valueMarkdown": "**Bold** <script>x</script>"}
    xhtml = {"url": f"{CORE}rendering-xhtml", "valueString": "<script>x</script><b>Trust me</b>"}
    definition = read(
        {"linkId": "a", "type": "display", "_text": {"extension": [marked]}},
        item("b", "display", "Plain", _text={"extension": [xhtml]}),
    )
    html = Filling(definition).as_html()
    assert "**Bold** &lt;script&gt;" in html
    assert "<script" not in html
    assert "Trust me" not in html


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ({"options": 7}, None),
        ({"initialQuantity": "x"}, "stu3-initial"),
        ({"option": "x"}, "stu3-option"),
        ({"prefix": 7}, None),
        ({"extension": [{"url": f"{CORE}questionnaire-sliderStepValue", "valueInteger": 0}]}, "bad-step"),
        ({"extension": [{"url": f"{CORE}questionnaire-unitOption", "valueCoding": {}}]}, "bad-code"),
        ({"extension": [{"url": f"{CORE}questionnaire-itemControl", "valueCodeableConcept": {"coding": "x"}}]}, None),
    ],
)
def test_a_broken_part_is_named_or_left_out_and_never_a_crash(raw, name):
    looked_over = check(form(item("a", "quantity", **raw), item("b")))
    assert looked_over.outcome in set(Outcome)
    assert name is None or name in {finding.name for finding in looked_over.findings}
    if looked_over.definition is not None:
        Filling(looked_over.definition, data={}).as_html()


def test_a_condition_that_waits_for_a_date_that_is_none_is_compared_as_text():
    definition = read(item("a", "date"), item("b", enableWhen=[when("a", "=", answerDate="someday")]))
    assert "odd-condition" in {finding.name for finding in definition.warnings}
