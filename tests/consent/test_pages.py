"""Consent in the browser: recorded with its terms, shown while it stands, taken back in one step."""

from datetime import timedelta
from uuid import uuid4

from django.urls import reverse

from keyworker.consent.models import Consent
from keyworker.directory.models import Organization


def day(name, date):
    return {f"{name}_day": date.day, f"{name}_month": date.month, f"{name}_year": date.year}


def terms(town, **more):
    today = town.today
    return {
        "program_id": str(town.housing.pk), "purpose": "coordination", "recipient": "Harbour Legal Aid",
        "categories": ["general", "legal"], "how": "written", "authority": "self", "language": "en",
        **day("given_on", today), **day("expires_on", today + timedelta(days=90)), **more,
    }  # fmt: skip


def test_a_consent_is_recorded_shown_and_taken_back_in_one_step(town, page):
    person = town.client_case().person
    amina = page(town.amina)
    assert amina.get(reverse("consent:record", args=[person.pk])).status_code == 200
    assert amina.post(reverse("consent:record", args=[person.pk]), terms(town)).status_code == 302
    (consent,) = town.all(Consent, person=person)
    assert (consent.categories, consent.recipient_id) == (["general", "legal"], None)
    tab = reverse("consent:list", args=[person.pk])
    assert "Law and courts" in amina.get(tab).content.decode()
    withdraw = reverse("consent:withdraw", args=[consent.pk])
    assert "What stops now" in amina.get(withdraw).content.decode()
    assert amina.post(withdraw, {"because": "Changed their mind."}).status_code == 302
    body = amina.get(tab).content.decode()
    assert "No consent is in force" in body
    assert "Changed their mind." in body
    assert "taken back already" in amina.post(withdraw).content.decode()


def test_a_consent_asked_for_a_referral_leads_back_to_it(town, page):
    person, service = town.client_case().person, uuid4()
    record = reverse("consent:record", args=[person.pk])
    back = reverse("referrals:send_to", args=[person.pk, service])
    assert page(town.amina).post(f"{record}?service={service}", terms(town)).headers["Location"] == back
    listed = reverse("consent:list", args=[person.pk])
    assert page(town.amina).post(f"{record}?service=//evil.example", terms(town)).headers["Location"] == listed


def test_a_language_is_offered_by_its_name(town, page):
    person = town.client_case(language="de").person
    shown = page(town.amina).get(reverse("consent:record", args=[person.pk])).content.decode()
    assert '<option value="de" selected>German</option>' in shown


def test_a_spoken_consent_needs_its_witness(town, page):
    person = town.client_case().person
    answer = page(town.amina).post(reverse("consent:record", args=[person.pk]), terms(town, how="verbal"))
    assert answer.status_code == 200
    assert town.all(Consent, person=person) == []


def test_a_consent_for_longer_than_a_year_is_refused_and_nothing_typed_is_lost(town, page):
    person = town.client_case().person
    long = day("expires_on", town.today + timedelta(days=800))
    answer = page(town.amina).post(reverse("consent:record", args=[person.pk]), terms(town, **long))
    assert "Harbour Legal Aid" in answer.content.decode()
    assert town.all(Consent, person=person) == []


def test_only_programs_of_the_workers_own_team_can_be_chosen(town, page):
    person = town.client_case().person
    answer = page(town.amina).post(
        reverse("consent:record", args=[person.pk]), terms(town, program_id=str(town.shelter.pk))
    )
    assert answer.status_code == 200
    assert town.all(Consent, person=person) == []


def test_northside_finds_no_consent_of_harbor_house(town, page):
    person = town.client_case().person
    page(town.amina).post(reverse("consent:record", args=[person.pk]), terms(town))
    (consent,) = town.all(Consent, person=person)
    carl = page(town.carl)
    assert carl.get(reverse("consent:list", args=[person.pk])).status_code == 404
    assert carl.get(reverse("consent:withdraw", args=[consent.pk])).status_code == 404
    assert carl.post(reverse("consent:withdraw", args=[consent.pk])).status_code == 404


def test_the_name_of_an_organization_in_the_directory_means_that_organization(town, page):
    """However the worker came to the page: a referral asks for the consent by the organization, not by its name."""
    person = town.client_case().person
    listed = town.find(Organization, name="Harbor Food Bank")
    given = terms(town, purpose="referral", recipient="Harbor Food Bank")
    assert page(town.amina).post(reverse("consent:record", args=[person.pk]), given).status_code == 302
    (consent,) = town.all(Consent, person=person)
    assert consent.recipient_id == listed.pk
