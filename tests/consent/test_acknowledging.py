"""Rights are read, heard and signed on the worker's device: which words, in which language, by whose authority."""

from datetime import timedelta

import pytest
from django.urls import reverse

from keyworker.access.sight import Absent
from keyworker.base.decision import Refused
from keyworker.consent import authority
from keyworker.consent.acknowledging import Acknowledged, acknowledge_rights
from keyworker.consent.models import Authority, RightsAcknowledgement
from keyworker.consent.rights import RIGHTS, THE_RIGHTS, digest, in_language
from keyworker.people.models import TimelineEntry

LINE = ((10, 20, 300, 150),)


@pytest.fixture
def her(town):
    return town.client_case(full_name="Rosa Delgado", language="es").person


def shown(language="es"):
    return digest(in_language(THE_RIGHTS, language))


def acknowledged(**more):
    said = {"signer_name": "Rosa Delgado", "how": "typed", "language": "es", "digest": shown()}
    return Acknowledged(**{**said, **more})


def sign(town, her, actor=None, **more):
    return acknowledge_rights(
        actor=actor or town.amina, person=her, program=town.housing, acknowledged=acknowledged(**more)
    )


def test_she_reads_her_rights_in_spanish_and_signs_them_on_aminas_telephone(town, page, her):
    amina, address = page(town.amina), reverse("consent:sign_rights", args=[her.pk])
    handed = amina.get(address)
    words = handed.content.decode()
    assert 'lang="es"' in words
    assert "Put my name" not in words
    assert 'data-read-aloud="rights"' in words
    assert amina.get(reverse("consent:list", args=[her.pk])).status_code == 302  # the screen is hers
    said = {
        "by": "self",
        "how": "typed",
        "agrees": "on",
        "interpreter": "",
        "digest": handed.context["form"].initial["digest"],
    }
    missing = amina.post(address, {**said, "signer_name": ""})
    assert missing.status_code == 200
    assert town.find(RightsAcknowledgement, person=her) is None
    thanks = amina.post(address, {**said, "signer_name": "Rosa Delgado"}, follow=True)
    assert "Gracias, " in thanks.content.decode()
    held = town.find(RightsAcknowledgement, person=her)
    assert (held.text_version, held.language, held.authority, held.recorded_by_id) == (
        RIGHTS,
        "es",
        "self",
        town.amina.id,
    )
    assert held.words == in_language(THE_RIGHTS, "es")
    assert town.find(TimelineEntry, verb="consent.rights_acknowledged", person=her).facts["name"] == "Rosa Delgado"
    shown_to_ben = page(town.ben).get(reverse("consent:rights", args=[her.pk])).content.decode()
    assert held.words[0]["points"][-1] in shown_to_ben
    assert "Rosa Delgado" in shown_to_ben


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"how": "verbal"}, "heard the yes"),
        ({"how": "drawn"}, "Draw your name"),
        ({"how": "typed", "drawing": LINE}, "Draw your name"),
        ({"signer_name": " "}, "Type the name"),
        ({"digest": "of older words"}, "words have changed"),
        ({"language": "ar"}, "words have changed"),
    ],
    ids=["said to nobody", "not drawn", "drawn and typed", "no name", "older words", "words of another language"],
)
def test_a_signature_is_whole_and_under_the_words_that_were_shown(town, her, more, why):
    with pytest.raises(Refused, match=why):
        sign(town, her, **more)
    assert town.find(RightsAcknowledgement, person=her) is None


def test_it_may_be_drawn_said_aloud_or_signed_on_paper(town, her):
    assert sign(town, her, how="drawn", drawing=LINE).drawing == [list(LINE[0])]
    assert sign(town, her, how="verbal", witness="Flo Martin").witness == "Flo Martin"
    assert sign(town, her, how="on-paper", interpreter="Sr. Vega").interpreter == "Sr. Vega"


def test_whoever_signs_for_her_needs_an_order_that_stands(town, her):
    order = {"rests_on": "Order of the county court", "matters": ("sharing",)}
    mandate = authority.Mandate(Authority.GUARDIAN, "Carmen Delgado", town.today, **order)
    carmen = authority.record_authority(actor=town.amina, person=her, program=town.housing, mandate=mandate)
    held = sign(town, her, signer_name="Carmen Delgado", by=carmen)
    assert (held.authority, held.decided_by_id) == ("guardian", carmen.pk)
    authority.end_authority(actor=town.amina, maker=carmen, because="She hid her letters.", adverse=True)
    with pytest.raises(Refused, match="must not decide"):
        sign(town, her, signer_name="Carmen Delgado", by=carmen)
    old = authority.Mandate(
        Authority.GUARDIAN, "Old", town.today - timedelta(9), until_on=town.today - timedelta(1), **order
    )
    lapsed = authority.record_authority(actor=town.amina, person=her, program=town.housing, mandate=old)
    with pytest.raises(Refused, match="run out"):
        sign(town, her, by=lapsed)
    someone = town.client_case(full_name="Somebody Else").person
    with pytest.raises(Absent):
        acknowledge_rights(actor=town.amina, person=someone, program=town.housing, acknowledged=acknowledged(by=carmen))


@pytest.mark.parametrize("who", ["carl", "sam", "grace", "priya", "oskar"])
def test_nobody_else_has_her_sign_or_reads_it(town, page, her, who):
    stranger = getattr(town, who)
    with pytest.raises(Absent):
        sign(town, her, actor=stranger)
    assert page(stranger).get(reverse("consent:rights", args=[her.pk])).status_code == 404
    assert page(stranger).get(reverse("consent:sign_rights", args=[her.pk])).status_code == 404


def test_what_a_consent_means_is_shown_before_it_is_given(town, page, her):
    asked = page(town.amina).get(reverse("consent:record", args=[her.pk])).content.decode()
    assert 'data-read-aloud="meaning"' in asked
    assert "consent-to-share/?language=es" in asked
