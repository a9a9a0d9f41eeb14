"""Rights are read in the person's language and said back in their own words."""

from datetime import date

import pytest

from keyworker.base.decision import Refused
from keyworker.base.privacy import Category
from keyworker.consent.acknowledging import Acknowledged, acknowledge_rights
from keyworker.consent.actions import Terms, record_consent
from keyworker.consent.authority import Mandate, end_authority, record_authority
from keyworker.consent.models import Authority, Consent, DecisionMaker, How, Purpose, RightsAcknowledgement
from keyworker.consent.rights import RIGHTS, THE_RIGHTS, digest, in_language
from keyworker.intake.models import Admission
from keyworker.people.models import TimelineEntry
from tests.intake.test_pages import answers


def test_the_rights_stand_in_the_persons_own_language_beside_the_workers(town, page, accepted):
    arabic = page(town.flo).get(f"/referrals-in/{accepted(language='ar').pk}/admit/").content.decode()
    assert '<div lang="ar" dir="rtl">' in arabic
    assert "You choose. You may say no" in arabic
    for language in ("en", "", "fa"):
        shown = page(town.flo).get(f"/referrals-in/{accepted(language=language).pk}/admit/").content.decode()
        assert "<div lang=" not in shown


def test_what_they_say_it_means_is_kept_in_their_words_and_stands_in_their_story(town, page, accepted):
    referral = accepted()
    said = answers(town, seen=referral.version, teach_back="You help me, and I decide.")
    page(town.flo).post(f"/referrals-in/{referral.pk}/admit/", said)
    admission = town.find(Admission, referral=referral)
    assert admission.teach_back == "You help me, and I decide."
    assert admission.rights_version == "rights-2026-02"
    line = town.find(TimelineEntry, person=admission.person_id, verb="intake.taught_back")
    assert line.facts["words"] == "You help me, and I decide."


def signing(town, referral, **changed):
    """The whole page, with their name typed under their rights."""
    signed = {"rights-how": "typed", "rights-signer_name": "Zephyrine Marlow", "rights-agrees": "on"}
    shown = digest(in_language(THE_RIGHTS, referral.language or "en"))
    said = answers(town, seen=referral.version, **{"rights-digest": shown, **signed, **changed})
    return {name: value for name, value in said.items() if value is not None}


def test_they_put_their_name_under_their_rights_on_the_intake_page_in_their_language(town, page, accepted):
    referral = accepted(language="ar")
    flo, address = page(town.flo), f"/referrals-in/{referral.pk}/admit/"
    shown = flo.get(address).content.decode()
    assert digest(in_language(THE_RIGHTS, "ar")) in shown
    assert in_language(THE_RIGHTS, "ar")[0]["points"][0] in shown
    said = signing(town, referral, **{"rights-how": "verbal", "rights-witness": "Flo Martin"})
    assert flo.post(address, said).status_code == 302
    signed = town.find(RightsAcknowledgement, person=town.find(Admission, referral=referral).person_id)
    assert (signed.signer_name, signed.how, signed.witness) == ("Zephyrine Marlow", "verbal", "Flo Martin")
    assert (signed.language, signed.text_version, signed.authority) == ("ar", RIGHTS, "self")


@pytest.mark.parametrize(
    "wrong",
    [
        {"rights-signer_name": ""},
        {"rights-agrees": None},
        {"rights-how": "verbal", "rights-witness": ""},
        {"rights-how": "drawn"},
        {"rights-how": "drawn", "rights-drawing": "[[1]"},
        {"rights-digest": "of older words"},
    ],
)
def test_a_name_that_is_not_whole_keeps_nothing_and_loses_nothing_typed(town, page, accepted, wrong):
    referral = accepted()
    answer = page(town.flo).post(f"/referrals-in/{referral.pk}/admit/", signing(town, referral, **wrong))
    assert answer.status_code == 200
    assert answer.context["errors"]
    body = answer.content.decode()
    assert "Ottilie Marlow" in body
    assert wrong.get("rights-signer_name", "Zephyrine Marlow") in body
    assert digest(in_language(THE_RIGHTS, "en")) in body, "the next signature is under the words as they read now"
    assert town.find(Admission, referral=referral) is None
    assert town.all(RightsAcknowledgement, signer_name="Zephyrine Marlow") == []


