"""The review that changes the plan, sooner where the risk is high, and nothing of it lost to a colleague's save."""

from datetime import timedelta

import pytest

from keyworker.access.sight import Absent
from keyworker.assessment.models import Assessment
from keyworker.base.actor import job
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.planning.models import Goal, GoalStatus, ServicePlan
from keyworker.reviews import actions as reviews
from keyworker.reviews.models import GoalReview, PlanReview, ReviewRules, RiskReview
from keyworker.tasks.models import Task
from tests.assessment.conftest import Assessor
from tests.questionnaires.test_library_ours import REVIEW, risk
from tests.reviews.test_pages import answers, dated


@pytest.fixture
def assessor(town):
    return Assessor(town)


def at_risk(assessor, case, likelihood, severity):
    """A finished risk assessment of the case."""
    begun = assessor.begin(case, assessor.in_use("risk-assessment.json"))
    assessor.complete(begun, as_sent({**risk("home", likelihood, severity), **REVIEW}))


def as_sent(answers):
    """What a browser sends for the risk assessment."""
    day, month, year = answers.pop("review-on")
    dated = {f"answer::{part}:review-on": str(n) for part, n in (("day", day), ("month", month), ("year", year))}
    return {**{f"answer:::{key}": answer for key, answer in answers.items()}, **dated}


def known_to_be(town, case, code):
    """The same, as it stands in the table: which answers make which level has tests of its own."""
    held = town.find(Assessment, case=case.pk, title__startswith="Risk assessment")
    assert held.band_code == code


def set_pace(town, **days):
    return reviews.set_review_rules(actor=town.priya, program=town.housing, days=reviews.Days(**days))


def nightly(town):
    actor = job("reviews-due", agency_id=town.agency_key("harbor-house"))
    return reviews.bring_reviews_forward(actor=actor, program=town.housing)


def open_review(town, case):
    return town.find(Task, case=case.pk, kind="review", done_at=None, cancelled_at=None)


def test_what_was_said_about_a_goal_is_kept_and_a_change_begins_a_new_version(town, worker):
    case = worker.agreed_case()
    goal = worker.goal(case)
    about = {goal.pk: reviews.AboutGoal("My sister came along.", "The office closes at noon.", "change")}
    held = worker.review(case, 6, goals=about, change_plan=True, celebrate="You rang them yourself.")
    said = town.find(GoalReview, review=held.pk)
    assert (said.what_helped, said.barriers) == ("My sister came along.", "The office closes at noon.")
    draft = town.find(ServicePlan, case=case.pk, status="draft")
    assert held.led_to == draft.number == 2
    assert town.find(Goal, plan=draft.pk).progress == 6


@pytest.mark.parametrize(("onward", "status", "copied"), [
    ("pause", GoalStatus.ON_HOLD, 1), ("let-go", GoalStatus.CANCELLED, 0), ("reached", GoalStatus.COMPLETED, 0),
])  # fmt: skip
def test_what_becomes_of_a_goal_decides_whether_it_is_in_the_new_version(town, worker, onward, status, copied):
    case = worker.agreed_case()
    goal = worker.goal(case)
    worker.review(case, 6, goals={goal.pk: reviews.AboutGoal(onward=onward)}, change_plan=True)
    assert town.find(Goal, pk=goal.pk).status == status
    assert len(town.all(Goal, plan__case=case.pk, plan__status="draft")) == copied


def test_a_draft_that_is_being_written_is_gone_on_with(town, worker):
    case = worker.agreed_case()
    worker.review(case, change_plan=True)
    worker.review(worker.case(case.pk), readings={}, change_plan=True)
    assert len(town.all(ServicePlan, case=case.pk)) == 2


def test_two_workers_review_one_plan_and_the_second_loses_nothing(town, page, worker):
    case, amina, ben = worker.agreed_case(), page(town.amina), page(town.ben)
    address = f"/cases/{case.pk}/review/"
    seen = amina.get(address).context["form"]["seen"].value()
    given = answers(worker, case, seen=seen)
    amina.post(address, given)
    late = ben.post(address, {**given, "what_went_well": "I slept through the night."})
    text = late.content.decode()
    assert late.status_code == 200
    assert "A colleague has looked at this plan" in text
    assert "I slept through the night." in text
    assert len(town.all(PlanReview, case=case.pk)) == 1
    ben.post(address, {**given, "what_went_well": "I slept.", "seen": late.context["form"]["seen"].value()})
    assert len(town.all(PlanReview, case=case.pk)) == 2


def test_a_stale_review_changes_no_goal(town, worker):
    case = worker.agreed_case()
    with pytest.raises(StaleRecord):
        worker.review(case, 9, seen=1)
    assert worker.goal(case).progress != 9


