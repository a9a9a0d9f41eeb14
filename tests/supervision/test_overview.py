"""No one falls through: every open case has somebody and a next dated step, or stands on the supervisor's page."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keyworker.access import actions as access
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import change
from keyworker.cases import actions as cases
from keyworker.cases.models import Case
from keyworker.people import actions as people
from keyworker.people.models import Denial, Person
from keyworker.reviews import actions as reviews
from keyworker.supervision.queries import worrying_cases
from keyworker.supervision.rules import Concern, Standing, concerns
from keyworker.tasks import actions as tasks
from keyworker.tasks.models import Task
from tests.workspace.test_pages import count_queries

TODAY = date(2026, 3, 2)
WELL = {
    "owner_left": False,
    "owner_denied": False,
    "owner_has_role": True,
    "next_step_on": TODAY,
    "quiet_since": TODAY,
    "silence_limit_days": 30,
}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"next_step_on": None}, [Concern.NO_NEXT_STEP]),
        ({"next_step_on": TODAY - timedelta(days=1)}, [Concern.OVERDUE]),
        ({"quiet_since": TODAY - timedelta(days=30)}, []),
        ({"quiet_since": TODAY - timedelta(days=31)}, [Concern.SILENT]),
        ({"owner_left": True, "owner_has_role": False}, [Concern.OWNER_LEFT]),
        ({"owner_has_role": False}, [Concern.OWNER_WITHOUT_ROLE]),
        ({"owner_denied": True}, [Concern.OWNER_DENIED]),
    ],
)
def test_why_a_case_needs_its_supervisor(changes, found):
    assert concerns(Standing(**{**WELL, **changes}), today=TODAY) == found


def worries(town):
    with reading(town.ben):
        today = workplace(town.ben).today
        found, after = {}, None
        while True:
            page = worrying_cases(town.ben, today=today, after=after)
            found |= {worry.case.pk: worry.concerns for worry in page[:50]}
            if len(page) <= 50:
                return found
            after = (page[49].case.next_step_on, page[49].case.pk)


def test_a_case_just_opened_stands_there_until_a_step_is_set(town):
    case = town.client_case()
    assert Concern.NO_NEXT_STEP in worries(town)[case.pk]
    tasks.set_task(actor=town.amina, case=case, what="Call", due_on=town.today + timedelta(days=3))
    assert case.pk not in worries(town)


def test_a_case_whose_manager_leaves_stands_there(town):
    case = town.client_case(town.sam, town.family)
    tasks.set_task(actor=town.sam, case=case, what="Call", due_on=town.today + timedelta(days=3))
    assert case.pk not in worries(town)
    access.end_place(actor=town.priya, member=town.staff(town.sam))
    assert worries(town)[case.pk] == [Concern.OWNER_LEFT]


def test_a_silent_case_stands_there(town):
    case = town.client_case()
    tasks.set_task(actor=town.amina, case=case, what="Call", due_on=town.today + timedelta(days=3))
    with reading(town.amina):
        quiet = clock.now() - timedelta(days=town.housing.silence_limit_days + 2)
        change(facts(Case, because="a test ages it").get(pk=case.pk), last_contact_at=quiet)
    assert worries(town)[case.pk] == [Concern.SILENT]


DEEDS = ("set", "set_late", "complete", "cancel", "move_back", "hand_over", "close", "reopen", "leave", "deny", "lift")


@given(deeds=st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 2)), max_size=10))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_every_open_case_has_somebody_and_a_next_step_or_is_on_the_page(town, deeds):
    """Any order of things that workers do, to three cases; each order begins from the same town."""
    before = transaction.savepoint()
    try:
        _live_through(town, deeds)
    finally:
        transaction.savepoint_rollback(before)


def _live_through(town, deeds):
    held = [town.client_case(full_name=f"Property Person{number}") for number in range(3)]
    for deed, place in deeds:
        _do(town, deed, held[place].pk)
    seen = worries(town)
    with reading(town.ben):
        today = workplace(town.ben).today
    for case in town.all(Case, status="active", program__in=[town.housing.pk, town.family.pk]):
        with reading(town.ben):
            denied = facts(Denial, because="who carries it must be able to open it").filter(
                person=case.person_id, staff=case.owner_id, lifted_at=None
            )
            carried = case.owner.ended_at is None and not denied.exists()
        safe = carried and case.next_step_on is not None and case.next_step_on >= today
        assert safe or case.pk in seen, case.number


def _do(town, deed, key):
    """One thing a worker does; what the rules refuse is not done."""
    case = town.find(Case, pk=key)
    task = town.find(Task, case=key, done_at=None, cancelled_at=None)
    if deed in {"complete", "cancel", "move_back"} and task is None:
        return
    try:
        HOW[deed](town, case, task)
    except Refused:
        return


def _set(town, case, days):
    if case.is_open:
        tasks.set_task(actor=town.ben, case=case, what="Call", due_on=town.today + timedelta(days=days))


def _hand_over(town, case, task):
    to = town.ben if case.owner_id == town.amina.id else town.amina
    if case.is_open:
        cases.reassign_case(actor=town.ben, case=case, to=town.staff(to), because="shared load")


def _close(town, case, task):
    closing = reviews.Closing(reason="moved", closed_on=town.today - timedelta(days=1), follow_up_agreed=True)
    reviews.close_case(actor=town.ben, case=case, closing=closing, knowing=True)


def _leave(town, case, task):
    if town.staff(town.amina).ended_at is None:
        access.end_place(actor=town.priya, member=town.staff(town.amina))


def _deny(town, case, task):
    person = town.find(Person, pk=case.person_id)
    people.deny(actor=town.ben, person=person, staff=town.staff(town.amina), because="her neighbour")


def _lift(town, case, task):
    if denial := town.find(Denial, person=case.person_id, lifted_at=None):
        people.lift_denial(actor=town.ben, denial=denial)


HOW = {
    "set": lambda town, case, task: _set(town, case, 5),
    "set_late": lambda town, case, task: _set(town, case, -5),
    "complete": lambda town, case, task: tasks.complete_task(actor=town.ben, task=task),
    "cancel": lambda town, case, task: tasks.cancel_task(actor=town.ben, task=task, because="no need"),
    "move_back": lambda town, case, task: tasks.move_task(
        actor=town.ben, task=task, due_on=town.today - timedelta(days=1)
    ),
    "hand_over": _hand_over,
    "close": _close,
    "reopen": lambda town, case, task: reviews.reopen_case(actor=town.ben, case=case, because="she rang"),
    "leave": _leave,
    "deny": _deny,
    "lift": _lift,
}


@pytest.mark.parametrize("who", ["amina", "flo", "grace", "priya", "oskar"])
def test_only_supervisors_have_the_page(town, page, who):
    assert page(getattr(town, who)).get("/supervision/").status_code == 404


def test_another_agencys_supervisor_sees_none_of_it(town, page):
    town.client_case(full_name="Rosalind Quartermain")
    assert "Quartermain" in page(town.ben).get("/supervision/").content.decode()
    assert "Quartermain" not in page(town.nadia).get("/supervision/").content.decode()


def test_a_file_opened_in_an_emergency_is_told_to_ben_with_its_reason(town, page):
    case = town.client_case(town.sam, town.family)
    with reading(town.amina):
        person = case.person
    cases.break_glass(
        actor=town.amina, person=person, program=town.family, staff=town.staff(town.amina), reason="She rang in danger"
    )
    text = page(town.ben).get("/supervision/").content.decode()
    assert "She rang in danger" in text
    assert "Amina Yusuf" in text


def test_ben_hands_a_case_over(town, page):
    case, browser = town.client_case(town.sam, town.family), page(town.ben)
    address = f"/supervision/cases/{case.pk}/hand-over/"
    assert "Amina Yusuf" in browser.get(address).content.decode()
    assert browser.post(address, {"to": "", "because": "leave"}).status_code == 200
    browser.post(address, {"to": str(town.amina.id), "because": "Sam is on leave"})
    assert town.find(Case, pk=case.pk).owner_id == town.amina.id


@pytest.mark.parametrize("who", ["amina", "carl", "nadia", "priya"])
def test_who_may_not_hand_over_finds_nothing(town, page, who):
    case = town.client_case(town.sam, town.family)
    assert page(getattr(town, who)).post(f"/supervision/cases/{case.pk}/hand-over/").status_code == 404


def test_more_cases_ask_no_more_queries(town, page):
    browser = page(town.ben)
    browser.get("/supervision/")
    for number in range(3):
        town.client_case(full_name=f"Early Bird{number}")
    few = count_queries(browser, "/supervision/")
    for number in range(12):
        town.client_case(full_name=f"Night Owl{number}")
    many = count_queries(browser, "/supervision/")
    assert len(many) == len(few) <= 13, "\n\n".join(many)
