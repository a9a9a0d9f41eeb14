"""Nobody's words are lost: not when the session ends, the database rests, two tabs save, or scripts are off."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from keyworker.access.middleware import SEEN
from keyworker.base import clock
from keyworker.delivery.models import CaseNote
from keyworker.planning import actions as planning
from keyworker.town.cast import PASSWORD
from tests import database
from tests.journeys.doing import Hands
from tests.town import Town

pytestmark = pytest.mark.journey
NOTE = "She has sorted the letters by colour. The blue ones can wait."


@pytest.fixture
def zuleika(house):
    """A new client of Amina's, with a plan that is being written."""
    with database.using(house.database):
        town = Town()
        case = town.client_case(full_name="Zuleika Farquharson", preferred_name="Zuleika")
        plan = planning.start_plan(actor=town.amina, case=case, words=planning.PlanWords(strengths="She sings."))
        yield {"person": case.person_id, "plan": plan.pk}


@pytest.fixture
def notes_of(house):
    """What stands in the notes of a person, as the database has it."""

    def read(person):
        with database.using(house.database):
            return [note.text for note in Town().all(CaseNote, person=person)]

    return read


def begin_a_note(hands, person):
    hands.open(f"/people/{person}/notes/new/")
    hands.write("Your note", NOTE)


def test_a_session_that_ends_in_the_middle_of_a_note_takes_nothing_with_it(house, come_in, zuleika, notes_of):
    amina = come_in("amina")
    begin_a_note(amina, zuleika["person"])
    let_the_session_run_out(house)

    amina.press_and_stay("Sign the note")
    expect(amina.page.get_by_role("dialog", name="You were signed out")).to_be_visible()
    amina.visit.picture("words-signed-out")
    with amina.page.context.expect_page() as opened:
        amina.page.get_by_role("link", name="Sign in in a new tab").click()
    sign_in_there(opened.value)

    amina.page.get_by_role("button", name="Go back to my words").click()
    assert amina.page.get_by_label("Your note").input_value() == NOTE
    amina.press("Sign the note")
    amina.is_at("/contacts/")
    assert notes_of(zuleika["person"]) == [NOTE]


def let_the_session_run_out(house):
    """Nobody was there for an hour, as far as the server knows."""
    long_ago = int((clock.now() - timedelta(hours=1)).timestamp())
    with database.using(house.database):
        for session in Session.objects.all():
            held = Session.get_session_store_class()(session.session_key)
            held[SEEN] = long_ago
            held.save()


def sign_in_there(tab):
    tab.get_by_label("E-mail address").fill("amina@harbor-house.example")
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in", exact=True).click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Amina Yusuf")
    tab.close()


def test_a_database_that_rests_is_said_calmly_and_the_words_are_sent_when_it_is_back(house, come_in, zuleika, notes_of):
    amina = come_in("amina")
    begin_a_note(amina, zuleika["person"])
    other = Hands(amina.visit)
    other.page = amina.page.context.new_page()
    with database.unreachable(house.database):
        amina.press_and_stay("Sign the note")
        other.page.goto("/my-day/", timeout=30_000)
        other.reads_heading("Keyworker is resting for a moment")
        expect(amina.page.get_by_text("Not saved yet. Your words are still here.")).to_be_visible(timeout=25_000)
        assert amina.page.get_by_label("Your note").input_value() == NOTE
        amina.visit.picture("words-not-saved-yet")
    other.page.close()

    amina.page.get_by_role("button", name="Try again").click()
    expect(amina.page).to_have_url(re.compile("/contacts/$"), timeout=25_000)
    assert notes_of(zuleika["person"]) == [NOTE]
    amina.visit.forgive("503")


def test_two_who_write_the_same_plan_see_both_versions(come_in, zuleika):
    amina, ben = come_in("amina"), come_in("ben")
    for each in (amina, ben):
        each.open(f"/plans/{zuleika['plan']}/edit/")
    ben.write("What already helps?", "She sings, and the whole stairwell listens.")
    ben.press("Save and read the whole plan")
    amina.write("What already helps?", "She sings every morning at six.")
    amina.press_and_stay("Save and read the whole plan")

    amina.reads_heading("Someone else changed this while you were writing")
    amina.reads("Ben Carter", "the whole stairwell listens", "every morning at six")
    amina.visit.picture("words-two-versions")
    amina.press_and_stay("Put them together myself")
    amina.write("What already helps?", "She sings every morning at six, and the whole stairwell listens.")
    amina.press("Save and read the whole plan")
    amina.reads("every morning at six, and the whole stairwell listens.")
    amina.visit.forgive("409")


def test_two_tabs_on_one_draft_show_both_and_lose_neither(come_in, zuleika, notes_of):
    amina = come_in("amina")
    begin_a_note(amina, zuleika["person"])
    amina.press("Keep as a draft")
    other = Hands(amina.visit)
    other.page = amina.page.context.new_page()
    for tab in (amina, other):
        tab.open(f"/people/{zuleika['person']}/contacts/")
        tab.follow("She has sorted the letters")
    other.write("Your note", "The green ones were from the school.")
    other.press("Keep as a draft")
    other.page.close()

    amina.write("Your note", "The red ones burn.")
    amina.press_and_stay("Sign the note")
    amina.reads("The red ones burn.", "The green ones were from the school.")
    amina.press("Keep mine")
    assert notes_of(zuleika["person"]) == ["The red ones burn."]


def test_a_note_is_written_and_signed_without_scripts(come_in, zuleika, notes_of):
    amina = come_in("amina", java_script_enabled=False)
    begin_a_note(amina, zuleika["person"])
    amina.press("Sign the note")
    amina.is_at("/contacts/")
    amina.reads(NOTE)
    assert notes_of(zuleika["person"]) == [NOTE]


def test_nobody_finds_the_words_on_a_shared_telephone(come_in, zuleika):
    amina = come_in("amina")
    begin_a_note(amina, zuleika["person"])
    expect(amina.page.locator("[data-draft-status]")).to_contain_text("Draft saved", timeout=10_000)
    left = amina.page.evaluate(
        "async () => [JSON.stringify({...localStorage}) + JSON.stringify(await indexedDB.databases())"
        " + JSON.stringify(await caches.keys()), JSON.stringify({...sessionStorage})]"
    )
    assert left[0] == "{}[][]"
    assert not any(word in left[1] for word in ("letters", "blue", "Zuleika"))
