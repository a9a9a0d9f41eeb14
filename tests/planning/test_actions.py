"""A plan is written together, signed by the client and then the worker, and from then on it stays as it was signed."""

import pytest
from django.db import IntegrityError, transaction

from keyworker.access.sight import Absent
from keyworker.audit.models import AuditEvent
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord, change
from keyworker.cases.models import Case
from keyworker.people.models import TimelineEntry
from keyworker.planning import actions as planning
from keyworker.planning.models import ActionStep, Goal, PlanSignature, ServicePlan
from keyworker.tasks.models import Task
from tests.planning.conftest import HOME


def test_the_first_plan_moves_the_case_to_planning_and_gives_it_a_next_step(town):
    case = town.client_case()
    planning.start_plan(actor=town.amina, case=case)
    case = town.find(Case, pk=case.pk)
    assert case.step == "planning"
    assert case.next_step_on is not None


def test_a_case_has_one_draft(planner, town):
    plan = planner.draft()
    with pytest.raises(Refused, match="being written already"):
        planning.start_plan(actor=town.amina, case=plan.case)


def test_when_client_and_worker_have_signed_the_plan_is_agreed_and_the_work_begins(planner, town):
    plan = planner.draft()
    planner.sign(plan)
    assert town.find(ServicePlan, pk=plan.pk).status == "draft"
    planner.sign(plan, "worker")

    plan = town.find(ServicePlan, pk=plan.pk)
    assert (plan.status, plan.number) == ("active", 1)
    assert plan.snapshot["goals"][0]["words"] == "I want us to stay near the school."
    assert plan.digest == town.find(PlanSignature, plan=plan).digest
    case = town.find(Case, pk=plan.case_id)
    assert case.step == "delivery"
    tasks = {task.kind: task for task in town.all(Task, case=case, done_at=None)}
    assert set(tasks) == {"plan-step", "review"}
    assert tasks["plan-step"].what == "Call the landlord"
    assert tasks["review"].due_on == plan.review_on
    assert case.next_step_on is not None
    assert town.find(Goal, plan=plan).status == "active"


def test_the_workers_signature_is_in_their_own_name(planner, town):
    plan = planner.draft()
    planner.sign(plan)
    assert planner.sign(plan, "worker", signer_name="Somebody Else").signer_name == "Amina Yusuf"


def test_a_signature_under_words_that_changed_meanwhile_is_refused(planner, town):
    plan = planner.draft()
    read = planner.digest(plan)
    planning.change_goal(actor=town.amina, goal=planner.goal(plan), words=planning.GoalWords("housing", "Leave town"))
    with pytest.raises(Refused, match="has changed"):
        planner.sign(plan, digest=read)


def test_when_the_draft_changes_after_the_client_signed_they_are_asked_again(planner, town):
    plan = planner.draft()
    planner.sign(plan)
    planning.add_goal(actor=town.amina, plan=plan, words=planning.GoalWords("work", "Find work"))
    with pytest.raises(Refused, match="client signs first"):
        planner.sign(plan, "worker")
    planner.sign(plan)
    planner.sign(plan, "worker")
    assert town.find(ServicePlan, pk=plan.pk).status == "active"


def test_the_supervisor_signs_where_the_program_asks_for_it(planner, town):
    plan = planner.draft()
    with transaction.atomic(), reading(town.job()):
        town.housing.supervisor_signs_plans = True
        town.housing.save(update_fields=["supervisor_signs_plans"])
    planner.sign(plan)
    planner.sign(plan, "worker")
    assert town.find(ServicePlan, pk=plan.pk).status == "draft"
    with pytest.raises(Refused):
        planner.sign(plan, "supervisor")
    with pytest.raises(Absent):
        planning.approve_plan(actor=town.amina, plan=plan, seen_digest=planner.digest(plan))
    planning.approve_plan(actor=town.ben, plan=plan, seen_digest=planner.digest(plan))
    assert town.find(ServicePlan, pk=plan.pk).status == "active"


