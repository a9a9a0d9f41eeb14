"""An assessment is filled in together; its score is worked out here, and danger in an answer is acted on at once."""

import json

import pytest

from keyworker.access.sight import Absent
from keyworker.assessment import actions as assessing
from keyworker.assessment.models import Assessment, Need, Strength
from keyworker.audit.models import AuditEvent
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.cases.models import Case
from keyworker.people.models import Alert, TimelineEntry
from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.entry import name_of
from keyworker.questionnaires.filling import definition_of
from keyworker.questionnaires.importing import import_questionnaire
from keyworker.questionnaires.models import Questionnaire
from keyworker.tasks.models import Task
from tests.assessment.conftest import ALL_NEVER, DANGER, MODERATE, answered, told


def test_the_score_and_its_meaning_are_worked_out_on_the_server(assessor, town):
    assessment = assessor.begin()
    claimed = {**answered(assessor.phq_9, MODERATE), "answer:::/44261-6": "1"}
    assessor.complete(assessment, claimed)
    done = town.find(Assessment, pk=assessment.pk)
    assert (done.total, done.band, done.band_code) == (12, "Moderate", "moderate")
    assert done.completed_at is not None
    assert assessor.response(done).status == "completed"


def test_after_the_assessment_the_plan_is_the_next_step(assessor, town):
    assessment = assessor.begin()
    case = town.find(Case, pk=assessment.case_id)
    assert case.step == "assessment"
    assessor.complete(assessment, answered(assessor.phq_9, ALL_NEVER))
    case = town.find(Case, pk=assessment.case_id)
    assert case.step == "planning"
    plan = town.find(Task, case=case, kind="plan")
    assert case.next_step_on == plan.due_on


def test_a_thought_of_self_harm_raises_an_alert_and_a_task_for_today_whatever_the_total(assessor, town):
    assessment = assessor.begin()
    assessor.complete(assessment, answered(assessor.phq_9, DANGER))
    done = town.find(Assessment, pk=assessment.pk)
    assert (done.total, done.band) == (1, "Minimal")
    alert = town.find(Alert, person=done.person_id)
    assert alert.kind == "safety"
    assert "hurting themselves" in alert.text
    assert alert.ended_at is None
    case = town.find(Case, pk=done.case_id)
    task = town.find(Task, case=case, kind="to-do")
    assert "safety today" in task.what
    assert case.next_step_on == task.due_on


def test_without_danger_no_alert_is_raised(assessor, town):
    assessment = assessor.begin()
    assessor.complete(assessment, answered(assessor.phq_9, MODERATE))
    assert town.find(Alert, person=assessment.person_id) is None


def test_part_of_it_is_kept_and_gone_on_with_later(assessor, town):
    assessment = assessor.begin()
    some = dict(list(answered(assessor.phq_9, MODERATE).items())[:3])
    assessing.save_answers(actor=town.amina, assessment=assessment, sheet=assessor.sheet(assessment, some))
    assert town.find(Assessment, pk=assessment.pk).status == "in-progress"
    assert len(assessor.response(assessment).content["item"][0]["item"]) == 3


def test_unanswered_questions_stop_it_from_being_finished(assessor, town):
    assessment = assessor.begin()
    some = dict(list(answered(assessor.phq_9, MODERATE).items())[:3])
    with pytest.raises(Refused, match="put right"):
        assessor.complete(assessment, some)


def test_another_page_is_told_that_it_is_late_and_the_same_page_is_not(assessor, town):
    assessment = assessor.begin()
    data = answered(assessor.phq_9, MODERATE)
    first = assessor.sheet(assessment, data)
    assessing.save_answers(actor=town.amina, assessment=assessment, sheet=first)
    assessing.save_answers(actor=town.amina, assessment=assessment, sheet=first)
    other = assessing.Sheet(data, seen=first.seen, page="page-2")
    with pytest.raises(StaleRecord):
        assessing.save_answers(actor=town.ben, assessment=assessment, sheet=other)


def test_a_finished_assessment_is_not_changed(assessor, town):
    assessment = assessor.begin()
    assessor.complete(assessment, answered(assessor.phq_9, MODERATE))
    sheet = assessor.sheet(assessment, answered(assessor.phq_9, ALL_NEVER))
    with pytest.raises(Refused, match="finished"):
        assessing.save_answers(actor=town.amina, assessment=assessment, sheet=sheet)


def test_needs_and_strengths_are_kept_in_the_persons_words(assessor, town):
    form = assessor.in_use("strengths-and-needs-first-look.json")
    assessment = assessor.begin(questionnaire=form)
    assessor.complete(assessment, told(form, "my sister is near"))
    strengths = {(held.domain, held.text) for held in town.all(Strength, assessment=assessment)}
    assert ("family", "my sister is near") in strengths
    assert "money" in {held.domain for held in town.all(Need, assessment=assessment)}
    assert town.find(Assessment, pk=assessment.pk).total is None


def test_hl7s_own_phq_9_answers_give_the_published_total(assessor, town, test_data):
    folder = test_data / "fhir" / "uscore-questionnaires"
    if not folder.is_dir():
        pytest.skip(f"no FHIR samples at {folder}")
    report = import_questionnaire(town.priya, (folder / "Questionnaire-phq-9-example.json").read_bytes(), publish=True)
    form = town.find(Questionnaire, pk=report.questionnaire_id)
    published = json.loads((folder / "QuestionnaireResponse-phq-9-example.json").read_text())
    given = {each["linkId"]: each["answer"][0].get("valueCoding") for each in published["item"] if each.get("answer")}
    data = {
        name_of(Place(item.link_id)): option.token
        for item in definition_of(form).walk()
        for option in item.options
        if given.get(item.link_id) and option.value.code == given[item.link_id]["code"]
    }
    assessment = assessor.begin(questionnaire=form)
    assessor.complete(assessment, data)
    assert town.find(Assessment, pk=assessment.pk).total == 12


def test_somebody_elses_worker_cannot_begin_one(assessor, town):
    case = town.client_case()
    for stranger in (town.sam, town.flo, town.priya):
        with pytest.raises(Absent):
            assessing.start_assessment(actor=stranger, case=case, questionnaire=assessor.phq_9)


def test_the_story_is_told_and_the_trail_keeps_no_words(assessor, town):
    assessment = assessor.begin()
    assessor.complete(assessment, answered(assessor.phq_9, MODERATE))
    entry = town.find(TimelineEntry, verb="assessment.completed", person=assessment.person_id)
    assert entry.facts["result"] == "12: Moderate."
    event = town.find(AuditEvent, verb="assessment.completed", person_id=assessment.person_id)
    assert event.facts == {}
