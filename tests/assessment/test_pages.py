"""Filling in and reading assessments, in the browser."""

import pytest
from django.urls import reverse

from keyworker.assessment.models import Assessment
from tests.assessment.conftest import DANGER, MODERATE, answered

TOGETHER_BY_PHONE = {"answered_by": "together", "mode": "phone", "interpreter": "trained", "present": "Her sister"}


def url(name, *keys):
    return reverse(f"assessment:{name}", args=keys)


@pytest.fixture
def amina(town, page):
    return page(town.amina)


def sent(assessor, assessment, weights, town, **more):
    current = town.find(Assessment, pk=assessment.pk)
    return {**answered(assessor.phq_9, weights), "version": current.version, "page": "p1", **more}


def test_amina_chooses_an_instrument_fills_it_in_and_reads_the_score(assessor, town, amina):
    case = town.client_case(full_name="Rosa Delgado")
    assert "PHQ-9" in amina.get(url("start", case.person_id)).content.decode()
    begun = amina.post(
        url("start", case.person_id),
        {"questionnaire": str(assessor.phq_9.pk), "case": str(case.pk), **TOGETHER_BY_PHONE},
    )
    assessment = town.find(Assessment, case=case)
    assert begun.headers["Location"] == url("fill", assessment.pk)
    assert "Little interest" in amina.get(url("fill", assessment.pk)).content.decode()
    done = amina.post(url("fill", assessment.pk), sent(assessor, assessment, MODERATE, town, finish="yes"))
    assert done.headers["Location"] == url("read", assessment.pk)
    text = amina.get(url("read", assessment.pk)).content.decode()
    assert "Score: 12 · Moderate" in text
    assert "Moderate" in amina.get(url("list", case.person_id)).content.decode()


def test_danger_stands_first_on_the_page_and_on_the_identity_bar(assessor, town, amina):
    assessment = assessor.begin()
    assessor.complete(assessment, answered(assessor.phq_9, DANGER))
    text = amina.get(url("read", assessment.pk)).content.decode()
    assert text.count("Talk about safety now") >= 2


def test_unanswered_questions_are_named_and_nothing_is_lost(assessor, town, amina):
    assessment = assessor.begin()
    given = answered(assessor.phq_9, MODERATE)
    name = next(iter(given))
    some = {key: value for key, value in given.items() if key != name}
    answer = amina.post(url("fill", assessment.pk), {**some, "version": "1", "page": "p1", "finish": "yes"})
    text = answer.content.decode()
    assert "govuk-error-summary" in text
    assert all(f'value="{value}"' in text for value in some.values())
    assert amina.get(url("fill", assessment.pk)).status_code == 200
    assert town.find(Assessment, pk=assessment.pk).status == "in-progress"


def test_answers_are_kept_while_they_are_given(assessor, town, amina):
    assessment = assessor.begin()
    data = sent(assessor, assessment, MODERATE, town)
    assert "saved_at" in amina.post(url("draft", assessment.pk), data).json()
    assert amina.post(url("draft", assessment.pk), data).status_code == 200
    assert amina.post(url("draft", assessment.pk), {**data, "page": "p2"}).status_code == 409


def test_a_page_that_comes_second_sees_both_sets_of_answers(assessor, town, amina):
    assessment = assessor.begin()
    data = sent(assessor, assessment, MODERATE, town)
    amina.post(url("draft", assessment.pk), data)
    late = amina.post(url("fill", assessment.pk), {**data, "page": "p2"})
    text = late.content.decode()
    assert "also saved on another page" in text
    version = town.find(Assessment, pk=assessment.pk).version
    assert f'name="version" value="{version}"' in text


def test_the_preview_shows_the_total_and_keeps_nothing(assessor, town, amina):
    assessment = assessor.begin()
    answer = amina.post(url("preview", assessment.pk), sent(assessor, assessment, MODERATE, town))
    assert "12" in answer.content.decode()
    assert assessor.response(assessment).content["item"] == []


def test_scores_over_time_are_drawn_once_there_are_two(assessor, town, amina):
    first = assessor.begin()
    assessor.complete(first, answered(assessor.phq_9, MODERATE))
    from keyworker.cases.models import Case

    again = assessor.begin(town.find(Case, pk=first.case_id))
    assert "kw-chart" not in amina.get(url("list", first.person_id)).content.decode()
    assessor.complete(again, answered(assessor.phq_9, [1] * 8 + [0]))
    assert "kw-chart" in amina.get(url("list", first.person_id)).content.decode()


def test_strangers_find_nothing_at_any_address(assessor, town, page):
    assessment = assessor.begin()
    for who in (town.carl, town.sam, town.grace, town.priya):
        browser = page(who)
        for address in (
            url("list", assessment.person_id),
            url("start", assessment.person_id),
            url("read", assessment.pk),
            url("fill", assessment.pk),
        ):
            answer = browser.get(address)
            assert answer.status_code == 404, (who, address)
            assert "Rosa" not in answer.content.decode()
        for name in ("draft", "preview"):
            assert browser.post(url(name, assessment.pk), {}).status_code == 404
