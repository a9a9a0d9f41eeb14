"""Reading a form: what is right is kept, what is wrong is named, item by item."""

import json

import pytest

from keyworker.questionnaires.engine.checking import Outcome, check
from keyworker.questionnaires.engine.findings import InvalidQuestionnaire
from keyworker.questionnaires.engine.parsing import parse
from keyworker.questionnaires.filling import Filling
from tests.questionnaires.forms import (
    CORE,
    OURS,
    band,
    calculated,
    choice,
    expression_extension,
    form,
    group,
    is_code,
    item,
    read,
    sent,
    translated,
    when,
)


def faults(*items, **more):
    with pytest.raises(InvalidQuestionnaire) as refused:
        parse(form(*items, **more))
    return {(fault.name, fault.link_id) for fault in refused.value.faults}


def warnings(*items, **more):
    return {(finding.name, finding.link_id) for finding in read(*items, **more).warnings}


def test_all_faults_are_told_at_once_each_with_its_item():
    told = faults(
        item("name"),
        item("name"),
        item("age", "number"),
        {"type": "string", "text": "nameless"},
        item("dob", "date", required="yes"),
    )
    assert told == {("link-id-twice", "name"), ("bad-type", "age"), ("no-link-id", ""), ("bad-flag", "dob")}


def test_a_refusal_says_in_words_which_item_and_why():
    with pytest.raises(InvalidQuestionnaire, match=r"Item b: It depends on “a”, which is not in the form\."):
        read(item("b", enableWhen=[when("a", "exists", answerBoolean=True)]))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "not-json"),
        (b"{", "not-json"),
        (b"[]", "not-an-object"),
        (b"\xff\xfe{}", "not-utf-8"),
        (b'{"resourceType": "Patient"}', "not-a-questionnaire"),
        (b"{}", "not-a-questionnaire"),
        (b'{"resourceType": "Questionnaire", "status": "active"}', "asks-nothing"),
        (b'{"resourceType": "Questionnaire", "resourceType": "Questionnaire"}', "said-twice"),
        (b'{"resourceType": "Questionnaire", "item": [{"linkId": "a\\u0000", "type": "string"}]}', "broken-text"),
        (b'{"resourceType": "Questionnaire", "item": [{"linkId": "\\ud800", "type": "string"}]}', "broken-text"),
        (b'{"resourceType": "Questionnaire", "item": [], "a": 1e999}', "number-too-large"),
        (b'{"resourceType": "Questionnaire", "item": [], "a": NaN}', "number-too-large"),
        (json.dumps(form("not an item")).encode(), "no-link-id"),
        (json.dumps({**form(), "item": "not a list"}).encode(), "bad-items"),
    ],
)
def test_what_is_no_form_is_refused_by_name(content, name):
    looked_over = check(content)
    assert looked_over.outcome is Outcome.REFUSED
    assert name in {finding.name for finding in looked_over.findings}
    assert all(looked_over.reasons)


def test_a_condition_on_a_group_on_itself_or_with_a_broken_answer_is_refused():
    assert ("not-a-question", "b") in faults(group("g", item("a")), item("b", enableWhen=[is_code("g", "x")]))
    assert ("bad-condition", "b") in faults(item("a"), item("b", enableWhen=[when("a", "~", answerString="x")]))
    assert ("bad-condition", "b") in faults(item("a"), item("b", enableWhen=[when("a", "=")]))
    assert ("bad-condition", "b") in faults(item("a"), item("b", enableWhen=[when("a", "exists", answerString="x")]))


@pytest.mark.parametrize(
    ("items", "circle"),
    [
        ([item("a", enableWhen=[when("a", "=", answerString="x")])], "a → a"),
        (
            [
                item("a", enableWhen=[when("b", "=", answerString="x")]),
                item("b", enableWhen=[when("c", "=", answerString="x")]),
                item("c", enableWhen=[when("a", "=", answerString="x")]),
            ],
            "a → b → c → a",
        ),
        ([group("g", item("a"), enableWhen=[when("a", "=", answerString="x")])], "g → a → g"),
    ],
)
def test_conditions_that_go_round_in_a_circle_are_named(items, circle):
    with pytest.raises(InvalidQuestionnaire, match=circle):
        read(*items)


def test_a_chain_of_a_thousand_conditions_is_no_circle():
    items = [item("q0")] + [item(f"q{n}", enableWhen=[when(f"q{n - 1}", "=", answerString="x")]) for n in range(1, 999)]
    assert len(read(*reversed(items)).by_link_id) == 999


def test_what_we_do_not_follow_is_named_and_never_silent():
    odd = {"url": "http://example.org/fhir/StructureDefinition/odd", "valueBoolean": True}
    assert ("extension-not-followed", "a") in warnings(item("a", extension=[odd]))
    cql = {"url": f"{CORE}variable", "valueExpression": {"language": "text/cql", "expression": "Score", "name": "s"}}
    assert ("not-fhirpath", "a") in warnings(item("a", extension=[cql]))
    assert ("expression-not-followed", "a") in warnings(item("a", extension=calculated("memberOf('x')")))
    assert ("answers-elsewhere", "a") in warnings(item("a", "choice", answerValueSet="http://example.org/vs"))
    assert ("r5-type", "a") in warnings(item("a", "coding"))
    assert ("flag-as-text", "a") in warnings(item("a", required="true"))
    assert ("no-behavior", "c") in warnings(
        item("a"), item("c", enableWhen=[when("a", "=", answerString="x"), when("a", "=", answerString="y")])
    )


