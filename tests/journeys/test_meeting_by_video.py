"""Two people who meet their worker by video, from the first question to the note: Rosa, and somebody in danger."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from django.urls import reverse
from playwright.sync_api import expect

from keyworker.base import clock
from keyworker.notices.jobs import send_what_is_due
from keyworker.people.actions import Way, add_contact_point, set_safety
from keyworker.people.models import Channel
from keyworker.visits.actions import schedule_visit
from keyworker.visits.models import Visit as PlannedVisit
from keyworker.visits.models import VisitKind
from tests import database
from tests.browser import PHONE, served
from tests.console.watching import wait_until
from tests.contracts.gateways import gateway, settings_for
from tests.journeys.doing import day_of
from tests.notices.conftest import agreed
from tests.notices.mailbox import mailbox
from tests.town import Town
from tests.visits.calling import InACall, filming, relay

__all__ = ["filming", "relay"]
pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("video")]
ON_A_PHONE = {"kind": InACall, "viewport": PHONE, "has_touch": True, "is_mobile": True}
HERE = ZoneInfo("America/New_York")
ROSAS_LETTERS = "rosa@mail.example"
THEIR_NAME = "They said their full name and birth date"
NOTE = "She showed me the letter. The window is repaired, the heating is not."


@pytest.fixture(scope="module")
def chromium(filming):
    return filming


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker, relay):
    """Clients come by another name than workers, as in an installation."""
    with django_db_blocker.unblock(), served(KEYWORKER_CLIENT_HOST="127.0.0.1:{port}", **relay) as opened:
        yield opened


@pytest.fixture
def outbox(house, settings):
    """Texts and letters leave; what has been sent is in `texts` and `letters`."""
    with gateway() as texts, mailbox() as letters:
        settings.TEXTS = settings_for(texts)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.LETTERS_GO_OUT = "127.0.0.1", letters.port, True
        settings.CLIENT_HOST = house.address.removeprefix("http://").replace("localhost", "127.0.0.1")
        yield Outbox(house, texts, letters)


class Outbox:
    """What leaves the house, as whoever holds a phone or opens a letter sees it."""

    def __init__(self, house, texts, letters):
        self.house, self._texts, self._letters = house, texts, letters

    def goes_out(self, at=None):
        """As every five minutes: once to write it down, once to hand it over."""
        with database.using(self.house.database), clock.at(at or clock.now()):
            send_what_is_due(0)
            send_what_is_due(0)

    def texts_to(self, number):
        return [words for to, words in self._texts.taken if to == number]

    def letters_to(self, address):
        return [words for words in self._letters.taken if address in words]

    def link_to(self, number):
        """The one link that this number was sent."""
        (found,) = re.findall(r"http://\S+/meet/\S+", " ".join(self.texts_to(number)))
        return found


@pytest.fixture
def somebody(house):
    """Somebody new with an open case of Amina's, and the ways to reach them."""

    def make(name, *ways, **identity):
        with database.using(house.database):
            town = Town()
            case = town.client_case(full_name=name, **identity)
            for way in ways:
                add_contact_point(actor=town.amina, person=case.person, way=way)
            agreed(town, case)
        return case

    return make


def the_time_comes(house, case):
    """Their visit was planned for later, and begins in ten minutes now."""
    with database.using(house.database), connections["owner"].cursor() as cursor:
        visit = Town().find(PlannedVisit, case=case)
        sooner = visit.starts_at - clock.now() - timedelta(minutes=10)
        for table, key in (("visits_visit", "id"), ("visits_videoroom", "visit_id")):
            cursor.execute(
                f"UPDATE {table} SET starts_at = starts_at - %s, ends_at = ends_at - %s WHERE {key} = %s",  # noqa: S608
                [sooner, sooner, visit.pk],
            )
            assert cursor.rowcount == 1


