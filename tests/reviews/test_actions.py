"""Rosa's plan is looked at again, her case is closed, and Amina asks how she is."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, require
from keyworker.audit.models import AuditEvent
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.models import Step
from keyworker.people import actions as people
from keyworker.people.models import Person, TimelineEntry
from keyworker.planning import actions as planning
from keyworker.planning.models import GoalReading, GoalStatus, PlanStatus, ServicePlan
from keyworker.reviews import actions as reviews
from keyworker.reviews.models import Closure, FollowUp, GoalReview
from keyworker.tasks.models import Task


def open_tasks(town, case):
    return {task.kind for task in town.all(Task, case=case.pk, done_at=None, cancelled_at=None)}


def test_a_review_keeps_their_words_the_readings_and_plans_the_next(town, worker):
    case = worker.agreed_case()
    held = worker.review(case, 4)
    said = town.find(GoalReading, case=case.pk)
    assert (said.number, said.pk) == (4, town.find(GoalReview, review=held.pk).reading_id)
    assert worker.goal(case).progress == 4
    task = town.find(Task, case=case.pk, kind="review", done_at=None)
    assert task.due_on == worker.today + timedelta(days=90)
    assert len(town.all(Task, case=case.pk, kind="review")) == 2
    assert town.find(AuditEvent, verb="reviews.plan_reviewed", person_id=case.person_id)
    assert town.find(TimelineEntry, verb="reviews.plan_reviewed", person=case.person_id)


def test_a_goal_at_ten_is_reached_and_comes_back_when_it_slips(town, worker):
    case = worker.agreed_case()
    worker.review(case, 10)
    assert worker.goal(case).status == GoalStatus.COMPLETED
    worker.review(worker.case(case.pk), 7)
    assert worker.goal(case).status == GoalStatus.ACTIVE


def test_a_case_without_an_agreed_plan_cannot_be_reviewed(town, worker):
    case = town.client_case()
    review = reviews.Review(worker.today, "Well.", worker.today + timedelta(days=30))
    with pytest.raises(Refused, match="no agreed plan"):
        reviews.record_review(actor=town.amina, case=case, review=review)


def test_another_cases_goal_is_not_read(town, worker):
    mine, other = worker.agreed_case(), worker.agreed_case(full_name="Xavier Quill")
    with pytest.raises(Refused, match="has changed"):
        worker.review(mine, readings={worker.goal(other).pk: 3})


def test_closing_finishes_the_plan_and_the_tasks_and_plans_the_follow_up(town, worker):
    case = worker.agreed_case()
    worker.close(case, feedback_rating=5)
    case = worker.case(case.pk)
    assert not case.is_open
    assert case.step == Step.FOLLOW_UP
    assert town.find(ServicePlan, case=case.pk).status == PlanStatus.COMPLETED
    assert open_tasks(town, case) == {"follow-up"}
    assert worker.follow_up(case).due_on == worker.today + timedelta(days=town.housing.follow_up_after_days)


def test_open_ends_must_be_known_before_a_case_is_closed(worker):
    case = worker.agreed_case()
    with pytest.raises(Refused, match="still open"):
        worker.close(case, knowing=False)
    assert worker.case(case.pk).is_open


def test_an_unsigned_note_stops_the_closing(town, worker):
    from keyworker.delivery.models import CaseNote

    case = worker.agreed_case()
    with reading(town.amina):
        CaseNote(
            case=case,
            person_id=case.person_id,
            program_id=case.program_id,
            text="We talked.",
            author_id=town.amina.id,
            saved_at=case.opened_at,
        ).save(force_insert=True)
    with pytest.raises(Refused, match="nobody has signed"):
        worker.close(case)


def test_amina_sees_the_file_until_she_has_asked_how_rosa_is(town, worker):
    case = worker.agreed_case()
    worker.close(case)
    with reading(town.amina):
        require(Person, case.person_id, actor=town.amina, needs=Permission.PERSON_VIEW)
    worker.ask(case)
    assert worker.case(case.pk).step == Step.EXIT
    assert open_tasks(town, case) == set()
    with reading(town.amina), pytest.raises(Absent):
        require(Person, case.person_id, actor=town.amina, needs=Permission.PERSON_VIEW)


def test_somebody_who_wants_help_again_stays_in_sight_and_the_case_opens_again(town, worker):
    case = worker.agreed_case()
    worker.close(case)
    worker.ask(case, "wants-help", still_well=False)
    reviews.reopen_case(actor=town.amina, case=worker.case(case.pk), because="She lost the flat.")
    case = worker.case(case.pk)
    assert case.is_open
    assert case.next_step_on == worker.today + timedelta(days=town.housing.first_contact_days)
    assert town.find(Closure, case=case.pk).reopened_because == "She lost the flat."
    with reading(town.amina):
        require(Person, case.person_id, actor=town.amina, needs=Permission.PERSON_VIEW)


def test_nobody_is_followed_up_after_they_died(town, worker):
    case = worker.agreed_case()
    worker.close(case, reason="died", achievements="")
    assert worker.follow_up(case) is None
    assert worker.case(case.pk).step == Step.EXIT
    assert open_tasks(town, case) == set()


def test_nobody_is_asked_any_more_once_their_death_is_noted(town, worker):
    case = worker.agreed_case()
    worker.close(case)
    person = town.find(Person, pk=case.person_id)
    people.note_death(actor=town.amina, person=person, death=people.Death(worker.today))
    ended = town.find(FollowUp, case=case.pk)
    assert (ended.outcome, ended.done_on, ended.done_by_id) == ("died", worker.today, None)
    assert open_tasks(town, case) == set()


def test_a_case_that_was_opened_again_can_be_closed_again(town, worker):
    case = worker.agreed_case()
    worker.close(case)
    reviews.reopen_case(actor=town.amina, case=worker.case(case.pk), because="Too early.")
    worker.close(worker.case(case.pk), reason="moved")
    assert len(town.all(Closure, case=case.pk)) == 2


def test_a_goals_readings_are_one_series_whether_said_at_a_review_or_between(town, page, worker):
    case = worker.agreed_case()
    worker.review(case, 4, change_plan=True)
    said = planning.Said(7, worker.today, "family", "She sings again.")
    planning.read_goal(actor=town.amina, goal=worker.goal_of(worker.plan(case)), said=said)
    shown = page(town.amina).get(f"/people/{case.person_id}/reviews/").context["goals_read"]
    assert [[point["value"] for point in each.points] for each in shown] == [[4, 7]], "one goal, one series"
    beside = page(town.amina).get(f"/cases/{case.pk}/review/").context["goals"]
    assert [[point["value"] for point in each.points] for each, fields in beside] == [[4, 7]]


def test_the_database_refuses_a_reading_over_ten(town, worker):
    worker.review(worker.agreed_case())
    said = town.find(GoalReading, number=4)
    whose = {name: getattr(said, name) for name in ("case_id", "person_id", "program_id", "lineage", "on")}
    with pytest.raises(IntegrityError, match="goal_reading_to_ten"), transaction.atomic(), reading(town.amina):
        GoalReading(**whose, number=11).save(force_insert=True)


def test_a_planned_visit_is_called_off_when_the_case_is_closed(town, worker):
    from keyworker.base import clock
    from keyworker.visits.models import Visit

    case = worker.agreed_case()
    starts = clock.now() + timedelta(days=3)
    with reading(town.amina):
        Visit(
            case=case, person_id=case.person_id, program_id=case.program_id, kind="phone", starts_at=starts,
            ends_at=starts + timedelta(hours=1),
        ).save(force_insert=True)  # fmt: skip
    worker.close(case)
    assert town.find(Visit, case=case.pk).status == "cancelled"
