"""My plan at my own door: my name under it, my steps, where I am, what I wish for; and nothing else is set there."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connections
from django.urls import reverse

from keyworker.access.sight import Absent, facts
from keyworker.accounts.models import User
from keyworker.base import actor as actors
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.people.actions import open_portal
from keyworker.people.models import Person
from keyworker.planning import actions as planning
from keyworker.planning.models import ActionStep, GoalReading, PlanSignature, ServicePlan
from keyworker.tasks.actions import complete_task
from keyworker.tasks.models import OwnWish, Task, WishKind
from keyworker.tasks.own import wish
from keyworker.visits.actions import schedule_visit
from keyworker.visits.models import VisitKind
from tests.planning.conftest import Planner

PAGE = "/me/plan/"


@pytest.fixture
def town(open_town):
    """A draft of her plan, and a page of her own."""
    open_town.case = open_town.client_case(full_name="Xanthippe Quill", preferred_name="Xan")
    open_town.plan = Planner(open_town).draft(open_town.case)
    person = open_town.find(Person, pk=open_town.case.person_id)
    user = User.objects.create_user("xan@people.example", "harbor-lights-and-tides")
    account = open_portal(actor=open_town.amina, person=person, user=user)
    open_town.me = actors.client(agency_id=account.agency_id, account_id=account.pk, person_id=person.pk)
    return open_town


def step_of(town, who):
    return town.find(ActionStep, plan_id=town.plan.pk, who=who)


def agreed(town, me):
    """Her worker puts the plan on her page, she signs it there, and the worker signs."""
    planning.offer_plan(actor=town.amina, plan=town.find(ServicePlan, pk=town.plan.pk))
    seen = town.find(ServicePlan, pk=town.plan.pk).offered
    said = {"step": "sign", "name": "Xanthippe Quill", "agrees": "on", "digest": seen}
    assert me.post(PAGE, said).status_code == 302
    Planner(town).sign(town.find(ServicePlan, pk=town.plan.pk), "worker")


def test_she_signs_what_her_worker_offered_and_works_on_it(town, page):
    me = page(town.me)
    assert "near the school" not in me.get(PAGE).content.decode(), "a draft is nobody's to read before it is offered"
    planning.offer_plan(actor=town.amina, plan=town.find(ServicePlan, pk=town.plan.pk))
    assert "near the school" in me.get(PAGE).content.decode()
    assert "Your plan is ready" in me.get("/me/").content.decode()
    words = planning.StepWords("Gather all pay slips", "client")
    planning.change_step(actor=town.amina, step=step_of(town, "client"), words=words)
    assert "near the school" not in me.get(PAGE).content.decode(), "changed words are offered anew"
    late = me.post(PAGE, {"step": "sign", "name": "Xan", "agrees": "on", "digest": "x"}, follow=True)
    assert "The plan has changed since." in late.content.decode()
    agreed(town, me)
    signature = town.find(PlanSignature, plan_id=town.plan.pk, signer="client")
    assert (signature.signer_name, signature.staff_id) == ("Xanthippe Quill", None)
    assert town.find(ServicePlan, pk=town.plan.pk).status == "active"

    mine, theirs = step_of(town, "client"), step_of(town, "worker")
    me.post(PAGE, {"step": "tick", "which": mine.pk})
    assert step_of(town, "client").done_at is not None
    me.post(PAGE, {"step": "untick", "which": mine.pk})
    me.post(PAGE, {"step": "tick", "which": theirs.pk})
    assert step_of(town, "client").done_at is None
    assert step_of(town, "worker").done_at is None

    goal = mine.goal_id
    assert me.post(PAGE, {"step": "reading", "which": goal, "number": "11", "words": ""}).status_code == 200
    me.post(PAGE, {"step": "reading", "which": goal, "number": "6", "words": "The school said yes."})
    reading_ = town.find(GoalReading, person_id=town.case.person_id)
    assert (reading_.number, reading_.said_by, reading_.recorded_by_id) == (6, "client", None)
    assert "6 of 10" in me.get(PAGE).content.decode()


def test_what_she_wishes_for_is_a_task_with_a_day_and_she_reads_what_came_of_it(town, page):
    me = page(town.me)
    asked = {"step": "wish", "kind": "goal", "words": "A garden for Mateo."}
    assert me.post(PAGE, {**asked, "words": ""}).status_code == 200
    me.post(PAGE, asked)
    again = me.post(PAGE, {**asked, "words": "And a dog."}).content.decode()
    assert "You asked for this already." in again
    assert "And a dog." in again, "what she typed stays"
    (task,) = town.all(Task, source_type="tasks.ownwish", person_id=town.case.person_id)
    assert "A garden for Mateo." in task.what
    assert task.due_on == town.find(OwnWish, person_id=town.case.person_id).answer_by
    tasks = page(town.amina).get(reverse("tasks:list", args=[town.case.person_id])).content.decode()
    assert "A garden for Mateo." in tasks
    complete_task(actor=town.amina, task=task, outcome="It is a goal now.")
    assert "We talked about it." in me.get(PAGE).content.decode()
    me.post("/me/file/")
    assert "You get it by:" in me.get("/me/file/").content.decode()
    assert (town.find(OwnWish, kind="data", person_id=town.case.person_id).answer_by - town.today).days == 30


def test_the_next_visit_stands_there_with_its_time_and_no_place(town, page):
    visit = schedule_visit(
        actor=town.amina,
        case=town.case,
        kind=VisitKind.IN_PERSON,
        starts_at=clock.now() + timedelta(days=1),
        lasts=timedelta(hours=1),
        place="12 Orchard Lane",
    )
    shown = page(town.me).get("/me/").content.decode()
    assert visit.get_kind_display() in shown
    assert "Amina Yusuf" in shown
    assert "Orchard Lane" not in shown


def test_nobody_else_signs_or_ticks_there_and_the_login_sets_no_more_than_that(town, page):
    plan, other = town.find(ServicePlan, pk=town.plan.pk), Planner(town).draft()
    with pytest.raises(Refused, match="The plan has changed"):
        planning.sign_own_plan(actor=town.me, case=town.case, plan=plan, name="Xan", seen_digest="")
    agreed(town, page(town.me))
    with pytest.raises(Refused, match="Somebody else does this"):
        planning.tick_own_step(actor=town.me, step=step_of(town, "worker"), done=True)
    with pytest.raises(Absent):
        planning.tick_own_step(actor=town.me, step=town.find(ActionStep, plan_id=other.pk, who="client"), done=True)
    with pytest.raises(Absent):
        wish(actor=town.amina, case=town.case, kind=WishKind.DATA)
    with pytest.raises(Refused, match="Only a plan that is being written"):
        planning.offer_plan(actor=town.amina, plan=town.find(ServicePlan, pk=plan.pk))
    with reading(town.me):
        signed = facts(PlanSignature, because="a forger has seen one").get(signer="client")
        forged = PlanSignature(
            plan_id=plan.pk, person_id=plan.person_id, program_id=plan.program_id, signer="worker", how="typed",
            signer_name="Amina Yusuf", signed_at=signed.signed_at, plan_version=1, digest=signed.digest,
        )  # fmt: skip
    breaches = (
        "UPDATE planning_actionstep SET what = 'x'",
        "UPDATE planning_goal SET words = 'x'",
        "UPDATE planning_serviceplan SET status = 'draft'",
        "UPDATE tasks_ownwish SET words = 'x'",
        "DELETE FROM planning_actionstep",
        "SELECT what FROM tasks_task",
    )
    for breach in breaches:
        with pytest.raises(ProgrammingError), reading(town.me), connections["door"].cursor() as cursor:
            cursor.execute(breach)
    with pytest.raises(ProgrammingError, match="row-level security"), reading(town.me):
        forged.save(force_insert=True)