def test_rosas_first_video_visit_from_invitation_to_note(house, come_in, outbox, somebody):
    rosa = somebody(
        "Rosa Delgado",
        Way(Channel.PHONE, "+1 202 555 0143", label="hers"),
        Way(Channel.SMS, "+1 202 555 0143", label="hers", reminders_ok=True),
        Way(Channel.EMAIL, ROSAS_LETTERS, label="the family", monitored=True, reminders_ok=True, preferred=True),
        language="es",
    )
    amina = come_in("amina", kind=InACall)
    they_find_that_it_suits_her(amina, rosa)
    amina_plans(amina, clock.now().astimezone(HERE) + timedelta(hours=3))
    amina.follow("Who takes part, and their links")
    amina.press("Send them a link")
    outbox.goes_out()
    assert outbox.letters_to(ROSAS_LETTERS) == [], "somebody else reads them"
    amina.open(amina.page.url)
    amina.reads("Sent by Keyworker: Sent")
    sisters = amina_asks_her_sister_along(amina)
    the_time_comes(house, rosa)

    phone = come_in(None, locale="es-ES", **ON_A_PHONE)
    rosa_tries_her_phone_and_waits(phone, outbox.link_to("+12025550143"))
    ana = come_in(None, **ON_A_PHONE)
    ana.open(sisters)
    ana.press("Go in")
    ana.visit.go_in()
    amina_settles_what_must_be(amina, her=THEIR_NAME, where="At my sister's, Oak Street 4")
    amina.follow("To the room")
    amina.visit.go_in()
    for still_wait in (1, 0):
        amina.page.locator('button[name="admit"]').first.click()
        expect(amina.page.locator('button[name="admit"]')).to_have_count(still_wait)
    for each in (amina, phone, ana):
        each.visit.sees(2)
    phone.visit.picture("video-rosas-phone")
    amina_writes_beside_the_picture_and_signs(amina)
    phone.page.wait_for_selector('[data-part="heading-over"]')
    what_happened_is_in_the_file(amina)
    assert not re.search("Rosa|Delgado|Harbor|Amina", " ".join(outbox.texts_to("+12025550143")))
    assert outbox.letters_to(ROSAS_LETTERS) == []


def they_find_that_it_suits_her(amina, case):
    amina.open(reverse("delivery:contacts", args=[case.person_id]))
    amina.more("Plan a visit")
    amina.follow("Ask and decide")
    amina.choose("How do they themselves want to meet?", "By video and by telephone is fine with them")
    amina.choose("What do they have to meet with?", "A smartphone")
    amina.choose("Which connection do they have?", "Mobile data, but little")
    amina.choose("Can they open a link and join?", "By themselves")
    amina.choose("Does meeting by telephone or video suit them?", "It suits them")
    day_of(amina, "When do you look at it again?", clock.now().astimezone(HERE).date() + timedelta(days=90))
    amina.press("Put it in the file")
    amina.follow("Plan a visit")


def amina_plans(amina, at, way=""):
    """At a time at which she has something else to do, and is told so."""
    with database.using(amina.visit.house.database):
        town = Town()
        schedule_visit(
            actor=town.amina, case=town.client_case(full_name="Somebody Else"), kind=VisitKind.IN_PERSON,
            starts_at=at, lasts=timedelta(minutes=20), place="The library",
        )  # fmt: skip
    amina_writes_when(amina, at, way)
    amina.press_and_stay("Plan the visit")
    amina.reads("There is something at that time already")
    amina.press("Plan it all the same")


def amina_writes_when(amina, at, way=""):
    amina.choose("How do you meet?", "By video")
    day_of(amina, "Which day?", at.date())
    amina.write("At what time?", f"{at:%H:%M}")
    if way:
        amina.pick("Which number or address of theirs?", way)


def amina_asks_her_sister_along(amina):
    amina.choose("Who takes part?", "Somebody who supports them")
    amina.write("How do the others read their name?", "Ana")
    amina.press("Invite")
    card = amina.page.get_by_role("listitem").filter(has_text="Ana")
    with amina.page.expect_navigation():
        card.get_by_role("button", name="Make a link").click()
    return amina.page.locator(".kw-call__link").inner_text()


