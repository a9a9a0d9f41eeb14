"""When a form is due: by a program's rule, planned as tasks, shown where somebody looks, and asked before the end."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from keyworker.access.sight import Absent
from keyworker.assessment import actions as assessing
from keyworker.assessment.due import Standing, due_at_exit, due_on, is_near, is_overdue
from keyworker.assessment.jobs import plan_what_is_due
from keyworker.assessment.models import Assessment, AssessmentRule
from keyworker.base import clock
from keyworker.base.decision import Refused
from keyworker.cases.models import Case
from keyworker.people.models import TimelineEntry
from keyworker.tasks.models import Task
from tests.assessment.conftest import MODERATE, answered
from tests.questionnaires.forms import form, item

DAY = date(2026, 3, 1)


def url(name, *keys):
    return reverse(f"assessment:{name}", args=keys)


@pytest.fixture
def amina(town, page):
    return page(town.amina)


@pytest.fixture
def no_rules(town):
    for rule in town.all(AssessmentRule, ended_at=None):
        assessing.end_rule(actor=town.ben, rule=rule)


def rule(town, questionnaire, *, first=None, again=None, at_exit=False, program=None):
    when = assessing.When(first, again, at_exit)
    return assessing.set_rule(actor=town.ben, program=program or town.housing, form=questionnaire, when=when)


def after(days):
    return clock.at(clock.now() + timedelta(days=days))


def by_rule(town, case, **more):
    return town.all(Task, case=case, source_type="assessment.assessmentrule", **more)


# --- what a rule says -------------------------------------------------------------------------------------------


def test_the_first_time_counts_from_the_opening_and_each_next_from_the_last():
    every = assessing.When(14, 56)
    assert due_on(every, Standing(DAY)) == DAY + timedelta(days=14)
    assert due_on(every, Standing(DAY, (DAY + timedelta(days=3), DAY))) == DAY + timedelta(days=59)
    assert due_on(assessing.When(14), Standing(DAY, (DAY,))) is None
    assert due_on(assessing.When(None, 56), Standing(DAY)) is None


def test_late_is_after_the_day_and_near_is_two_weeks_before():
    assert not is_overdue(DAY, today=DAY)
    assert is_overdue(DAY, today=DAY + timedelta(days=1))
    assert is_near(DAY, today=DAY - timedelta(days=14))
    assert not is_near(DAY, today=DAY - timedelta(days=15))


def test_what_was_asked_lately_is_not_asked_again_at_the_end():
    at_exit = assessing.When(at_exit=True)
    assert due_at_exit(at_exit, (), today=DAY)
    assert due_at_exit(at_exit, (DAY - timedelta(days=31),), today=DAY)
    assert not due_at_exit(at_exit, (DAY - timedelta(days=30),), today=DAY)
    assert not due_at_exit(assessing.When(14), (), today=DAY)


# --- tasks ------------------------------------------------------------------------------------------------------


def test_the_job_plans_the_first_time_once_for_each_open_case(assessor, town, no_rules):
    case = town.client_case()
    rule(town, assessor.phq_9, first=10)
    plan_what_is_due(0)
    plan_what_is_due(0)
    (task,) = by_rule(town, case)
    assert (task.kind, task.due_on) == ("assessment", town.today + timedelta(days=10))
    assert "PHQ-9" in task.what
    assert town.find(TimelineEntry, verb="assessment.due", person=case.person_id)
    assert by_rule(town, town.client_case(town.sam, town.family)) == []


def test_finishing_one_does_its_task_and_plans_the_next_at_once(assessor, town, no_rules):
    case = town.client_case()
    rule(town, assessor.phq_9, first=10, again=30)
    plan_what_is_due(0)
    assessor.complete(assessor.begin(town.find(Case, pk=case.pk)), answered(assessor.phq_9, MODERATE))
    first, following = sorted(by_rule(town, case), key=lambda task: task.due_on)
    assert first.done_at is not None
    assert (following.done_at, following.due_on) == (None, town.today + timedelta(days=30))
    plan_what_is_due(0)
    assert len(by_rule(town, case)) == 2


def test_another_forms_task_stays(assessor, town, no_rules):
    case = town.client_case()
    other = assessor.brought_in(form(item("a"), url="urn:other", version="1", title="Another form"))
    rule(town, assessor.phq_9, first=10)
    rule(town, other, first=20)
    plan_what_is_due(0)
    assessor.complete(assessor.begin(town.find(Case, pk=case.pk)), answered(assessor.phq_9, MODERATE))
    (left,) = by_rule(town, case, done_at=None)
    assert "Another form" in left.what


def test_a_changed_rule_does_not_ask_twice_and_its_earlier_task_is_done_with_the_form(assessor, town, no_rules):
    case = town.client_case()
    rule(town, assessor.phq_9, first=10)
    plan_what_is_due(0)
    rule(town, assessor.phq_9, first=5)
    plan_what_is_due(0)
    assert len(by_rule(town, case)) == 1
    assessor.complete(assessor.begin(town.find(Case, pk=case.pk)), answered(assessor.phq_9, MODERATE))
    assert by_rule(town, case, done_at=None) == []


def test_a_new_rule_reaches_cases_that_were_assessed_before(assessor, town, no_rules):
    assessment = assessor.begin()
    assessor.complete(assessment, answered(assessor.phq_9, MODERATE))
    rule(town, assessor.phq_9, again=30)
    plan_what_is_due(0)
    (task,) = by_rule(town, assessment.case_id)
    assert task.due_on == town.today + timedelta(days=30)


def test_a_rule_says_when_and_only_its_own_people_set_it(assessor, town):
    with pytest.raises(Refused, match="when it is due"):
        rule(town, assessor.phq_9)
    for stranger in (town.amina, town.flo, town.nadia):
        with pytest.raises(Absent):
            assessing.set_rule(actor=stranger, program=town.housing, form=assessor.phq_9, when=assessing.When(5))


# --- pages ------------------------------------------------------------------------------------------------------


def test_what_is_due_and_late_stands_on_the_assessments_tab_with_the_way_to_begin(
    assessor, town, amina, page, no_rules
):
    case = town.client_case()
    rule(town, assessor.phq_9, first=10)
    tab = url("list", case.person_id)
    assert '<h2 class="govuk-heading-m" id="due">' in amina.get(tab).content.decode()
    with after(11):
        later = page(town.amina)
        text = later.get(tab).content.decode()
        assert "Late" in text
        start = url("start", case.person_id) + "?form="
        link = text[text.index(start) :].split('"')[0].replace("&amp;", "&")
        assert re.search(rf'value="{assessor.phq_9.pk}"[^>]*checked', later.get(link).content.decode())
    begun = assessor.begin(town.find(Case, pk=case.pk))
    assert url("fill", begun.pk) in amina.get(tab).content.decode()
    assessor.complete(begun, answered(assessor.phq_9, MODERATE))
    assert 'id="due"' not in amina.get(tab).content.decode()


def test_supervisors_see_who_is_late(assessor, town, page, no_rules):
    case = town.client_case(preferred_name="Xanthe")
    rule(town, assessor.phq_9, first=1)
    plan_what_is_due(0)
    overview = reverse("supervision:assessments")
    soon = page(town.ben).get(overview).content.decode().split('id="soon"')[1]
    assert url("list", case.person_id) in soon
    with after(3):
        late = page(town.ben).get(overview).content.decode().split('id="soon"')[0]
    assert url("list", case.person_id) in late
    assert page(town.amina).get(overview).status_code == 404


def test_before_a_case_ends_what_is_asked_at_the_end_is_named(assessor, town, amina, no_rules):
    case = town.client_case()
    rule(town, assessor.phq_9, at_exit=True)
    close = reverse("reviews:close", args=[case.pk])
    assert "Not asked yet before the end: PHQ-9" in amina.get(close).content.decode()
    assessor.complete(assessor.begin(town.find(Case, pk=case.pk)), answered(assessor.phq_9, MODERATE))
    assert "Not asked yet before the end" not in amina.get(close).content.decode()


def test_ben_sets_a_rule_and_takes_it_off(assessor, town, page, no_rules):
    ben, new = page(town.ben), url("rule")
    sent = {"program": str(town.housing.pk), "questionnaire": str(assessor.phq_9.pk), "first": "14", "again": "56"}
    assert "When is a form due?" in ben.get(new).content.decode()
    for wrong in ({**sent, "first": "", "again": ""}, {**sent, "again": "0"}, {**sent, "first": "many"}):
        assert "govuk-error-summary" in ben.post(new, wrong).content.decode()
    assert ben.post(new, sent).status_code == 302
    text = ben.get(url("practice")).content.decode()
    assert "14 days after opening" in text
    assert "again every 56 days" in text
    held = town.find(AssessmentRule, ended_at=None)
    assert ben.post(url("take_rule_off", held.pk)).status_code == 302
    assert town.find(AssessmentRule, ended_at=None) is None


def test_priya_sets_rules_for_every_program(assessor, town, page, no_rules):
    sent = {"program": str(town.shelter.pk), "questionnaire": str(assessor.phq_9.pk), "at_exit": "on"}
    assert page(town.priya).post(url("rule"), sent).status_code == 302
    assert town.find(AssessmentRule, program=town.shelter).at_exit


def test_only_what_was_asked_in_the_case_itself_counts_for_it(assessor, town, no_rules):
    assessment = assessor.begin()
    assessor.complete(assessment, answered(assessor.phq_9, MODERATE))
    rule(town, assessor.phq_9, first=10)
    case = town.client_case(full_name="Ottoline Vesper")
    plan_what_is_due(0)
    assert len(by_rule(town, case)) == 1
    assert by_rule(town, town.find(Assessment, pk=assessment.pk).case_id) == []
