"""What a sealed program knows of somebody's safety: where she hides must not be read off what others are told."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.base.context import reading, writing
from keyworker.base.privacy import Category
from keyworker.cases import actions as cases
from keyworker.cases.models import Case
from keyworker.people import actions as people
from keyworker.people.models import Channel, ContactPoint, SafetyRule
from keyworker.people.queries import code_words, identity, risk_known_in
from keyworker.referrals.actions.sending import Sending, _known

FORMER_HOME = "7 Former Street"


@pytest.fixture
def known(town):
    """Somebody housing knows who fled to the shelter."""
    person = town.client_case(full_name="Ondine Marsh").person
    cases.open_case(actor=town.job(), program=town.shelter, person=person, owner=town.staff(town.grace))
    return person


def grace_says(town, person, **words):
    said = {"address_protected": False, "risk_if_contacted": "", **words}
    return people.set_safety(actor=town.grace, person=person, **said)


def amina_says(town, person, **words):
    said = {"address_protected": False, "risk_if_contacted": "", "program": town.housing, **words}
    return people.set_safety(actor=town.amina, person=person, **said)


def pages_of(person):
    return f"/people/{person.pk}/", f"/people/{person.pk}/timeline/", f"/people/{person.pk}/contacts/new/"


class TestWarnings:
    def test_what_the_shelter_warns_of_is_read_in_the_shelter_alone(self, town, page, known):
        grace_says(town, known, risk_if_contacted="He waits outside room 4", code_word="marmalade")
        for address in pages_of(known):
            for outside in (town.amina, town.ben):
                shown = page(outside).get(address).content.decode()
                assert "room 4" not in shown
                assert "marmalade" not in shown
            assert "room 4" in page(town.grace).get(address).content.decode()
        with reading(town.grace):
            assert code_words(town.grace, known) == ["marmalade"]

    def test_no_row_of_it_is_seen_outside(self, town, known):
        grace_says(town, known, risk_if_contacted="He waits outside room 4")
        for outside in (town.amina, town.ben, town.flo, town.priya, town.oskar):
            with reading(outside):
                for needs in Permission:
                    assert not rows(SafetyRule, actor=outside, needs=needs).filter(person=known).exists()

    def test_what_housing_warns_of_is_read_by_all_who_serve_her(self, town, page, known):
        amina_says(town, known, risk_if_contacted="Her brother answers the telephone", code_word="lighthouse")
        for reader in (town.amina, town.ben, town.grace):
            assert "Her brother answers" in page(reader).get(f"/people/{known.pk}/").content.decode()
            assert "lighthouse" in page(reader).get(f"/people/{known.pk}/contacts/new/").content.decode()

    def test_what_the_whole_agency_warns_of_is_read_by_all_who_serve_her(self, town, page, known):
        people.set_safety(
            actor=town.job(), person=known, address_protected=False, risk_if_contacted="Never on a Friday"
        )
        for reader in (town.amina, town.grace):
            assert "Never on a Friday" in page(reader).get(f"/people/{known.pk}/").content.decode()

    def test_one_program_does_not_wipe_out_what_another_knows(self, town, known):
        amina_says(town, known, risk_if_contacted="Her brother answers", address_protected=True)
        grace_says(town, known, risk_if_contacted="He waits outside room 4")
        people.set_safety(
            actor=town.job(), person=known, address_protected=False, risk_if_contacted="", program=town.family
        )
        with reading(town.grace):
            assert identity(town.grace, known).safety.risk == "Her brother answers · He waits outside room 4"
        with reading(town.amina):
            assert identity(town.amina, known).safety.risk == "Her brother answers"
            assert identity(town.amina, known).safety.address_secret

    def test_a_referral_of_housing_does_not_pass_on_what_the_shelter_warns_of(self, town, known):
        grace_says(town, known, risk_if_contacted="He waits outside room 4")
        amina_says(town, known, risk_if_contacted="Her brother answers")
        with reading(town.amina):
            outside = rows(Case, actor=town.amina, needs=Permission.CASE_VIEW).get(person=known, program=town.housing)
            told = _known(outside, Sending(None, "A room", frozenset()))
            assert told[Category.SAFETY] == {"risk": "Her brother answers"}
        with reading(town.grace):
            assert "room 4" in risk_known_in(town.shelter, known)

    def test_the_table_refuses_a_seal_of_another_program(self, town, known):
        with writing(town.job()):
            for program in (town.housing, None):
                rule = SafetyRule(person=known, program=program, sealed_in=town.shelter)
                with pytest.raises(IntegrityError), transaction.atomic():
                    rule.save(force_insert=True)


class TestSecretAddress:
    """The old home is no less dangerous because housing does not know who hides her."""

    @pytest.fixture(autouse=True)
    def home(self, town, known):
        for channel in (Channel.POST, Channel.VISIT):
            people.add_contact_point(actor=town.amina, person=known, way=people.Way(channel, FORMER_HOME))
        people.add_contact_point(actor=town.amina, person=known, way=people.Way(Channel.PHONE, "+15550144"))

    def bar(self, page, reader, person):
        """The words of the identity bar as this reader sees them."""
        shown = page(reader).get(f"/people/{person.pk}/").content.decode()
        return re.sub(
            r"\s+", " ", re.sub(r"<[^>]+>", " ", shown.split('class="kw-identity', 1)[1].split("</section>")[0])
        )

    def test_an_address_is_shown_as_long_as_nobody_asks_otherwise(self, town, page, known):
        assert FORMER_HOME in page(town.amina).get(f"/people/{known.pk}/").content.decode()

    def test_when_the_shelter_asks_no_address_is_shown_anywhere(self, town, page, known):
        grace_says(town, known, address_protected=True)
        for reader in (town.amina, town.ben, town.grace):
            for address in pages_of(known):
                assert FORMER_HOME not in page(reader).get(address).content.decode()
        assert "+15550144" in page(town.amina).get(f"/people/{known.pk}/").content.decode()

    def test_nor_told_to_a_partner(self, town, known):
        grace_says(town, known, address_protected=True)
        with reading(town.amina):
            outside = rows(Case, actor=town.amina, needs=Permission.CASE_VIEW).get(person=known, program=town.housing)
            told = _known(outside, Sending(None, "A room", frozenset()))[Category.CONTACT]
        assert [way["value"] for way in told["ways"]] == ["+15550144"]

    def test_where_she_hides_is_shown_to_those_who_hide_her(self, town, page, known):
        grace_says(town, known, address_protected=True)
        people.add_contact_point(actor=town.grace, person=known, way=people.Way(Channel.VISIT, "14 Hidden Lane"))
        hidden = town.find(ContactPoint, person=known, sealed_in=town.shelter)
        warned = reverse("people:contact", args=[known.pk, hidden.pk])
        for reader in (town.grace, town.amina):
            assert "Hidden Lane" not in page(reader).get(f"/people/{known.pk}/").content.decode()
        assert "make sure that nobody follows you" in page(town.grace).get(warned).content.decode()
        assert "14 Hidden Lane" in page(town.grace).post(warned).content.decode()
        assert page(town.amina).post(warned).status_code == 404

    def test_nobody_can_tell_who_asked(self, town, page, known):
        grace_says(town, known, address_protected=True)
        shelter_asked = self.bar(page, town.amina, known)
        grace_says(town, known, address_protected=False)
        people.set_safety(
            actor=town.job(), person=known, address_protected=True, risk_if_contacted="", program=town.family
        )
        assert self.bar(page, town.amina, known) == shelter_asked
        amina_says(town, known, address_protected=True)
        assert self.bar(page, town.amina, known) == shelter_asked
        assert "address is secret" in shelter_asked
        assert "helter" not in shelter_asked

    def test_housing_cannot_undo_what_the_shelter_asked(self, town, page, known):
        grace_says(town, known, address_protected=True)
        amina_says(town, known, address_protected=False)
        assert FORMER_HOME not in page(town.amina).get(f"/people/{known.pk}/").content.decode()

    def test_when_nobody_asks_any_more_the_address_is_back(self, town, page, known):
        grace_says(town, known, address_protected=True)
        grace_says(town, known, address_protected=False)
        assert FORMER_HOME in page(town.amina).get(f"/people/{known.pk}/").content.decode()