def rosa_tries_her_phone_and_waits(phone, link):
    phone.open(link)
    phone.never_reads("Rosa", "Harbor", "Amina")
    phone.press("Entrar")
    phone.visit.go_in()
    phone.page.wait_for_selector('[data-part="heading-waiting"]')
    assert phone.visit.ways() == [], "nobody is heard before they are let in"


def amina_settles_what_must_be(amina, *, her, where):
    """Nothing begins before it is asked."""
    amina.follow("To the visit") if amina.page.url.endswith("/room/") else amina.page.locator("main a").first.click()
    amina.press("Begin now")
    amina.reads("Still to be settled: ")
    amina.choose("Read them the words above. Do they agree?", "They said yes")
    amina.write("Who was the witness?", "Ivo, who interpreted")
    amina.choose("Do they know that it may cost them data or minutes?", "I told them")
    amina.choose("How do you know that it is them?", her)
    amina.choose("Is anyone near? Could anyone else see or hear this?", "Nobody")
    amina.write("Which word do you say if you must hang up?", "the laundry")
    amina.write("Where are you now?", where)
    amina.pick("In which state or country is that?", "New York")
    amina.choose("Which number do we call if the line breaks?", "Another number")
    amina.write("Which one?", "202 555 0190")
    amina.write("What do we do if something happens?", "Call my sister.")
    amina.visit.picture("video-settled")
    amina.press("Begin now")
    amina.reads("The visit has begun.")


def amina_writes_beside_the_picture_and_signs(amina):
    amina.write("Your note", NOTE)
    expect(amina.page.locator("[data-draft-status]")).to_contain_text("Draft saved")
    amina.visit.picture("video-note-beside")
    amina.page.click('[data-part="hang-up"]')
    amina.page.wait_for_selector('[data-part="heading-left"]')
    amina.page.locator(".kw-heading__caption a").click()
    expect(amina.page.get_by_label("Your note")).to_have_value(NOTE)
    expect(amina.page.get_by_label("Who else took part?")).to_have_value(re.compile("Ana"))
    amina.choose("How well did it work?", "Well")
    amina.press("End it and sign the note")
    amina.reads("It took", "How well it worked: Well")


def what_happened_is_in_the_file(amina):
    amina.tab("Contacts")
    entry = amina.page.get_by_role("listitem").filter(has_text=NOTE).first
    expect(entry).to_contain_text("By video")
    expect(entry).to_contain_text(re.compile(r"\d+ minutes"))
    expect(entry).to_contain_text("Ana (Somebody who supports them)")
    amina.tab("Timeline")
    amina.reads("planned a visit", "began a visit", "spoke with them by video")
    amina.visit.picture("video-timeline")


