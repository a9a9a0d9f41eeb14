"""Referring somebody in the browser: find a service, see the consent, send, follow what comes back."""

from django.urls import reverse

from keyworker.cases.actions import open_case
from keyworker.delivery.actions import Given, record_service
from keyworker.referrals.actions import send_referral
from keyworker.referrals.models import OutgoingReferral
from tests.referrals.conftest import agreed, asked
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


def test_where_they_were_sent_and_what_they_were_given_stands_in_the_picture_of_who_helps(town, page, parcel):
    """A breach: what the shelter sends her to, or gives her, would tell all others that it knows her."""
    case = town.client_case()
    cases = {
        town.amina: case,
        town.grace: open_case(actor=town.job(), program=town.shelter, person=case.person, owner=town.staff(town.grace)),
    }
    desk, family = page(town.amina), reverse("people:family", args=[case.person_id])
    assert "Outside, and what they were given" not in desk.get(family).content.decode()
    agreed(town, cases[town.grace], parcel, actor=town.grace)
    send_referral(actor=town.grace, case=cases[town.grace], sending=asked(parcel))
    record_service(actor=town.grace, case=cases[town.grace], given=Given("A bed for the night", town.today))
    shown = desk.get(family).content.decode()
    assert "Quayside" not in shown
    assert "A bed for the night" not in shown
    hers = page(town.grace).get(family).content.decode()
    assert "Outside, and what they were given: A bed for the night, Quayside Food Bank" in " ".join(hers.split())
    assert 'class="kw-map__line kw-map__line--thin"' in hers, "nobody has answered yet"
    record_service(actor=town.amina, case=case, given=Given("Bus ticket", town.today))
    assert "Outside, and what they were given: Bus ticket" in " ".join(desk.get(family).content.decode().split())


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
