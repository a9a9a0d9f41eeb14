"""How an assessment is done is said and can be put right; a colleague goes on where it stopped."""

from datetime import timedelta

import pytest
from django.urls import reverse

from keyworker.assessment import actions as assessing
from keyworker.assessment.models import Assessment, Interpreter, Mode
from keyworker.base.decision import Refused
from keyworker.cases.models import Case
from keyworker.people import actions as people
from keyworker.people.models import Person, TimelineEntry
from keyworker.tasks import actions as tasks
from keyworker.tasks.models import Task, TaskKind
from tests.assessment.conftest import MODERATE, answered

BY_PHONE = assessing.How(mode=Mode.PHONE, present="Her sister", interpreter=Interpreter.TRAINED)


def url(name, *keys):
    return reverse(f"assessment:{name}", args=keys)


@pytest.fixture
def amina(town, page):
    return page(town.amina)


def first(data, number):
    return dict(list(data.items())[:number])


def let_in(town, person_id, colleague):
    person = town.find(Person, pk=person_id)
    staff = town.staff(colleague)
    people.add_to_care_team(actor=town.ben, person=person, program=town.housing, staff=staff, because="stands in")


def over(town, colleague, because="I am away."):
    return assessing.HandOver(town.staff(colleague), because, town.today + timedelta(days=2))


def test_how_it_is_done_is_chosen_at_the_start_and_read_afterwards(assessor, town, amina):
    assessment = assessor.begin(mode=Mode.PHONE, present="Her sister", interpreter=Interpreter.TRAINED)
    assessor.complete(assessment, answered(assessor.phq_9, MODERATE))
    text = amina.get(url("read", assessment.pk)).content.decode()
    for said in ("By telephone", "A trained interpreter", "with Her sister"):
        assert said in text


def test_how_it_is_done_is_put_right_without_making_the_open_page_stale(assessor, town, amina):
    assessment = assessor.begin()
    sheet = assessor.sheet(assessment, answered(assessor.phq_9, MODERATE))
    how = {"answered_by": "client", "mode": "video", "interpreter": "", "present": ""}
    assert amina.post(url("how", assessment.pk), how).status_code == 302
    assessing.save_answers(actor=town.amina, assessment=assessment, sheet=sheet)
    now = town.find(Assessment, pk=assessment.pk)
    assert (now.mode, now.answered_by) == ("video", "client")


def test_how_a_finished_one_was_done_stays_as_it_was_said(assessor, town):
    assessment = assessor.begin()
    assessor.complete(assessment, answered(assessor.phq_9, MODERATE))
    with pytest.raises(Refused, match="finished"):
        assessing.say_how(actor=town.amina, assessment=assessment, how=BY_PHONE)


def test_going_on_later_shows_where_it_stopped(assessor, amina):
    assessment = assessor.begin()
    assert "You stopped here" not in amina.get(url("fill", assessment.pk)).content.decode()
    assessor.save(assessment, first(answered(assessor.phq_9, MODERATE), 3))
    text = amina.get(url("fill", assessment.pk)).content.decode()
    assert "3 of 10 questions answered" in text
    stopped = text[text.index("You stopped here") :][:300]
    assert "Feeling tired or having little energy" in stopped


def test_a_question_left_out_earlier_comes_last(assessor, amina):
    assessment = assessor.begin()
    given = answered(assessor.phq_9, MODERATE)
    assessor.save(assessment, {name: value for name, value in given.items() if name != list(given)[1]})
    stopped = amina.get(url("fill", assessment.pk)).content.decode().split("You stopped here")[1][:300]
    assert "difficult" in stopped


def test_a_colleague_on_the_care_team_takes_it_on_with_a_task_and_a_reason(assessor, town, page):
    assessment = assessor.begin(town.client_case(full_name="Rosa Delgado"))
    let_in(town, assessment.person_id, town.ben)
    assessor.save(assessment, first(answered(assessor.phq_9, MODERATE), 3))
    assessing.hand_over_assessment(actor=town.amina, assessment=assessment, over=over(town, town.ben))
    task = town.find(Task, source_id=assessment.pk, kind="assessment")
    assert (task.assignee_id, task.due_on) == (town.ben.id, town.today + timedelta(days=2))
    assert "I am away." in task.what
    told = town.find(TimelineEntry, verb="assessment.handed_over", person=assessment.person_id)
    assert told.facts["to"] == "Ben Carter"
    assert "3 of 10" in page(town.ben).get(url("fill", assessment.pk)).content.decode()
    assessing.complete_assessment(
        actor=town.ben, assessment=assessment, sheet=assessor.sheet(assessment, answered(assessor.phq_9, MODERATE))
    )
    assert town.find(Task, pk=task.pk).done_at is not None


def test_it_is_handed_to_nobody_who_cannot_open_the_file(assessor, town):
    assessment = assessor.begin()
    with pytest.raises(Refused, match="care team"):
        assessing.hand_over_assessment(actor=town.amina, assessment=assessment, over=over(town, town.sam))
    let_in(town, assessment.person_id, town.ben)
    person = town.find(Person, pk=assessment.person_id)
    people.deny(actor=town.ben, person=person, staff=town.staff(town.amina), because="a cousin")
    with pytest.raises(Refused, match="Say why"):
        assessing.hand_over_assessment(actor=town.ben, assessment=assessment, over=over(town, town.ben, "  "))
    with pytest.raises(Refused, match="already"):
        assessing.hand_over_assessment(actor=town.ben, assessment=assessment, over=over(town, town.amina))


def test_a_page_offers_only_colleagues_who_can_go_on(assessor, town, amina):
    assessment = assessor.begin()
    assert "Nobody else is on the care team" in amina.get(url("hand_over", assessment.pk)).content.decode()
    let_in(town, assessment.person_id, town.ben)
    let_in(town, assessment.person_id, town.flo)  # the front desk sees the file, and fills in nothing
    text = amina.get(url("hand_over", assessment.pk)).content.decode()
    assert "Ben Carter" in text
    assert "Flo Martin" not in text
    day = town.today + timedelta(days=3)
    dated = {"due_on_day": day.day, "due_on_month": day.month, "due_on_year": day.year}
    sent = {"to": str(town.ben.id), "because": "I am away", **dated}
    assert amina.post(url("hand_over", assessment.pk), sent).headers["Location"] == url("list", assessment.person_id)
    assert town.find(Assessment, pk=assessment.pk).by_id == town.ben.id


def test_finishing_one_leaves_another_forms_task_alone(assessor, town):
    form = assessor.in_use("strengths-and-needs-first-look.json")
    other = assessor.begin(questionnaire=form)
    case = town.find(Case, pk=other.case_id)
    let_in(town, other.person_id, town.ben)
    assessing.hand_over_assessment(actor=town.amina, assessment=other, over=over(town, town.ben))
    general = tasks.set_task(
        actor=town.amina, case=town.find(Case, pk=case.pk), what="Assess", due_on=town.today, kind=TaskKind.ASSESSMENT
    )
    assessor.complete(assessor.begin(town.find(Case, pk=case.pk)), answered(assessor.phq_9, MODERATE))
    assert town.find(Task, pk=general.pk).done_at is not None
    assert town.find(Task, source_id=other.pk, kind="assessment").done_at is None
