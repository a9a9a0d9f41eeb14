"""Rosa holds Amina's telephone to sign her plan. Whatever she touches, nobody else's file opens on it."""

import pytest
from playwright.sync_api import expect

from keyworker.planning import actions as planning
from keyworker.town.cast import PASSWORD
from tests import database
from tests.browser import PHONE
from tests.journeys.doing import Hands
from tests.journeys.test_passkeys import keys_of
from tests.town import Town

pytestmark = pytest.mark.journey
SECRET = "Perpetua Lovelace"
WORDS = "She keeps her letters in a blue tin."


@pytest.fixture
def plan(house):
    """Rosa's plan, ready to be signed."""
    with database.using(house.database):
        town = Town()
        case = town.client_case(full_name="Rosa Quintanilla", preferred_name="Rosa")
        plan = planning.start_plan(actor=town.amina, case=case, words=planning.PlanWords(strengths="She sings."))
        goal = planning.GoalWords(domain="housing", words="I want us to stay near the school.")
        planning.add_goal(actor=town.amina, plan=plan, words=goal)
        yield plan.pk


@pytest.fixture
def secret(house):
    """Somebody else's file."""
    with database.using(house.database):
        yield f"/people/{Town().client_case(full_name=SECRET).person_id}/"


def hand_over(amina, plan):
    amina.open(f"/plans/{plan}/")
    amina.follow("Hand to Rosa to sign")
    amina.reads_heading("Rosa, this is your plan")


def take_back(amina):
    amina.write("Password", PASSWORD)
    amina.press("Go on")


def test_the_button_back_shows_nothing_of_a_file(come_in, plan, secret):
    amina = come_in("amina")
    amina.open(secret)
    amina.reads(SECRET)
    hand_over(amina, plan)
    for _page in ("the plan as the worker reads it", SECRET):
        amina.page.go_back()
        amina.reads_heading("Give the device back to Amina Yusuf")
        amina.never_reads(SECRET, "Rosa")
    amina.visit.picture("handed-over-back")
    amina.follow("Go back to my page")
    amina.reads_heading("Rosa, this is your plan")


def test_a_tab_that_was_open_is_covered_and_keeps_its_words(come_in, plan, secret):
    amina = come_in("amina")
    other = Hands(amina.visit)
    other.page = amina.page.context.new_page()
    other.open(f"{secret}notes/new/")
    other.write("Your note", WORDS)
    hand_over(amina, plan)

    expect(other.page.get_by_role("dialog", name="This device is in somebody else's hands")).to_be_visible()
    expect(other.page.get_by_text(SECRET).first).to_be_hidden()
    expect(other.page).to_have_title("Keyworker")
    other.page.keyboard.press("Escape")
    other.page.get_by_role("button", name="Show my page again").click()
    expect(other.page.get_by_label("Your note")).to_be_hidden()
    with amina.page.context.expect_page() as opened:
        other.page.get_by_role("link", name="Take the device back").click()
    expect(opened.value.get_by_role("heading", level=1)).to_contain_text("Give the device back to Amina Yusuf")
    opened.value.close()

    amina.follow("Give this back to Amina Yusuf")
    take_back(amina)
    amina.is_at(f"/plans/{plan}/$")
    expect(other.page.get_by_label("Your note")).to_be_visible()
    assert other.page.get_by_label("Your note").input_value() == WORDS
    other.press("Sign the note")
    other.reads(WORDS)


def test_it_is_handed_over_signed_and_given_back_without_scripts(come_in, plan, secret):
    amina = come_in("amina", java_script_enabled=False, viewport=PHONE)
    hand_over(amina, plan)
    amina.choose("How do you want to say yes?", "I type my name")
    amina.write("Your full name", "Rosa Quintanilla")
    amina.tick("I have read this plan, or somebody read it to me. I agree with it.")
    amina.press("Sign my plan")
    amina.reads_heading("Thank you, Rosa")
    amina.open(secret)
    amina.reads_heading("Give the device back to Amina Yusuf")
    amina.never_reads(SECRET)
    take_back(amina)
    amina.is_at(f"/plans/{plan}/$")
    amina.open(secret)
    amina.reads(SECRET)


def test_amina_takes_it_back_with_her_finger(come_in, plan):
    amina = come_in("amina")
    tools, device = keys_of(amina)
    amina.open("/accounts/2fa/webauthn/add/")
    take_back(amina)
    amina.press("Add this key")
    hand_over(amina, plan)
    amina.follow("Give this back to Amina Yusuf")
    amina.follow("Use a passkey")
    tools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    amina.press_and_stay("Use a passkey")
    expect(amina.page.get_by_role("alert")).to_contain_text("That did not work.", timeout=20_000)
    tools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    amina.press("Use a passkey")
    amina.is_at(f"/plans/{plan}/$")
