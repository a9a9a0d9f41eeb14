"""The way in to one's own page: a link that works once and a PIN; whoever has neither, or only one, learns nothing."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache, caches
from django.db import connections
from django.urls import reverse
from django.utils import translation

from keyworker.access.models import DoorKey, DoorKind
from keyworker.audit.models import AuditEvent
from keyworker.base import clock
from keyworker.base.actor import client
from keyworker.base.decision import Refused
from keyworker.cases import actions as cases
from keyworker.people import actions as people
from keyworker.people.models import Channel, ContactPoint, PortalAccount
from keyworker.people.own_door.rules import good_pin, may_open_door, plain_code, plain_digits, same_word
from keyworker.portal import throttle
from keyworker.reviews.actions import Voice, leave_complaint
from tests.portal.test_looking import assert_only_words

PIN, OTHER = "508213", "940617"
WORD = "Marmalade"


@pytest.mark.parametrize(
    ("pin", "good"),
    [
        ("508213", True), ("12345", False), ("1234567", False), ("123456", False), ("654321", False),
        ("777777", False), ("121212", False), ("508508", False), ("040387", False), ("030487", False),
        ("198703", False), ("50821a", False),
    ],
)  # fmt: skip
def test_a_pin_is_six_digits_that_nobody_guesses_first(pin, good):
    assert bool(good_pin(pin, born_on=date(1987, 3, 4))) is good


def test_figures_of_any_script_and_codes_however_they_were_heard_are_the_same():
    assert plain_digits("٥٠٨ ٢١٣") == "508213"
    assert plain_code(" 7k2m–9qxr – oil3") == "7K2M9QXR0113"
    assert same_word("  marmalade ", [WORD])
    assert not same_word("", [])


@pytest.mark.parametrize("breach", [{"died": True}, {"has_one": True}, {"has_code_word": False}])
def test_no_page_for_the_dead_none_twice_and_none_without_a_code_word(breach):
    assert may_open_door(**{"died": False, "has_one": False, "has_code_word": True})
    assert not may_open_door(**{"died": False, "has_one": False, "has_code_word": True, **breach})


@pytest.fixture(autouse=True)
def in_english():
    """A page that was read in her language leaves the thread in it."""
    with translation.override("en"):
        yield
    translation.deactivate()


@pytest.fixture
def town(open_town):
    open_town.case = open_town.client_case(full_name="Xanthippe Quill", preferred_name="Xan", language="es")
    open_town.her = open_town.case.person
    people.set_safety(
        actor=open_town.amina, person=open_town.her, address_protected=False, risk_if_contacted="", code_word=WORD
    )
    return open_town


@pytest.fixture
def enrolled(town):
    enrolment = people.Enrolment("in-person", "She wants to read her plan.")
    town.account = people.enrol(actor=town.amina, person=town.her, enrolment=enrolment)
    return town


def make_link(town):
    return people.make_link(actor=town.amina, account=town.account)


def opened(browser, token):
    """The link's page and its button, as far as the PIN."""
    address = reverse("portal:link", args=[token])
    assert browser.get(address).status_code == 200
    return browser.post(address)


def chosen(town, browser, pin=PIN):
    """Her first way in: the link, then a PIN of her own."""
    assert opened(browser, make_link(town).token)["Location"] == reverse("portal:pin")
    return browser.post(reverse("portal:pin"), {"pin": pin, "again": pin})


def is_inside(browser):
    return browser.get(reverse("portal:home")).status_code == 200


def test_by_the_first_link_she_chooses_a_pin_and_is_on_her_own_page_in_her_language(enrolled, page):
    hers = page(None)
    assert chosen(enrolled, hers)["Location"] == reverse("portal:home")
    shown = hers.get(reverse("portal:home"))
    assert "Hola, Xan" in shown.content.decode()
    assert "Harbor" not in shown.content.decode().partition("</title>")[0]
    user = enrolled.find(PortalAccount, pk=enrolled.account.pk).user
    assert user.password.startswith("argon2")
    assert not user.check_password(PIN), "whoever has the database must need the key ring, too"
    assert hers.get("/my-day/").status_code == 404


def test_a_mail_scanner_that_opens_the_link_uses_nothing_up(enrolled, page):
    token = make_link(enrolled).token
    for _scan in range(3):
        assert page(None).get(reverse("portal:link", args=[token])).status_code == 200
    assert opened(page(None), token).status_code == 302


