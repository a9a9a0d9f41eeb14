"""Screening and what a referrer may hear, decided without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyworker.base.decision import Answer
from keyworker.intake.eligibility import (
    MUST_FIT,
    Criteria,
    Criterion,
    Facts,
    Suggestion,
    ages_on,
    areas_of,
    screen,
)
from keyworker.intake.models import News, ReferralStatus
from keyworker.intake.rules import (
    NEXT,
    first_contact_clock,
    first_contact_days,
    may_accept,
    may_become,
    may_reach,
    news_for,
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
            assert [one.facts["criterion"] for one in refused] == [Criterion.PLACES]
        case Suggestion.DECLINE:
            assert refused
            assert any(one.facts["criterion"] in MUST_FIT for one in refused)


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
    clock = first_contact_clock(date(2026, 3, 6), within_days=3, urgency="routine", today=TODAY)
    assert (clock.waited, clock.left, clock.is_late) == (4, -1, True)


def finding(criterion, **known):
    found = screen(asked(**known)).facts["findings"]
    return next(one for one in found if one.facts["criterion"] is criterion)


HOMES_ONLY = Criteria(needs=frozenset({"home", "money"}), households=frozenset({"children"}))


def test_a_kind_of_help_the_program_does_not_give_suggests_declining_and_names_what_it_gives():
    found = finding(Criterion.NEED, criteria=HOMES_ONLY, help_kinds=frozenset({"work"}))
    assert found.answer is Answer.NO
    assert "Work or learning" in str(found.reason)
    assert "A home, or keeping one" in str(found.reason)


def test_one_kind_of_help_is_enough_and_the_rest_is_said_to_need_somebody_else():
    found = finding(Criterion.NEED, criteria=HOMES_ONLY, help_kinds=frozenset({"home", "work"}))
    assert found.answer is Answer.YES
    assert "Work or learning" in str(found.reason)


def test_a_household_the_program_does_not_take_is_said_in_words():
    assert finding(Criterion.HOUSEHOLD, criteria=HOMES_ONLY, household="alone").answer is Answer.NO
    assert finding(Criterion.HOUSEHOLD, criteria=HOMES_ONLY, household="children").answer is Answer.YES


def test_what_nobody_asked_yet_is_not_known_rather_than_a_no():
    for criterion in (Criterion.NEED, Criterion.HOUSEHOLD):
        assert finding(criterion, criteria=HOMES_ONLY).answer is Answer.WARN


codes = st.sampled_from(["home", "food", "work", "law"])
homes = st.sampled_from(["alone", "couple", "children", "adults"])
CRITERIA = st.builds(
    Criteria,
    minimum_age=st.none() | st.integers(0, 40),
    maximum_age=st.none() | st.integers(41, 120),
    areas=st.frozensets(st.sampled_from(["Harbor", "Old Town"])),
    capacity=st.none() | st.integers(1, 5),
    needs=st.frozensets(codes),
    households=st.frozensets(homes),
)
ASKING = st.builds(
    Facts,
    criteria=CRITERIA,
    today=st.just(TODAY),
    born_on=st.none() | st.dates(date(1910, 1, 1), TODAY),
    born_precision=st.sampled_from(DatePrecision.values),
    area=st.sampled_from(["", "Harbor", "Farwick"]),
    open_cases=st.integers(0, 6),
    help_kinds=st.frozensets(codes),
    household=st.just("") | homes,
)


@given(ASKING)
def test_every_criterion_answers_with_a_reason_and_the_whole_says_no_only_where_one_does(facts):
    found = screen(facts)
    each = {one.facts["criterion"]: one for one in found.facts["findings"]}
    assert set(each) >= {*MUST_FIT, Criterion.PLACES}
    assert all(str(one.reason) for one in each.values())
    assert found.allowed == all(each[criterion].allowed for criterion in (*MUST_FIT, Criterion.PLACES))
    if found.answer is Answer.YES:
        assert all(each[criterion].answer is Answer.YES for criterion in (*MUST_FIT, Criterion.PLACES))


@given(ASKING)
def test_nobody_is_turned_away_for_what_we_do_not_know(facts):
    unknown = replace(facts, born_on=None, area="", help_kinds=frozenset(), household="", open_cases=0)
    assert screen(unknown).allowed


@given(ASKING)
def test_a_program_without_criteria_takes_everybody(facts):
    assert screen(replace(facts, criteria=Criteria())).answer is Answer.YES


@pytest.mark.parametrize(("urgency", "days"), [("routine", 5), ("soon", 3), ("urgent", 1)])
def test_how_pressing_it_is_shortens_the_days_until_the_first_contact(urgency, days):
    assert first_contact_days(5, urgency) == days


@given(st.integers(1, 90))
def test_the_more_pressing_never_waits_longer_and_nobody_is_late_on_the_first_day(within):
    urgent, soon, routine = (first_contact_days(within, each) for each in ("urgent", "soon", "routine"))
    assert 1 <= urgent <= soon <= routine == within


def test_the_clock_stands_still_once_somebody_spoke_with_them():
    clock = first_contact_clock(
        date(2026, 3, 1), within_days=3, urgency="routine", today=TODAY, reached_on=date(2026, 3, 2)
    )
    assert (clock.waited, clock.is_late, clock.due_on) == (1, False, date(2026, 3, 4))


def test_nothing_is_left_behind_on_a_telephone_of_somebody_we_do_not_know_yet():
    noon = datetime(2026, 3, 3, 12, tzinfo=UTC)
    assert may_reach("+1 202 555 0141", "", at=noon, leaves_trace=False).answer is Answer.YES
    assert may_reach("+1 202 555 0141", "", at=noon, leaves_trace=True).answer is Answer.NO
    assert may_reach("", "", at=noon, leaves_trace=False).answer is Answer.NO
    assert may_reach("a@mail.example", "He reads it", at=noon, leaves_trace=True).answer is Answer.WARN
