"""Listed answers that depend on other answers: switched on and off, or worked out; and lists that come in the file."""

import json
import re

import pytest

from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.checking import Outcome, check
from keyworker.questionnaires.engine.values import Coding
from keyworker.questionnaires.filling import Filling
from tests.questionnaires.forms import (
    SDC,
    calculated,
    choice,
    expression_extension,
    form,
    group,
    item,
    option,
    read,
    sent,
    toggle,
    when,
)
from tests.questionnaires.test_pages import Page

STATE = "%resource.item.where(linkId = 'state').answer.value.code"


def places(**more):
    counties = [toggle(f"{STATE} = 'texas'", "King", "Both"), toggle(f"{STATE} = 'ohio'", "Lake", "Both")]
    return read(
        choice("state", "Texas", "Ohio"),
        choice("county", "King", "Lake", "Both", "Elsewhere", extension=counties, **more),
    )


def offered(filling):
    return [box["value"] for box in Page(filling.as_html()).all("input", name="answer:::county")]


def test_only_what_is_switched_on_may_be_chosen():
    assert offered(Filling(places())) == ["elsewhere"]
    assert offered(Filling(places(), data=sent(state="texas"))) == ["king", "both", "elsewhere"]
    assert offered(Filling(places(), data=sent(state="ohio"))) == ["lake", "both", "elsewhere"]


def test_an_answer_that_may_not_be_chosen_any_more_is_asked_again_and_a_draft_leaves_it_out():
    filling = Filling(places(), data=sent(state="ohio", county="king"))
    assert [error.says for error in filling.errors] == ["Choose again: your answer does not go with your other answers"]
    draft = Filling(places(), data=sent(state="ohio", county="king"), draft=True)
    assert draft.is_valid()
    assert list(draft.answers.values) == [Place("state")]
    assert Filling(places(), data=sent(state="texas", county="king")).is_valid()


def test_the_list_is_drawn_anew_when_it_changes_and_only_then():
    shown = re.findall(r'name="shown" value="([^"]+)"', Filling(places(), data=sent(state="texas")).as_html())
    same = Filling(places(), data={**sent(state="texas", county="king"), "shown": shown}).preview_html()
    assert same.strip() == ""
    other = Filling(places(), data={**sent(state="ohio", county="king"), "shown": shown}).preview_html()
    assert re.findall(r'id="(slot-[^"]+)" hx-swap-oob', other) == ["slot-item-2"]
    assert 'value="lake"' in other
    assert 'value="king"' not in other


def test_a_list_with_nothing_in_it_says_so_and_asks_nothing():
    definition = read(
        item("a", "boolean"),
        choice(
            "county", "King", extension=[toggle("%resource.item.first().answer.value = true", "King")], required=True
        ),
    )
    assert "There is nothing to choose from yet." in Filling(definition).as_html()
    assert Filling(definition, data={}).is_valid()
    assert not Filling(definition, data=sent(a="true")).is_valid()


def test_what_hangs_on_an_answer_that_was_switched_off_is_not_asked():
    definition = read(
        item("a", "boolean"),
        choice("b", "Yes", "No", extension=[toggle("%resource.item.first().answer.value = true", "Yes")]),
        item("c", enableWhen=[when("b", "=", answerCoding={"code": "yes"})]),
    )
    assert Place("c") in Filling(definition, data=sent(a="true", b="yes")).asked
    assert Place("c") not in Filling(definition, data=sent(a="false", b="yes")).asked


def children():
    """Which of the children named above is ill?"""
    names = "%resource.item.where(linkId = 'child').item.answer.value"
    return read(
        group("child", item("name"), repeats=True),
        item("ill", "choice", "Who is ill?", extension=[expression_extension(f"{SDC}answerExpression", names)]),
    )


def two(**more):
    return {"answer::count:child": "2", "answer:0::name": "Ana", "answer:1::name": "Ben <b>", **more}


def token(filling, label):
    found = re.search(r'value="([^"]*)"[^>]*><label[^>]*>' + re.escape(label), filling.as_html())
    return found[1].replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">")