def test_a_signed_plan_is_not_changed_by_any_action(planner, town):
    plan = planner.agreed()
    goal, step = planner.goal(plan), town.find(ActionStep, plan=plan)
    attempts = [
        lambda: planning.save_plan(actor=town.amina, plan=plan, words=planning.PlanWords("x")),
        lambda: planning.add_goal(actor=town.amina, plan=plan, words=HOME),
        lambda: planning.change_goal(actor=town.amina, goal=goal, words=HOME),
        lambda: planning.remove_goal(actor=town.amina, goal=goal),
        lambda: planning.add_step(actor=town.amina, goal=goal, words=planning.StepWords("x")),
        lambda: planning.change_step(actor=town.amina, step=step, words=planning.StepWords("x")),
        lambda: planning.remove_step(actor=town.amina, step=step),
        lambda: planner.sign(plan),
    ]
    for attempt in attempts:
        with pytest.raises(Refused):
            attempt()


def test_the_database_itself_keeps_a_signed_plan_as_it_was_signed(planner, town):
    plan = planner.agreed()
    goal, step = planner.goal(plan), town.find(ActionStep, plan=plan)
    breaches = [
        lambda: change(plan, strengths="rewritten"),
        lambda: change(plan, status="draft"),
        lambda: change(goal, words="rewritten"),
        lambda: change(step, what="rewritten"),
        lambda: step.delete(),
        lambda: goal.delete(),
        lambda: Goal(plan=plan, person=plan.person, program=plan.program, domain="work", words="new").save(),
    ]
    for breach in breaches:
        with pytest.raises(IntegrityError, match="signed plan"), transaction.atomic(), reading(town.amina):
            breach()


def test_progress_and_ticks_may_still_change_on_a_signed_plan(planner, town):
    plan = planner.agreed()
    goal = planner.goal(plan)
    with reading(town.amina):
        change(goal, progress=4, status="on-hold")
    step = town.find(ActionStep, plan=plan, who="worker")
    planning.finish_step(actor=town.amina, step=step)
    assert town.find(Task, pk=step.task_id).done_at is not None


def test_a_signature_cannot_be_changed_at_all(planner, town):
    plan = planner.agreed()
    signature = town.find(PlanSignature, plan=plan)
    with pytest.raises(Exception, match="permission denied"), transaction.atomic(), reading(town.amina):
        change(signature, signer_name="Somebody")


def test_a_new_version_takes_the_place_of_the_old_one_when_it_is_signed(planner, town):
    first = planner.agreed()
    second = planning.new_version(actor=town.amina, plan=first)
    assert (second.number, town.find(ServicePlan, pk=first.pk).status) == (2, "active")
    goal = planner.goal(second)
    assert goal.lineage == planner.goal(first).lineage
    planning.change_step(
        actor=town.amina,
        step=town.find(ActionStep, plan=second, who="worker"),
        words=planning.StepWords("Visit the flat", "worker"),
    )
    planner.sign(second)
    planner.sign(second, "worker")
    assert [plan.status for plan in town.all(ServicePlan, case=first.case_id)] == ["revoked", "active"]
    open_steps = town.all(Task, case=first.case_id, kind="plan-step", done_at=None, cancelled_at=None)
    assert [task.what for task in open_steps] == ["Visit the flat"]
    assert len(town.all(Task, case=first.case_id, kind="review")) == 1


def test_a_step_carried_over_unchanged_keeps_its_task(planner, town):
    first = planner.agreed()
    second = planning.new_version(actor=town.amina, plan=first)
    planner.sign(second)
    planner.sign(second, "worker")
    assert len(town.all(Task, case=first.case_id, kind="plan-step")) == 1


def test_a_stale_save_of_a_goal_changes_nothing(planner, town):
    goal = planner.goal(planner.draft())
    planning.change_goal(actor=town.amina, goal=goal, words=HOME, seen=goal.version)
    with pytest.raises(StaleRecord):
        planning.change_goal(actor=town.amina, goal=goal, words=planning.GoalWords("work", "x"), seen=1)


def test_a_goal_taken_out_takes_its_steps_along(planner, town):
    plan = planner.draft()
    planning.remove_goal(actor=town.amina, goal=planner.goal(plan))
    assert town.all(ActionStep, plan=plan) == []


def test_every_step_of_the_way_is_told_in_plain_sentences(planner, town):
    plan = planner.agreed()
    verbs = [entry.verb for entry in town.all(TimelineEntry, person=plan.person_id)]
    assert verbs[-5:] == [
        "planning.plan_started",
        "planning.goal_added",
        "planning.plan_signed",
        "planning.plan_signed",
        "planning.plan_agreed",
    ]
    facts = town.find(AuditEvent, verb="planning.plan_signed", person_id=plan.person_id).facts
    assert facts == {"number": 1, "signer_kind": "client"}
