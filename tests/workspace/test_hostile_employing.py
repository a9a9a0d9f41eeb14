"""An administrator asks for addresses one by one: who uses Keyworker elsewhere, or at their own door, is no news."""

import re

import pytest
from django.core import mail

from keyworker.access import doors
from keyworker.access.actions import end_place, grant_role
from keyworker.access.models import DoorKind, Grant
from keyworker.access.roles import Role
from keyworker.accounts.models import User
from keyworker.agencies.models import Staff
from keyworker.audit.models import AuditEvent
from keyworker.base.decision import Refused
from keyworker.people.actions import open_portal
from keyworker.workspace.actions import invite_again
from keyworker.workspace.actions.inviting import NOWHERE

UNKNOWN = "wren@mail.example"
CHOOSING = 'name="password1"'
ELSEWHERE = "carl@northside.example"
AT_HER_OWN_DOOR = "ondine@mail.example"


@pytest.fixture(autouse=True)
def mailbox(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []


@pytest.fixture
def ondine(town):
    """A client of the shelter, who has a sign-in of her own."""
    person = town.client_case(town.grace, town.shelter, full_name="Ondine Marsh").person
    return open_portal(actor=town.grace, person=person, user=User.objects.create_user(AT_HER_OWN_DOOR, "marmalade"))


def ask(page, town, email, **given):
    said = {
        "name": "Wren Castellano",
        "email": email,
        "role": "intake-worker",
        "program": str(town.housing.pk),
        **given,
    }
    return page(town.priya).post("/staff/new/", said)


def told(response, email):
    """What the page says, less what differs each time by its nature."""
    text = response.content.decode().split("<main")[1].split("</main>")[0].replace(email, "ADDRESS")
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", text)


def wren(town):
    return town.find(Staff, name="Wren Castellano")


def link_in(letter):
    return re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", letter.body)[1]


@pytest.mark.parametrize("known", [ELSEWHERE, AT_HER_OWN_DOOR, AT_HER_OWN_DOOR.upper()])
def test_the_answer_is_the_same_for_an_address_known_elsewhere(town, page, ondine, known):
    first = ask(page, town, UNKNOWN)
    one = wren(town)
    list_of_one = page(town.priya).get("/staff/").content.decode()
    end_place(actor=town.job(), member=one)
    second = ask(page, town, known)
    assert (first.status_code, told(first, UNKNOWN)) == (second.status_code, told(second, known))
    two = town.all(Staff, name="Wren Castellano")[-1]
    assert two.pk != one.pk
    list_of_two = page(town.priya).get("/staff/").content.decode()
    assert "Invited, and not here yet" in list_of_one
    assert "Invited, and not here yet" in list_of_two
    assert known.lower() not in list_of_two.lower()
    for member in (one, two):
        events = town.all(AuditEvent, subject_id=member.pk)
        assert [event.verb for event in events][:2] == ["access.staff_added", "access.role_granted"]
        assert town.find(Grant, staff=member.pk)


def test_nor_is_it_told_by_asking_twice(town, page, ondine):
    answers = {}
    for email in (UNKNOWN, ELSEWHERE, AT_HER_OWN_DOOR):
        answers[email] = [told(ask(page, town, email), email) for _ in range(2)]
    first, *others = answers.values()
    assert "They are invited" in first[1]
    assert all(each == first for each in others)


def test_only_the_letter_knows(town, page, ondine):
    for address in (UNKNOWN, ELSEWHERE, AT_HER_OWN_DOOR):
        ask(page, town, address)
    free, *taken = mail.outbox
    assert [letter.to for letter in mail.outbox] == [[UNKNOWN], [ELSEWHERE], [AT_HER_OWN_DOOR]]
    assert len({letter.subject for letter in mail.outbox}) == 1
    assert "/accounts/password/reset/key/" in free.body
    for letter in taken:
        assert "cannot be used" in letter.body
        assert "password/reset" not in letter.body


def test_who_was_there_before_keeps_their_own_sign_in(town, page, ondine):
    before = {email: User.objects.get(email=email).password for email in (ELSEWHERE, AT_HER_OWN_DOOR)}
    for address in before:
        ask(page, town, address)
    for email, password in before.items():
        user = User.objects.get(email=email)
        assert user.password == password
        opened = [doors.resolve(kind, str(user.pk)) for kind in (DoorKind.SIGN_IN, DoorKind.PORTAL)]
        assert {each.subject_id for each in opened if each} <= {town.carl.id, ondine.pk}


def test_a_colleague_of_ones_own_agency_is_said_so(town, page):
    assert "A colleague signs in" in ask(page, town, "AMINA@harbor-house.example").content.decode()
    assert wren(town) is None


def test_the_invited_choose_their_own_password(town, page):
    ask(page, town, UNKNOWN)
    opened = page(None).get(link_in(mail.outbox[0]), follow=True)
    assert "Choose your password" in opened.content.decode()
    assert wren(town).user_id == User.objects.get(email=UNKNOWN).pk


def test_the_page_holds_no_link_that_opens_their_place(town, page):
    """Whoever asked would come in as them, and choose the password themselves."""
    assert "password/reset" not in ask(page, town, UNKNOWN).content.decode()


def test_who_left_comes_back_with_their_old_address(town, page):
    end_place(actor=town.priya, member=town.staff(town.sam))
    ask(page, town, "sam@harbor-house.example")
    assert "/accounts/password/reset/key/" in mail.outbox[0].body
    assert not User.objects.get(email="sam@harbor-house.example").has_usable_password()


class TestWritingAgain:
    def test_to_another_address(self, town, page):
        ask(page, town, ELSEWHERE)
        page(town.priya).post(f"/staff/{wren(town).pk}/invite/", {"email": UNKNOWN})
        assert link_in(mail.outbox[1])
        user = User.objects.get(email=UNKNOWN)
        assert doors.resolve(DoorKind.SIGN_IN, str(user.pk)).subject_id == wren(town).pk

    def test_to_the_same_one(self, town, page):
        ask(page, town, UNKNOWN)
        page(town.priya).post(f"/staff/{wren(town).pk}/invite/", {"email": UNKNOWN})
        assert "Choose your password" in page(None).get(link_in(mail.outbox[1]), follow=True).content.decode()

    def test_it_says_no_more_than_the_first_time(self, town, page, ondine):
        answers = set()
        for email in (UNKNOWN, ELSEWHERE, AT_HER_OWN_DOOR):
            ask(page, town, "other@mail.example") if wren(town) is None else None
            answer = page(town.priya).post(f"/staff/{wren(town).pk}/invite/", {"email": email}, follow=True)
            answers.add("The letter is on its way" in answer.content.decode())
        assert answers == {True}
        verbs = [event.verb for event in town.all(AuditEvent, subject_id=wren(town).pk)]
        assert verbs[-6:] == ["access.sign_in_given", "workspace.invited_again"] * 3

    def test_an_earlier_letter_opens_nothing(self, town, page):
        ask(page, town, UNKNOWN)
        page(town.priya).post(f"/staff/{wren(town).pk}/invite/", {"email": "wren@other.example"})
        assert doors.resolve(DoorKind.SIGN_IN, str(User.objects.get(email=UNKNOWN).pk)) is None

    @pytest.mark.parametrize("name", ["amina", "grace"])
    def test_nobody_comes_in_as_a_colleague_who_is_here(self, town, page, name):
        """With a letter to an address of their own an administrator would sit at her desk."""
        actor = getattr(town, name)
        before = town.staff(actor).user_id
        answer = page(town.priya).post(f"/staff/{actor.id}/invite/", {"email": "priya@mail.example"})
        assert "chosen a password already" in answer.content.decode()
        assert town.staff(actor).user_id == before
        assert mail.outbox == []

    def test_nor_as_somebody_confirmed_for_the_sealed_program(self, town, page):
        ask(page, town, UNKNOWN)
        grant_role(actor=town.job(), member=wren(town), role=Role.CASE_MANAGER, program=town.shelter)
        with pytest.raises(Refused):
            invite_again(actor=town.priya, member=wren(town), email="priya@mail.example")

    @pytest.mark.parametrize("who", ["amina", "ben", "oskar", "pavel"])
    def test_who_does_not_look_after_the_staff_finds_nothing(self, town, page, who):
        ask(page, town, UNKNOWN)
        answer = page(getattr(town, who)).post(f"/staff/{wren(town).pk}/invite/", {"email": "x@mail.example"})
        assert answer.status_code == 404


def test_a_letter_that_cannot_be_sent_is_said_and_nothing_is_lost(town, page, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 9
    settings.EMAIL_TIMEOUT = 2
    assert "could not be sent" in ask(page, town, UNKNOWN).content.decode()
    assert "could not be sent" in ask(page, town, ELSEWHERE).content.decode()
    assert wren(town) is not None


class TestWhereNoLetterGoesOut:
    """No mail server is named: the link is shown once to whoever invites."""

    @pytest.fixture(autouse=True)
    def no_mail(self, settings):
        settings.LETTERS_GO_OUT = False

    def link_on(self, answer):
        return re.search(r"https?://[^/]+(/accounts/password/reset/key/[^<\s]+)", answer.content.decode())[1]

    def choose(self, page, link):
        browser = page(None)
        opened = browser.get(link, follow=True)
        return browser, opened.redirect_chain[-1][0] if opened.redirect_chain else link, opened.content.decode()

    def test_the_link_is_shown_once_and_its_showing_stands_in_the_trail(self, town, page):
        answer = ask(page, town, UNKNOWN)
        link = self.link_on(answer)
        assert answer["Cache-Control"] == "no-store"
        assert mail.outbox == []
        assert town.find(AuditEvent, verb="workspace.link_shown", subject_id=wren(town).pk).actor_id == town.priya.id
        key = link.rstrip("/").rsplit("/", 1)[-1]
        for address in ("/staff/", "/staff/new/", f"/staff/{wren(town).pk}/invite/", "/trail/"):
            assert key not in page(town.priya).get(address).content.decode()

    def test_it_works_once(self, town, page):
        link = self.link_on(ask(page, town, UNKNOWN))
        browser, form, shown = self.choose(page, link)
        assert CHOOSING in shown
        secret = "four-quiet-harbors-at-dusk"
        browser.post(form, {"password1": secret, "password2": secret}, follow=True)
        assert User.objects.get(email=UNKNOWN).check_password(secret)
        assert CHOOSING not in self.choose(page, link)[2]

    def test_it_runs_out(self, town, page, settings):
        link = self.link_on(ask(page, town, UNKNOWN))
        settings.PASSWORD_RESET_TIMEOUT = -1
        assert CHOOSING not in self.choose(page, link)[2]

    def test_a_second_one_ends_the_first(self, town, page):
        ask(page, town, UNKNOWN)
        address = f"/staff/{wren(town).pk}/invite/"
        again = page(town.priya).post(address, {"email": "wren@other.example"})
        assert CHOOSING in self.choose(page, self.link_on(again))[2]
        assert doors.resolve(DoorKind.SIGN_IN, str(User.objects.get(email=UNKNOWN).pk)) is None

    def test_for_an_address_known_elsewhere_the_page_looks_the_same_and_opens_nothing(self, town, page, ondine):
        first = ask(page, town, UNKNOWN)
        second = ask(page, town, AT_HER_OWN_DOOR)
        shapes = {re.sub(r"key/[^<\s]+", "key/", told(one, email)) for one, email in
                  ((first, UNKNOWN), (second, AT_HER_OWN_DOOR))}  # fmt: skip
        assert len(shapes) == 1
        assert CHOOSING not in self.choose(page, self.link_on(second))[2]
        assert User.objects.get(email=AT_HER_OWN_DOOR).check_password("marmalade")

    def test_it_is_no_way_to_sit_at_a_colleagues_desk(self, town, page):
        answer = page(town.priya).post(f"/staff/{town.amina.id}/invite/", {"email": "priya@mail.example"})
        assert "chosen a password already" in answer.content.decode()
        assert "password/reset" not in answer.content.decode()


def test_nobody_signs_in_with_what_stands_in_for_a_taken_address(town, page):
    ask(page, town, ELSEWHERE)
    stand_in = User.objects.get(pk=wren(town).user_id)
    assert stand_in.email.endswith(f"@{NOWHERE}")
    assert not stand_in.has_usable_password()
