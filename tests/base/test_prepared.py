"""A question worded once is asked anew for each who asks, at each time."""

from datetime import timedelta

from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.prepared import SOMEBODY
from keyworker.cases import actions as cases
from keyworker.people import standing as people_standing
from keyworker.people.standing import standing


def whose(actor):
    with reading(actor):
        return {place.person_id for place in standing(actor).places}


def test_colleagues_ask_in_turn_and_each_hears_of_their_own(standing_town):
    amina, grace = whose(standing_town.amina), whose(standing_town.grace)
    assert amina
    assert grace
    assert amina.isdisjoint(grace)
    assert (whose(standing_town.amina), whose(standing_town.grace)) == (amina, grace)


def test_a_place_that_ends_is_heard_of_no_more_although_the_words_are_kept(town):
    person, sam = town.client_case().person, town.staff(town.sam)
    cases.break_glass(actor=town.sam, person=person, program=town.housing, staff=sam, reason="She is at the door")
    assert person.pk in whose(town.sam)
    with clock.at(clock.now() + timedelta(days=2)):
        assert person.pk not in whose(town.sam)


def test_the_words_hold_nobodys_key_and_no_time_of_their_own():
    sql, values = people_standing._DENIALS_AND_PLACES._worded
    assert values.count(SOMEBODY) == 2, "of the places, and of whom one is denied"
    assert "staff_id" in sql
