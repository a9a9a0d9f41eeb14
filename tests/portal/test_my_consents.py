"""What the team asks me to agree to stands on my page: I say yes or no there, and sign that I know my rights."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connections
from django.urls import reverse

from keyworker.access.sight import Absent
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.privacy import Category
from keyworker.cases.actions import open_case
from keyworker.consent.actions import disclose
from keyworker.consent.asking import Question, ask_consent, call_back, give_own_consent, say_no
from keyworker.consent.authority import Mandate, record_authority
from keyworker.consent.models import Authority, Consent, ConsentAsked, Purpose, RightsAcknowledgement
from keyworker.consent.rights import RIGHTS
from keyworker.consent.rules import Telling
from keyworker.people.models import Person, TimelineEntry
from tests.delivery.writing import text_of, with_a_door
from tests.reviews.conftest import Worker

CLINIC = "Riverside Clinic"
CATEGORIES = frozenset({Category.GENERAL, Category.HEALTH})


@pytest.fixture
def town(open_town):
    open_town.case, open_town.me = with_a_door(open_town)
    open_town.her = open_town.find(Person, pk=open_town.case.person_id)
    return open_town


def question(town, days=90, **more):
    return Question(Purpose.COORDINATION, CLINIC, CATEGORIES, town.today + timedelta(days=days), **more)


def asked(town):
    return ask_consent(actor=town.amina, person=town.her, program=town.housing, question=question(town))


def on_her_page(held):
    return reverse("portal:asked", args=[held.pk])


def tell_clinic(town):
    telling = Telling(Purpose.COORDINATION.value, CLINIC, None, CATEGORIES)
    return disclose(actor=town.amina, person=town.her, program=town.housing, telling=telling, what="A letter")


def given(held, **more):
    return give_own_consent(actor=more.pop("actor"), asked=held, language="en", text_version="test")


def test_amina_asks_she_says_yes_in_her_own_time_and_only_then_the_clinic_is_told(town, page):
    said = {
        "program_id": town.housing.pk, "purpose": "coordination", "recipient": CLINIC,
        "categories": ["general", "health"],
    }  # fmt: skip
    day = town.today + timedelta(days=90)
    said |= {"expires_on_day": day.day, "expires_on_month": day.month, "expires_on_year": day.year}
    amina, me = page(town.amina), page(town.me)
    answer = amina.post(reverse("consent:ask", args=[town.her.pk]), said)
    assert answer.status_code == 302, text_of(answer).partition("govuk-error-summary")[2][:500]
    held = town.find(ConsentAsked, person=town.her)
    assert "No answer yet" in text_of(amina.get(reverse("consent:list", args=[town.her.pk])))
    assert on_her_page(held) in text_of(me.get("/me/"))
    shown = text_of(me.get(on_her_page(held)))
    assert CLINIC in shown
    assert "You can say no." in shown
    with pytest.raises(Refused, match="no consent"):
        tell_clinic(town)
    assert "take it back at any time" in text_of(me.post(on_her_page(held), {"yes": "1"}, follow=True))
    consent = town.find(Consent, person=town.her)
    assert (consent.how, consent.authority, consent.recorded_by_id) == ("electronic", "self", None)
    assert town.find(ConsentAsked, pk=held.pk).consent_id == consent.pk
    assert town.find(TimelineEntry, verb="consent.given", person=town.her).actor_kind == "client"
    assert "on their own page" in text_of(amina.get(reverse("consent:list", args=[town.her.pk])))
    assert tell_clinic(town).consent_id == consent.pk
    me.post(reverse("portal:take_back", args=[consent.pk]))
    with pytest.raises(Refused, match="withdrawn"):
        tell_clinic(town)


def test_she_says_no_and_that_is_all(town, page):
    held = asked(town)
    assert "You still get help" in text_of(page(town.me).post(on_her_page(held), {"no": "1"}, follow=True))
    assert town.all(Consent, person=town.her) == []
    assert "They said no" in text_of(page(town.amina).get(reverse("consent:list", args=[town.her.pk])))
    with pytest.raises(Refused, match="not asked any more"):
        given(town.find(ConsentAsked, pk=held.pk), actor=town.me)


def test_nobody_says_yes_for_her_nor_to_what_is_asked_no_more(town):
    held = asked(town)
    _case, stranger = with_a_door(town, name="Peregrine Vale")
    for other in (town.amina, stranger):
        with pytest.raises(Absent):
            given(held, actor=other)
        with pytest.raises(Absent):
            say_no(actor=other, asked=held)
    call_back(actor=town.amina, asked=held)
    with pytest.raises(Refused, match="not asked any more"):
        given(town.find(ConsentAsked, pk=held.pk), actor=town.me)


def test_who_has_a_guardian_is_not_asked_alone_and_what_was_asked_is_called_back(town):
    held = asked(town)
    mandate = Mandate(Authority.GUARDIAN, "Aurelia Quill", town.today, rests_on="County court, 3 May")
    record_authority(actor=town.amina, person=town.her, program=town.housing, mandate=mandate)
    with pytest.raises(Refused, match="not asked any more"):
        given(town.find(ConsentAsked, pk=held.pk), actor=town.me)
    with pytest.raises(Refused, match="Somebody else decides"):
        asked(town)


def test_a_guardian_to_come_is_asked_too_and_the_file_says_what_is_asked_no_more(town):
    asked(town)
    mandate = Mandate(
        Authority.GUARDIAN, "Aurelia Quill", town.today + timedelta(days=9), rests_on="County court, 3 May"
    )
    record_authority(actor=town.amina, person=town.her, program=town.housing, mandate=mandate)
    assert town.find(TimelineEntry, verb="consent.not_asked_any_more", person=town.her)
    with pytest.raises(Refused, match="Somebody else decides"):
        asked(town)


def test_what_a_sealed_program_notes_calls_nothing_back_where_others_would_see_it(town):
    """A breach: a question that goes away by itself would tell housing that she is known to the shelter."""
    held = asked(town)
    open_case(actor=town.job(), program=town.shelter, person=town.her, owner=town.staff(town.grace))
    mandate = Mandate(Authority.GUARDIAN, "Aurelia Quill", town.today, rests_on="County court, 3 May")
    record_authority(actor=town.grace, person=town.her, program=town.shelter, mandate=mandate)
    assert town.find(ConsentAsked, pk=held.pk).waits


def test_the_same_is_asked_once_at_a_time(town):
    held = asked(town)
    with pytest.raises(Refused, match="asked already"):
        asked(town)
    say_no(actor=town.me, asked=held)
    assert asked(town).waits


def test_her_no_stands_on_the_day_of_her_case_manager_and_of_nobody_else(town, page):
    news, day = "They said no to a consent", reverse("workspace:my_day")
    held = asked(town)
    assert news not in text_of(page(town.amina).get(day))
    say_no(actor=town.me, asked=held)
    shown = text_of(page(town.amina).get(day))
    assert news in shown
    assert CLINIC not in shown
    assert news not in text_of(page(town.sam).get(day))


def test_nothing_is_asked_any_more_once_the_case_is_closed(town):
    held = asked(town)
    Worker(town).close(town.case, reason="moved", follow_up_agreed=False)
    assert not town.find(ConsentAsked, pk=held.pk).waits
    with pytest.raises(Refused, match="not asked any more"):
        given(town.find(ConsentAsked, pk=held.pk), actor=town.me)


def test_her_first_page_names_nobody_who_would_be_told(town, page):
    held = asked(town)
    shown = text_of(page(town.me).get("/me/"))
    assert on_her_page(held) in shown
    assert CLINIC not in shown


@pytest.mark.parametrize("days", [-1, 400])
def test_a_question_ends_within_a_year(town, days):
    with pytest.raises(Refused, match="within a year"):
        ask_consent(actor=town.amina, person=town.her, program=town.housing, question=question(town, days))


def test_who_has_no_page_of_their_own_is_not_asked_there(town):
    case = town.client_case(full_name="Thelonius Marsh")
    with pytest.raises(Refused, match="no page of their own"):
        ask_consent(actor=town.amina, person=case.person, program=town.housing, question=question(town))


@pytest.mark.parametrize(
    "changed",
    [
        {"recipient": "Her former partner"}, {"categories": ["general", "health", "safety"]}, {"how": "written"},
        {"purpose": "referral"}, {"authority": "guardian", "authority_name": "Nobody"}, {"witness": "Nobody"},
    ],
    ids=lambda changed: next(iter(changed)),
)  # fmt: skip
def test_the_doors_login_gives_just_what_was_asked(town, changed):
    """A breach: somebody with the door's login writes a consent of their own making."""
    held = asked(town)
    terms = {
        "purpose": held.purpose, "recipient": held.recipient, "categories": held.categories, "how": "electronic",
        "given_on": town.today, "expires_on": held.expires_on, "text_version": "x", **changed,
    }  # fmt: skip
    with pytest.raises(ProgrammingError, match="row-level security"), reading(town.me):
        Consent(person_id=held.person_id, program_id=held.program_id, **terms).save(force_insert=True)
    with pytest.raises(ProgrammingError), reading(town.me), connections["door"].cursor() as cursor:
        cursor.execute("UPDATE consent_consentasked SET recipient = 'x'")


def test_she_reads_her_rights_and_puts_her_name_under_these_very_words(town, page):
    me, amina = page(town.me), page(town.amina)
    assert "You have the right" in text_of(me.get("/me/rights/"))
    late = me.post("/me/rights/", {"name": "Xan", "agrees": "on", "digest": "0" * 64})
    assert "The words have changed" in text_of(late)
    assert 'value="Xan"' in text_of(late)
    shown = late.context["form"]["digest"].value()
    assert me.post("/me/rights/", {"name": "Xan", "agrees": "on", "digest": shown}).status_code == 302
    signed = town.find(RightsAcknowledgement, person=town.her)
    assert (signed.signer_name, signed.how, signed.text_version, signed.recorded_by_id) == (
        "Xan",
        "typed",
        RIGHTS,
        None,
    )
    assert "Your name is under it" in text_of(me.get("/me/rights/"))
    assert "on their own page" in text_of(amina.get(reverse("consent:rights", args=[town.her.pk])))
