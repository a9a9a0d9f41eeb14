"""Then and now side by side: changes in words and signs, other versions named, and what change counts."""

import pytest
from django.urls import reverse

from keyworker.assessment.comparing import Movement, compare
from keyworker.cases.models import Case
from keyworker.design import charts
from keyworker.questionnaires.filling import Filling
from tests.assessment.conftest import LESS, MODERATE, answered
from tests.questionnaires.forms import choice, form, item

FEELING = choice("mood", ("Good", 0), ("Fair", 1), ("Bad", 2))


def url(name, *keys):
    return reverse(f"assessment:{name}", args=keys)


@pytest.fixture
def amina(town, page):
    return page(town.amina)


@pytest.fixture
def twice(assessor, town):
    first = assessor.begin()
    assessor.complete(first, answered(assessor.phq_9, MODERATE))
    second = assessor.begin(town.find(Case, pk=first.case_id))
    assessor.complete(second, answered(assessor.phq_9, LESS))
    return first, second


def filled(definition, **answers):
    given = [{"linkId": link_id, "answer": [{f"value{kind}": value}]} for link_id, (kind, value) in answers.items()]
    return Filling(definition, response={"resourceType": "QuestionnaireResponse", "item": given})


def coded(code):
    return ("Coding", {"system": "urn:test", "code": code})


def moved(then, now):
    return {line.question: line.moved.words for line in compare(then, now).lines}


def test_each_change_is_said_in_words_with_a_sign():
    ours = form(FEELING, item("note"), item("more"))
    then = filled(ours, mood=coded("bad"), note=("String", "tired"), more=("String", "yes"))
    now = filled(ours, mood=coded("good"), note=("String", "rested"))
    assert moved(then, now) == {
        "Question mood?": "lower (−2)",
        "Question note?": "changed",
        "Question more?": "answered then, not now",
    }
    assert moved(then, then)["Question mood?"] == "the same"


def test_versions_are_matched_question_by_question_and_other_wordings_are_named():
    first = form(FEELING, item("old"), version="1", url="urn:x")
    second = form({**FEELING, "text": "How is your mood?"}, item("new"), version="2", url="urn:x")
    found = compare(
        filled(first, mood=coded("fair"), old=("String", "before")),
        filled(second, mood=coded("fair"), new=("String", "after")),
    )
    assert found.other_version
    by_question = {line.question: line for line in found.lines}
    assert by_question["How is your mood?"].asked_then == "Question mood?"
    assert by_question["Question new?"].moved.movement is Movement.ASKED_NOW
    assert by_question["Question old?"].moved.movement is Movement.ASKED_THEN
    assert by_question["Question old?"].then == "before"


def test_a_lower_score_is_better_only_where_the_instrument_says_so(assessor, twice):
    then, now = (Filling(assessor.phq_9, response=assessor.response(each).content) for each in twice)
    (score,) = compare(then, now).scores
    assert (score.then, score.now) == ("12 – Moderate", "5 – Mild")
    assert score.moved.words == "better (−7)"
    assert score.moved.tone == "success"


def test_what_change_counts_is_said_with_its_source(assessor, town, amina):
    gad = assessor.in_use("gad-7.json")
    first = assessor.begin(questionnaire=gad)
    assessor.complete(first, answered(gad, [3, 3, 2, 2, 1, 1, 0]))
    for weights, words in (([1] * 7, "This change counts."), ([3, 2, 2, 2, 1, 1, 0], "This change may be chance.")):
        again = assessor.begin(town.find(Case, pk=first.case_id), gad)
        assessor.complete(again, answered(gad, weights))
        text = amina.get(url("compare", again.pk, first.pk)).content.decode()
        assert words in text
        assert "Toussaint" in text


def test_amina_compares_from_the_list_and_from_the_later_one(twice, amina):
    first, second = twice
    address = url("compare", second.pk, first.pk)
    assert address in amina.get(url("list", first.person_id)).content.decode()
    assert address in amina.get(url("read", second.pk)).content.decode()
    text = amina.get(address).content.decode()
    assert "lower (−2)" in text
    assert "better (−7)" in text
    turned_round = amina.get(url("compare", first.pk, second.pk)).content.decode()
    assert "better (−7)" in turned_round


def test_only_two_finished_ones_of_one_form_and_one_person_are_compared(assessor, town, twice, amina, page):
    first, second = twice
    other = assessor.begin(town.client_case(full_name="Ottoline Vesper"))
    assessor.complete(other, answered(assessor.phq_9, LESS))
    unfinished = assessor.begin(town.find(Case, pk=first.case_id))
    for pair in ((first, other), (first, unfinished), (first, first)):
        assert amina.get(url("compare", *(each.pk for each in pair))).status_code == 404
    for stranger in (town.sam, town.carl, town.grace, town.priya):
        assert page(stranger).get(url("compare", first.pk, second.pk)).status_code == 404


def test_scores_over_time_stand_before_their_bands_and_in_a_table(twice, amina):
    text = amina.get(url("list", twice[0].person_id)).content.decode()
    assert text.count('class="kw-chart__zone"') == 5
    for band in ("Minimal", "Mild", "Moderate", "Moderately severe", "Severe"):
        assert f">{band}</text>" in text
    assert ">12</td><td" in text
    assert "What it means" in text


def test_zones_meet_half_way_and_fill_the_chart():
    zones = [charts.Zone(low=0, high=4, text="little"), charts.Zone(low=5, high=None, text="much")]
    drawn = charts.draw([{"label": "a", "value": 3}], charts.ZONED, low=0, high=10, goal=None, zones=zones)
    first, second = drawn["zones"]
    assert float(second["y"]) == charts.ZONED.top
    assert float(second["y"]) + float(second["height"]) == pytest.approx(float(first["y"]), abs=0.1)
    assert float(first["y"]) + float(first["height"]) == pytest.approx(charts.ZONED.bottom, abs=0.1)
    assert drawn["points"][0]["zone"] == "little"