def test_expired_guessed_used_and_forwarded_links_look_the_same(enrolled, page):
    hers = page(None)
    used = make_link(enrolled)
    assert opened(hers, used.token).status_code == 302
    replaced = make_link(enrolled).code
    run_out = make_link(enrolled).token
    with clock.at(clock.now() - timedelta(days=1)):
        old = make_link(enrolled).token
    answers = [opened(page(None), key) for key in (used.token, used.code, replaced, run_out, old, "A" * 22)]
    assert {answer.status_code for answer in answers} == {404}
    bodies = {answer.content.decode().partition("</main>")[0].partition("<main")[2] for answer in answers}
    assert len(bodies) == 1


def test_the_code_is_typed_however_it_was_heard_and_works_once(enrolled, page):
    code = make_link(enrolled).code
    spelled = f" {code[:4].lower()} - {code[4:]}"
    assert page(None).post(reverse("portal:way_in"), {"code": spelled})["Location"] == reverse("portal:pin")
    assert page(None).post(reverse("portal:way_in"), {"code": code}).status_code == 404


def test_codes_are_not_guessed_by_the_hundred_and_a_shelter_is_not_shut_out_meanwhile(enrolled, page):
    """A breach: somebody on the shelter's network types one wrong code after the other."""
    cache.clear()
    guesser, most = page(None), throttle.WRONG_CODES_FROM_ONE_PLACE
    typed = lambda code: guesser.post(reverse("portal:way_in"), {"code": code}).status_code  # noqa: E731
    assert {typed("GUESS0000000") for _ in range(5)} == {404}, "the same wrong one again is one"
    assert {typed(f"GUESS{number:07}") for number in range(1, most)} == {404}
    assert {typed(f"GUESS{number:07}") for number in (most, most + 1)} == {429}
    code = make_link(enrolled).code
    assert page(None).post(reverse("portal:way_in"), {"code": code})["Location"] == reverse("portal:pin")


def test_whoever_guesses_codes_fills_no_store_that_then_forgets_the_wrong_passwords(enrolled):
    """A breach: each wrong code were kept for an hour, and a full store drops a third of what it counts."""
    cache.clear()
    most = throttle.WRONG_CODES_FROM_ONE_PLACE
    for number in range(most + 50):
        throttle.too_many_wrong_codes(place="198.51.100.7", code=f"GUESS{number:07}")
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM base_cache")
        assert cursor.fetchone()[0] <= most + 2
    assert caches["default"]._max_entries > 100 * most


def test_after_five_wrong_pins_it_is_locked_and_only_the_code_word_opens_it(enrolled, page):
    hers, stranger = page(None), page(None)
    chosen(enrolled, hers)
    opened(stranger, make_link(enrolled).token)
    tries = [stranger.post(reverse("portal:pin"), {"pin": OTHER}).content.decode() for _ in range(5)]
    assert "Tries left: 4" in tries[0]
    assert "It is locked now" in tries[4]
    account = enrolled.find(PortalAccount, pk=enrolled.account.pk)
    assert account.locked_at is not None
    assert stranger.post(reverse("portal:pin"), {"pin": PIN})["Location"] == reverse("portal:way_in")
    with pytest.raises(Refused, match="Ask for the code word"):
        make_link(enrolled)
    with pytest.raises(Refused, match="not their code word"):
        people.let_in_again(actor=enrolled.amina, account=account, heard="Clavichord")
    people.let_in_again(actor=enrolled.amina, account=account, heard="marmalade")
    assert not is_inside(hers), "whoever was inside with the old PIN is out"
    hijack = stranger.post(reverse("portal:pin"), {"pin": OTHER, "again": OTHER})
    assert hijack["Location"] == reverse("portal:way_in"), "and who only had the link chooses no PIN in her place"
    assert chosen(enrolled, page(None), OTHER)["Location"] == reverse("portal:home")


def test_whoever_used_a_link_that_was_not_theirs_chooses_no_pin_once_another_was_made(enrolled, page):
    thief, hers, pin = page(None), page(None), reverse("portal:pin")
    assert opened(thief, make_link(enrolled).token)["Location"] == pin
    assert opened(hers, make_link(enrolled).token)["Location"] == pin
    both = {"pin": PIN, "again": PIN}
    assert [each.post(pin, both)["Location"] for each in (thief, hers)] == [
        reverse("portal:way_in"),
        reverse("portal:home"),
    ]


def test_nobody_outside_a_sealed_program_reads_that_its_worker_opened_the_page(town, page):
    cases.open_case(actor=town.job(), program=town.shelter, person=town.her, owner=town.staff(town.grace))
    people.set_safety(actor=town.grace, person=town.her, address_protected=False, risk_if_contacted="", code_word=WORD)
    enrolment = people.Enrolment("in-person", "So that she can write from room 4.")
    people.enrol(actor=town.grace, person=town.her, enrolment=enrolment)
    address = reverse("workspace:own_door", args=[town.her.pk])
    hers, mine = (page(actor).get(address).content.decode() for actor in (town.grace, town.amina))
    assert "room 4" in hers
    assert "Their phone" in mine
    assert "room 4" not in mine
    assert town.staff(town.grace).name not in mine


