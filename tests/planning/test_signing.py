"""Signing with a finger, and the supervisor who signs last: their task, their page, and the way back."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from keyworker.access.actions import grant_role
from keyworker.access.roles import Role
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.models import Case
from keyworker.design.forms.drawing import lines_of, read_strokes
from keyworker.people.actions import deny
from keyworker.people.models import TimelineEntry
from keyworker.planning import actions as planning
from keyworker.planning.models import PlanSignature, ServicePlan
from keyworker.supervision.queries import waiting_for_the_supervisor
from keyworker.tasks.models import Task

NAME = "[[20,150,80,40,140,150,60,110],[200,60,260,160]]"


def url(name, *keys):
    return reverse(f"planning:{name}", args=keys)


@pytest.fixture
def supervised(town):
    """Housing asks its supervisor to sign each plan, too."""
    with transaction.atomic(), reading(town.job()):
        town.housing.supervisor_signs_plans = True
        town.housing.save(update_fields=["supervisor_signs_plans"])
    return town.housing


@pytest.fixture
def waiting(planner, supervised):
    """A plan that client and worker have signed."""
    plan = planner.draft()
    planner.sign(plan)
    planner.sign(plan, "worker")
    return plan


def task_of(town, plan):
    return town.find(Task, pk=town.find(ServicePlan, pk=plan.pk).approval_id)


def at_the_supervisors(town):
    with reading(town.ben):
        return [each.key for each in waiting_for_the_supervisor(town.ben) if each.kind == "plan"]


def test_rosa_draws_her_name_and_it_stands_under_the_plan(planner, town, page):
    plan, amina = planner.draft(), page(town.amina)
    handed = amina.get(url("sign", plan.pk))
    assert "Draw your name in the box" in handed.content.decode()
    answers = {
        "signer": "client", "how": "drawn", "signer_name": "Rosa Delgado", "agrees": "on", "drawing": NAME,
        "digest": handed.context["form"].initial["digest"],
    }  # fmt: skip
    amina.post(url("sign", plan.pk), answers)
    signed = town.find(PlanSignature, plan=plan)
    assert (signed.how, signed.drawing[1]) == ("drawn", [200, 60, 260, 160])
    shown = page(town.ben).get(url("plan", plan.pk)).content.decode()
    assert 'points="20,150 80,40 140,150 60,110"' in shown
    assert "drew their name" in shown


def test_a_box_left_empty_is_said_and_a_drawing_outlives_another_mistake(planner, town, page):
    plan, amina = planner.draft(), page(town.amina)
    seen = amina.get(url("sign", plan.pk)).context["form"].initial["digest"]
    answers = {"signer": "client", "how": "drawn", "signer_name": "", "agrees": "on", "drawing": NAME, "digest": seen}
    again = amina.post(url("sign", plan.pk), answers).content.decode()
    assert 'points="20,150 80,40 140,150 60,110"' in again
    empty = amina.post(url("sign", plan.pk), {**answers, "signer_name": "Rosa Delgado", "drawing": ""})
    assert "govuk-error-summary" in empty.content.decode()
    assert town.find(PlanSignature, plan=plan) is None


@pytest.mark.parametrize(
    "sent",
    [
        "scribble", "{}", "[[1]]", "[[1,2,3]]", '[["1","2"]]', "[[601,1,2,2]]", "[[1,-1]]", "[[1.5,2]]", "[[true,1]]",
        "[[5,5]]", "[" * 5000, f"[[{','.join(['1'] * 9000)}]]", str([[1, 1]] * 90),
    ],
)  # fmt: skip
def test_whatever_else_is_sent_as_a_drawing_is_no_drawing(sent):
    with pytest.raises(ValidationError):
        read_strokes(sent)


def test_a_stroke_of_one_point_is_drawn_as_a_dot():
    assert lines_of([[5, 6], [1, 2, 3, 4]]) == ["5,6 5,6", "1,2 3,4"]


def test_a_drawn_name_is_drawn_and_a_typed_one_is_not(planner, town):
    plan = planner.draft()
    with pytest.raises(Refused, match="Draw your name"):
        planner.sign(plan, how="drawn")
    with pytest.raises(Refused, match="Draw your name"):
        planner.sign(plan, how="typed", drawing=((1, 1, 200, 200),))
    about = {"plan": plan, "person_id": plan.person_id, "program_id": plan.program_id, "plan_version": 1}
    signed = {"signer": "client", "signer_name": "Rosa", "signed_at": plan.created_at, "digest": "x", "how": "drawn"}
    with pytest.raises(IntegrityError, match="drawn_name_is_there"), transaction.atomic(), reading(town.amina):
        PlanSignature(**about, **signed).save(force_insert=True)


def test_the_supervisor_has_a_task_until_the_plan_is_approved(town, planner, waiting):
    task = task_of(town, waiting)
    assert (task.what, task.assignee_id) == ("Read the plan and approve it", town.ben.id)
    assert at_the_supervisors(town) == [waiting.pk]
    planning.approve_plan(actor=town.ben, plan=waiting, seen_digest=planner.digest(waiting))
    assert town.find(Task, pk=task.pk).done_at is not None
    assert town.find(ServicePlan, pk=waiting.pk).status == "active"
    assert at_the_supervisors(town) == []


def test_a_draft_that_changes_waits_for_nobody_until_it_is_signed_again(town, planner, waiting):
    task = task_of(town, waiting)
    planning.change_goal(
        actor=town.amina, goal=planner.goal(waiting), words=planning.GoalWords("housing", "A home by the river.")
    )
    assert town.find(Task, pk=task.pk).cancelled_at is not None
    assert at_the_supervisors(town) == []
    planner.sign(waiting)
    assert at_the_supervisors(town) == []
    planner.sign(waiting, "worker")
    assert at_the_supervisors(town) == [waiting.pk]
    assert town.find(Case, pk=waiting.case_id).next_step_on is not None


def test_a_page_that_was_open_before_can_still_be_saved_while_the_plan_waits(town, waiting):
    held = town.find(ServicePlan, pk=waiting.pk)
    words = planning.PlanWords(strengths="Her sister")
    planning.save_plan(actor=town.amina, plan=held, words=words, seen=waiting.version)
    assert task_of(town, waiting) is None


def test_ben_asks_for_changes_and_amina_has_a_task_that_says_what(town, waiting, page):
    ben = page(town.ben)
    assert "Ask for changes first" in ben.get(url("approve", waiting.pk)).content.decode()
    assert "govuk-error-summary" in ben.post(url("send_back", waiting.pk), {"because": " "}).content.decode()
    ben.post(url("send_back", waiting.pk), {"because": "Who pays the deposit?"})
    assert at_the_supervisors(town) == []
    whats = [task.what for task in town.all(Task, case=waiting.case_id, done_at=None, cancelled_at=None)]
    assert "Change the plan: Who pays the deposit?" in whats
    told = town.find(TimelineEntry, verb="planning.plan_sent_back", source_id=waiting.pk)
    assert told.facts["because"] == "Who pays the deposit?"
    answer = ben.post(url("send_back", waiting.pk), {"because": "And the bus?"}).content.decode()
    assert "does not wait for approval any more" in answer
    assert "And the bus?" in answer


def test_a_supervisor_who_must_not_see_the_file_is_not_asked_to_approve_the_plan(town, planner, supervised):
    """A breach: the task would be done by nobody, and stand in the list of somebody who is kept out."""
    case = town.client_case(full_name="Xavier Quill")
    deny(actor=town.job(), person=case.person, staff=town.staff(town.ben), because="her neighbour")
    plan = planner.draft(case)
    planner.sign(plan)
    planner.sign(plan, "worker")
    task = task_of(town, plan)
    assert (task.assignee_id, task.what) == (None, "Ask a supervisor to approve the plan")
    grant_role(actor=town.job(), member=town.staff(town.sam), role=Role.SUPERVISOR, program=town.housing)
    planning.change_goal(
        actor=town.amina, goal=planner.goal(plan), words=planning.GoalWords("housing", "A home by the river.")
    )
    planner.sign(plan)
    planner.sign(plan, "worker")
    assert task_of(town, plan).assignee_id == town.sam.id


def test_nobody_approves_a_plan_they_signed_as_its_case_manager(town, planner, supervised):
    case = town.client_case(actor=town.ben, full_name="Xavier Quill")
    plan = planner.draft(case, actor=town.ben)
    planner.sign(plan, actor=town.ben)
    planner.sign(plan, "worker", actor=town.ben)
    assert task_of(town, plan).assignee_id != town.ben.id
    with pytest.raises(Refused, match="Somebody else"):
        planning.approve_plan(actor=town.ben, plan=plan, seen_digest=planner.digest(plan, town.ben))
    assert town.find(ServicePlan, pk=plan.pk).status == "draft"


def test_approving_words_that_changed_meanwhile_is_refused_clearly(town, planner, waiting, page):
    ben = page(town.ben)
    seen = ben.get(url("approve", waiting.pk)).context["form"].initial["digest"]
    planning.add_goal(actor=town.amina, plan=waiting, words=planning.GoalWords("work", "Work near home"))
    answer = ben.post(url("approve", waiting.pk), {"agrees": "on", "digest": seen}).content.decode()
    assert "has changed since this page was opened" in answer
    assert "Work near home" in answer
