"""Referring somebody in the browser: find a service, see the consent, send, follow what comes back."""

from django.urls import reverse

from keyworker.referrals.models import OutgoingReferral
from tests.referrals.conftest import agreed
from tests.reviews.test_pages import dated

SENT = {"reason": "They need food.", "categories": ["general", "identity"], "urgency": "routine"}


def test_without_consent_the_page_says_so_and_leads_to_recording_one(town, page, parcel):
    case = town.client_case()
    address = reverse("referrals:send_to", args=[case.person_id, parcel.pk])
    body = page(town.amina).get(address).content.decode()
    assert "There is no consent to tell Quayside Food Bank anything." in body
    record = reverse("consent:record", args=[case.person_id]) + f"?organization={parcel.organization_id}"
    assert f'name="carry" value="yes" formaction="{record}&amp;service={parcel.pk}"' in body
    assert "Quayside Food Bank" in page(town.amina).get(record).content.decode()
    refused = page(town.amina).post(address, SENT).content.decode()
    assert "There is no consent to tell them this." in refused
    assert "They need food." in refused


def test_a_half_written_referral_waits_for_the_consent_and_comes_back_whole(town, page, parcel):
    case, amina = town.client_case(), page(town.amina)
    record = reverse("consent:record", args=[case.person_id])
    there = f"{record}?organization={parcel.organization_id}&service={parcel.pk}"
    asked = amina.post(there, {"reason": "They need food.", "urgency": "urgent", "carry": "yes"})
    assert not asked.context["form"].is_bound, "nothing is complained of before anything was asked"
    carried = dict(asked.context["carried"])
    given = {name: value for name, value in asked.context["form"].initial.items() if value is not None}
    days = {**dated("given_on", given["given_on"]), **dated("expires_on", given["expires_on"])}
    half = amina.post(there, {**given, **days, **carried})
    assert "They need food." in half.content.decode(), "a mistake in the consent loses nothing either"
    done = amina.post(there, {**given, **days, **carried, "categories": ["general", "identity"]})
    assert "Go on with the referral" in done.content.decode()
    sent = {**dict(done.context["carried"]), "carried": "yes"}
    back = amina.post(reverse("referrals:send_to", args=[case.person_id, parcel.pk]), sent)
    form = back.context["form"]
    assert (form["reason"].value(), form["urgency"].value(), form.is_bound) == ("They need food.", "urgent", False)
    assert set(form["categories"].value()) == {"general", "identity"}


def test_a_referral_without_a_name_says_so_before_it_is_sent(town, page, parcel):
    case = town.client_case()
    address = reverse("referrals:send_to", args=[case.person_id, parcel.pk])
    agreed(town, case, parcel)
    assert "Without this they are told no name." in page(town.amina).get(address).content.decode()


def test_the_directory_says_whether_the_service_fits(town, page, parcel):
    case = town.client_case()
    body = page(town.amina).get(reverse("referrals:send", args=[case.person_id])).content.decode()
    assert "Weekly parcel" in body
    assert "we do not know the person&#x27;s age" in body


def test_the_list_of_services_is_short_and_leads_straight_to_the_referral(town, page, parcel):
    case = town.client_case()
    answer = page(town.amina).get(reverse("referrals:send", args=[case.person_id]))
    assert len(answer.context["cards"]) <= 10
    assert answer.context["next_href"]
    found = page(town.amina).get(reverse("referrals:send", args=[case.person_id]), {"words": "parcel"})
    assert reverse("referrals:send_to", args=[case.person_id, parcel.pk]) in found.content.decode()


def test_sending_shows_the_link_once_and_the_file_shows_the_referral(town, page, parcel):
    case = town.client_case()
    agreed(town, case, parcel)
    amina = page(town.amina)
    sent = amina.post(reverse("referrals:send_to", args=[case.person_id, parcel.pk]), SENT).content.decode()
    assert "/r/" in sent
    referral = town.find(OutgoingReferral, case=case)
    one = reverse("referrals:referral", args=[referral.pk])
    assert "/r/" not in amina.get(one).content.decode()
    assert "Weekly parcel" in amina.get(reverse("referrals:list", args=[case.person_id])).content.decode()
    answered = {"answer": "accepted", "words": "Come on Tuesday."}
    assert amina.post(reverse("referrals:answer", args=[referral.pk]), answered).status_code == 302
    assert "Come on Tuesday." in amina.get(one).content.decode()
    assert amina.post(reverse("referrals:cancel", args=[referral.pk])).status_code == 302
    assert town.find(OutgoingReferral, pk=referral.pk).status == "cancelled"


def test_northside_and_other_programs_find_nothing_at_these_addresses(town, page, parcel):
    case = town.client_case()
    agreed(town, case, parcel)
    page(town.amina).post(reverse("referrals:send_to", args=[case.person_id, parcel.pk]), SENT)
    referral = town.find(OutgoingReferral, case=case)
    for actor in (town.carl, town.grace, town.sam):
        other = page(actor)
        for name in ("referral", "answer"):
            assert other.get(reverse(f"referrals:{name}", args=[referral.pk])).status_code == 404
        for name in ("seen", "cancel"):
            assert other.post(reverse(f"referrals:{name}", args=[referral.pk])).status_code == 404
        assert other.get(reverse("referrals:list", args=[case.person_id])).status_code == 404
