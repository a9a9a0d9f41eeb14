"""What I do not want, said at my own door: it stands above plans, my team hears of it, and I take it back as easily."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connections
from django.urls import reverse

from keyworker.access.sight import Absent, facts
from keyworker.accounts.models import User
from keyworker.base import actor as actors
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases import actions as cases
from keyworker.delivery.actions import begin_thread, write_message, write_to_team
from keyworker.delivery.actions.messaging import Said
from keyworker.delivery.models import MessageThread
from keyworker.people.actions import open_portal
from keyworker.tasks.declining import MOST_A_DAY, decline, says_no, take_no_back
from keyworker.tasks.models import Declined, NoTo, Task
from keyworker.visits.actions import schedule_visit
from keyworker.visits.models import Outcome, Visit, VisitKind, Wish
from keyworker.visits.practice.actions import begin_visit
from keyworker.visits.suiting.actions import Looked, decide_suitability
from keyworker.visits.suiting.rules import is_wished, wish_now

PAGE = reverse("portal:declining")


@pytest.fixture
def town(open_town):
    """Two programs work with her, and the shelter does."""
    town = open_town
    town.case = town.client_case(full_name="Xanthippe Quill", preferred_name="Xan")
    town.her = town.case.person
    town.other = cases.open_case(actor=town.job(), program=town.family, person=town.her, owner=town.staff(town.sam))
    town.hidden = cases.open_case(actor=town.job(), program=town.shelter, person=town.her, owner=town.staff(town.grace))
    user = User.objects.create_user("xan@people.example", "harbor-lights-and-tides")
    account = open_portal(actor=town.amina, person=town.her, user=user)
    town.me = actors.client(agency_id=account.agency_id, account_id=account.pk, person_id=town.her.pk)
    return town


def says(town, what=NoTo.VIDEO):
    return decline(actor=town.me, case=town.case, what=what)


def plan(town, kind=VisitKind.VIDEO, actor=None, case=None, **more):
    actor, case = actor or town.amina, case or town.case
    at = clock.now() + timedelta(days=2)
    return schedule_visit(actor=actor, case=case, kind=kind, starts_at=at, lasts=timedelta(hours=1), **more)


def told(town, case):
    return town.all(Task, case_id=case.pk, source_type="tasks.declined")


def test_in_one_step_she_says_no_and_in_one_step_she_takes_it_back(town, page):
    me = page(town.me)
    assert "I do not want video" in me.get(PAGE).content.decode()
    shown = me.post(PAGE, {"what": "video", "step": "no"}, follow=True).content.decode()
    assert "You said no. Your team knows." in shown
    assert "We meet in a room, or we talk on the phone." in shown
    shown = me.post(PAGE, {"what": "video", "step": "back"}, follow=True).content.decode()
    assert "You took your no back. Your team knows." in shown
    assert "I do not want video" in shown
    assert reverse("portal:sign_in") in shown
    assert PAGE in me.get(reverse("portal:home")).content.decode()


def test_her_no_stands_above_every_plan_in_every_program_the_sealed_one_too(town):
    looked = Looked(Wish.ANY, Outcome.SUITS, review_on=town.today + timedelta(days=30))
    decide_suitability(actor=town.amina, case=town.case, looked=looked)
    says(town)
    for actor, case in ((town.amina, town.case), (town.sam, town.other), (town.grace, town.hidden)):
        with pytest.raises(Refused, match="do not want to meet by video"):
            plan(town, actor=actor, case=case)
    assert plan(town, VisitKind.PHONE)
    later = Looked(Wish.ANY, Outcome.SUITS, review_on=town.today + timedelta(days=60))
    decide_suitability(actor=town.amina, case=town.case, looked=later)
    with pytest.raises(Refused, match="do not want to meet by video"):
        plan(town)
    take_no_back(actor=town.me, case=town.case, what=NoTo.VIDEO)
    assert plan(town)


def test_what_was_planned_before_cannot_begin_and_stands_on_the_page_as_planned_otherwise(town, page):
    visit, amina = plan(town), page(town.amina)
    says(town)
    shown = amina.get(reverse("visits:suitability", args=[town.her.pk])).content.decode()
    assert "On their own page they said no to video." in shown
    assert "Planned otherwise than they wish" in shown
    assert (
        "On their own page they said no to video."
        in amina.get(reverse("visits:schedule", args=[town.her.pk])).content.decode()
    )
    with clock.at(visit.starts_at), pytest.raises(Refused, match="do not want to meet by video"):
        begin_visit(actor=town.amina, visit=town.find(Visit, pk=visit.pk))


@pytest.mark.parametrize("noted", ["", *Wish.values])
def test_a_no_only_ever_takes_away(noted):
    with_no = wish_now(noted, no_video=True)
    assert wish_now(noted, no_video=False) == noted
    for kind in VisitKind.values:
        assert not is_wished(kind, with_no) or is_wished(kind, noted)
    assert not is_wished(VisitKind.VIDEO.value, with_no)


def test_everybody_with_an_open_case_of_hers_in_the_open_has_a_task_of_it_and_the_shelter_none(town, page):
    says(town)
    for case in (town.case, town.other):
        (task,) = told(town, case)
        assert task.due_on == town.today + timedelta(days=1)
    assert told(town, town.hidden) == [], "what is left at her door tells of no sealed program"
    assert "said no to video" in page(town.amina).get("/my-day/").content.decode()
    take_no_back(actor=town.me, case=town.case, what=NoTo.VIDEO)
    assert len(told(town, town.other)) == 2


def test_nobody_writes_to_her_page_and_she_may_still_write(town, page):
    thread = town.find(
        MessageThread, pk=begin_thread(actor=town.amina, case=town.case, said=Said(uuid4(), "Hello")).thread_id
    )
    says(town, NoTo.MESSAGES)
    with pytest.raises(Refused, match="no to messages"):
        write_message(actor=town.amina, thread=thread, said=Said(uuid4(), "Hello?"))
    with pytest.raises(Refused, match="no to messages"):
        begin_thread(actor=town.amina, case=town.case, said=Said(uuid4(), "Hello again"))
    address, amina = reverse("delivery:thread", args=[thread.pk]), page(town.amina)
    assert "they said no to messages there" in amina.get(address).content.decode()
    lost = amina.post(address, {"words": "Words that I typed", "key": str(uuid4())}).content.decode()
    assert "Words that I typed" in lost
    assert write_message(actor=town.me, thread=thread, said=Said(uuid4(), "Call me"))
    assert write_to_team(actor=town.me, program=town.family, said=Said(uuid4(), "Call me, too"))
    take_no_back(actor=town.me, case=town.case, what=NoTo.MESSAGES)
    assert write_message(actor=town.amina, thread=thread, said=Said(uuid4(), "Good"))


def test_twice_the_same_and_nothing_to_take_back_are_said(town, page):
    says(town)
    with pytest.raises(Refused, match="already"):
        says(town)
    with pytest.raises(Refused, match="no to nothing"):
        take_no_back(actor=town.me, case=town.case, what=NoTo.MESSAGES)
    me = page(town.me)
    for sent in ({}, {"what": "x"}, {"what": "video", "step": "no"}, {"what": "messages", "step": "back"}):
        assert me.post(PAGE, sent)["Location"] == PAGE
    assert len(town.all(Declined, person_id=town.her.pk)) == 1


def test_whoever_says_it_all_day_is_asked_to_call(town):
    for _time in range(MOST_A_DAY):
        says(town)
        take_no_back(actor=town.me, case=town.case, what=NoTo.VIDEO)
    with pytest.raises(Refused, match="often today"):
        says(town)


def test_nobody_says_it_for_another_and_staff_say_it_for_nobody(town, page):
    stranger = town.client_case(full_name="Yolanda Quill")
    for actor, case in ((town.me, stranger), (town.amina, town.case), (town.carl, town.case)):
        with pytest.raises(Absent):
            decline(actor=actor, case=case, what=NoTo.VIDEO)
    assert page(town.amina).get(PAGE).status_code == 404
    with reading(town.job()):
        assert not says_no(stranger.person_id, NoTo.VIDEO)


def test_whom_only_the_shelter_serves_is_asked_to_call(open_town, page):
    town = open_town
    case = town.client_case(town.grace, town.shelter, full_name="Ondine Marsh")
    user = User.objects.create_user("ondine@people.example", "harbor-lights-and-tides")
    account = open_portal(actor=town.grace, person=case.person, user=user)
    me = page(actors.client(agency_id=account.agency_id, account_id=account.pk, person_id=case.person_id))
    shown = me.get(PAGE).content.decode()
    assert "Please call us" in shown
    assert "helter" not in shown
    assert me.post(PAGE, {"what": "video", "step": "no"})["Location"] == PAGE
    assert town.all(Declined, person_id=case.person_id) == []


def test_the_doors_login_leaves_and_ends_her_own_no_and_nobody_elses(town):
    stranger = town.client_case(full_name="Yolanda Quill").person
    with reading(town.me), pytest.raises(ProgrammingError, match="row-level security"):
        Declined(person=stranger, what="video").save(force_insert=True)
    with reading(town.me), pytest.raises(ProgrammingError, match="row-level security"):
        Declined(person=town.her, what="video", taken_back_at=clock.now()).save(force_insert=True)
    with reading(town.job()):
        Declined(person=stranger, what="video").save(force_insert=True)
    says(town)
    with reading(town.me):
        assert {each.person_id for each in facts(Declined, because="the door's own look")} == {town.her.pk}
        facts(Declined, because="the door's own try").update(taken_back_at=clock.now())
    with reading(town.job()):
        assert says_no(stranger.pk, NoTo.VIDEO)
        assert not says_no(town.her.pk, NoTo.VIDEO)
    for breach in ("UPDATE tasks_declined SET what = 'x'", "DELETE FROM tasks_declined"):
        with connections["door"].cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute(breach)
