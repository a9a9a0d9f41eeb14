"""Mariam's own page on a small telephone, in Arabic, as a screen reader hears it: in, sign, take back, and away."""

import re

import pytest

from keyworker.consent.models import Consent
from keyworker.people import actions as people
from keyworker.planning import actions as planning
from keyworker.planning.models import PlanSignature, ServicePlan
from tests import database
from tests.browser import PHONE
from tests.planning.conftest import Planner
from tests.referrals.conftest import agreed, food_bank
from tests.sweeps.looking import hard_to_use
from tests.town import Town

pytestmark = pytest.mark.journey
# A link, button or field that a screen reader would call by its kind alone.
NAMELESS = re.compile(r"^\s*- (?:link|button|textbox|checkbox|radio|combobox)(?::|$| \[)", re.MULTILINE)


@pytest.fixture
def town(house):
    """A plan put on her page, a consent, and a code that Amina reads out to her."""
    with database.using(house.database):
        town = Town()
        town.case = town.client_case(full_name="Mariam Khalil", preferred_name="Mariam", language="ar")
        town.consent = agreed(town, town.case, food_bank(town))
        town.plan = Planner(town).draft(town.case)
        planning.offer_plan(actor=town.amina, plan=town.find(ServicePlan, pk=town.plan.pk))
        her = town.case.person
        people.set_safety(
            actor=town.amina, person=her, address_protected=False, risk_if_contacted="", code_word="Jasmine"
        )
        enrolment = people.Enrolment("in-person", "Her plan", shared_device=True)
        town.code = people.make_link(
            actor=town.amina, account=people.enrol(actor=town.amina, person=her, enrolment=enrolment)
        ).code
        yield town


def is_good_to_hear(hers):
    """Right to left, no wider than the screen, no rule of accessibility broken, and everything has a name."""
    page = hers.page
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert hard_to_use(page) == []
    heard = page.locator("body").aria_snapshot()
    assert NAMELESS.findall(heard) == []
    assert heard.count("- heading") > 0
    return heard


def send(hers, form="main form"):
    with hers.page.expect_navigation():
        hers.page.locator(form).first.get_by_role("button").last.click()


def is_out(hers):
    """The page's last word, that its session ends, is sent while the page goes away: it may come a moment later."""
    for _look in range(50):
        hers.open("/me/")
        if hers.page.url.endswith("/o/"):
            return
        hers.page.wait_for_timeout(100)
    hers.is_at("/o/$")


def test_she_comes_in_signs_takes_a_consent_back_and_is_gone_with_three_keys(come_in, town):
    hers = come_in(None, viewport=PHONE, locale="ar")
    page = hers.page
    hers.open("/o/")
    page.locator("input[name=code]").fill(f"{town.code[:6].lower()} {town.code[6:]}")
    is_good_to_hear(hers)
    send(hers)
    for field in ("pin", "again"):
        page.locator(f"input[name={field}]").fill("٥٠٨٢١٣")
    is_good_to_hear(hers)
    send(hers)
    assert "Mariam" in is_good_to_hear(hers)
    assert page.title() == "الصفحة"
    hers.visit.picture("own-page-ar")

    hers.open("/me/plan/")
    page.locator("input[name=name]").fill("مريم خليل")
    page.locator("input[name=agrees]").check()
    is_good_to_hear(hers)
    hers.visit.picture("own-plan-ar")
    send(hers, "form:has(input[name=agrees])")
    hers.open("/me/file/")
    assert "Quayside Food Bank" in is_good_to_hear(hers)
    page.locator(f"a[href*='{town.consent.pk}']").click()
    is_good_to_hear(hers)
    send(hers)
    assert town.find(PlanSignature, plan_id=town.plan.pk).signer_name == "مريم خليل"
    assert town.find(Consent, pk=town.consent.pk).withdrawn_at is not None

    page.route("https://www.google.com/**", lambda route: route.fulfill(body="<title>Weather</title>"))
    hers.open("/me/")
    for _key in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("https://www.google.com/**")
    is_out(hers)