def test_a_list_may_be_worked_out_from_other_answers():
    first = Filling(children(), data=two())
    assert json.loads(token(first, "Ben &lt;b&gt;")) == {"valueString": "Ben <b>"}
    chosen = Filling(children(), data=two(**{"answer:::ill": token(first, "Ana")}))
    assert chosen.answers.at(Place("ill")) == ("Ana",)
    assert chosen.is_valid()
    again = Filling(children(), response=chosen.to_response(completed=True))
    assert again.answers.at(Place("ill")) == ("Ana",)
    assert "checked" in Page(again.as_html()).all("input", name="answer:::ill")[0]


@pytest.mark.parametrize(
    "forged",
    ['{"valueString":"Eve"}', "Eve", "[]", '{"valueCoding":{}}', "[" * 9999, '{"a":1}', '{"valueInteger":1e999}'],
)
def test_an_answer_that_is_not_in_the_list_is_never_taken(forged):
    filling = Filling(children(), data=two(**{"answer:::ill": forged}))
    assert not filling.is_valid()
    assert filling.answers.at(Place("ill")) == ()
    stored = {"item": [{"linkId": "ill", "answer": [{"valueString": "Eve"}]}]}
    assert Filling(children(), response=stored).answers.at(Place("ill")) == ()


def test_codes_may_be_listed_from_the_form_itself():
    listed = "%questionnaire.item.where(linkId = 'a').answerOption.valueCoding"
    definition = read(
        choice("a", "Tea", "Milk"),
        item("b", "choice", repeats=True, extension=[expression_extension(f"{SDC}answerExpression", listed)]),
        item("n", "integer", extension=calculated("%resource.item.where(linkId = 'b').answer.count()")),
    )
    boxes = Page(Filling(definition).as_html()).all("input", name="answer:::b")
    filling = Filling(definition, data={"answer:::b": [box["value"] for box in boxes]})
    assert filling.answers.at(Place("b")) == (Coding("tea", "urn:test"), Coding("milk", "urn:test"))
    assert filling.scores[0].number == 2


def test_a_list_that_cannot_be_worked_out_is_named_when_the_form_is_looked_over():
    broken = item("b", "choice", extension=[expression_extension(f"{SDC}answerExpression", "%gone")])
    looked_over = check(form(broken))
    assert looked_over.outcome is Outcome.WARNED
    assert "calculation-failed" in {finding.name for finding in looked_over.findings}


def test_a_form_may_come_in_a_collection_with_its_lists():
    asked = form(item("a", "choice", answerValueSet="https://example.org/vs|1"))
    value_set = {
        "resourceType": "ValueSet",
        "url": "https://example.org/vs",
        "compose": {"include": [{"system": "urn:colours"}]},
    }
    codes = {
        "resourceType": "CodeSystem",
        "url": "urn:colours",
        "content": "complete",
        "concept": [{"code": "r", "display": "Red", "concept": [{"code": "p", "display": "Pink"}]}],
    }
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": r} for r in (asked, value_set, codes)],
    }
    looked_over = check(bundle)
    assert looked_over.outcome is Outcome.ACCEPTED
    assert [found.label.default for found in looked_over.definition.by_link_id["a"].options] == ["Red", "Pink"]
    kept = looked_over.definition.source
    assert kept["resourceType"] == "Questionnaire"
    assert check(kept).outcome is Outcome.ACCEPTED


def test_a_collection_of_several_forms_or_of_none_is_refused():
    for entries in ([], [form(item("a"))] * 2):
        bundle = {"resourceType": "Bundle", "entry": [{"resource": entry} for entry in entries]}
        assert "not-one-form" in {finding.name for finding in check(bundle).findings}


def test_part_of_a_code_system_that_is_elsewhere_is_named():
    value_set = {"resourceType": "ValueSet", "id": "v", "compose": {"include": [{"system": "urn:gone"}]}}
    definition = read(item("a", "choice", answerValueSet="#v"), item("b"), contained=[value_set])
    assert "answers-elsewhere" in {finding.name for finding in definition.warnings}


def test_an_answer_that_refers_to_a_record_may_be_listed():
    ann = {"valueReference": {"reference": "Practitioner/2", "display": "Dr. Ann Hill"}}
    definition = read(item("who", "choice", answerOption=[ann, option("Nobody")]))
    filling = Filling(definition, data={"answer:::who": "Practitioner/2"})
    stored = filling.to_response(completed=True)
    assert stored["item"][0]["answer"] == [ann]
    assert Filling(definition, response=stored).as_answers_html().count("Dr. Ann Hill") == 1