def test_a_phone_of_her_own_needs_the_pin_alone_and_a_shared_one_is_never_remembered(enrolled, page):
    hers = page(None)
    chosen(enrolled, hers)
    assert "phone" not in hers.cookies
    hers.post(reverse("portal:leave"))
    assert not is_inside(hers)
    opened(hers, make_link(enrolled).token)
    hers.post(reverse("portal:pin"), {"pin": PIN, "keep_phone": "on"})
    hers.post(reverse("portal:leave"))
    assert hers.get(reverse("portal:way_in"))["Location"] == reverse("portal:pin")
    assert hers.post(reverse("portal:pin"), {"pin": PIN})["Location"] == reverse("portal:home")
    hers.post(reverse("portal:sign_in"), {"step": "forget"})
    hers.post(reverse("portal:leave"))
    assert hers.get(reverse("portal:pin"))["Location"] == reverse("portal:way_in")


def test_where_others_use_the_phone_a_page_that_asks_all_the_same_is_not_heeded(town, page):
    enrolment = people.Enrolment("video", "Plan", shared_device=True)
    town.account = people.enrol(actor=town.amina, person=town.her, enrolment=enrolment)
    hers = page(None)
    chosen(town, hers)
    hers.post(reverse("portal:leave"))
    opened(hers, make_link(town).token)
    assert "keep_phone" not in hers.get(reverse("portal:pin")).content.decode()
    hers.post(reverse("portal:pin"), {"pin": PIN, "keep_phone": "on"})
    assert is_inside(hers)
    assert "phone" not in hers.cookies
    assert not town.all(DoorKey, kind=DoorKind.PORTAL_PHONE)


def test_five_minutes_without_a_page_end_it_and_so_does_the_beacon_of_the_quick_way_out(enrolled, page):
    hers = page(None)
    chosen(enrolled, hers)
    body = hers.get(reverse("portal:home")).content.decode()
    assert f'data-leave-url="{reverse("portal:leave")}"' in body
    with clock.at(clock.now() + timedelta(minutes=6)):
        assert hers.get(reverse("portal:home"))["Location"] == reverse("portal:way_in")


def test_she_changes_the_pin_stays_inside_and_shuts_her_page_for_good(enrolled, page):
    hers = page(None)
    chosen(enrolled, hers)
    address = reverse("portal:sign_in")
    said = {"step": "pin", "now": PIN, "pin": OTHER, "again": OTHER}
    assert "Quedan" in hers.post(address, {**said, "now": "111111"}).content.decode()
    assert "adivinar" in hers.post(address, {**said, "pin": "123456", "again": "123456"}).content.decode()
    assert hers.post(address, said).status_code == 302
    assert is_inside(hers)
    hers.post(address, {"step": "shut"})
    assert not is_inside(hers)
    assert enrolled.find(PortalAccount, pk=enrolled.account.pk).ended_at is not None
    with pytest.raises(Refused):
        make_link(enrolled)


def test_whoever_guesses_her_pin_from_inside_until_it_locks_is_out(enrolled, page):
    hers = page(None)
    chosen(enrolled, hers)
    for _ in range(5):
        hers.post(reverse("portal:sign_in"), {"step": "pin", "now": "111111", "pin": OTHER, "again": OTHER})
    assert not is_inside(hers)


def test_the_team_shuts_it_and_whoever_is_inside_is_out_at_once(enrolled, page):
    hers = page(None)
    chosen(enrolled, hers)
    people.close_portal(actor=enrolled.amina, person=enrolled.her)
    assert not is_inside(hers)


def test_a_page_of_hers_shuts_with_her_death(enrolled):
    death = people.Death(enrolled.today, "day", "Her sister called.")
    people.note_death(actor=enrolled.amina, person=enrolled.her, death=death, seen=enrolled.her.version)
    assert enrolled.find(PortalAccount, pk=enrolled.account.pk).ended_at is not None
    with pytest.raises(Refused, match=r"They have died|ha muerto"):
        people.enrol(actor=enrolled.amina, person=enrolled.her, enrolment=people.Enrolment("in-person", "x"))


