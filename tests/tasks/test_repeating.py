"""Tasks that come again, that somebody else does, that matter; and in whose language they are read."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from keyworker.access.actions import grant_role, revoke_role
from keyworker.access.models import Grant
from keyworker.access.roles import Role
from keyworker.access.sight import facts
from keyworker.audit import trail
from keyworker.base.context import reading, writing
from keyworker.base.decision import Refused
from keyworker.cases.actions import end_care_team_place
from keyworker.cases.models import Case
from keyworker.people.actions import add_to_care_team, deny
from keyworker.people.models import TimelineEntry
from keyworker.supervision.queries import escalated_tasks
from keyworker.tasks.actions import Doing, cancel_task, complete_task, move_task, plan_task, set_task
from keyworker.tasks.models import Doer, Task, TaskKind
from keyworker.tasks.rules import Rhythm, Unit
from keyworker.tasks.wording import worded


def weekly(town, case, **more):
    rhythm = Rhythm(1, Unit.WEEKS, town.today, **more)
    what = "Ask how the week was"
    return set_task(actor=town.amina, case=case, what=what, due_on=town.today, doing=Doing(rhythm=rhythm))


def open_tasks(town, case):
    return town.all(Task, case=case, done_at=None, cancelled_at=None)


def now(town, record):
    return town.find(type(record), pk=record.pk)


def test_a_task_comes_again_when_it_is_done_and_again_when_it_is_not_needed_once(town):
    case = town.client_case()
    first = weekly(town, case, left=2)
    complete_task(actor=town.amina, task=first)
    (second,) = open_tasks(town, case)
    assert (second.what, second.due_on) == (first.what, town.today + timedelta(days=7))
    assert now(town, case).next_step_on == second.due_on
    told = town.find(TimelineEntry, source_id=second.pk)
    assert (told.verb, told.facts["due_on"]) == ("tasks.came_again", second.due_on.isoformat())

    move_task(actor=town.amina, task=second, due_on=second.due_on + timedelta(days=2))
    cancel_task(actor=town.amina, task=now(town, second), because="They are away.")
    (third,) = open_tasks(town, case)
    assert third.due_on == town.today + timedelta(days=14), "another day for one turn moves no other"
    complete_task(actor=town.amina, task=third)
    assert open_tasks(town, case) == [], "three times in all"


def test_taken_off_for_good_it_comes_no_more_and_what_is_finished_stays_finished(town):
    case = town.client_case()
    task = weekly(town, case)
    cancel_task(actor=town.amina, task=task, because="It worked.", for_good=True)
    assert open_tasks(town, case) == []
    for change in (
        lambda: complete_task(actor=town.amina, task=task),
        lambda: cancel_task(actor=town.amina, task=task, because="Again"),
        lambda: move_task(actor=town.amina, task=task, due_on=town.today),
    ):
        with pytest.raises(Refused):
            change()


def test_it_does_not_outlive_its_case_and_leaves_whoever_may_not_do_it_any_more(town):
    case = town.client_case()
    task = set_task(
        actor=town.amina, case=case, what="Ring", due_on=town.today, assignee=town.staff(town.amina),
        doing=Doing(rhythm=Rhythm(1, Unit.DAYS, town.today)),
    )  # fmt: skip
    deny(actor=town.ben, person=case.person, staff=town.staff(town.amina), because="They are related.")
    complete_task(actor=town.ben, task=task)
    (again,) = open_tasks(town, case)
    assert again.assignee_id is None, "it is the case owner's"


def daily_by_sam(town, case):
    """A task for Sam, who helps Amina with this person, again every day."""
    grant_role(actor=town.job(), member=town.staff(town.sam), role=Role.CASE_MANAGER, program=town.housing)
    place = add_to_care_team(
        actor=town.ben, person=case.person, program=town.housing, staff=town.staff(town.sam), because="helps"
    )
    task = set_task(
        actor=town.amina, case=case, what="Ring", due_on=town.today, assignee=town.staff(town.sam),
        doing=Doing(rhythm=Rhythm(1, Unit.DAYS, town.today)),
    )  # fmt: skip
    return place, task


def next_one(town, case, task):
    complete_task(actor=town.amina, task=now(town, task))
    (again,) = open_tasks(town, case)
    return again


def test_it_stays_with_a_colleague_for_as_long_as_they_are_on_the_care_team(town):
    case = town.client_case()
    place, task = daily_by_sam(town, case)
    again = next_one(town, case, task)
    assert again.assignee_id == town.sam.id
    end_care_team_place(actor=town.ben, member=place)
    assert next_one(town, case, again).assignee_id is None, "who cannot open the file would never see it"


def test_whose_role_in_the_program_is_gone_has_it_no_more(town):
    case = town.client_case()
    _, task = daily_by_sam(town, case)
    for grant in town.all(Grant, staff=town.staff(town.sam), revoked_at=None):
        revoke_role(actor=town.job(), grant=grant)
    assert next_one(town, case, task).assignee_id is None


def test_a_place_in_another_program_keeps_no_task_of_this_one(town):
    """A breach: Sam helps her in another program now, and cannot open what housing keeps."""
    case = town.client_case()
    place, task = daily_by_sam(town, case)
    end_care_team_place(actor=town.ben, member=place)
    add_to_care_team(
        actor=town.job(), person=case.person, program=town.family, staff=town.staff(town.sam), because="moved"
    )
    assert next_one(town, case, task).assignee_id is None


def test_a_rhythm_that_makes_no_sense_saves_nothing(town):
    case = town.client_case()
    with pytest.raises(Refused):
        weekly(town, case, until=town.today - timedelta(days=1))
    assert town.all(Task, case=case) == []


def test_the_client_does_it_and_amina_sees_that_it_is_done(town, page):
    case = town.client_case(full_name="Dima Rostova")
    amina, form = page(town.amina), reverse("tasks:set", args=[case.person_id])
    assert "Dima Rostova" in amina.get(form).content.decode()
    day = {"due_on_day": town.today.day, "due_on_month": town.today.month, "due_on_year": town.today.year}
    sent = {
        "what": "Bring two photos", **day, "who": "client", "important": "on",
        "again": "again", "unit": "month", "every": "2", "times": "3",
    }  # fmt: skip
    wrong = {**sent, "until_on_day": "1", "until_on_month": "1", "until_on_year": str(town.today.year + 3)}
    assert "not both" in amina.post(form, wrong).content.decode()
    assert amina.post(form, sent).status_code == 302
    (task,) = town.all(Task, case=case)
    assert (task.who, task.important, task.rhythm) == (
        Doer.CLIENT, True, Rhythm(2, "month", town.today, left=2),
    )  # fmt: skip
    shown = amina.get(reverse("tasks:list", args=[case.person_id])).content.decode()
    assert "every 2 months, 2 times more" in shown
    assert "seen to by" in shown
    assert "It does not come again" in amina.get(reverse("tasks:cancel", args=[task.pk])).content.decode()
    other = {"what": "Fetch the key", **day, "who": "other", "other_name": ""}
    assert "What is their name?" in amina.post(form, other).content.decode()
    assert len(town.all(Task, case=case)) == 1


def test_important_and_late_it_stands_on_bens_page_once_and_goes_when_it_is_done(town, page):
    case = town.client_case(full_name="Late Important")
    late = [town.today - timedelta(days=days) for days in (1, 2, 5)]
    tasks = [
        set_task(actor=town.amina, case=case, what=f"Task {number}", due_on=day, doing=Doing(important=True))
        for number, day in enumerate(late)
    ]
    set_task(actor=town.amina, case=case, what="Small", due_on=late[-1])
    sealed = town.client_case(town.grace, town.shelter)
    set_task(actor=town.grace, case=sealed, what="Hers", due_on=late[-1], doing=Doing(important=True))

    def on_the_page():
        with reading(town.ben):
            return [(each.task.what, each.days) for each in escalated_tasks(town.ben, today=town.today)]

    assert on_the_page() == [("Task 2", 5), ("Task 1", 2)]
    shown = page(town.ben).get(reverse("supervision:overview")).content.decode()
    assert "5 days late" in shown
    assert shown.count("Task 2") == 1
    complete_task(actor=town.amina, task=tasks[2])
    move_task(actor=town.amina, task=tasks[1], due_on=late[1], important=False)
    assert on_the_page() == []


def test_what_the_program_asks_is_read_in_the_readers_language_whoever_saved_it(town):
    case = town.client_case()
    with translation.override("ar"), writing(town.amina):
        held = facts(Case, because="a test plans for it").get(pk=case.pk)
        words = worded(_("Reminder: {what} ({who})"), what="{braces} stay", who=Doer.CLIENT.label)
        plan_task(held, what=words, due_on=town.today, kind=TaskKind.TO_DO)
        plan_task(held, what=_("Ask about consent"), due_on=town.today, kind=TaskKind.TO_DO)
        trail.record("tasks.set", subject=held)
    reminder, consent = town.all(Task, case=case)
    assert reminder.what == "Reminder: {braces} stay (The client)", "the timeline has the agency's language"
    for language in ("en", "es", "ar"):
        with translation.override(language):
            assert reminder.title == _("Reminder: {what} ({who})").format(what="{braces} stay", who=Doer.CLIENT.label)
            assert consent.title == str(_("Ask about consent"))
