"""Strengths come before needs; any answer becomes one by one click, and a need becomes a goal in their words."""

import pytest
from django.urls import reverse

from keyworker.assessment import actions as assessing
from keyworker.assessment.answered import answered_in
from keyworker.assessment.domains import Domain
from keyworker.assessment.models import Need, Strength
from keyworker.base.decision import Refused
from keyworker.cases.models import Case
from keyworker.people.models import TimelineEntry
from keyworker.planning import actions as planning
from keyworker.planning.models import Goal, ServicePlan
from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.names import name_of
from keyworker.questionnaires.filling import Filling
from tests.assessment.conftest import MODERATE, answered, told
from tests.questionnaires.forms import form, group, item
from tests.sweeps.scene import sign

TIRED = name_of(Place("/44254-1"))


def url(name, *keys):
    return reverse(name, args=keys)


@pytest.fixture
def amina(town, page):
    return page(town.amina)


@pytest.fixture
def finished(assessor):
    assessment = assessor.begin()
    assessor.complete(assessment, answered(assessor.phq_9, MODERATE))
    return assessment


def click(amina, assessment, kind, place=TIRED):
    return amina.post(url("assessment:note", assessment.pk), {"kind": kind, "place": place, "anchor": "item-5"})


def note(town, assessment, kind, place=TIRED):
    return assessing.note_answer(actor=town.amina, assessment=assessment, kind=kind, place=place)


def by_hand(town, case, kind="need", text="Rent is due.", domain=Domain.MONEY):
    words = assessing.FindingWords(domain, text)
    return assessing.note_by_hand(actor=town.amina, case=case, kind=kind, words=words)


def test_one_click_keeps_an_answer_with_its_question_and_its_area_of_life(finished, town, amina):
    done = click(amina, finished, "need")
    assert done.headers["Location"] == url("assessment:read", finished.pk) + "#item-5"
    need = town.find(Need, assessment=finished)
    assert need.text == "Feeling tired or having little energy – More than half the days"
    assert (need.domain, need.by_id) == ("mental-health", town.amina.id)
    text = amina.get(url("assessment:read", finished.pk)).content.decode()
    assert "Kept: it is hard" in text
    assert text.count("It helps") > 5


def test_their_own_words_are_kept_as_they_wrote_them(assessor, town):
    ours = assessor.brought_in(form(item("dream", "text"), url="urn:dream", version="1"))
    assessment = assessor.begin(questionnaire=ours)
    assessor.complete(assessment, {name_of(Place("dream")): "My own kitchen."})
    note(town, assessment, "strength", name_of(Place("dream")))
    assert town.find(Strength, assessment=assessment).text == "My own kitchen."


def test_an_answer_is_kept_once_as_each_and_only_of_a_finished_assessment(assessor, finished, town):
    note(town, finished, "need")
    note(town, finished, "strength")
    with pytest.raises(Refused, match="already"):
        note(town, finished, "need")
    with pytest.raises(Refused, match="no such answer"):
        note(town, finished, "need", "answer:::nowhere")
    unfinished = assessor.begin()
    with pytest.raises(Refused, match="Finish"):
        note(town, unfinished, "need")


def test_the_area_of_life_is_that_of_the_question_beside_it_when_it_names_none_itself(assessor):
    marked = {
        "extension": [
            {
                "url": "https://keyworker.example/fhir/StructureDefinition/strength-or-need",
                "extension": [{"url": "kind", "valueCode": "need"}, {"url": "domain", "valueCode": "money"}],
            }
        ]
    }
    ours = assessor.brought_in(
        form(group("g", item("rent", **marked), item("debt")), item("else"), url="urn:rent", version="1")
    )
    assessment = assessor.begin(questionnaire=ours)
    assessor.complete(assessment, {name_of(Place(name)): "words" for name in ("rent", "debt", "else")})
    found = answered_in(Filling(ours, response=assessor.response(assessment).content))
    areas = {each.question: each.domain for each in found.values()}
    assert list(areas.values()) == [Domain.MONEY, Domain.MONEY, Domain.OTHER]


def test_what_came_up_between_the_questions_is_noted_by_hand(town, amina):
    case = town.client_case(full_name="Rosa Delgado")
    page = url("assessment:note_by_hand", case.person_id, "strength")
    assert "What helps" in amina.get(page).content.decode()
    assert "govuk-error-summary" in amina.post(page, {"text": " ", "domain": "family"}).content.decode()
    assert amina.post(page, {"text": "My sister is near.", "domain": "family"}).status_code == 302
    strength = town.find(Strength, person=case.person_id)
    assert (strength.text, strength.assessment_id) == ("My sister is near.", None)
    told_of = town.find(TimelineEntry, verb="assessment.strength_noted", person=case.person_id)
    assert told_of.facts["words"] == "My sister is near."


def test_it_is_said_in_better_words_or_taken_off_and_the_timeline_keeps_it(town, amina):
    need = by_hand(town, town.client_case())
    page = url("assessment:finding", "need", need.pk)
    sent = {"text": "Rent is late.", "domain": "housing", "seen": 1}
    assert amina.post(page, sent).status_code == 302
    now = town.find(Need, pk=need.pk)
    assert (now.text, now.domain) == ("Rent is late.", "housing")
    for seen in (1, ""):
        late = amina.post(page, {**sent, "seen": seen}).content.decode()
        assert "A colleague changed it meanwhile" in late
        assert "Rent is late." in late
    assert amina.post(url("assessment:finding_end", "need", need.pk)).status_code == 302
    assert "Rent is late." not in amina.get(url("assessment:list", need.person_id)).content.decode()
    assert town.find(TimelineEntry, verb="assessment.need_ended", person=need.person_id)


