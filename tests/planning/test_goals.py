"""Goals for soon and for later, in the client's order; where each stands, from 0 to 10; steps and their reminders."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from keyworker.audit.models import AuditEvent
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import change
from keyworker.planning import actions as planning
from keyworker.planning.models import ActionStep, Goal, GoalReading, ServicePlan
from keyworker.tasks.models import Task
from tests.planning.conftest import HOME

FAR = planning.GoalWords("housing", "A house with a garden, one day.", horizon="long-term")


def url(name, *keys):
    return reverse(f"planning:{name}", args=keys)


@pytest.fixture
def plan(planner):
    return planner.draft()


@pytest.fixture
def near(planner, plan):
    return planner.goal(plan)


@pytest.fixture
def amina(town, page):
    return page(town.amina)


def in_order(town, plan):
    with reading(town.amina):
        return list(plan.goals.order_by("priority").values_list("words", flat=True))


def said(goal, **changes):
    words = {"domain": goal.domain, "words": goal.words, "specific": goal.specific, **changes}
    return planning.GoalWords(**words)


def test_a_goal_for_soon_leads_to_one_for_later_also_in_the_next_version(planner, town, plan, near):
    far = planning.add_goal(actor=town.amina, plan=plan, words=FAR)
    planning.change_goal(actor=town.amina, goal=near, words=said(near, serves_id=far.pk))
    planner.sign(plan)
    planner.sign(plan, "worker")
    signed = town.find(ServicePlan, pk=plan.pk)
    keys = {goal["words"]: goal for goal in signed.snapshot["goals"]}
    assert keys[near.words]["serves"] == keys[FAR.words]["key"]
    second = planning.new_version(actor=town.amina, plan=signed)
    copied = town.find(Goal, plan=second, words=near.words)
    assert copied.serves_id == town.find(Goal, plan=second, words=FAR.words).pk


def test_a_goal_leads_only_to_a_goal_for_later_of_the_same_plan(planner, town, plan, near):
    other = planning.add_goal(actor=town.amina, plan=plan, words=planning.GoalWords("work", "Find work"))
    elsewhere = planner.draft(town.client_case(full_name="Xavier Quill"))
    stranger = planning.add_goal(actor=town.amina, plan=elsewhere, words=FAR)
    for wrong in (other, near, stranger):
        with pytest.raises(Refused, match="for later of the same plan"):
            planning.change_goal(actor=town.amina, goal=near, words=said(near, serves_id=wrong.pk))


def test_a_goal_that_others_lead_to_stays_one_for_later_and_may_leave_the_plan(town, plan, near):
    far = planning.add_goal(actor=town.amina, plan=plan, words=FAR)
    planning.change_goal(actor=town.amina, goal=near, words=said(near, serves_id=far.pk))
    with pytest.raises(Refused, match="stays a goal for later"):
        planning.change_goal(actor=town.amina, goal=far, words=said(far))
    planning.remove_goal(actor=town.amina, goal=far)
    assert town.find(Goal, pk=near.pk).serves_id is None


def test_the_database_itself_lets_no_goal_for_later_lead_on(town, plan, near):
    far = planning.add_goal(actor=town.amina, plan=plan, words=FAR)
    with pytest.raises(IntegrityError, match="a_near_goal_serves_a_far_one"), transaction.atomic(), reading(town.amina):
        change(far, serves=near)


def test_the_client_says_what_matters_most_and_the_goals_stand_so(planner, town, plan, amina):
    for words in ("Find work", "Learn English"):
        planning.add_goal(actor=town.amina, plan=plan, words=planning.GoalWords("work", words))
    home = HOME.words
    assert in_order(town, plan) == [home, "Find work", "Learn English"]
    english = town.find(Goal, plan=plan, words="Learn English")
    page = amina.get(url("edit", plan.pk)).content.decode()
    assert page.count(">Move up<") == 2
    back = amina.post(url("goal_move", english.pk), {"move": "up"})
    assert back.headers["Location"].endswith(f"#goal-{english.pk}")
    assert in_order(town, plan) == [home, "Learn English", "Find work"]
    amina.post(url("goal_move", english.pk), {"move": "down"})
    amina.post(url("goal_move", english.pk), {"move": "down"})
    assert in_order(town, plan) == [home, "Find work", "Learn English"]
    planner.sign(plan)
    planner.sign(plan, "worker")
    amina.post(url("goal_move", english.pk), {"move": "up"})
    assert in_order(town, plan) == [home, "Find work", "Learn English"], "what was signed keeps its order"


def test_a_target_below_today_is_said_on_the_form_and_nothing_is_lost(town, plan, near, amina):
    answers = {
        "words": near.words, "domain": "housing", "horizon": "short-term", "baseline": "7", "target": "3",
        "specific": "Fewer nights at her sister's", "version": near.version,
    }  # fmt: skip
    page = amina.post(url("goal", near.pk), answers).content.decode()
    assert "less than where it is today" in page
    assert "Fewer nights at her sister" in page
    assert town.find(Goal, pk=near.pk).target == ""
    amina.post(url("goal", near.pk), {**answers, "less_is_better": "on"})
    assert town.find(Goal, pk=near.pk).target == "3"


def test_no_other_way_leads_round_the_check_of_numbers(town, near):
    with pytest.raises(Refused, match="less than"):
        planning.change_goal(actor=town.amina, goal=near, words=said(near, baseline="7", target="3"))


def test_a_step_after_the_goals_own_day_is_asked_about_on_the_page(town, plan, near, amina):
    soon, later = town.today + timedelta(days=10), town.today + timedelta(days=20)
    planning.change_goal(actor=town.amina, goal=near, words=said(near, target_on=soon))
    planning.add_step(actor=town.amina, goal=near, words=planning.StepWords("Visit the flat", due_on=later))
    assert "A step comes after the day of the goal itself" in amina.get(url("edit", plan.pk)).content.decode()


def test_where_a_goal_stands_is_said_charted_and_never_rewritten(planner, town, amina):
    plan = planner.agreed()
    goal = planner.goal(plan)
    day = {"on_day": town.today.day, "on_month": town.today.month, "on_year": town.today.year}
    answers = {"number": "4", "said_by": "client", "words": "We have seen two flats.", **day}
    amina.post(url("goal_reading", goal.pk), answers)
    yesterday = planning.Said(2, town.today - timedelta(days=1), "family")
    planning.read_goal(actor=town.amina, goal=goal, said=yesterday)
    assert town.find(Goal, pk=goal.pk).progress == 4, "an older day does not move it back"
    page = amina.get(url("plan", plan.pk)).content.decode()
    assert "Where it stands, from 0 to 10" in page
    assert "We have seen two flats." in page
    assert "Family or friends" in amina.get(url("goal_reading", goal.pk)).content.decode()
    told = town.find(AuditEvent, verb="planning.goal_read", person_id=plan.person_id)
    assert told.facts == {"number": 4}, "their words stay out of the trail"
    held = town.find(GoalReading, person=plan.person_id)
    with pytest.raises(Exception, match="permission denied"), transaction.atomic(), reading(town.amina):
        change(held, number=10)


def test_where_a_goal_stands_follows_it_into_the_next_version(planner, town, amina):
    first = planner.agreed()
    planning.read_goal(actor=town.amina, goal=planner.goal(first), said=planning.Said(6, town.today))
    second = planning.new_version(actor=town.amina, plan=first)
    assert "Where it stands, from 0 to 10" in amina.get(url("plan", second.pk)).content.decode()


def test_nobody_says_where_a_goal_stands_tomorrow(planner, town, amina):
    goal = planner.goal(planner.agreed())
    with pytest.raises(Refused, match="not come yet"):
        planning.read_goal(actor=town.amina, goal=goal, said=planning.Said(4, town.today + timedelta(days=1)))
    page = amina.post(url("goal_reading", goal.pk), {"number": "", "words": "Two flats"}).content.decode()
    assert "Two flats" in page
    assert town.find(GoalReading, person=goal.person_id) is None


def test_a_reminder_of_anybodys_step_stands_on_the_workers_day_until_the_step_is_done(planner, town, plan, near):
    day = town.today + timedelta(days=5)
    words = planning.StepWords("Ask the school", "family", "Elena", day + timedelta(days=2), day)
    step = planning.add_step(actor=town.amina, goal=near, words=words)
    planner.sign(plan)
    planner.sign(plan, "worker")
    task = town.find(Task, case=plan.case_id, due_on=day)
    assert task.what == "Reminder: Ask the school (Elena)"
    second = planning.new_version(actor=town.amina, plan=town.find(ServicePlan, pk=plan.pk))
    planner.sign(second)
    planner.sign(second, "worker")
    reminders = [each for each in town.all(Task, case=plan.case_id) if each.what.startswith("Reminder")]
    assert [each.pk for each in reminders] == [task.pk], "a step carried over keeps its reminder"
    copied = town.find(ActionStep, plan=second, lineage=step.lineage)
    planning.finish_step(actor=town.amina, step=copied)
    assert town.find(Task, pk=task.pk).done_at is not None


def test_a_reminder_after_the_day_itself_is_not_kept(town, near, amina):
    later = {"remind_on_day": "3", "remind_on_month": "1", "remind_on_year": "2031"}
    due = {"due_on_day": "2", "due_on_month": "1", "due_on_year": "2031"}
    page = amina.post(url("step_new", near.pk), {"what": "Call them", "who": "client", **due, **later}).content.decode()
    assert "The reminder comes after the day itself" in page
    assert "Call them" in page
    assert town.find(ActionStep, goal=near, what="Call them") is None


def test_questions_that_help_stand_beside_the_fields(plan, amina):
    page = amina.get(url("goal_new", plan.pk)).content.decode()
    assert page.index("What do they want?") < page.index("Imagine you wake up tomorrow")
    assert "From 0 to 10: where are you today?" in page
    assert "When was it a little better" in page
