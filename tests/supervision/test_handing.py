"""When work changes hands nobody is forgotten: one case, all of a leaver's, or a colleague's while they are away."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from keyworker.access import actions as access
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, require
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.ids import new_id
from keyworker.base.models import StaleRecord
from keyworker.cases.models import Absence, Assignment, Case
from keyworker.delivery import actions as delivery
from keyworker.people import actions as people
from keyworker.people.models import Person
from keyworker.supervision.actions import end_absence, hand_over_case, note_handover_read, set_absence
from keyworker.supervision.jobs import begin_covers
from keyworker.tasks.actions import set_task
from keyworker.tasks.models import Task, TaskKind
from keyworker.visits.actions import schedule_visit
from keyworker.visits.models import Visit, VisitKind
from keyworker.workspace.queries.day import day

NAME = "Ottilie Vantage"
WORDS = "She waits for the letter of the court. Never call before noon."
WEEK = timedelta(days=7)


@pytest.fixture
def case(town):
    return town.client_case(full_name=NAME, preferred_name="Ottilie")


def hand_to_ben(town, case, **more):
    return hand_over_case(
        actor=town.ben, case=case, to=town.staff(town.ben), because="Amina leaves.", handover=WORDS, **more
    )


def away(town, *, days=(0, 7), cover=None, program=None):
    first, last = (town.today + timedelta(days=each) for each in days)
    return set_absence(
        actor=town.ben,
        program=program or town.housing,
        staff=town.staff(town.amina),
        cover=town.staff(cover or town.ben),
        from_on=first,
        until_on=last,
    )


def sees(town, who, case):
    with reading(who):
        try:
            return require(Case, case.pk, actor=who, needs=Permission.CASE_VIEW).pk == case.pk
        except Absent:
            return False


def test_what_was_left_is_read_by_whoever_has_the_case_and_is_a_task_until_then(town, case, page):
    hand_to_ben(town, case)
    task = town.find(Task, case=case, kind=TaskKind.HANDOVER)
    assert (task.assignee_id, task.done_at) == (None, None)
    shown = page(town.ben).get(reverse("supervision:handover", args=[case.pk])).content.decode()
    assert WORDS in shown
    assert "I have read what was left for me" in shown
    page(town.ben).post(reverse("supervision:handover_read", args=[case.pk]))
    assert town.find(Task, pk=task.pk).done_at is not None
    assert town.find(Assignment, case=case, until=None).read_at is not None
    again = page(town.ben).get(reverse("supervision:handover", args=[case.pk])).content.decode()
    assert "I have read what was left for me" not in again


def test_the_file_says_that_something_was_left(town, case, page):
    file = reverse("workspace:file", args=[case.person_id])
    hand_to_ben(town, case)
    assert "Read what was left for you" in page(town.ben).get(file).content.decode()


def test_only_who_has_the_case_can_say_that_they_have_read_it(town, case):
    hand_over_case(actor=town.ben, case=case, to=town.staff(town.ben), because="She asked for him.", handover=WORDS)
    people.add_to_care_team(
        actor=town.ben,
        person=town.find(Person, pk=case.person_id),
        program=town.housing,
        staff=town.staff(town.amina),
        because="Helps.",
    )
    with pytest.raises(Refused):
        note_handover_read(actor=town.amina, case=town.find(Case, pk=case.pk))


def test_tasks_and_visits_given_to_the_earlier_case_manager_by_name_go_with_the_case(town, case):
    task = set_task(
        actor=town.amina, case=case, what="Bring the forms", due_on=town.today, assignee=town.staff(town.amina)
    )
    visit = schedule_visit(
        actor=town.amina,
        case=town.find(Case, pk=case.pk),
        kind=VisitKind.PHONE,
        starts_at=clock.now() + WEEK,
        lasts=timedelta(hours=1),
    )
    hand_to_ben(town, town.find(Case, pk=case.pk))
    assert town.find(Task, pk=task.pk).assignee_id is None
    assert town.find(Visit, pk=visit.pk).staff_id is None


def test_a_case_is_not_handed_to_who_has_it_or_has_no_role_there_or_is_kept_out(town, case):
    with pytest.raises(Refused):
        hand_over_case(actor=town.ben, case=case, to=town.staff(town.amina), because="x")
    for nobody in (town.oskar, town.priya, town.flo, town.sam):
        with pytest.raises(Refused):
            hand_over_case(actor=town.ben, case=case, to=town.staff(nobody), because="x")
    people.deny(actor=town.ben, person=town.find(Person, pk=case.person_id), staff=town.staff(town.ben), because="Kin.")
    with pytest.raises((Refused, Absent)):
        hand_to_ben(town, case)


def choices(town, page, **answers):
    url = reverse("supervision:hand_over_all", args=[town.amina.id])
    return page(town.ben).post(url, {"because": "She leaves us.", "handover": WORDS, **answers}, follow=True)


def test_a_leavers_cases_are_handed_over_together_and_singly(town, page):
    first, second, third = (town.client_case(full_name=f"{NAME} {each}") for each in "ABC")
    answers = {"everyone": str(town.ben.id), f"case_{third.pk.hex}": "not-now"}
    shown = choices(town, page, **answers).content.decode()
    assert "handed over" in shown
    assert {town.find(Case, pk=each.pk).owner_id for each in (first, second)} == {town.ben.id}
    assert town.find(Case, pk=third.pk).owner_id == town.amina.id


def test_nothing_chosen_and_somebody_without_a_role_are_refused_in_words(town, case, page):
    assert "at least one" in choices(town, page).content.decode()
    answer = choices(town, page, everyone=str(town.oskar.id))
    assert town.find(Case, pk=case.pk).owner_id == town.amina.id
    assert "govuk-error-summary" in answer.content.decode()


def test_one_that_cannot_go_does_not_keep_the_others(town, page, monkeypatch):
    first, second = (town.client_case(full_name=f"{NAME} {each}") for each in "AB")
    changed = hand_over_case

    def somebody_else_was_first(**given):
        if given["case"].pk == first.pk:
            raise StaleRecord(given["case"], seen=1)
        return changed(**given)

    monkeypatch.setattr("keyworker.supervision.views.handing.hand_over_case", somebody_else_was_first)
    shown = choices(town, page, everyone=str(town.ben.id)).content.decode()
    assert first.number in shown
    assert "meanwhile" in shown
    assert town.find(Case, pk=second.pk).owner_id == town.ben.id


def test_strangers_hand_nothing_over(town, case, page):
    for who in (town.amina, town.sam, town.grace, town.carl, town.oskar):
        answer = page(who).get(reverse("supervision:hand_over_all", args=[town.amina.id]))
        assert answer.status_code == 404, who


def test_a_note_that_somebody_who_left_had_not_signed_is_not_lost(town, case, page):
    draft = delivery.Draft(new_id(), "She is afraid of her uncle.")
    delivery.save_draft(actor=town.amina, case=town.find(Case, pk=case.pk), draft=draft)
    url = reverse("supervision:handover", args=[case.pk])
    hand_to_ben(town, town.find(Case, pk=case.pk))
    assert "afraid of her uncle" not in page(town.ben).get(url).content.decode()
    access.end_place(actor=town.priya, member=town.staff(town.amina))
    assert "afraid of her uncle" in page(town.ben).get(url).content.decode()
    assert page(town.sam).get(url).status_code == 404


def test_who_stands_in_sees_the_files_and_the_tasks_until_the_last_day_has_passed(town, case):
    set_task(actor=town.amina, case=case, what="Bring the forms", due_on=town.today, assignee=town.staff(town.amina))
    away(town, days=(0, 2))
    with reading(town.ben):
        found = day(town.ben, today=town.today)
    assert case.pk in {each.pk for each in found.covered}
    assert "Bring the forms" in {task.what for task in found.first}
    with time_machine.travel(clock.now() + timedelta(days=4)), reading(town.ben):
        assert day(town.ben, today=town.today).covered == []


def cover_of_another_program(town):
    """Sam, once he also has a role in housing: without it he sees none of its files."""
    access.grant_role(
        actor=town.priya, member=town.staff(town.sam), role=access.Role.CASE_MANAGER, program=town.housing
    )
    return town.sam


def test_a_colleague_is_let_in_on_the_first_day_and_out_when_they_are_back(town, case):
    sam = cover_of_another_program(town)
    absence = away(town, days=(1, 3), cover=sam)
    assert not sees(town, sam, case)
    begin_covers(0)
    assert not sees(town, sam, case)
    with time_machine.travel(clock.now() + timedelta(days=1)):
        begin_covers(0)
        begin_covers(0)
        assert sees(town, sam, case)
        end_absence(actor=town.ben, absence=town.find(Absence, pk=absence.pk))
        assert not sees(town, sam, case)


def test_who_is_kept_from_a_file_does_not_get_in_by_standing_in(town, case, page):
    sam = cover_of_another_program(town)
    people.deny(actor=town.ben, person=town.find(Person, pk=case.person_id), staff=town.staff(sam), because="Kin.")
    today = town.today
    answers = {
        "program": str(town.housing.pk), "staff": str(town.amina.id), "cover": str(sam.id),
        **{f"from_on_{part}": getattr(today, part) for part in ("day", "month", "year")},
        **{f"until_on_{part}": getattr(today, part) for part in ("day", "month", "year")},
    }  # fmt: skip
    shown = page(town.ben).post(reverse("supervision:away"), answers, follow=True).content.decode()
    assert "1 file is shut to them" in shown
    assert not sees(town, sam, case)


@pytest.mark.parametrize(("days", "cover"), [((3, 1), "ben"), ((-5, -1), "ben"), ((0, 1), "amina"), ((0, 1), "oskar")])
def test_days_and_colleagues_that_make_no_sense_are_refused(town, days, cover):
    with pytest.raises(Refused):
        away(town, days=days, cover=getattr(town, cover))


def test_who_is_away_themselves_looks_after_nobody(town):
    sam = cover_of_another_program(town)
    set_absence(
        actor=town.ben, program=town.housing, staff=town.staff(sam), cover=town.staff(town.ben),
        from_on=town.today, until_on=town.today,
    )  # fmt: skip
    with pytest.raises(Refused):
        away(town, cover=sam)


def test_only_who_oversees_a_program_says_who_is_away_from_it(town):
    with pytest.raises((Refused, Absent)):
        set_absence(
            actor=town.amina, program=town.housing, staff=town.staff(town.ben), cover=town.staff(town.amina),
            from_on=town.today, until_on=town.today,
        )  # fmt: skip