def test_strengths_stand_before_needs(assessor, amina):
    first_look = assessor.in_use("strengths-and-needs-first-look.json")
    assessment = assessor.begin(questionnaire=first_look)
    assessor.complete(assessment, told(first_look, "my sister is near"))
    for page in (url("assessment:read", assessment.pk), url("assessment:list", assessment.person_id)):
        text = amina.get(page).content.decode()
        assert text.index("What helps") < text.index("What is hard now")


def test_a_need_becomes_a_goal_in_their_words_and_what_helps_goes_into_the_plan(town, amina):
    case = town.client_case()
    need = by_hand(town, case, text="I cannot pay the rent.")
    by_hand(town, town.find(Case, pk=case.pk), "strength", "My sister helps.", Domain.FAMILY)
    led = amina.post(url("planning:goal_from_need", need.pk)).headers["Location"]
    text = amina.get(led).content.decode()
    assert "I cannot pay the rent.</textarea>" in text
    assert 'value="money" selected' in text
    assert "My sister helps." in text
    sent = {"words": "To keep my flat.", "domain": "money", "horizon": "short-term", "helps": ["My sister helps."]}
    assert amina.post(led, sent).status_code == 302
    goal = town.find(Goal, person=case.person_id)
    assert (goal.words, goal.need_id) == ("To keep my flat.", need.pk)
    plan = town.find(ServicePlan, person=case.person_id)
    assert plan.strengths == "My sister helps."
    again = amina.post(url("planning:goal_from_need", need.pk))
    assert again.headers["Location"] == url("planning:goal", goal.pk)
    assert "My sister helps." not in amina.get(led).content.decode().split("What helps?")[-1][:400]


def test_what_helps_is_offered_where_the_plan_is_written(town, amina):
    case = town.client_case()
    by_hand(town, case, "strength", "My sister helps.", Domain.FAMILY)
    plan = planning.start_plan(actor=town.amina, case=town.find(Case, pk=case.pk))
    edit = url("planning:edit", plan.pk)
    assert "Tick what belongs in the plan" in amina.get(edit).content.decode()
    sent = {"strengths": "I cook.", "helps": ["My sister helps."], "frequency": "", "contingency": "", "version": 1}
    assert amina.post(edit, sent).status_code == 302
    assert town.find(ServicePlan, pk=plan.pk).strengths == "I cook.\nMy sister helps."
    assert "Tick what belongs" not in amina.get(edit).content.decode()


def test_with_an_agreed_plan_a_need_begins_its_next_version(town, amina):
    case = town.client_case()
    plan = planning.start_plan(actor=town.amina, case=case)
    planning.add_goal(actor=town.amina, plan=plan, words=planning.GoalWords("housing", "A home."))
    for signer in ("client", "worker"):
        sign(town, plan, signer)
    need = by_hand(town, town.find(Case, pk=case.pk))
    led = amina.post(url("planning:goal_from_need", need.pk)).headers["Location"]
    draft = town.find(ServicePlan, case=case, status="draft")
    assert str(draft.pk) in led
    assert draft.number == 2


def test_the_need_behind_a_goal_stays_with_it_in_the_next_version(town):
    case = town.client_case()
    need = by_hand(town, case)
    plan = planning.start_plan(actor=town.amina, case=town.find(Case, pk=case.pk))
    planning.add_goal(actor=town.amina, plan=plan, words=planning.GoalWords("money", "To pay."), need=need)
    for signer in ("client", "worker"):
        sign(town, plan, signer)
    draft = planning.new_version(actor=town.amina, plan=town.find(ServicePlan, pk=plan.pk))
    assert town.find(Goal, plan=draft).need_id == need.pk


def test_a_need_of_somebody_else_is_nobodys_goal(town, page):
    case = town.client_case()
    need = by_hand(town, case)
    for stranger in (town.sam, town.grace, town.carl, town.priya):
        assert page(stranger).post(url("planning:goal_from_need", need.pk)).status_code == 404
        assert page(stranger).get(url("assessment:finding", "need", need.pk)).status_code == 404
    other = planning.start_plan(actor=town.amina, case=town.client_case(full_name="Ottoline Vesper"))
    text = page(town.amina).get(f"{url('planning:goal_new', other.pk)}?need={need.pk}").content.decode()
    assert need.text not in text


def test_a_worker_reads_the_answers_in_their_language_and_as_they_were_asked(assessor, town, amina):
    assessment = assessor.begin()
    data = answered(assessor.phq_9, MODERATE)
    sheet = assessing.Sheet(data, 1, "p1", "es")
    assessing.complete_assessment(actor=town.amina, assessment=assessment, sheet=sheet)
    text = amina.get(url("assessment:read", assessment.pk)).content.decode()
    assert "Little interest or pleasure" in text
    assert "It was answered in Español" in text
    asked = amina.get(url("assessment:read", assessment.pk) + "?asked").content.decode()
    assert "Little interest or pleasure" not in asked
    assert 'lang="es"' in asked
