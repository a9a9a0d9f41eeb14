"""Numbers of cards and papers: checked, sealed, masked, shown on asking, and ended."""

from datetime import timedelta

import pytest
from django.urls import reverse

from keyworker.access.sight import Absent
from keyworker.audit.models import AuditEvent
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases import actions as cases
from keyworker.people import actions as people
from keyworker.people.details.identifiers import Numbered
from keyworker.people.details.schemes import SCHEMES, checked, masked, name_of
from keyworker.people.models import Identifier
from keyworker.people.queries import find_people

# The examples in the schemes' own papers; nobody bears them.
RIGHT, SWAPPED = "943 476 5870", "943 476 5780"


@pytest.fixture
def her(town):
    town.her = town.client_case(full_name="Ondine Marsh").person
    return town


def at(town):
    return reverse("workspace:details", args=[town.her.pk])


def typed(**said):
    return {"step": "number", **{f"number-{name}": value for name, value in said.items()}}


def found_by(town, number, who=None):
    who = who or town.amina
    with reading(who):
        return [one.id for one in find_people(who, number)]


@pytest.mark.parametrize(
    ("scheme", "value", "says"),
    [
        ("gb-nhs", RIGHT, ""),
        ("gb-nhs", SWAPPED, "check digits"),
        ("gb-nhs", "943 476 587", "too few"),
        ("us-ssn", "000-12-3456", "cannot be"),
        ("es-dni", "54362315K", ""),
        ("es-dni", "54362315A", "check digits"),
        ("Library card", "anything at all", ""),
    ],
)
def test_a_check_says_in_words_what_is_wrong_with_a_number(scheme, value, says):
    known = checked(scheme, value)
    assert known.is_warning is bool(says)
    assert says in str(known.reason)


def test_every_scheme_we_offer_has_a_check_and_a_country():
    for code in SCHEMES:
        assert checked(code, "?").facts["right"] is False, code
        assert name_of(code).endswith(")"), code


@pytest.mark.parametrize(
    ("value", "shown"),
    [("9434765870", "•••• 5870"), ("B-4411", "•••• 411"), ("B-4", "••••"), (" 12345 ", "••••")],
)
def test_a_number_is_masked_but_for_its_last_signs(value, shown):
    assert masked(value) == shown


def test_a_number_that_cannot_be_right_is_kept_only_as_not_checked(her, page):
    desk = page(her.amina)
    doubted = typed(scheme="gb-nhs", value=SWAPPED)
    shown = desk.post(at(her), doubted).content.decode()
    assert "check digits do not fit" in shown
    assert "Keep it as not checked" in shown
    assert SWAPPED in shown, "what was typed is not lost"
    assert her.find(Identifier, person=her.her) is None
    with pytest.raises(Refused, match="check digits"):
        people.add_identifier(actor=her.amina, person=her.her, scheme="gb-nhs", value=SWAPPED)
    desk.post(at(her), {**doubted, "number-keeps_doubted": "on"})
    assert her.find(Identifier, person=her.her).checked == "doubted"
    assert "Not checked" in desk.get(at(her)).content.decode()


def test_a_number_is_masked_until_somebody_asks_and_that_they_looked_is_recorded(her, page):
    desk = page(her.amina)
    desk.post(at(her), typed(scheme="gb-nhs", value=RIGHT))
    noted = her.find(Identifier, person=her.her)
    assert (noted.checked, noted.country) == ("right", "GB")
    assert b"5870" not in bytes(noted.__dict__["value"])
    shown = desk.get(at(her)).content.decode()
    assert "NHS number (United Kingdom)" in shown
    assert "•••• 5870" in shown
    assert RIGHT not in shown
    assert her.find(AuditEvent, verb="people.identifier_shown") is None
    whole = desk.post(at(her), {"step": "show", "number": str(noted.pk)})
    assert RIGHT in whole.content.decode()
    looked = her.find(AuditEvent, verb="people.identifier_shown")
    assert (looked.person_id, looked.actor_id) == (her.her.pk, her.amina.id)
    assert desk.post(at(her), {"step": "show", "number": "nonsense"}).status_code == 404
    assert found_by(her, RIGHT.replace(" ", "")) == [her.her.pk]


def test_a_scheme_nobody_knows_is_taken_as_it_is_called(her, page):
    given = typed(scheme="other", called="Camp card", country="KE", value="Z 77-1", valid_from_year="2024")
    page(her.amina).post(at(her), {**given, "number-valid_from_month": "5", "number-valid_from_day": "2"})
    noted = her.find(Identifier, person=her.her)
    assert (noted.scheme, noted.country, noted.checked) == ("Camp card", "KE", "")
    assert noted.valid_from.year == 2024


def test_a_number_that_ran_out_still_finds_her_and_one_that_was_never_hers_does_not(her, page):
    noted = people.add_identifier(actor=her.amina, person=her.her, scheme="gb-nhs", value=RIGHT)
    desk, ends = page(her.amina), {"step": "number-ends", "number-ends-number": str(noted.pk)}
    yesterday = her.today - timedelta(days=1)
    day = {f"number-ends-until_{part}": getattr(yesterday, part) for part in ("day", "month", "year")}
    desk.post(at(her), {**ends, "number-ends-why": "over", **day})
    assert "Has run out" in desk.get(at(her)).content.decode()
    assert found_by(her, RIGHT) == [her.her.pk]
    desk.post(at(her), {**ends, "number-ends-why": "wrong"})
    assert "5870" not in desk.get(at(her)).content.decode()
    assert found_by(her, RIGHT) == []
    with pytest.raises(Refused, match="already"):
        people.end_identifier(actor=her.amina, identifier=noted, until=None)


def test_what_the_shelter_noted_is_masked_from_nobody_but_unknown_outside(her, page):
    cases.open_case(actor=her.job(), program=her.shelter, person=her.her, owner=her.staff(her.grace))
    bed = people.add_identifier(actor=her.grace, person=her.her, scheme="Shelter bed", value="BED-440-12")
    card = people.add_identifier(actor=her.amina, person=her.her, scheme="Library card", value="L-204-177")
    assert "Shelter bed" not in page(her.amina).get(at(her)).content.decode()
    assert "Shelter bed" in page(her.grace).get(at(her)).content.decode()
    for refused in (people.show_identifier, people.end_identifier):
        with pytest.raises(Absent):
            refused(actor=her.amina, identifier=bed, **({} if refused is people.show_identifier else {"until": None}))
    with pytest.raises(Refused, match="Others noted"):
        people.end_identifier(actor=her.grace, identifier=card, until=None)
    with pytest.raises(Refused, match="before it began"):
        people.add_identifier(
            actor=her.amina, person=her.her, scheme="Pass", value="1234567",
            more=Numbered(valid_from=her.today, valid_until=her.today - timedelta(days=1)),
        )  # fmt: skip
