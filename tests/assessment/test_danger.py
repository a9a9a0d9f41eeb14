"""An answer that speaks of danger is acted on at once, and once: alert, task for who is on duty, the safety plan."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.urls import reverse

from keyworker.access.sight import Absent
from keyworker.assessment import actions as assessing
from keyworker.assessment.instruments import SAFETY_PLAN
from keyworker.assessment.models import AgencyCriticalItem, Assessment, CriticalAnswer, Mode, Operator
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.cases import actions as cases
from keyworker.cases.models import Case, DutyTurn
from keyworker.people.models import Alert, CareTeamMember, TimelineEntry
from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.entry import name_of
from keyworker.questionnaires.filling import definition_of
from keyworker.questionnaires.models import Questionnaire
from keyworker.tasks.models import Task
from tests.assessment.conftest import ALL_NEVER, DANGER, Assessor, answered
from tests.questionnaires.forms import form, item

LAST = name_of(Place("/44260-8"))
TIRED = "/44254-1"


def url(name, *keys):
    return reverse(f"assessment:{name}", args=keys)


@pytest.fixture
def amina(town, page):
    return page(town.amina)


@pytest.fixture
def nobody_on_duty(town):
    for turn in town.all(DutyTurn, ended_at=None):
        cases.end_duty(actor=town.ben, turn=turn)


@pytest.fixture
def ben_on_duty(town, nobody_on_duty):
    cases.set_duty(
        actor=town.ben, program=town.housing, staff=town.staff(town.ben), from_on=town.today, until_on=town.today
    )


def danger(assessor):
    """Only the ninth question is answered, and it speaks of self-harm."""
    return {LAST: answered(assessor.phq_9, DANGER)[LAST]}


def safety_plan(assessor):
    return assessor.brought_in(form(item("signs"), url=SAFETY_PLAN, version="9", title="Safety plan"))


def option_of(form, link_id, number):
    return definition_of(form).by_link_id[link_id].options[number]


def mark(town, form, link_id, operator, value, message="Ask tonight."):
    new = assessing.NewMark(form.url, form.title, link_id, "Tired?", operator, value, "words", message)
    return assessing.mark_critical(actor=town.priya, agency=town.agency(), mark=new)


def test_danger_in_a_draft_is_raised_when_it_is_saved_not_when_it_is_finished(assessor, town, nobody_on_duty):
    assessment = assessor.begin()
    assessor.save(assessment, danger(assessor))
    raised = town.find(CriticalAnswer, assessment=assessment)
    assert "hurting yourself" in raised.question
    assert town.find(Alert, person=assessment.person_id).kind == "safety"
    task = town.find(Task, pk=raised.task_id)
    assert (task.due_on, task.assignee_id) == (town.today, None)
    assert town.find(Case, pk=assessment.case_id).next_step_on == town.today
    assert town.find(TimelineEntry, verb="assessment.critical_answer", person=assessment.person_id)


def test_each_question_is_raised_once_however_often_it_is_saved(assessor, town):
    assessment = assessor.begin()
    for _again in range(3):
        assessor.save(assessment, danger(assessor))
    assessor.complete(assessment, answered(assessor.phq_9, DANGER))
    assert len(town.all(CriticalAnswer, assessment=assessment)) == 1
    assert len(town.all(Alert, person=assessment.person_id)) == 1
    assert len(town.all(Task, source_id=assessment.pk, kind="to-do", due_on=town.today)) == 1


def test_many_pages_that_save_the_same_danger_at_once_raise_it_once(open_town):
    """Autosaves and saves of one page and of others, in as many transactions at the same moment."""
    assessor = Assessor(open_town)
    assessment = assessor.begin()
    sheets = [assessor.sheet(assessment, danger(assessor), page=name) for name in ("p1", "p1", "p1", "p2", "p2", "")]

    def send(number):
        ways = (assessing.save_answers, assessing.heed_answers)
        try:
            ways[number % 2](actor=open_town.amina, assessment=assessment, sheet=sheets[number // 2])
        except StaleRecord:
            assessing.heed_answers(actor=open_town.amina, assessment=assessment, sheet=sheets[number // 2])
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(send, range(12)))
    raised = open_town.find(CriticalAnswer, assessment=assessment)
    assert len(open_town.all(CriticalAnswer, assessment=assessment)) == 1
    assert len(open_town.all(Alert, person=assessment.person_id)) == 1
    assert [task.pk for task in open_town.all(Task, source_id=assessment.pk, kind="to-do")] == [raised.task_id]
    assert len(open_town.all(TimelineEntry, person=assessment.person_id, verb="assessment.critical_answer")) == 1


def test_a_page_whose_danger_was_heeded_is_not_told_that_another_page_came_first(assessor, town, amina):
    assessment = assessor.begin()
    page = {"version": "1", "page": "p1"}
    text = amina.post(url("fill", assessment.pk), {**danger(assessor), **page, "finish": "yes"}).content.decode()
    page["version"] = re.search(r'name="version" value="(\d+)"', text)[1]
    finished = {**answered(assessor.phq_9, DANGER), **page, "finish": "yes"}
    assert amina.post(url("draft", assessment.pk), {**danger(assessor), **page}).status_code == 200
    assert amina.post(url("fill", assessment.pk), finished).status_code == 302
    assert town.find(Assessment, pk=assessment.pk).status == "completed"
    assert len(town.all(Alert, person=assessment.person_id)) == 1


def test_a_second_dangerous_answer_is_raised_when_it_comes(assessor, town):
    assessment = assessor.begin(questionnaire=assessor.in_use("immediate-needs.json"))
    first, second = {name_of(Place("safety")): "no"}, {name_of(Place("harm")): "yes"}
    assessor.save(assessment, first)
    assert len(town.all(Alert, person=assessment.person_id)) == 1
    assessor.save(assessment, {**first, **second})
    assert {raised.link_id for raised in town.all(CriticalAnswer, assessment=assessment)} == {"safety", "harm"}
    assert len(town.all(Alert, person=assessment.person_id)) == 2


def test_an_answer_taken_back_leaves_the_alert_for_a_worker_to_end(assessor, town):
    assessment = assessor.begin()
    assessor.save(assessment, danger(assessor))
    assessor.complete(assessment, answered(assessor.phq_9, ALL_NEVER))
    assert town.find(Alert, person=assessment.person_id).ended_at is None


def test_whoever_is_on_duty_gets_the_task_and_may_open_the_file_for_some_days(assessor, town, page, nobody_on_duty):
    cases.set_duty(
        actor=town.ben, program=town.family, staff=town.staff(town.amina), from_on=town.today, until_on=town.today
    )
    case = town.client_case(town.sam, town.family, full_name="Rosa Delgado")
    assessment = assessing.start_assessment(actor=town.sam, case=case, questionnaire=assessor.phq_9)
    assert page(town.amina).get(url("read", assessment.pk)).status_code == 404
    assessor.save(assessment, danger(assessor), actor=town.sam)
    raised = town.find(CriticalAnswer, assessment=assessment)
    assert town.find(Task, pk=raised.task_id).assignee_id == town.amina.id
    place = town.find(CareTeamMember, person=assessment.person_id, staff_id=town.amina.id)
    assert (place.because, place.until is None) == ("on duty", False)
    text = page(town.amina).get(url("read", assessment.pk)).content.decode()
    assert "Amina Yusuf has the task" in text


def test_danger_is_heeded_even_when_another_answer_must_be_put_right_first(assessor, town, amina):
    assessment = assessor.begin()
    sent = {**danger(assessor), "version": "1", "page": "p1", "finish": "yes"}
    answer = amina.post(url("fill", assessment.pk), sent)
    assert "govuk-error-summary" in answer.content.decode()
    assert "Talk about safety now" in answer.content.decode()
    assert town.find(Alert, person=assessment.person_id)
    assert town.find(Assessment, pk=assessment.pk).status == "in-progress"


def test_danger_on_a_page_that_came_second_is_heeded(assessor, town, amina):
    assessment = assessor.begin()
    data = {**danger(assessor), "version": "1", "page": "p2"}
    assessor.save(assessment, answered(assessor.phq_9, ALL_NEVER))
    assert amina.post(url("draft", assessment.pk), data).status_code == 409
    assert town.find(Alert, person=assessment.person_id)


def test_the_page_shows_the_way_to_the_safety_plan_while_answers_are_given(assessor, town, amina):
    safety_plan(assessor)
    assessment = assessor.begin()
    preview = amina.post(url("preview", assessment.pk), danger(assessor)).content.decode()
    assert 'id="danger" hx-swap-oob="true"' in preview
    assert "open the safety plan" in preview
    assert town.find(Alert, person=assessment.person_id) is None  # nothing is kept by looking
    assert "Talk about safety now" not in amina.post(url("preview", assessment.pk), {}).content.decode()


def test_the_safety_plan_begins_in_the_same_case_and_is_gone_on_with(assessor, town, amina):
    plan = safety_plan(assessor)
    assessment = assessor.begin(mode=Mode.PHONE)
    sent = {**danger(assessor), "version": "1", "page": "p1", "safety": "yes"}
    opened = amina.post(url("fill", assessment.pk), sent)
    begun = town.find(Assessment, case=assessment.case_id, questionnaire=plan)
    assert opened.headers["Location"] == url("fill", begun.pk)
    assert begun.mode == "phone"
    assert len(assessor.response(assessment).content["item"][0]["item"]) == 1  # the answers were kept first
    again = amina.post(url("safety_plan", assessment.pk))
    assert again.headers["Location"] == url("fill", begun.pk)


def test_without_a_safety_plan_in_use_the_page_says_whom_to_ask(assessor, town, amina):
    from keyworker.questionnaires.actions import retire_questionnaire

    for held in town.all(Questionnaire, url__endswith="/safety-plan", status="published"):
        retire_questionnaire(actor=town.priya, questionnaire=held)
    assessment = assessor.begin()
    assessor.save(assessment, danger(assessor))
    assert "Talk about safety now" in amina.get(url("fill", assessment.pk)).content.decode()
    answer = amina.post(url("safety_plan", assessment.pk), follow=True)
    assert "No safety plan is in use" in answer.content.decode()


def test_the_list_says_which_assessment_calls_for_action_until_the_task_is_done(assessor, town, amina):
    from keyworker.tasks.actions import complete_task

    assessment = assessor.begin()
    assessor.save(assessment, danger(assessor))
    assert "Calls for action" in amina.get(url("list", assessment.person_id)).content.decode()
    task = town.find(Task, source_id=assessment.pk, kind="to-do")
    complete_task(actor=town.amina, task=task, outcome="We made the plan.")
    assert "Calls for action" not in amina.get(url("list", assessment.person_id)).content.decode()
    assert "Amina Yusuf did this" in amina.get(url("read", assessment.pk)).content.decode()


def test_an_agency_marks_an_answer_and_it_counts_from_then_on(assessor, town):
    worst = option_of(assessor.phq_9, TIRED, 3)
    mark(town, assessor.phq_9, TIRED, Operator.IS, f"{worst.value.system}|{worst.value.code}")
    assessment = assessor.begin()
    assessor.save(assessment, {name_of(Place(TIRED)): option_of(assessor.phq_9, TIRED, 2).token})
    assert town.find(Alert, person=assessment.person_id) is None
    assessor.save(assessment, {name_of(Place(TIRED)): worst.token})
    assert "Ask tonight." in town.find(Alert, person=assessment.person_id).text


def test_a_mark_from_a_number_on_counts_heavier_answers_too(assessor, town):
    held = mark(town, assessor.phq_9, TIRED, Operator.AT_LEAST, "2")
    heavy = {name_of(Place(TIRED)): option_of(assessor.phq_9, TIRED, 3).token}
    assessment = assessor.begin()
    assessor.save(assessment, heavy)
    assert town.find(CriticalAnswer, assessment=assessment).link_id == TIRED
    assessing.end_mark(actor=town.priya, mark=held)
    other = assessor.begin()
    assessor.save(other, heavy)
    assert town.find(CriticalAnswer, assessment=other) is None


def test_an_answer_is_marked_once_and_only_by_an_administrator(assessor, town):
    mark(town, assessor.phq_9, TIRED, Operator.AT_LEAST, "2")
    with pytest.raises(Refused, match="already"):
        mark(town, assessor.phq_9, TIRED, Operator.AT_LEAST, "2")
    new = assessing.NewMark("u", "t", "l", "q", Operator.IS, "v", "w", "m")
    for stranger in (town.amina, town.ben, town.pavel):
        with pytest.raises(Absent):
            assessing.mark_critical(actor=stranger, agency=town.agency(), mark=new)


def test_priya_marks_an_answer_in_two_steps_and_takes_the_mark_off(assessor, town, page):
    priya, start = page(town.priya), url("mark", assessor.phq_9.pk)
    assert "How we assess" in priya.get(url("practice")).content.decode()
    assert "Which question?" in priya.get(start).content.decode()
    second = f"{start}?question={TIRED}"
    text = priya.get(second).content.decode()
    assert "or any answer that counts more" in text
    assert "govuk-error-summary" in priya.post(second, {"message": "Call."}).content.decode()
    assert priya.post(second, {"answer": "at-least:2", "message": "Call."}).status_code == 302
    held = town.find(AgencyCriticalItem, url=assessor.phq_9.url, link_id=TIRED)
    assert (held.operator, held.value, held.marked_by_id) == ("at-least", "2", town.priya.id)
    assert "already" in priya.post(second, {"answer": "at-least:2", "message": "Call."}).content.decode()
    assert priya.post(url("take_mark_off", held.pk)).status_code == 302
    assert town.find(AgencyCriticalItem, pk=held.pk).ended_at is not None


def test_ben_sees_what_is_marked_and_changes_nothing(assessor, town, page):
    ben = page(town.ben)
    text = ben.get(url("practice")).content.decode()
    assert "Answers that call for action" in text
    assert "Mark an answer in a form" not in text
    assert ben.get(url("mark", assessor.phq_9.pk)).status_code == 404
    assert page(town.amina).get(url("practice")).status_code == 404
