"""Priya says whom a program takes; Flo sees what fits, asks what is missing, decides; Ben sees who was forgotten."""

from datetime import timedelta

import pytest

from keyworker.access.permissions import Permission
from keyworker.agencies.models import Program
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.intake import actions, queries
from keyworker.intake.forms import PublicReferralForm
from keyworker.intake.late import FIRST_CONTACT, late
from keyworker.intake.models import IncomingReferral, ReferralContact
from keyworker.workspace.actions import change_program
from keyworker.workspace.program_forms import settings_of

WHOLE = {
    "full_name": "Zephyrine Marlow", "preferred_name": "", "born_year": "1990", "born_month": "5", "born_day": "4",
    "language": "", "area": "Harbor", "household": "alone", "help_kinds": ["home", "work"], "urgency": "soon",
    "contact": "+1 202 555 0141", "safe_to_contact": "Never after six.",
}  # fmt: skip


@pytest.fixture
def homes_only(town):
    """Housing Support helps with homes, and takes people who live alone."""
    held = town.find(Program, pk=town.housing.pk)
    settings = settings_of(held)
    values = {**settings.values(), "needs": ("home",), "households": ("alone",)}
    values |= {"languages": settings.languages, "forms": settings.forms}
    return change_program(actor=town.priya, program=held, settings=type(settings)(**values), seen=held.version)


def test_what_an_administrator_ticks_is_held_against_the_next_referral(town, page, homes_only, referred):
    shown = page(town.flo).get(f"/referrals-in/{referred(help_kinds=('food',)).pk}/").content.decode()
    assert "This program does not help with: Food." in shown
    assert "They do not fit what this program takes." in shown


def test_the_settings_page_keeps_what_was_ticked(town, page, homes_only):
    shown = page(town.priya).get(f"/programs/{town.housing.pk}/").content.decode()
    assert shown.count(" checked") >= 2
    assert "Kinds of help it gives" in shown


def test_what_is_missing_is_asked_written_down_and_answered_anew(town, page, homes_only, referred):
    referral = referred()
    browser = page(town.flo)
    assert "We do not know what kind of help" in browser.get(f"/referrals-in/{referral.pk}/").content.decode()
    answer = browser.post(f"/referrals-in/{referral.pk}/person/", {**WHOLE, "seen": referral.version}, follow=True)
    shown = answer.content.decode()
    assert "They fit, and there is room." in shown
    assert "For this they need somebody else: Work or learning" in shown


def test_two_who_complete_a_referral_at_once_lose_nothing(town, page, referred):
    referral = referred()
    actions.verify_referrer(actor=town.ben, referral=referral, how="I rang the clinic.")
    answer = page(town.flo).post(f"/referrals-in/{referral.pk}/person/", {**WHOLE, "seen": referral.version})
    shown = answer.content.decode()
    assert "A colleague changed this referral" in shown
    assert "Never after six." in shown
    assert shown.count(" checked") >= 2


def test_accepting_against_the_criteria_wants_a_reason_and_keeps_what_they_said(town, homes_only, referred):
    referral = referred(help_kinds=("food",))
    with pytest.raises(Refused, match="Say why"):
        actions.accept_referral(actor=town.flo, referral=referral)
    actions.accept_referral(actor=town.flo, referral=referral, because="Her sister lives here.")
    kept = town.find(IncomingReferral, pk=referral.pk)
    assert kept.screened["need"] == "no"
    assert kept.decision_reason == "Her sister lives here."


def test_a_finished_referral_is_not_rewritten(town, referred):
    referral = referred()
    actions.close_referral(actor=town.flo, referral=referral, because="She found a room.")
    learned = actions.Learned("Z", "", None, "day", "", "", (), "", "routine", "", "")
    with pytest.raises(Refused, match="finished"):
        actions.complete_referral(actor=town.flo, referral=referral, learned=learned)


def talk(town, **said):
    return actions.Talk(**{"whom": "person", "how": "phone", "happened_on": town.today, "reached": True, **said})


