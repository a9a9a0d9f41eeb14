"""Screening and what a referrer may hear, decided without a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyworker.base.decision import Answer
from keyworker.intake.models import News, ReferralStatus
from keyworker.intake.rules import (
    NEXT,
    Criteria,
    Facts,
    Suggestion,
    ages_on,
    areas_of,
    first_contact_clock,
    may_accept,
    may_become,
    news_for,
    screen,
)
from keyworker.people.models import DatePrecision

TODAY = date(2026, 3, 10)
ADULTS = Criteria(minimum_age=18, maximum_age=64, areas=areas_of("Harbor, Old Town,"), capacity=10)


def asked(**known):
    return Facts(**{"criteria": ADULTS, "today": TODAY, "born_on": date(1990, 5, 4), "area": "Harbor", **known})


def suggestion(**known):
    return screen(asked(**known)).facts["suggestion"]


def test_somebody_who_fits_is_suggested_to_be_accepted():
    assert screen(asked()).answer is Answer.YES
    assert suggestion() == Suggestion.ACCEPT


def test_a_full_program_suggests_the_waiting_list():
    assert suggestion(open_cases=10) == Suggestion.WAITLIST


def test_too_young_suggests_declining_and_says_why():
    found = screen(asked(born_on=date(2010, 1, 1)))
    assert found.facts["suggestion"] == Suggestion.DECLINE
    assert "too young" in str(found.facts["findings"][0].reason)


def test_the_eighteenth_birthday_itself_is_old_enough():
    assert suggestion(born_on=date(2008, 3, 10)) == Suggestion.ACCEPT
    assert suggestion(born_on=date(2008, 3, 11)) == Suggestion.DECLINE


def test_a_year_alone_leaves_the_age_open_and_suggests_asking():
    assert suggestion(born_on=date(2008, 1, 1), born_precision=DatePrecision.YEAR) == Suggestion.ASK


def test_nothing_known_suggests_asking():
    assert suggestion(born_on=None, area="") == Suggestion.ASK


@pytest.mark.parametrize("wrote", ["Harbor", "harbor, near the church", "12 Quay St, OLD TOWN", "Old-Town"])
def test_a_place_is_found_in_what_they_wrote(wrote):
    assert suggestion(area=wrote) == Suggestion.ACCEPT


@pytest.mark.parametrize("wrote", ["Harborview", "Town", "Northside"])
def test_part_of_a_word_is_not_the_place(wrote):
    assert suggestion(area=wrote) == Suggestion.DECLINE


dates = st.dates(date(1900, 1, 1), date(2026, 3, 10))
ages = st.none() | st.integers(0, 110)
precisions = st.sampled_from([precision.value for precision in DatePrecision])
questions = st.builds(
    Facts,
    criteria=st.builds(
        Criteria,
        minimum_age=ages,
        maximum_age=ages,
        areas=st.frozensets(st.sampled_from(["Harbor", "Old Town", "Quay"])),
        capacity=st.none() | st.integers(0, 5),
    ),
    today=st.just(TODAY),
    born_on=st.none() | dates,
    born_precision=precisions,
    area=st.sampled_from(["", "Harbor", "12 Old Town Road", "elsewhere"]),
    open_cases=st.integers(0, 6),
)


@given(questions)
def test_screening_always_gives_its_reasons_and_suggests_only_what_they_bear_out(facts):
    found = screen(facts)
    findings = found.facts["findings"]
    assert str(found.reason)
    assert all(str(finding.reason) for finding in findings)
    refused = [finding for finding in findings if not finding.allowed]
    match found.facts["suggestion"]:
        case Suggestion.ACCEPT:
            assert all(finding.answer is Answer.YES for finding in findings)
        case Suggestion.ASK:
            assert not refused
        case Suggestion.WAITLIST:
            assert refused == [findings[2]]
        case Suggestion.DECLINE:
            assert refused
            assert refused != [findings[2]]


@given(dates, precisions)
def test_a_less_certain_birth_date_never_hides_the_true_age(born, precision):
    sure = ages_on(born, DatePrecision.DAY, TODAY)[0]
    youngest, oldest = ages_on(born, precision, TODAY)
    assert youngest <= sure <= oldest


@given(st.sampled_from(ReferralStatus.values))
def test_an_unverified_referrer_hears_only_received_and_closed(status):
    assert news_for(status, verified=False) in {None, News.RECEIVED, News.CLOSED}


def test_to_an_unverified_referrer_declined_and_admitted_look_the_same():
    assert news_for("declined", verified=False) == news_for("admitted", verified=False) == News.CLOSED


def test_a_verified_referrer_hears_the_decision():
    assert news_for("accepted", verified=True) == News.ACCEPTED
    assert news_for("waitlisted", verified=True) == News.WAITLISTED
    assert news_for("declined", verified=True) == News.DECLINED


def test_against_the_criteria_only_with_a_reason():
    against = screen(asked(open_cases=10))
    assert not may_accept(against, " ")
    assert may_accept(against, "Ben agreed to one more")


def test_nobody_is_admitted_who_was_not_accepted():
    assert not may_become("received", "admitted")
    assert not may_become("waitlisted", "admitted")
    assert may_become("accepted", "admitted")


def test_what_is_finished_stays_finished():
    assert NEXT["admitted"] == NEXT["closed"] == frozenset()


def test_the_clock_counts_from_the_day_they_asked():
    clock = first_contact_clock(date(2026, 3, 6), within_days=3, today=TODAY)
    assert (clock.waited, clock.left, clock.is_late) == (4, -1, True)