def test_a_change_leads_from_the_review_to_the_new_version(town, page, worker):
    case = worker.agreed_case()
    goal = worker.goal(case)
    given = answers(worker, case, **{f"onward_{goal.pk}": "change", f"helped_{goal.pk}": "The bus pass."})
    done = page(town.amina).post(f"/cases/{case.pk}/review/", given)
    draft = town.find(ServicePlan, case=case.pk, status="draft")
    assert done["Location"] == f"/plans/{draft.pk}/edit/"
    text = page(town.amina).get(f"/people/{case.person_id}/reviews/").content.decode()
    assert "The bus pass." in text
    assert "It led to plan 2." in text


def test_the_risk_stands_beside_the_review_and_its_pace_is_kept(town, page, worker, assessor):
    case = worker.agreed_case()
    at_risk(assessor, case, 4, 3)
    known_to_be(town, case, "high")
    set_pace(town, high_days=30, very_high_days=7)
    text = page(town.amina).get(f"/cases/{case.pk}/review/").content.decode()
    assert "High risk" in text
    assert "within 30 days" in text
    with pytest.raises(Refused, match="within 30 days"):
        worker.review(case)
    held = worker.review(case, next_review_on=worker.today + timedelta(days=30), risk_words="He has moved out.")
    kept = town.find(RiskReview, review=held.pk)
    assert (kept.level, kept.words) == ("high", "He has moved out.")


def test_a_risk_found_to_be_high_brings_the_review_forward_overnight_and_only_once(town, worker, assessor):
    case, calm = worker.agreed_case(), worker.agreed_case(full_name="Xavier Quill")
    before = open_review(town, calm).due_on
    set_pace(town, high_days=14)
    at_risk(assessor, case, 4, 3)
    assert nightly(town) == 1
    assert open_review(town, case).due_on == worker.today + timedelta(days=14)
    assert worker.case(case.pk).next_step_on <= worker.today + timedelta(days=14)
    assert open_review(town, calm).due_on == before
    assert nightly(town) == 0


def test_no_review_is_put_off(town, worker, assessor):
    case = worker.agreed_case()
    worker.review(case, next_review_on=worker.today + timedelta(days=5))
    set_pace(town, high_days=14)
    at_risk(assessor, worker.case(case.pk), 4, 3)
    assert nightly(town) == 0
    assert open_review(town, case).due_on == worker.today + timedelta(days=5)


def test_a_higher_risk_never_waits_longer(town):
    with pytest.raises(Refused, match="no later than a lower one"):
        set_pace(town, medium_days=30, high_days=60)
    with pytest.raises(Refused, match="from 1 to 366"):
        set_pace(town, high_days=0)


def test_priya_sets_the_pace_and_nobody_loses_it(town, page):
    priya, address = page(town.priya), f"/programs/{town.housing.pk}/looking-back/"
    seen = town.find(ReviewRules, program=town.housing.pk).version
    assert priya.post(address, {"high_days": "28", "version": seen}).status_code == 302
    rules = town.find(ReviewRules, program=town.housing.pk)
    assert rules.high_days == 28
    set_pace(town, high_days=21)
    late = priya.post(address, {"high_days": "25", "version": rules.version})
    assert late.status_code == 409
    assert "25" in late.content.decode()
    assert "21" in late.content.decode()


@pytest.mark.parametrize("bad", ["0", "400", "soon", "-3"])
def test_days_in_bad_shape_are_said_so_and_kept(town, page, bad):
    answer = page(town.priya).post(f"/programs/{town.housing.pk}/looking-back/", {"high_days": bad, "low_days": "90"})
    text = answer.content.decode()
    assert "Not saved yet" in text
    assert f'value="{bad}"' in text
    assert town.find(ReviewRules, program=town.housing.pk).low_days is None


@pytest.mark.parametrize("who", ["amina", "ben", "sam", "grace", "oskar", "carl"])
def test_only_administrators_set_the_pace(town, page, who):
    assert page(getattr(town, who)).get(f"/programs/{town.housing.pk}/looking-back/").status_code == 404
    with pytest.raises((Absent, Refused)):
        reviews.set_review_rules(actor=getattr(town, who), program=town.housing, days=reviews.Days(high_days=3))


def test_a_late_review_stands_on_the_supervisors_page_and_not_a_sealed_programs(town, page, worker):
    case = worker.agreed_case()
    late = dated("reviewed_on", worker.today - timedelta(days=40))
    page(town.amina).post(
        f"/cases/{case.pk}/review/",
        answers(worker, case, **late, **dated("next_review_on", worker.today - timedelta(days=3))),
    )
    assert "Rosa" in page(town.ben).get("/supervision/looking-back/").content.decode()
    assert page(town.amina).get("/supervision/looking-back/").status_code == 404