def test_a_survivor_with_safety_rules_meets_by_video_and_stops_when_she_likes(house, come_in, outbox, somebody):
    noon = datetime.combine(clock.now().astimezone(HERE).date() + timedelta(days=2), time(12), HERE)
    only_then = {
        "label": "at work", "safe_from": time(12), "safe_until": time(13),
        "safe_days": "".join(str(day.isoweekday()) for day in (noon, noon + timedelta(days=1))),
    }  # fmt: skip
    salma = somebody(
        "Salma Idris",
        Way(Channel.PHONE, "+1 202 555 0177", **only_then),
        Way(Channel.SMS, "+1 202 555 0177", reminders_ok=True, **only_then),
        Way(Channel.SMS, "+1 202 555 0178", label="her own", monitored=True, reminders_ok=True, preferred=True),
        Way(Channel.VISIT, "12 Anchor Lane"),
    )
    with database.using(house.database):
        town = Town()
        set_safety(
            actor=town.amina, person=salma.person, address_protected=True, risk_if_contacted="",
            code_word="blue kettle", program=town.housing,
        )  # fmt: skip
    amina = come_in("amina", kind=InACall)
    amina.open(reverse("visits:schedule", args=[salma.person_id]))
    amina_writes_when(amina, noon + timedelta(hours=9), "Telephone (at work)")
    amina.press_and_stay("Plan the visit")
    amina.reads("It is not safe to use this")
    amina_plans(amina, noon + timedelta(days=1, minutes=15), way="Telephone (at work)")
    amina.reads("Say this, so that they know it is us: blue kettle", "It is not safe to use this now.")
    amina.never_reads("0177", "555 0178", "12 Anchor Lane")
    amina.visit.picture("survivor-visit")
    the_text_leaves_at_noon_for_the_safe_number_alone(amina, outbox, noon)
    the_time_comes(house, salma)

    amina.follow("To the room")
    amina.visit.go_in()
    phone = come_in(None, **ON_A_PHONE)
    somebody_comes_while_she_waits(amina, phone, outbox.link_to("+12025550177"))
    again = she_is_called_and_told_a_new_link(amina)
    phone = come_in(None, **ON_A_PHONE)
    phone.open(again)
    phone.press("Go in")
    phone.visit.go_in()
    amina_settles_what_must_be(amina, her="They said the code word", where="3 Mill Road")
    amina.follow("To the room")
    amina.visit.go_in()
    amina.page.locator('button[name="admit"]').click()
    for each in (amina, phone):
        each.visit.sees(1)
    if "KEYWORKER_TURN_URLS" in house.surroundings:
        assert {tuple(way) for way in phone.visit.ways()} == {("relay", "relay")}, "nobody learns where she is"
    she_takes_her_yes_back(amina, salma)
    phone.page.wait_for_selector('[data-part="heading-over"]')
    phone.reads("You need not meet by video. That changes nothing about the help.")
    assert phone.page.evaluate("lines.every((line) => line.connectionState === 'closed')")
    phone.visit.picture("survivor-over")
    amina.page.locator(".kw-heading__caption a").click()
    amina.press("End it, finish the note later")
    amina.never_reads("3 Mill Road", "12 Anchor Lane")


def the_text_leaves_at_noon_for_the_safe_number_alone(amina, outbox, noon):
    amina.follow("Who takes part, and their links")
    amina.press("Send them a link")
    outbox.goes_out()
    outbox.goes_out(noon - timedelta(minutes=1))
    assert outbox.texts_to("+12025550177") == [], "not before noon"
    outbox.goes_out(noon + timedelta(minutes=1))
    (words,) = outbox.texts_to("+12025550177")
    assert not re.search("Salma|Harbor|Amina|kettle|shelter|help", words)
    assert outbox.texts_to("+12025550178") == [], "somebody else reads what comes there"


def somebody_comes_while_she_waits(amina, phone, link):
    """She leaves in a moment, and what she left opens nothing any more."""
    phone.open(link)
    phone.press("Go in")
    phone.visit.go_in()
    waits = amina.page.locator("[data-guest]")
    expect(waits).to_have_count(1)
    phone.page.route("https://www.google.com/**", lambda route: route.fulfill(body="weather"))
    phone.page.locator(".govuk-js-exit-this-page-button").click()
    phone.page.wait_for_url("https://www.google.com/**")
    expect(waits).to_have_count(0)
    there = link.partition("/meet/")[0] + reverse("portal:meet")
    wait_until(
        lambda: phone.page.goto(there).status == 404, seconds=10
    )  # the door shuts a moment after the seat is free
    phone.open(link)
    phone.reads_heading("This link was used already")


def she_is_called_and_told_a_new_link(amina):
    amina.page.click('[data-part="hang-up"]')
    amina.follow("Who takes part, and their links")
    amina.reads("Opened their link")
    amina.press("Make a new link")
    amina.reads("blue kettle")
    return amina.page.locator(".kw-call__link").inner_text()


def she_takes_her_yes_back(amina, case):
    """Amina writes it down in another tab, and the meeting ends in this one."""
    beside = amina.page.context.new_page()
    beside.goto(reverse("consent:list", args=[case.person_id]))
    beside.locator("article").filter(has_text="To meet you by telephone or video").get_by_role(
        "link", name="Take back"
    ).click()
    with beside.expect_navigation():
        beside.get_by_role("button", name="Take it back").click()
    beside.close()
    amina.page.wait_for_selector('[data-part="heading-over"]')
