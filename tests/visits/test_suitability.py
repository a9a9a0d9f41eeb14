"""Meeting at a distance: their wish stands above all, the decision is ours, dated, and looked at again."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import change
from keyworker.people.models import Person
from keyworker.tasks.models import Task
from keyworker.visits.actions import schedule_visit
from keyworker.visits.models import Aid, Outcome, Screen, Suitability, Visit, VisitKind, Wish
from keyworker.visits.practice.actions import begin_visit
from keyworker.visits.suiting.actions import Looked, decide_suitability
from keyworker.visits.suiting.rules import Found, is_wished, may_decide, may_plan
from tests.delivery.test_pages import day

SOON, HOUR = timedelta(minutes=10), timedelta(hours=1)
LATER = timedelta(days=60)
KINDS = st.sampled_from(VisitKind.values)
FOUND = st.builds(Found, st.sampled_from(["", *Wish.values]), st.sampled_from(["", *Outcome.values]))


@pytest.fixture
def plan(town):
    def planned(case, kind=VisitKind.VIDEO, because=""):
        begins = clock.now() + SOON
        return schedule_visit(
            actor=town.amina, case=case, kind=kind, starts_at=begins, lasts=HOUR, though_unsuitable=because
        )

    return planned


@pytest.fixture
def look(town):
    def looked_at(case, wish=Wish.ANY, outcome=Outcome.SUITS, because="", actor=None, **more):
        review_on = None if outcome is None else town.today + LATER
        looked = Looked(wish, outcome, because, review_on, **more)
        return decide_suitability(actor=actor or town.amina, case=case, looked=looked)

    return looked_at


@given(KINDS, FOUND, st.sampled_from(["", " ", "There is no other way today."]))
def test_no_reason_sets_aside_their_wish_and_a_reason_sets_aside_our_decision(kind, found, because):
    answer = may_plan(kind, found, because=because)
    if not is_wished(kind, found.wish):
        assert not answer
        assert "asks_why" not in answer.facts
    elif kind != VisitKind.IN_PERSON and found.outcome == Outcome.NOT:
        assert bool(answer) is bool(because.strip())
    else:
        assert answer
        assert "though" not in answer.facts


@given(KINDS, st.sampled_from(Wish.values))
def test_a_room_is_always_open_and_who_wants_a_room_gets_nothing_else(kind, wish):
    assert is_wished(VisitKind.IN_PERSON.value, wish)
    if wish == Wish.ROOM:
        assert bool(is_wished(kind, wish)) is (kind == VisitKind.IN_PERSON)


@given(FOUND, st.sampled_from(["", "At night."]), st.none() | st.integers(-400, 800))
def test_what_is_decided_has_its_reason_and_is_looked_at_again_within_a_year(found, because, ahead):
    today = date(2026, 5, 4)
    review_on = None if ahead is None else today + timedelta(days=ahead)
    if may_decide(found, because=because, review_on=review_on, today=today, case_open=True):
        assert review_on is None or 0 < (review_on - today).days <= 366
        assert (found.outcome == "") is (found.wish == Wish.ROOM)
        assert not found.outcome or review_on is not None
        assert found.outcome not in {Outcome.CONDITIONS, Outcome.NOT} or because
    assert not may_decide(found, because=because, review_on=review_on, today=today, case_open=False)


def test_who_would_rather_meet_in_person_is_met_in_person_until_they_say_otherwise(town, plan, look):
    case = town.client_case()
    before = plan(case)
    look(case, Wish.ROOM, None)
    for kind in (VisitKind.VIDEO, VisitKind.PHONE):
        with pytest.raises(Refused, match="rather meet in person"):
            plan(case, kind, because="I have no car.")
    plan(case, VisitKind.IN_PERSON)
    with pytest.raises(Refused, match="rather meet in person"):
        begin_visit(actor=town.amina, visit=before, because="It was planned before.")
    look(case, Wish.PHONE)
    with pytest.raises(Refused, match="by video"):
        plan(case)
    plan(case, VisitKind.PHONE)
    look(case)
    plan(case)
    begin_visit(actor=town.amina, visit=before, because="All was said on the telephone.")


def test_what_was_found_not_to_suit_them_is_planned_with_a_reason_that_a_supervisor_reads(town, page, plan, look):
    case = town.client_case(full_name="Not Suited")
    look(case, outcome=Outcome.NOT, because="Screens frighten them.")
    with pytest.raises(Refused, match="Say why"):
        plan(case)
    assert plan(case, VisitKind.IN_PERSON, because="not asked").though_unsuitable == ""
    visit = plan(case, because="The roads are closed.")
    looking_back = reverse("supervision:looking_back")
    shown = page(town.ben).get(looking_back).content.decode()
    assert "Not Suited" in shown
    assert "The roads are closed." in shown
    assert "The roads are closed." not in page(town.grace).get(looking_back).content.decode()
    assert "The roads are closed." in page(town.amina).get(reverse("visits:visit", args=[visit.pk])).content.decode()


def test_looking_again_is_a_task_and_the_one_of_before_is_done(town, look):
    case = town.client_case()
    first = look(case)
    assert town.find(Task, source_id=first.pk).due_on == town.today + LATER
    second = look(case, outcome=Outcome.CONDITIONS, because="In the morning.")
    assert town.find(Task, source_id=first.pk).done_at is not None
    assert town.find(Task, source_id=second.pk).done_at is None
    look(case, Wish.ROOM, None)
    assert town.find(Task, source_id=second.pk).done_at is not None


def test_asked_and_planned_in_the_browser(town, page):
    case, amina = town.client_case(), page(town.amina)
    place = reverse("visits:suitability", args=[case.person_id])
    planning = reverse("visits:schedule", args=[case.person_id])
    assert "Nobody has asked yet" in amina.get(planning).content.decode()
    sent = {
        "wish": "any", "screen": "smartphone", "shared_with": "Her cousin Lino", "aids": ["captions", "slow"],
        "outcome": "not", "because": "", **day("review_on", town.today + LATER),
    }  # fmt: skip
    refused = amina.post(place, sent).content.decode()
    assert "Write on which conditions, or why not." in refused
    assert "Her cousin Lino" in refused
    assert amina.post(place, {**sent, "because": "Her cousin listens."}).status_code == 302
    (held,) = town.all(Suitability, case=case)
    held.person = town.find(Person, pk=case.person_id)
    assert (held.screen, held.shared_with, held.aids) == (
        Screen.SMARTPHONE,
        "Her cousin Lino",
        [Aid.CAPTIONS, Aid.SLOW],
    )
    shown = amina.get(place).content.decode()
    assert "Her cousin Lino" in shown
    assert "It does not suit them" in shown

    ahead = town.today + timedelta(days=170)
    visit = {"kind": "video", "minutes": "45", "at": "10:30", **day("day", ahead)}
    asked = amina.post(planning, visit).content.decode()
    assert "Say why you plan it all the same." in asked
    assert "Her cousin listens." in asked
    assert amina.post(planning, {**visit, "though_unsuitable": "She asks for it."}).status_code == 302
    assert town.find(Visit, case=case).though_unsuitable == "She asks for it."

    room = {"wish": "room", "screen": "smartphone"}
    assert "nothing to decide" in amina.post(place, {**room, "outcome": "suits"}).content.decode()
    assert amina.post(place, room).status_code == 302
    assert "Planned otherwise than they wish" in amina.get(place).content.decode()


@pytest.mark.parametrize(
    ("who", "sees"), [("amina", True), ("ben", True), ("sam", False), ("flo", False), ("grace", False), ("carl", False)]
)
def test_who_reads_what_they_have_at_home(town, look, who, sees):
    case, actor = town.client_case(), getattr(town, who)
    held = look(case, shared_with="Her cousin Lino")
    with reading(actor):
        assert rows(Suitability, actor=actor, needs=Permission.VISIT_VIEW).filter(pk=held.pk).exists() is sees


@pytest.mark.parametrize(
    "broken",
    [
        {"wish": "room"},
        {"outcome": ""},
        {"review_on": None},
        {"outcome": "not"},
        {"review_on": date(2020, 1, 1)},
    ],
)
def test_the_database_keeps_no_decision_without_its_reason_and_its_day(town, look, broken):
    held = look(town.client_case())
    with pytest.raises(IntegrityError), transaction.atomic(), reading(town.amina):
        change(held, **broken)
