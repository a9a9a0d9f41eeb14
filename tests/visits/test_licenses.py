"""The worker's license counts where the person is, or the worker says why they begin; nothing is asked without need."""

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from keyworker.base import clock
from keyworker.base.decision import Refused
from keyworker.people.actions import set_safety
from keyworker.people.models import Person
from keyworker.training.actions import Held, note_credential, require_credentials, verify_credential
from keyworker.training.models import CredentialKind
from keyworker.visits.actions import schedule_visit
from keyworker.visits.models import Item, Precaution, VisitKind
from keyworker.visits.practice.actions import begin_visit, end_visit
from keyworker.visits.practice.rules import ELSEWHERE, may_practise
from keyworker.visits.practice.settling import Answered, settle
from tests.visits.test_practice import ALL, HOUR, IN_ENGLISH, SOON

PLACES = st.sampled_from(["", "New York", "Ohio", ELSEWHERE])


@pytest.fixture
def meeting(town):
    """Everything is answered, and they are in that state."""

    def plan(region, actor=None, case=None):
        actor = actor or town.amina
        case = case or town.client_case(actor=actor)
        begins = clock.now() + SOON
        visit = schedule_visit(actor=actor, case=case, kind=VisitKind.VIDEO, starts_at=begins, lasts=HOUR)
        there = Answered(Item.WHERE, words="At her sister's", region=region)
        answers = (*(each for each in ALL if each.item is not Item.WHERE), there)
        settle(actor=actor, visit=visit, answers=answers, read_to=IN_ENGLISH)
        return visit

    return plan


def where(town, visit):
    return town.find(Precaution, visit=visit, item=Item.WHERE.value)


@given(PLACES, st.sets(st.sampled_from(["New York", "Ohio"])), st.sampled_from(["", " ", "She is in danger."]))
def test_it_counts_there_or_there_is_a_reason(region, theirs, because):
    answer = may_practise(region, theirs, because=because)
    assert bool(answer) is (region in theirs or bool(because.strip()))
    assert bool(answer.facts.get("unlicensed")) is (bool(answer) and bool(region) and region not in theirs)


def test_where_the_license_counts_the_visit_begins(town, meeting):
    visit = meeting("New York")
    begin_visit(actor=town.amina, visit=visit)
    assert where(town, visit).left_open_because == ""


@pytest.mark.parametrize("region", ["Ohio", ELSEWHERE])
def test_elsewhere_it_begins_with_a_reason_that_a_supervisor_reads(town, page, meeting, region):
    visit = meeting(region)
    amina = page(town.amina)
    its_page = reverse("visits:visit", args=[visit.pk])
    assert "where your license does not count" in amina.get(its_page).content.decode()
    with pytest.raises(Refused, match="license does not count"):
        begin_visit(actor=town.amina, visit=visit)
    begin_visit(actor=town.amina, visit=visit, because="She moved last week; it is handed over on Friday.")
    home = Answered(Item.WHERE, words="At her sister's", region="New York")
    settle(actor=town.amina, visit=visit, answers=(home,))
    assert where(town, visit).region == "New York"
    shown = amina.get(its_page).content.decode()
    assert "The license does not count there" in shown
    assert "At her sister&#x27;s" in shown
    read = page(town.ben).get(reverse("supervision:looking_back")).content.decode()
    assert "The license does not count there" in read
    assert "it is handed over on Friday" in read


def test_where_they_are_is_asked_by_its_state_too(town, meeting):
    with pytest.raises(Refused, match="in which state or country"):
        begin_visit(actor=town.amina, visit=meeting(""))


def test_a_license_that_ran_out_or_that_nobody_has_seen_counts_nowhere(town, meeting):
    theirs = meeting("New York", actor=town.sam, case=town.client_case(actor=town.sam, program=town.family))
    with pytest.raises(Refused, match="license does not count"):
        begin_visit(actor=town.sam, visit=theirs)
    day = town.today - timedelta(days=10)
    held = Held(CredentialKind.LICENSE, "Licensed in Ohio", day, None, "The board of Ohio", "Ohio", "1")
    noted = note_credential(actor=town.amina, member=town.staff(town.amina), held=held)
    visit = meeting("Ohio")
    with pytest.raises(Refused, match="license does not count"):
        begin_visit(actor=town.amina, visit=visit)
    verify_credential(actor=town.ben, credential=noted, seen=noted.version)
    begin_visit(actor=town.amina, visit=visit)


def test_where_a_program_asks_for_no_license_nothing_is_asked(town, page, meeting):
    require_credentials(actor=town.priya, program=town.housing, kinds=())
    visit = meeting("")
    assert (
        "In which state or country"
        not in page(town.amina).get(reverse("visits:visit", args=[visit.pk])).content.decode()
    )
    begin_visit(actor=town.amina, visit=visit)


def test_the_state_where_somebody_hides_is_forgotten_with_the_place(town, meeting):
    case = town.client_case()
    person = town.find(Person, pk=case.person_id)
    set_safety(actor=town.amina, person=person, address_protected=True, risk_if_contacted="", program=town.housing)
    visit = meeting("New York", case=case)
    begin_visit(actor=town.amina, visit=visit)
    assert where(town, visit).region == "New York"
    end_visit(actor=town.amina, visit=visit)
    assert where(town, visit).region == ""