def test_a_modifier_that_we_do_not_understand_refuses_the_form():
    modifier = [{"url": "http://example.org/negates", "valueBoolean": True}]
    assert ("modifier-not-followed", "a") in faults(item("a", modifierExtension=modifier))


def test_a_question_whose_answers_are_listed_elsewhere_is_asked_in_own_words():
    definition = read(item("a", "choice", required=True, answerValueSet="http://example.org/vs"))
    assert {finding.name for finding in definition.warnings} == {"answers-elsewhere", "no-answers-listed"}
    filling = Filling(definition, data=sent(a="Rarely"))
    assert filling.to_response(completed=True)["item"][0]["answer"] == [{"valueCoding": {"display": "Rarely"}}]
    again = Filling(definition, response=filling.to_response(completed=True))
    assert again.findings == ()
    assert 'value="Rarely"' in again.as_html()
    assert not Filling(definition, data={}).is_valid()


def test_the_short_lists_of_fhirs_own_need_not_be_brought():
    definition = read(item("a", "choice", answerValueSet="http://hl7.org/fhir/ValueSet/yesnodontknow"))
    assert definition.warnings == ()
    html = Filling(definition, language="es").as_html()
    assert all(f">{words}<" in html for words in ("Yes", "No", "Don&#x27;t know"))
    assert [o.label.in_language("es") for o in definition.by_link_id["a"].options] == ["Sí", "No", "No lo sé"]


def test_a_broken_calculation_refuses_the_form():
    assert ("bad-expression", "a") in faults(item("a", "integer", extension=calculated("1 +")))
    assert ("bad-expression", "a") in faults(item("a", "integer", extension=calculated("1 2")))
    assert ("bad-expression", "a") in faults(item("a", extension=[expression_extension(f"{CORE}variable", "1", "no!")]))


def test_score_bands_that_overlap_are_refused():
    bands = [band("Low", 0, 10), band("High", 10)]
    assert ("bad-band", "a") in faults(item("a", "integer", extension=bands))


def test_a_critical_mark_must_say_for_which_answer():
    mark = {"url": f"{OURS}critical-answer", "extension": [{"url": "message", "valueString": "Act."}]}
    assert ("bad-critical", "a") in faults(choice("a", "Yes", extension=[mark]))


def test_a_pattern_that_needs_more_than_linear_time_is_left_out_and_named():
    pattern = {"url": f"{CORE}regex", "valueString": r"(a+)+\1"}
    assert ("pattern-not-followed", "a") in warnings(item("a", extension=[pattern]))


def test_listed_answers_may_come_from_a_value_set_in_the_form():
    value_set = {
        "resourceType": "ValueSet",
        "id": "yes-no",
        "compose": {"include": [{"system": "urn:x", "concept": [{"code": "Y", "display": "Yes"}, {"code": "N"}]}]},
    }
    found = read(item("a", "choice", answerValueSet="#yes-no"), contained=[value_set]).by_link_id["a"]
    assert [(option.token, option.label.default) for option in found.options] == [("Y", "Yes"), ("N", "N")]


def test_the_weight_of_an_answer_is_found_wherever_fhir_lets_it_stand():
    on_option = choice("a", ("Often", 3))
    on_coding = item("b", "choice", answerOption=[
        {"valueCoding": {"code": "o", "extension": [{"url": f"{CORE}itemWeight", "valueDecimal": 2.5}]}}
    ])  # fmt: skip
    found = read(on_option, on_coding).by_link_id
    assert [str(found[name].options[0].ordinal) for name in "ab"] == ["3", "2.5"]


def test_wording_is_given_in_the_language_asked_for_else_as_it_was_written():
    text = read(item("a", text="Name", _text=translated(es="Nombre"))).by_link_id["a"].text
    assert [text.in_language(language) for language in ("es", "es-MX", "fr")] == ["Nombre", "Nombre", "Name"]


def test_a_form_is_in_a_language_only_if_all_its_questions_are():
    both = [item("a", text="Name", _text=translated(es="Nombre")), item("b", text="Age")]
    assert read(*both).languages == ()
    assert read(both[0]).languages == ("es",)


def test_a_form_that_cannot_settle_is_refused():
    chasing = item(
        "a", "integer", extension=calculated("iif(%resource.item.where(linkId = 'a').answer.exists(), {}, 1)")
    )
    looked_over = check(form(chasing))
    assert looked_over.outcome is Outcome.REFUSED
    assert "keep changing each other: a → a." in looked_over.reasons[0]


def test_calculations_that_chase_each_other_are_named_in_their_circle():
    unless_b = calculated("iif(%resource.item.where(linkId = 'b').answer.exists(), {}, 1)")
    by_variable = calculated("%seen", ("seen", "%resource.item.where(linkId = 'a').answer.value"))
    looked_over = check(
        form(
            item("still", "integer", extension=calculated("1 + 1")),
            item("a", "integer", extension=unless_b),
            item("b", "integer", extension=calculated("%resource.item.where(linkId = 'c').answer.value")),
            item("c", "integer", extension=by_variable),
        )
    )
    assert looked_over.outcome is Outcome.REFUSED
    assert looked_over.reasons == ("Its calculations keep changing each other: a → b → c → a.",)


def test_a_total_that_does_not_count_its_answers_is_warned_of():
    deaf = item("total", "integer", extension=calculated("%resource.item.where(linkId = 'gone').answer.value.sum()"))
    looked_over = check(form(choice("a", ("No", 0), ("Yes", 1)), deaf))
    assert ("result-counts-nothing", "total") in {(finding.name, finding.link_id) for finding in looked_over.findings}