GUARDIAN = {
    "rights-authority": "guardian", "rights-guardian_name": "Odile Marlow", "rights-signer_name": "Odile Marlow",
    "rights-guardian_paper": "Order of 3 May 2026", "rights-guardian_until_day": "3",
    "rights-guardian_until_month": "5", "rights-guardian_until_year": "2030",
}  # fmt: skip


def test_a_guardian_signs_rights_and_consent_at_intake_under_one_order_until_it_ends(town, page, accepted):
    referral = accepted(language="es")
    consent = {name.replace("rights-", "consent-"): value for name, value in GUARDIAN.items() if "signer" not in name}
    said = signing(town, referral, **GUARDIAN, **consent)
    assert page(town.flo).post(f"/referrals-in/{referral.pk}/admit/", said).status_code == 302
    person_id = town.find(Admission, referral=referral).person_id
    (maker,) = town.all(DecisionMaker, person=person_id)
    assert (maker.name, maker.kind, maker.rests_on) == ("Odile Marlow", "guardian", "Order of 3 May 2026")
    assert maker.until_on == date(2030, 5, 3)
    signed = town.find(RightsAcknowledgement, person=person_id)
    assert (signed.authority, signed.signer_name, signed.decided_by_id) == ("guardian", "Odile Marlow", maker.pk)
    given = town.find(Consent, person=person_id)
    assert (given.authority, given.decided_by_id) == ("guardian", maker.pk)


@pytest.mark.parametrize(
    "wrong",
    [
        {"rights-guardian_paper": ""},
        {"rights-guardian_name": ""},
        {"rights-guardian_until_year": "2020"},
        {"rights-authority": "a cousin"},
    ],
)
def test_without_an_order_that_counts_nobody_signs_for_them_and_nothing_is_lost(town, page, accepted, wrong):
    referral = accepted()
    answer = page(town.flo).post(
        f"/referrals-in/{referral.pk}/admit/", signing(town, referral, **{**GUARDIAN, **wrong})
    )
    assert answer.status_code == 200
    assert answer.context["errors"]
    assert "Ottilie Marlow" in answer.content.decode()
    assert town.all(DecisionMaker, name="Odile Marlow") == []
    assert town.find(Admission, referral=referral) is None


def test_who_acts_against_them_signs_nothing_under_a_new_paper_either(town):
    """A breach: the order was ended as adverse, and the same guardian comes with another."""
    case = town.client_case()
    mandate = Mandate(Authority.GUARDIAN, "Odile Marlow", town.today, "An old order")
    who = {"actor": town.amina, "person": case.person, "program": town.housing}
    maker = record_authority(**who, mandate=mandate)
    end_authority(actor=town.amina, maker=maker, because="She takes the money.", adverse=True)
    shown = digest(in_language(THE_RIGHTS, "en"))
    again = Mandate(Authority.GUARDIAN, "odile  marlow", town.today, "A new order")
    with pytest.raises(Refused, match="must not decide"):
        acknowledge_rights(**who, acknowledged=Acknowledged("Odile Marlow", "typed", "en", shown, mandate=again))
    terms = Terms(
        Purpose.SERVICE, "Harbor House", frozenset({Category.GENERAL}), town.today, town.today, How.WRITTEN, "test",
        authority=Authority.GUARDIAN, authority_name="Odile Marlow", rests_on="A new order",
    )  # fmt: skip
    with pytest.raises(Refused, match="must not decide"):
        record_consent(**who, terms=terms)


def test_a_name_drawn_with_a_finger_is_kept_and_who_signs_another_day_is_asked_nothing(town, page, accepted):
    flo, drawn, later = page(town.flo), accepted(), accepted(full_name="Another Day")
    line = "[[10, 10, 60, 80, 200, 40, 300, 120]]"
    said = signing(town, drawn, **{"rights-how": "drawn", "rights-drawing": line})
    assert flo.post(f"/referrals-in/{drawn.pk}/admit/", said).status_code == 302
    signed = town.find(RightsAcknowledgement, person=town.find(Admission, referral=drawn).person_id)
    assert signed.drawing == [[10, 10, 60, 80, 200, 40, 300, 120]]
    alone = {"home0-full_name": "", "home0-role": "", "way0-value": "+1 202 555 0163"}
    said = signing(town, later, full_name="Another Day", **alone, **{"rights-how": "later", "rights-agrees": None})
    assert flo.post(f"/referrals-in/{later.pk}/admit/", said).status_code == 302
    person_id = town.find(Admission, referral=later).person_id
    assert town.all(RightsAcknowledgement, person=person_id) == []
