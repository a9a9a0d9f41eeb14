"""Who waits, who was sent elsewhere and what is to be measured stand on somebody's day; who is away is said so."""

from datetime import timedelta
from decimal import Decimal

from django.urls import reverse

from keyworker.access import actions as access
from keyworker.access.roles import Role
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.intake import actions, queries
from keyworker.intake.actions import Asking
from keyworker.intake.models import DeclineFollowUp, WaitlistPlace
from keyworker.reviews import actions as reviews
from keyworker.reviews.models import Moment
from keyworker.supervision.actions import end_absence, set_absence
from keyworker.workspace.queries.waiting import Kind, waiting_for

DAYS = timedelta(days=14)


def on_the_day(town, actor, kinds=(Kind.STILL_WAITS, Kind.LOOK_BACK, Kind.MEASURE)):
    """What stands on their day for the people of these tests: kind, who, and by which day."""
    with reading(actor):
        return [
            (each.kind, each.called, each.due_on)
            for each in waiting_for(actor)
            if each.kind in kinds and each.called in {"Ada Waits", "Bo Elsewhere", "Cyd Begins"}
        ]


def test_whoever_put_somebody_on_the_list_is_told_when_it_is_time_to_ask(town, page, referred):
    asked_on = town.today + DAYS
    put = actions.waitlist_referral(
        actor=town.flo, referral=referred(full_name="Ada Waits"), priority="soon", review_on=asked_on
    )
    assert on_the_day(town, town.flo) == [], "not yet"
    with clock.at(clock.now() + DAYS + timedelta(days=2)):
        assert on_the_day(town, town.flo) == [(Kind.STILL_WAITS, "Ada Waits", asked_on)]
        assert on_the_day(town, town.amina) == [], "Flo decided, so Flo answers for it"
        shown = page(town.flo).get(reverse("workspace:my_day")).content.decode()
        assert "Ask if they still wait for a place" in shown
        assert "2 days late" in shown
        place = town.find(WaitlistPlace, pk=put.pk)
        again = Asking("yes", "yes", again_on=town.today + timedelta(days=40))
        actions.review_wait(actor=town.flo, place=place, asking=again)
        assert on_the_day(town, town.flo) == []


def test_when_whoever_decided_has_left_all_who_may_decide_there_see_it(town, referred):
    actions.waitlist_referral(
        actor=town.flo, referral=referred(full_name="Ada Waits"), priority="soon", review_on=town.today + DAYS
    )
    access.end_place(actor=town.priya, member=town.staff(town.flo))
    with clock.at(clock.now() + DAYS):
        assert [kind for kind, _, _ in on_the_day(town, town.amina)] == [Kind.STILL_WAITS]
        assert on_the_day(town, town.carl) == []
        assert on_the_day(town, town.grace) == []


def test_a_look_back_at_a_no_stands_there_until_somebody_asked(town, referred):
    referral = referred(full_name="Bo Elsewhere")
    actions.verify_referrer(actor=town.flo, referral=referral, how="I rang the clinic.")
    actions.decline_referral(
        actor=town.flo, referral=referral, reason="We are full.", declined_for="places",
        alternative=actions.Alternative("The winter shelter"), follow_up_on=town.today + DAYS,
    )  # fmt: skip
    due = town.today + DAYS
    with clock.at(clock.now() + DAYS):
        assert on_the_day(town, town.flo) == [(Kind.LOOK_BACK, "Bo Elsewhere", due)]
        back = town.find(DeclineFollowUp, referral=referral)
        actions.finish_decline_follow_up(actor=town.flo, follow_up=back, found="arrived")
        assert on_the_day(town, town.flo) == []


def test_what_is_to_be_measured_at_the_start_is_due_with_the_first_contact_and_goes_when_it_was(town, page):
    words = reviews.IndicatorWords("Nights outside", "nights", at_intake=True)
    town.client_case(full_name="Cyd Begins")
    indicator = reviews.add_indicator(actor=town.priya, program=town.housing, words=words)
    assert on_the_day(town, town.amina) == [], "nobody is asked for what was not measured when they came"
    case = town.client_case(full_name="Cyd Begins")
    due = town.today + timedelta(days=town.housing.first_contact_days)
    assert on_the_day(town, town.amina) == [(Kind.MEASURE, "Cyd Begins", due)]
    assert on_the_day(town, town.ben) == [], "it is the case manager's"
    assert "Measure where they stand" in page(town.amina).get(reverse("workspace:my_day")).content.decode()
    measures = reviews.Measures(Moment.INTAKE.value, town.today, {indicator.pk: Decimal(3)})
    reviews.measure(actor=town.amina, case=case, measures=measures)
    assert on_the_day(town, town.amina) == []


def test_whoever_is_away_comes_last_and_a_new_case_weighs_twice(town, page, accepted):
    access.grant_role(actor=town.job(), member=town.staff(town.sam), role=Role.CASE_MANAGER, program=town.housing)

    def order(actor=town.flo):
        with reading(actor):
            found = queries.owners(actor, town.housing)
        return [(one.name, one.away_until) for one in found if one.name in {"Amina Yusuf", "Sam Reyes"}]

    until = town.today + DAYS
    for name in ("Heavy One", "Heavy Two"):
        town.client_case(full_name=name)
    with reading(town.flo):
        load = {one.name: one.open_cases + one.fresh for one in queries.owners(town.flo, town.housing)}
    lightest = min(("Amina Yusuf", "Sam Reyes"), key=lambda name: (load[name], name))
    assert order()[0] == (lightest, None)
    first = town.sam if lightest == "Sam Reyes" else town.amina
    other = town.amina if first is town.sam else town.sam
    absence = set_absence(
        actor=town.ben, program=town.housing, staff=town.staff(first), cover=town.staff(other),
        from_on=town.today, until_on=until,
    )  # fmt: skip
    assert order()[-1] == (lightest, until)
    shown = page(town.flo).get(f"/referrals-in/{accepted().pk}/admit/").content.decode()
    assert "away until" in shown
    end_absence(actor=town.ben, absence=absence)
    assert order()[0] == (lightest, None)