def test_the_first_talk_with_them_stops_the_clock_and_a_try_does_not(town, page, referred):
    referral = referred()
    actions.note_referral_contact(actor=town.flo, referral=referral, talk=talk(town, reached=False))
    actions.note_referral_contact(actor=town.flo, referral=referral, talk=talk(town, whom="referrer"))
    assert town.find(IncomingReferral, pk=referral.pk).first_contact_on is None
    said = {"whom": "person", "how": "meeting", "reached": "yes", "about": "She came in."}
    said |= {f"happened_on_{part}": getattr(town.today, part) for part in ("day", "month", "year")}
    shown = page(town.flo).post(f"/referrals-in/{referral.pk}/talks/new/", said, follow=True).content.decode()
    assert "She came in." in shown
    assert town.find(IncomingReferral, pk=referral.pk).first_contact_on == town.today


def test_a_talk_of_tomorrow_is_refused(town, referred):
    said = talk(town, happened_on=town.today + timedelta(days=1))
    with pytest.raises(Refused, match="not come yet"):
        actions.note_referral_contact(actor=town.flo, referral=referred(), talk=said)


def late_of(town, actor, referral):
    with reading(actor):
        return [each.kind for each in late(actor, Permission.CASELOAD_OVERSEE) if each.referral_id == referral.pk]


def clock_of(town, referral):
    with reading(town.ben):
        return queries.waiting(town.ben, queries.referral(town.ben, referral.pk))


@pytest.mark.parametrize("urgency", ["routine", "soon", "urgent"])
def test_the_list_of_the_late_and_the_clock_on_the_page_agree_to_the_day(town, referred, urgency):
    with clock.at(clock.now() - timedelta(days=20)):
        referral = referred(urgency=urgency)
    seen = {}
    for days in range(8):
        with clock.at(clock.now() - timedelta(days=20 - days)):
            seen[days] = (clock_of(town, referral).is_late, late_of(town, town.ben, referral) == [FIRST_CONTACT])
    assert all(shown == listed for shown, listed in seen.values()), seen
    assert {True, False} == {shown for shown, _listed in seen.values()}


def test_the_supervisor_sees_who_still_waits_for_a_first_word_and_nobody_elses_supervisor_does(town, page, referred):
    with clock.at(clock.now() - timedelta(days=20)):
        referral = referred(full_name="Forgotten Quill")
    assert "Forgotten Quill" in page(town.ben).get("/supervision/").content.decode()
    assert "Forgotten Quill" not in page(town.nadia).get("/supervision/").content.decode()
    actions.note_referral_contact(actor=town.flo, referral=referral, talk=talk(town))
    assert "Forgotten Quill" not in page(town.ben).get("/supervision/").content.decode()


@pytest.mark.parametrize("who", ["sam", "oskar", "priya", "carl", "grace"])
@pytest.mark.parametrize("step", ["person/", "talks/new/"])
def test_a_referral_of_another_program_can_neither_be_completed_nor_talked_about(town, page, referred, who, step):
    referral = referred()
    browser = page(getattr(town, who))
    for answer in (
        browser.get(f"/referrals-in/{referral.pk}/{step}"),
        browser.post(f"/referrals-in/{referral.pk}/{step}", WHOLE),
    ):
        assert answer.status_code == 404
        assert "Zephyrine" not in answer.content.decode()
    assert not town.all(ReferralContact, referral=referral)


def test_what_the_shelter_is_told_stays_in_the_shelter(town, page, referred):
    referral = referred(town.grace, town.shelter, full_name="Hidden Quill")
    with clock.at(clock.now() + timedelta(days=9)):
        assert "Hidden Quill" not in page(town.ben).get("/supervision/").content.decode()
    assert page(town.ben).get(f"/referrals-in/{referral.pk}/").status_code == 404


def test_the_public_form_asks_for_kinds_of_help_only_where_a_program_goes_by_them(town, homes_only):
    assert {"help_kinds", "household"} <= set(PublicReferralForm(programs=[homes_only, town.family]).fields)
    assert not {"help_kinds", "household"} & set(PublicReferralForm(programs=[town.family]).fields)
