"""The door's own login, in the wrong hands: it leaves and changes only what an answer given alone needs."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connections
from psycopg import sql

from keyworker.access.sight import facts
from keyworker.assessment import actions as assessing
from keyworker.assessment.models import Assessment, CriticalAnswer
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.cases.actions import open_case
from keyworker.cases.models import Case
from keyworker.people.models import Alert, CareTeamMember
from keyworker.planning.models import GoalReading, PlanSignature, ServicePlan
from keyworker.tasks.models import OwnWish, Task
from tests.portal.test_questions_for_me import at_home, danger, sheet, undisturbed, url  # noqa: F401

WALL = "row-level security"


def left(town, model, **values):
    """A row as somebody with the door's login would write it."""
    with reading(town.job()):
        row = model(person=town.case.person, program=town.case.program, **values)
    with reading(town.me):
        row.save(force_insert=True)


def duty(town, **values):
    now = clock.now()
    usual = {"staff": town.staff(town.sam), "because": "on duty", "since": now, "until": now + timedelta(days=3)}
    return {**usual, **values}


def task(town, **values):
    usual = {"case": town.case, "what": "Call", "due_on": town.today, "source_type": "assessment.assessment"}
    return {**usual, **values}


def test_an_answer_given_alone_still_calls_help(at_home, page):  # noqa: F811
    page(at_home.me).post(url(at_home), sheet(at_home, **danger(at_home)))
    assert at_home.find(Alert, person=at_home.case.person).raised_by_id is None
    assert at_home.find(
        Task, person=at_home.case.person, source_type="assessment.assessment", source_id=at_home.asked.pk
    )


@pytest.mark.parametrize(
    "values",
    [{"because": "a friend of mine"}, {"until": None}, {"emergency": True}, {"days": 400}, {"from_day": 400}],
    ids=str,
)
def test_nobody_is_let_into_the_file_but_for_three_days_on_duty(undisturbed, values):  # noqa: F811
    later = timedelta(days=values.pop("from_day", 0))
    days = timedelta(days=values.pop("days", 3))
    now = clock.now()
    given = duty(undisturbed, **{"since": now + later, "until": now + later + days, **values})
    with pytest.raises(ProgrammingError, match=WALL):
        left(undisturbed, CareTeamMember, **given)


def test_nor_in_a_program_that_did_not_ask_them(at_home):  # noqa: F811
    assessing.take_questions_back(actor=at_home.amina, assessment=at_home.asked)
    for model, given in (
        (CareTeamMember, duty(at_home)),
        (Alert, {"kind": "safety", "text": "Do not go there"}),
        (Task, task(at_home)),
    ):
        with pytest.raises(ProgrammingError, match=WALL):
            left(at_home, model, **given)


@pytest.mark.parametrize("values", [{"kind": "staff-safety"}, {"raised_by": True}, {"ended_at": True}], ids=str)
def test_no_alert_is_left_in_a_workers_name_nor_of_another_kind_nor_ended(undisturbed, values):  # noqa: F811
    real = {"raised_by": undisturbed.staff(undisturbed.ben), "ended_at": clock.now()}
    given = {name: real.get(name, value) for name, value in values.items()}
    with pytest.raises(ProgrammingError, match=WALL):
        left(undisturbed, Alert, **{"kind": "safety", "text": "Do not go there", **given})


@pytest.mark.parametrize("values", [{"done_at": True}, {"source_type": "planning.serviceplan"}, {"outcome": "Well"}])
def test_no_task_is_left_as_done_or_as_if_a_worker_had_planned_it(undisturbed, values):  # noqa: F811
    given = {name: clock.now() if value is True else value for name, value in values.items()}
    with pytest.raises(ProgrammingError, match=WALL):
        left(undisturbed, Task, **task(undisturbed, **given))


def test_nothing_of_hers_is_hung_on_what_is_somebody_elses(undisturbed):  # noqa: F811
    """A breach: a task, a wish, a number in another's case; her name under another's plan; danger in their answers."""
    town = undisturbed
    case, plan, theirs = (
        next(each for each in town.all(model) if each.person_id != town.case.person_id)
        for model in (Case, ServicePlan, Assessment)
    )
    signed = {"signer": "client", "signer_name": "Xan", "how": "typed", "signed_at": clock.now(), "plan_version": 1}
    wished = {"kind": "goal", "asked_on": town.today, "answer_by": town.today}
    for model, given in (
        (Task, task(town, case=case)),
        (OwnWish, {**wished, "case": case}),
        (GoalReading, {"case": case, "lineage": uuid4(), "number": 3, "on": town.today, "said_by": "client"}),
        (PlanSignature, {"plan": plan, "digest": "0" * 64, **signed}),
        (CriticalAnswer, {"assessment": theirs, "link_id": "9", "question": "?", "answer": "Yes"}),
    ):
        with pytest.raises(ProgrammingError, match=WALL):
            left(town, model, **given)


@pytest.mark.parametrize("column", ["owner_id", "status", "person_id", "step", "program_id", "closed_at"])
def test_of_a_case_nothing_changes_but_its_next_step(undisturbed, column):  # noqa: F811
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        reading(undisturbed.me),
        connections["door"].cursor() as cursor,
    ):
        cursor.execute(sql.SQL("UPDATE cases_case SET {} = NULL").format(sql.Identifier(column)))


def test_a_sealed_program_of_hers_is_out_of_reach_though_this_one_asked(at_home):  # noqa: F811
    grace = at_home.staff(at_home.grace)
    open_case(actor=at_home.job(), program=at_home.shelter, person=at_home.case.person, owner=grace)
    with reading(at_home.me):
        assert [case.pk for case in facts(Case, because="a careless developer")] == [at_home.case.pk]
