"""What Odalys was given, what it cost, who paid: recorded, added up, struck out; and what cannot be."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from keyworker.access.sight import Absent
from keyworker.agencies.models import DistanceUnit
from keyworker.audit.models import AuditEvent
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.delivery.actions import Given, add_funding, end_funding, record_service, set_units, strike_service
from keyworker.delivery.models import FundingSource, ServiceProvided
from keyworker.delivery.totals import totals
from keyworker.people.models import Person, TimelineEntry


def give(town, case, what="Bus ticket", actor=None, **more):
    return record_service(actor=actor or town.amina, case=case, given=Given(what, town.today, **more))


def grant(town, name="City grant"):
    return add_funding(actor=town.priya, agency=town.agency(), name=name)


def summed(town, case):
    person = town.find(Person, pk=case.person_id)
    with reading(town.amina):
        (found,) = totals(town.amina, person)
    return found


def sent(**more):
    return {"what": "Bus ticket", "units": "4", "unit": "ride", "cost": "", **more}


def on(day):
    return {"provided_on_day": day.day, "provided_on_month": day.month, "provided_on_year": day.year}


def test_a_service_given_is_in_the_file_and_no_word_or_amount_of_it_in_the_trail(town):
    case = town.client_case()
    given = give(town, case, units=Decimal(4), unit="ride", cost=Decimal("10.40"), funding=grant(town))
    event = town.find(AuditEvent, verb="delivery.service_provided", subject_id=given.pk)
    assert "Bus" not in str(event.facts)
    assert "10.4" not in str(event.facts)
    assert (given.cost, given.currency) == (Decimal("10.40"), "USD")


def test_what_was_given_is_added_up_by_service_and_by_who_paid_to_the_cent(town):
    case, city = town.client_case(), grant(town)
    for cost in ("0.10", "0.20"):
        give(town, case, units=Decimal("1.5"), unit="hour", what="Legal advice", cost=Decimal(cost), funding=city)
    give(town, case, what="bus ticket", cost=Decimal(3))
    give(town, case, what="Bus Ticket", cost=Decimal(4))
    give(town, case, what="Blanket")
    found = summed(town, case)
    lines = {(line.what.casefold(), line.funding): (line.units, line.cost, line.times) for line in found.lines}
    assert lines == {
        ("legal advice", "City grant"): (Decimal("3.00"), Decimal("0.30"), 2),
        ("bus ticket", ""): (Decimal(2), Decimal(7), 2),
        ("blanket", ""): (Decimal(1), None, 1),
    }
    assert found.paid == {("City grant", "USD"): Decimal("0.30"), ("", "USD"): Decimal(7)}


def test_two_currencies_are_never_added_up(town):
    case = town.client_case()
    give(town, case, cost=Decimal(5))
    set_units(actor=town.priya, agency=town.agency(), currency="EUR", distance=DistanceUnit.KILOMETER)
    give(town, case, cost=Decimal(7))
    found = summed(town, case)
    assert found.paid == {("", "USD"): Decimal(5), ("", "EUR"): Decimal(7)}


def test_what_was_put_in_by_mistake_stays_to_be_read_and_counts_no_more(town, page):
    case = town.client_case()
    wrong = give(town, case, cost=Decimal(500))
    give(town, case, cost=Decimal(50))
    answer = page(town.amina).post(reverse("delivery:strike", args=[wrong.pk]), {"because": "One nought too many."})
    assert answer.status_code == 302
    body = page(town.amina).get(reverse("delivery:services", args=[case.person_id])).content.decode()
    assert "One nought too many." in body
    found = summed(town, case)
    assert found.paid == {("", "USD"): Decimal(50)}
    assert town.find(TimelineEntry, verb="delivery.service_struck", source_id=wrong.pk)


def test_a_second_page_striking_the_same_out_is_told_so_and_its_reason_is_not_kept(town, page):
    wrong = give(town, town.client_case())
    strike_service(actor=town.amina, service=wrong, because="Twice by mistake.")
    address = reverse("delivery:strike", args=[wrong.pk])
    body = page(town.ben).post(address, {"because": "Mine instead."}).content.decode()
    assert "struck out already" in body
    assert "Mine instead." in body
    assert town.find(ServiceProvided, pk=wrong.pk).struck_because == "Twice by mistake."


@pytest.mark.parametrize(
    ("units", "cost"),
    [
        ("0", None), ("-1", None), ("0.001", None), ("10001", None), ("NaN", None), ("Infinity", None),
        ("1", "-0.01"), ("1", "1000000.01"), ("1", "NaN"), ("1", "0.005"),
    ],
)  # fmt: skip
def test_amounts_that_cannot_be_are_refused_and_nothing_is_kept(town, units, cost):
    case = town.client_case()
    with pytest.raises(Refused):
        give(town, case, units=Decimal(units), cost=None if cost is None else Decimal(cost))
    assert town.all(ServiceProvided, case=case) == []


@pytest.mark.parametrize(
    "typed",
    [
        {"units": "-3"}, {"units": "0"}, {"units": "1e9"}, {"units": "four"}, {"units": "NaN"}, {"cost": "-5"},
        {"cost": "1e7"}, {"cost": "12,50"}, {"cost": "much"}, {"unit": "light-year"}, {"unit": "other"}, {"what": " "},
        {"provided_on_year": "202"}, {"provided_on_year": "2999"}, {"funding": "somebody"},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_said_in_words_and_what_was_typed_stays(town, page, typed):
    grant(town)
    case = town.client_case()
    answer = page(town.amina).post(
        reverse("delivery:service", args=[case.person_id]),
        {"what": "Bus ticket to court", "units": "4", "unit": "ride", "cost": "9", **on(town.today), **typed},
    )
    body = answer.content.decode()
    assert answer.status_code == 200
    assert "govuk-error-summary" in body
    assert ("Bus ticket to court" in body) == ("what" not in typed)
    assert town.all(ServiceProvided, case=case) == []


def test_a_word_of_ones_own_for_what_is_counted(town, page):
    case = town.client_case()
    data = sent(unit="other", other_unit="loaves", **on(town.today))
    assert page(town.amina).post(reverse("delivery:service", args=[case.person_id]), data).status_code == 302
    body = page(town.amina).get(reverse("delivery:services", args=[case.person_id])).content.decode()
    assert "loaves" in body


def test_the_administrator_keeps_who_pays_and_workers_choose_from_it(town, page):
    priya = page(town.priya)
    assert priya.post(reverse("delivery:funding"), {"name": "Lighthouse fund"}).status_code == 302
    again = priya.post(reverse("delivery:funding"), {"name": "lighthouse FUND"}).content.decode()
    assert "There is one with this name already." in again
    case, fund = town.client_case(), town.find(FundingSource, name="Lighthouse fund")
    form = reverse("delivery:service", args=[case.person_id])
    data = sent(cost="9", funding=str(fund.pk), **on(town.today))
    assert page(town.amina).post(form, data).status_code == 302
    assert priya.post(reverse("delivery:end_funding", args=[fund.pk])).status_code == 302
    assert "Lighthouse fund" not in page(town.amina).get(form).content.decode()
    assert (
        "Lighthouse fund" in page(town.amina).get(reverse("delivery:services", args=[case.person_id])).content.decode()
    )
    with pytest.raises(Refused):
        give(town, case, funding=town.find(FundingSource, pk=fund.pk))
    with pytest.raises(Refused):
        end_funding(actor=town.priya, funding=fund)


def test_a_currency_is_three_letters_and_a_distance_one_of_two_units(town, page):
    for typed in (
        {"currency": "US"},
        {"currency": "dollars"},
        {"currency": "U$D"},
        {"currency": ""},
        {"distance": "x"},
    ):
        sent = {"currency": "mxn", "distance": "km", **typed}
        assert page(town.priya).post(reverse("delivery:units"), sent).status_code == 200
    assert page(town.priya).post(reverse("delivery:units"), {"currency": "mxn", "distance": "km"}).status_code == 302
    assert (town.agency().currency, town.agency().distance_unit) == ("MXN", "km")


def test_a_worker_does_not_keep_the_list_of_who_pays(town, page):
    fund = grant(town)
    for name, args in (("funding", []), ("units", []), ("end_funding", [fund.pk])):
        assert page(town.amina).post(reverse(f"delivery:{name}", args=args), {"name": "Mine"}).status_code in {403, 404}
    with pytest.raises(Absent):
        end_funding(actor=town.nadia, funding=fund)


def test_strangers_and_the_neighbours_neither_read_nor_strike_nor_record(town, page):
    case = town.client_case(actor=town.grace, program=town.shelter)
    given = give(town, case, actor=town.grace)
    for who in (town.amina, town.ben, town.flo, town.priya, town.carl):
        for name, key in (("services", case.person_id), ("service", case.person_id), ("strike", given.pk)):
            assert page(who).get(reverse(f"delivery:{name}", args=[key])).status_code in {403, 404}
        with pytest.raises(Absent):
            strike_service(actor=who, service=given, because="Not mine to say.")
        with pytest.raises(Absent):
            give(town, case, actor=who)


def test_the_neighbours_funding_cannot_be_chosen_here(town, page):
    theirs = add_funding(actor=town.pavel, agency=town.agency("northside"), name="Northside fund")
    grant(town)
    case = town.client_case()
    data = sent(funding=str(theirs.pk), **on(town.today))
    body = page(town.amina).post(reverse("delivery:service", args=[case.person_id]), data).content.decode()
    assert "Northside fund" not in body
    assert town.all(ServiceProvided, case=case) == []


def test_a_long_list_turns_over_by_cursor(town, page, django_assert_max_num_queries):
    case = town.client_case()
    for day in range(30):
        given = Given(f"Parcel {day:02}", town.today - timedelta(days=day))
        record_service(actor=town.amina, case=case, given=given)
    address = reverse("delivery:services", args=[case.person_id])
    amina = page(town.amina)
    amina.get(address)
    with django_assert_max_num_queries(20):
        first = amina.get(address)
    last = first.context["given"][-1]
    older = amina.get(first.context["older_href"])
    assert len(first.context["given"]) == 25
    assert [each.what for each in older.context["given"]] == [f"Parcel {day:02}" for day in range(25, 30)]
    assert last.what == "Parcel 24"
    assert amina.get(address, {"on": "not a day", "key": "x"}).status_code == 200
