"""Benefits, insurance and approvals: told in time, counted from what was given, warned about, renewed once."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from keyworker.access.sight import Absent
from keyworker.audit.models import AuditEvent
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.cases.models import Case
from keyworker.delivery.actions import (
    Entitled,
    Given,
    Handed,
    Renewal,
    add_funding,
    change_benefit,
    hand_out,
    note_benefit,
    record_service,
    renew_benefit,
    strike_service,
)
from keyworker.delivery.means import benefits_of
from keyworker.delivery.models import Benefit, BenefitKind, BenefitStatus, Condition, Thing
from keyworker.people.models import Person, TimelineEntry
from keyworker.tasks.models import Task
from tests.sweeps.reading import NOT_COUNTED

RIDES = Entitled(
    BenefitKind.APPROVAL, "Medicaid rides", BenefitStatus.IN_FORCE, payer="Medicaid", reference="AUTH-7741"
)


def rides(town, **more):
    """Ten rides, approved ten days ago for forty days."""
    fund = add_funding(actor=town.priya, agency=town.agency(), name="Medicaid")
    days = {"from_on": town.today - timedelta(days=10), "until_on": town.today + timedelta(days=40)}
    return replace(RIDES, **{**days, "funding": fund, "units": Decimal(10), "unit": "ride", **more})


def fresh(town, case):
    return town.find(Case, pk=case.pk)


def waiting(town, benefit):
    return [(task.what, task.due_on) for task in town.all(Task, source_id=benefit.pk, done_at=None)]


def held(town, case):
    person = town.find(Person, pk=case.person_id)
    with reading(town.amina):
        return benefits_of(town.amina, person, today=town.today)


def ride(town, case, funding, units=1, days_ago=0, **more):
    given = Given("Ride", town.today - timedelta(days=days_ago), Decimal(units), "ride", funding=funding, **more)
    return record_service(actor=town.amina, case=case, given=given)


def dated(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_an_approval_is_counted_from_what_was_given_and_somebody_renews_it_in_time(town):
    case, entitled = town.client_case(), rides(town)
    benefit = note_benefit(actor=town.amina, case=case, entitled=entitled)
    assert waiting(town, benefit) == [("Renew “Medicaid rides” before it ends", town.today + timedelta(days=10))]
    ride(town, case, entitled.funding, units=4)
    ride(town, case, entitled.funding, units=2, days_ago=11)  # before it began
    ride(town, case, None, units=2)
    record_service(actor=town.amina, case=case, given=Given("Bed", town.today, unit="night", funding=entitled.funding))
    strike_service(actor=town.amina, service=ride(town, case, entitled.funding, units=3), because="Twice.")
    (found,) = held(town, case)
    assert (found.approved.used_units, found.stands) == (Decimal(4), "good")

    with pytest.raises(Refused, match="after the last day"):
        renew_benefit(actor=town.amina, benefit=benefit, renewal=Renewal(town.today, None))
    begins = entitled.until_on + timedelta(days=1)
    again = renew_benefit(
        actor=town.amina, benefit=benefit, renewal=Renewal(begins, begins + timedelta(days=90), Decimal(20))
    )
    assert waiting(town, benefit) == []
    assert waiting(town, again) == [("Renew “Medicaid rides” before it ends", begins + timedelta(days=60))]
    assert (again.unit, again.reference) == ("ride", "AUTH-7741")
    with pytest.raises(Refused, match="renewed already"):
        renew_benefit(actor=town.amina, benefit=benefit, renewal=Renewal(begins, None))
    assert [(each.approved.used_units, each.stands) for each in held(town, case)] == [(4, "good"), (0, "to-come")]
    told = town.all(TimelineEntry, source_type="delivery.benefit", person=case.person_id)
    assert [line.verb for line in told] == ["delivery.benefit_in_force", "delivery.benefit_renewed"]
    event = town.find(AuditEvent, verb="delivery.benefit_in_force", subject_id=benefit.pk)
    assert "Medicaid" not in str(event.facts)


def test_what_was_applied_for_is_asked_after_until_it_is_decided_and_the_case_keeps_a_next_step(town):
    case = town.client_case()
    apply = Entitled(BenefitKind.FOOD, "SNAP", BenefitStatus.TO_APPLY, look_again_on=town.today + timedelta(days=3))
    benefit = note_benefit(actor=town.amina, case=case, entitled=apply)
    assert waiting(town, benefit) == [("Apply for “SNAP”", town.today + timedelta(days=3))]
    applied = replace(apply, status=BenefitStatus.APPLIED, look_again_on=town.today + timedelta(days=20))
    benefit = change_benefit(actor=town.amina, benefit=benefit, entitled=applied, seen=benefit.version)
    assert waiting(town, benefit) == [("Ask what became of “SNAP”", town.today + timedelta(days=20))]
    with pytest.raises(StaleRecord):
        change_benefit(actor=town.ben, benefit=benefit, entitled=apply, seen=1)
    refused = replace(apply, status=BenefitStatus.REFUSED)
    change_benefit(actor=town.amina, benefit=benefit, entitled=refused)
    assert waiting(town, benefit) == []
    assert fresh(town, case).next_step_on is not None
    assert town.find(TimelineEntry, verb="delivery.benefit_refused", source_id=benefit.pk)


def test_a_service_over_what_was_approved_is_recorded_with_a_warning_that_says_why(town, page):
    case, entitled = town.client_case(), rides(town, units=Decimal(2))
    note_benefit(actor=town.amina, case=case, entitled=entitled)
    amina, form = page(town.amina), reverse("delivery:service", args=[case.person_id])
    assert "Medicaid rides" in amina.get(form).content.decode()
    sent = {"what": "Ride", "unit": "ride", "cost": "", "funding": str(entitled.funding.pk)}
    first = amina.post(form, {**sent, "units": "2", **dated("provided_on", town.today)}, follow=True).content.decode()
    assert "They may not pay" not in first
    over = amina.post(form, {**sent, "units": "1", **dated("provided_on", town.today)}, follow=True).content.decode()
    assert "With this, 3 of 2 approved units of “Medicaid rides” are used." in over
    (found,) = held(town, case)
    assert (found.approved.used_units, found.stands) == (Decimal(3), "used-up")
    early = dated("provided_on", town.today - timedelta(days=20))
    body = amina.post(form, {**sent, "units": "1", **early}, follow=True).content.decode()
    assert "is not in force on that day" in body
    means = amina.get(reverse("workspace:means", args=[case.person_id])).content.decode()
    assert "More was used than was approved." in means


def test_a_lapsed_approval_is_named_when_a_service_is_given_with_it(town, page):
    case = town.client_case()
    entitled = rides(
        town, from_on=town.today - timedelta(days=60), until_on=town.today - timedelta(days=5), units=None, unit="",
        money=Decimal(100),
    )  # fmt: skip
    benefit = note_benefit(actor=town.amina, case=case, entitled=entitled)
    assert waiting(town, benefit)[0][1] == town.today
    data = {"what": "Ride", "units": "1", "unit": "ride", "cost": "9", "funding": str(entitled.funding.pk)}
    address = reverse("delivery:service", args=[case.person_id])
    body = page(town.amina).post(address, {**data, **dated("provided_on", town.today)}, follow=True).content.decode()
    assert "“Medicaid rides” ended on" in body
    (found,) = held(town, case)
    assert (found.stands, found.approved.used_money) == ("lapsed", 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "}, {"from_on": None}, {"until_on": timedelta(days=-30)}, {"status": BenefitStatus.APPLIED},
        {"units": Decimal(-1)}, {"units": Decimal("NaN")}, {"unit": ""}, {"money": Decimal(0)}, {"remind_days": 900},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_kept(town, wrong):
    case = town.client_case()
    wrong = {name: town.today + value if isinstance(value, timedelta) else value for name, value in wrong.items()}
    with pytest.raises(Refused):
        note_benefit(actor=town.amina, case=case, entitled=rides(town, **wrong))
    assert town.all(Benefit, case=case) == []


def test_two_approvals_never_count_the_same_service(town):
    case, entitled = town.client_case(), rides(town)
    note_benefit(actor=town.amina, case=case, entitled=entitled)
    with pytest.raises(Refused, match="in force with this funding"):
        note_benefit(actor=town.amina, case=case, entitled=replace(entitled, name="Again"))
    note_benefit(actor=town.amina, case=case, entitled=replace(entitled, name="Nights", unit="night"))


def test_it_is_written_down_changed_and_renewed_in_the_browser_and_a_second_page_saves_on_top(town, page):
    case, amina = town.client_case(), page(town.amina)
    sent = {
        "kind": "approval", "name": "Home care", "payer": "", "reference": "HC-1", "status": "in-force",
        "remind_days": "30", "units": "", "unit": "", "money": "250", **dated("from_on", town.today),
        **dated("until_on", town.today + timedelta(days=60)),
    }  # fmt: skip
    new = reverse("delivery:new_benefit", args=[case.person_id])
    wrong = amina.post(new, {**sent, "units": "20"}).content.decode()
    assert "Say how much, and of what" in wrong
    assert "Home care" in wrong
    assert amina.post(new, sent).status_code == 302
    benefit = town.find(Benefit, name="Home care")
    assert (benefit.money, benefit.currency) == (250, "USD")
    address = reverse("delivery:benefit", args=[benefit.pk])
    assert "HC-1" in amina.get(address).content.decode()
    changed = {**sent, "step": "change", "version": "1"}
    assert page(town.ben).post(address, {**changed, "payer": "The county"}).status_code == 302
    for seen in ("1", "", "a breach"):
        late = amina.post(address, {**changed, "payer": "The city", "version": seen})
        assert late.status_code == 409
        assert "The city" in late.content.decode()
    assert town.find(Benefit, pk=benefit.pk).payer == "The county"
    renewal = {"step": "renew", "renew-version": "2", "renew-money": "300", "renew-reference": ""}
    soon = {**renewal, **dated("renew-from_on", town.today)}
    assert "after the last day of the old one" in amina.post(address, soon).content.decode()
    assert (
        amina.post(address, {**renewal, **dated("renew-from_on", town.today + timedelta(days=61))}).status_code == 302
    )
    assert town.find(Benefit, renews=benefit).money == 300


def test_strangers_the_sealed_and_the_neighbours_see_and_change_nothing(town, page):
    case = town.client_case(actor=town.grace, program=town.shelter)
    snap = Entitled(BenefitKind.FOOD, "SNAP", BenefitStatus.IN_FORCE, from_on=town.today)
    benefit = note_benefit(actor=town.grace, case=case, entitled=snap)
    for who in (town.amina, town.ben, town.flo, town.priya, town.carl):
        for name, key in (
            ("workspace:means", case.person_id), ("delivery:new_benefit", case.person_id),
            ("delivery:benefit", benefit.pk),
        ):  # fmt: skip
            assert page(who).get(reverse(name, args=[key])).status_code in {403, 404}
        for act, what in (
            (change_benefit, {"entitled": snap}),
            (renew_benefit, {"renewal": Renewal(town.today, None)}),
        ):
            with pytest.raises(Absent):
                act(actor=who, benefit=benefit, **what)


def test_a_long_list_asks_the_database_no_more_often(town, page):
    case = town.client_case()
    snap = Entitled(BenefitKind.FOOD, "SNAP", BenefitStatus.IN_FORCE, reference="A1", from_on=town.today)
    phone = Handed(Thing.PHONE, "Phone", True, Condition.GOOD, town.today, town.today + timedelta(days=9), serial="S1")
    amina, address, asked = page(town.amina), reverse("workspace:means", args=[case.person_id]), []
    for _each in range(3):
        for _more in range(4):
            note_benefit(actor=town.amina, case=case, entitled=snap)
            hand_out(actor=town.amina, case=case, handed=phone)
        amina.get(address)
        with CaptureQueriesContext(connection) as captured:
            amina.get(address)
        asked.append(len([each for each in captured if not each["sql"].startswith(NOT_COUNTED)]))
    assert amina.get(address).content.decode().count("SNAP") >= 12
    assert asked[0] == asked[1] == asked[2]
