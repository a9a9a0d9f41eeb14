"""Budgets and equipment: what is left counts what was given, too much is said, what is lent is asked for."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from keyworker.access.sight import Absent
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.cases.models import Case
from keyworker.delivery.actions import (
    Given,
    Handed,
    Purse,
    add_funding,
    hand_out,
    keep_longer,
    record_service,
    set_budget,
    spend,
    strike_service,
    take_back,
)
from keyworker.delivery.models import Budget, BudgetEntry, CameBack, Condition, Equipment, Thing
from keyworker.delivery.purses import budget as budget_of
from keyworker.people.models import TimelineEntry
from keyworker.tasks.models import Task


def purse(town, **more):
    """A hundred dollars, ten days ago for forty days."""
    days = {"from_on": town.today - timedelta(days=10), "until_on": town.today + timedelta(days=40)}
    return Purse(**{"name": "Moving in", "amount": Decimal(100), "wishes": "A kettle of my own.", **days, **more})


def phone(town, **more):
    due = town.today + timedelta(days=30)
    lent = Handed(Thing.PHONE, "Android phone", True, Condition.GOOD, town.today, due, serial="SN-4410")
    return replace(lent, **more)


def look(town, budget):
    with reading(town.amina):
        return budget_of(town.amina, budget.pk, today=town.today)


def waiting(town, equipment):
    return [(task.what, task.due_on) for task in town.all(Task, source_id=equipment.pk, done_at=None)]


def dated(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_what_is_left_counts_entries_and_services_of_its_funding_to_the_cent(town):
    case = town.client_case()
    fund = add_funding(actor=town.priya, agency=town.agency(), name="Flexible fund")
    budget = set_budget(actor=town.amina, case=case, purse=purse(town, funding=fund))
    spend(actor=town.amina, budget=budget, what="Kettle", amount=Decimal("19.99"), spent_on=town.today)
    spend(actor=town.amina, budget=budget, what="Kettle, brought back", amount=Decimal("-19.99"), spent_on=town.today)
    for what, cost, paid, days_ago in (
        ("Bed", "60.10", fund, 1), ("Lamp", "5", None, 1), ("Rug", "7", fund, 30), ("Table", "9", fund, 1),
    ):  # fmt: skip
        given = Given(what, town.today - timedelta(days=days_ago), cost=Decimal(cost), funding=paid)
        service = record_service(actor=town.amina, case=case, given=given)
    strike_service(actor=town.amina, service=service, because="Not bought.")
    held, lines = look(town, budget)
    assert (held.services, held.entries, held.left) == (Decimal("60.10"), Decimal(0), Decimal("39.90"))
    assert [line.what for line in lines if line.is_service] == ["Bed"]
    with pytest.raises(Refused, match="with this funding in these days"):
        set_budget(actor=town.amina, case=case, purse=purse(town, funding=fund))
    assert town.find(TimelineEntry, verb="delivery.budget_set", source_id=budget.pk)


def test_spending_more_than_there_is_is_written_down_and_said_on_both_pages(town, page):
    case, amina = town.client_case(), page(town.amina)
    new = reverse("delivery:new_budget", args=[case.person_id])
    sent = {"name": "Moving in", "wishes": "A kettle of my own.", "amount": "50", **dated("from_on", town.today)}
    wrong = amina.post(new, {**sent, **dated("until_on", town.today - timedelta(days=1))}).content.decode()
    assert "It cannot end before it begins." in wrong
    assert amina.post(new, {**sent, **dated("until_on", town.today + timedelta(days=20))}).status_code == 302
    budget = town.find(Budget, name="Moving in", case=case)
    address = reverse("delivery:budget", args=[budget.pk])
    for amount in ("40", "22.50"):
        answer = amina.post(address, {"what": "Cupboard", "amount": amount, **dated("spent_on", town.today)})
        assert answer.status_code == 302
    for where in (address, reverse("workspace:means", args=[case.person_id])):
        body = amina.get(where).content.decode()
        assert "This is 12.50 more than there is." in body
        assert "62.50 of 50.00 USD" in body
    early = {"what": "Cupboard", "amount": "1", **dated("spent_on", town.today - timedelta(days=3))}
    assert "not in the time of the budget" in amina.post(address, early).content.decode()
    nothing = {"what": "Cupboard", "amount": "0", **dated("spent_on", town.today)}
    assert "below zero when money came back" in amina.post(address, nothing).content.decode()
    assert len(town.all(BudgetEntry, budget=budget)) == 2


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"amount": Decimal(0)}, {"amount": Decimal("NaN")}, {"until_on": None}]
)
def test_a_budget_that_cannot_be_is_refused(town, wrong):
    case = town.client_case()
    with pytest.raises(Refused):
        set_budget(actor=town.amina, case=case, purse=purse(town, **wrong))
    assert town.all(Budget, case=case) == []


def test_what_is_lent_is_asked_for_on_its_day_until_it_is_back(town):
    case = town.client_case()
    held = hand_out(actor=town.amina, case=case, handed=phone(town))
    assert waiting(town, held) == [("Ask for “Android phone” back", town.today + timedelta(days=30))]
    later = town.today + timedelta(days=60)
    held = keep_longer(actor=town.amina, equipment=held, due_back_on=later, seen=held.version)
    assert [due_on for _what, due_on in waiting(town, held)] == [later]
    with pytest.raises(StaleRecord):
        take_back(actor=town.ben, equipment=held, returned_on=town.today, how=CameBack.GOOD, seen=1)
    with pytest.raises(Refused, match="before they had it"):
        take_back(actor=town.amina, equipment=held, returned_on=town.today - timedelta(days=2), how=CameBack.GOOD)
    take_back(actor=town.amina, equipment=held, returned_on=town.today, how=CameBack.LOST)
    assert waiting(town, held) == []
    assert town.find(Case, pk=case.pk).next_step_on is not None
    assert town.find(TimelineEntry, verb="delivery.equipment_lost", source_id=held.pk)
    for again in (keep_longer, take_back):
        more = {"due_back_on": later} if again is keep_longer else {"returned_on": town.today, "how": CameBack.GOOD}
        with pytest.raises(Refused):
            again(actor=town.amina, equipment=held, **more)
    given = hand_out(actor=town.amina, case=case, handed=phone(town, lent=False, due_back_on=None))
    assert waiting(town, given) == []
    with pytest.raises(Refused, match="due back"):
        hand_out(actor=town.amina, case=case, handed=phone(town, due_back_on=None))


def test_a_phone_is_lent_and_comes_back_in_the_browser(town, page):
    case, amina = town.client_case(), page(town.amina)
    sent = {
        "kind": "phone", "name": "Old phone", "serial": "SN-9", "condition": "worn", "lent": "lent",
        **dated("handed_on", town.today),
    }  # fmt: skip
    new = reverse("delivery:new_equipment", args=[case.person_id])
    assert amina.post(new, sent).status_code == 200  # no day it is due back
    assert amina.post(new, {**sent, **dated("due_back_on", town.today + timedelta(days=9))}).status_code == 302
    held = town.find(Equipment, name="Old phone")
    address = reverse("delivery:equipment", args=[held.pk])
    assert "SN-9" in amina.get(address).content.decode()
    back = {"now": "back", "returned_how": "good", "version": "1", **dated("returned_on", town.today)}
    longer = {"now": "longer", "version": "1", **dated("due_back_on", town.today + timedelta(days=20))}
    assert page(town.ben).post(address, longer).status_code == 302
    assert amina.post(address, back).status_code == 409
    assert amina.post(address, {**back, "version": "2"}).status_code == 302
    assert "Came back" in amina.get(reverse("workspace:means", args=[case.person_id])).content.decode()


def test_strangers_the_sealed_and_the_neighbours_neither_see_nor_spend(town, page):
    case = town.client_case(actor=town.grace, program=town.shelter)
    budget = set_budget(actor=town.grace, case=case, purse=purse(town))
    held = hand_out(actor=town.grace, case=case, handed=phone(town))
    for who in (town.amina, town.ben, town.flo, town.priya, town.carl):
        for name, key in (
            ("new_budget", case.person_id), ("new_equipment", case.person_id), ("budget", budget.pk),
            ("equipment", held.pk),
        ):  # fmt: skip
            assert page(who).get(reverse(f"delivery:{name}", args=[key])).status_code in {403, 404}
        with pytest.raises(Absent):
            spend(actor=who, budget=budget, what="Mine", amount=Decimal(1), spent_on=town.today)
        with pytest.raises(Absent):
            take_back(actor=who, equipment=held, returned_on=town.today, how=CameBack.GOOD)