def test_the_worker_opens_it_from_the_file_with_the_warning_in_sight(town, page):
    hers = page(town.amina)
    people.set_safety(
        actor=town.amina, person=town.her, address_protected=False, risk_if_contacted="He reads her phone."
    )
    address = reverse("workspace:own_door", args=[town.her.pk])
    assert address in hers.get(reverse("people:safety", args=[town.her.pk])).content.decode()
    shown = hers.get(address).content.decode()
    assert "He reads her phone." in shown
    said = {"step": "enrol", "met": "in-person", "shared_device": "yes", "because": "Her plan", "told": "on"}
    assert "own page" in hers.post(address, {**said, "told": ""}).content.decode()
    assert town.find(PortalAccount, person=town.her) is None
    assert hers.post(address, said).status_code == 302
    assert town.find(PortalAccount, person=town.her).shared_device
    link = hers.post(address, {"step": "link"}).content.decode()
    assert "/o/" in link
    assert "data:image/svg+xml" in link
    assert "/o/" not in hers.get(address).content.decode().replace('href="/o/', "")
    for stranger in (town.sam, town.grace, town.flo, town.carl):
        assert page(stranger).get(address).status_code == 404


def test_a_link_goes_by_letter_only_where_that_is_plainly_safe_and_never_the_first(enrolled, page, mailoutbox):
    people.add_contact_point(
        actor=enrolled.amina, person=enrolled.her, way=people.Way(Channel.EMAIL, "xan@mail.example")
    )
    point = enrolled.find(ContactPoint, person=enrolled.her, channel="email")
    with pytest.raises(Refused, match="no PIN yet"):
        people.make_link_to_send(actor=enrolled.amina, account=enrolled.account, point=point)
    chosen(enrolled, page(None))
    address = reverse("workspace:own_door", args=[enrolled.her.pk])
    said = {"step": "letter", "point": str(point.pk)}
    assert page(enrolled.amina).post(address, said).status_code == 302
    (letter,) = mailoutbox
    assert letter.to == ["xan@mail.example"]
    assert not {"Harbor", "Keyworker", "Xan"} & set((letter.subject + letter.body).replace(".", " ").split())
    token = letter.body.partition("/o/")[2].partition("/")[0]
    assert opened(page(None), token).status_code == 302
    people.set_safety(
        actor=enrolled.amina, person=enrolled.her, address_protected=False, risk_if_contacted="He reads her letters."
    )
    with pytest.raises(Refused, match="Read it out"):
        people.make_link_to_send(actor=enrolled.amina, account=enrolled.account, point=point)


def test_under_the_neutral_name_nothing_of_the_house_is_there(town, settings, client):
    settings.CLIENT_HOST = "quiet.example"
    settings.ALLOWED_HOSTS = ["quiet.example", "testserver"]
    for path in ("/accounts/login/", "/my-day/", "/r/abc/", "/search/"):
        answer = client.get(path, headers={"host": "quiet.example"})
        assert answer.status_code == 404
        assert "Keyworker" not in answer.content.decode()
        assert "Leave this page quickly" in answer.content.decode()
    assert client.get("/", headers={"host": "quiet.example"})["Location"] == "/o/"
    shown = client.get("/o/", headers={"host": "quiet.example"}).content.decode()
    assert "Harbor" not in shown


def test_the_trail_tells_each_step_and_no_pin(enrolled, page):
    chosen(enrolled, page(None))
    told = enrolled.all(AuditEvent, person_id=enrolled.her.pk)
    verbs = {event.verb for event in told}
    assert {
        "people.portal_opened",
        "people.portal_link_made",
        "people.portal_link_spent",
        "people.portal_pin_chosen",
        "people.portal_entered",
    } <= verbs
    assert not [event for event in told if PIN in str(event.facts)]


def test_her_worker_sees_what_she_sees_can_press_nothing_and_is_in_the_trail(enrolled, page):
    address = reverse("portal:as_they_see_it", args=[enrolled.her.pk])
    me = client(agency_id=enrolled.her.agency_id, account_id=enrolled.account.pk, person_id=enrolled.her.pk)
    leave_complaint(actor=me, program=enrolled.housing, voice=Voice("She shouts at me.", about="Amina"))
    seen = page(enrolled.amina).post(address).content.decode()
    assert "Hello, Xan" in seen
    assert "She shouts" not in seen, "whom a complaint is about does not read it"
    seen = page(enrolled.amina).post(address, {"path": reverse("portal:file")}).content.decode()
    assert "What I agreed to" in seen
    assert "Who opened my file</h2>" not in seen, "that is the trail's"
    assert_only_words(seen)
    assert enrolled.find(AuditEvent, verb="people.portal_looked_at", actor_id=enrolled.amina.id) is not None
    for stranger in (enrolled.sam, enrolled.grace, enrolled.flo, enrolled.carl):
        assert page(stranger).post(address).status_code == 404
    cases.open_case(
        actor=enrolled.job(), program=enrolled.family, person=enrolled.her, owner=enrolled.staff(enrolled.sam)
    )
    told = page(enrolled.amina).post(address, follow=True).content.decode()
    assert "Another team works with them, too." in told, "nor is it a way to read what another team keeps"
    assert "What I agreed to" not in told
