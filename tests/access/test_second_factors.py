"""Keys, code apps and spare codes: nobody who needs a second factor can lose the last, and codes are shown once."""

from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connections

from keyworker.access.signing_in import CHANGES
from keyworker.accounts.models import User
from keyworker.audit.models import AuditEvent
from keyworker.audit.presenters import known_verbs
from keyworker.base.actor import client
from keyworker.people import actions as people
from tests.town import just_asked_who_they_are, signed_in

CODE_APP = "/accounts/2fa/totp/deactivate/"
STAYS = "only second step"


def user(name="amina"):
    return User.objects.get(email=f"{name}@harbor-house.example")


def key(owner, name="My phone"):
    data = {"name": name, "credential": {}}
    return Authenticator.objects.create(user=owner, type=Authenticator.Type.WEBAUTHN, data=data)


def code_app(owner):
    return TOTP.activate(owner, generate_totp_secret()).instance


def removal_of(factor):
    return CODE_APP if factor.type == "totp" else f"/accounts/2fa/webauthn/keys/{factor.pk}/remove/"


def factors(owner):
    return set(Authenticator.objects.filter(user=owner).values_list("type", flat=True))


def sure_it_is_her(actor):
    return just_asked_who_they_are(signed_in(actor))


@pytest.fixture
def needed(settings):
    """As everywhere but in the demonstration."""
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.mark.parametrize("make", [key, code_app])
def test_amina_cannot_take_away_her_last_second_factor(town, needed, make):
    factor, browser = make(user()), sure_it_is_her(town.amina)
    shown = browser.get(removal_of(factor)).content.decode()
    assert STAYS in shown
    assert "govuk-button--warning" not in shown
    answer = browser.post(removal_of(factor))
    assert STAYS in answer.content.decode()
    assert Authenticator.objects.filter(pk=factor.pk).exists()


@pytest.mark.parametrize(("first", "last"), [(key, code_app), (code_app, key), (key, key)])
def test_one_of_two_may_go_and_then_the_other_stays(town, needed, first, last):
    goes, stays, browser = first(user()), last(user()), sure_it_is_her(town.amina)
    assert browser.post(removal_of(goes)).status_code == 302
    assert STAYS in browser.post(removal_of(stays)).content.decode()
    assert factors(user()) == {stays.type}


def test_spare_codes_are_no_second_factor_to_live_on(town, needed):
    factor, browser = key(user()), sure_it_is_her(town.amina)
    RecoveryCodes.activate(user())
    browser.post(removal_of(factor))
    assert Authenticator.objects.filter(pk=factor.pk).exists()


def test_two_factors_taken_away_at_the_same_moment_leave_one(open_town, needed):
    both = [key(user()), code_app(user())]
    browsers = [sure_it_is_her(open_town.amina) for _ in both]

    def take_away(number):
        try:
            return browsers[number].post(removal_of(both[number])).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as tabs:
        assert sorted(tabs.map(take_away, range(2))) == [200, 302]
    assert len(factors(user())) == 1


def test_where_a_password_is_enough_the_last_one_may_go_and_its_spare_codes_go_with_it(town):
    factor, browser = key(user()), sure_it_is_her(town.amina)
    RecoveryCodes.activate(user())
    assert browser.post(removal_of(factor))["Location"] == "/accounts/2fa/webauthn/"
    assert factors(user()) == set()


def test_a_client_changes_nothing_of_it_on_the_pages_of_staff(open_town, needed):
    person, odile = open_town.client_case().person, User.objects.create_user("odile@example.org", "a-long-enough-word")
    account = people.open_portal(actor=open_town.amina, person=person, user=odile)
    factor = key(odile)
    browser = sure_it_is_her(client(agency_id=account.agency_id, account_id=account.pk, person_id=person.pk))
    assert browser.post(removal_of(factor)).status_code == 404
    assert factors(odile) == {"webauthn"}


def test_nobody_takes_away_a_colleagues_key(town):
    factor, browser = key(user("ben")), sure_it_is_her(town.amina)
    assert browser.get(removal_of(factor)).status_code == 404
    assert browser.post(removal_of(factor)).status_code == 404
    assert factors(user("ben")) == {"webauthn"}


@pytest.mark.parametrize("make", [key, code_app])
def test_whoever_finds_her_screen_open_is_asked_who_they_are_first(town, page, make):
    make(user())
    factor, browser = make(user("sam")), page(town.sam)
    answer = browser.post(removal_of(factor))
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert Authenticator.objects.filter(pk=factor.pk).exists()


def test_spare_codes_are_shown_once_and_new_ones_replace_them(town):
    key(user())
    browser, codes = sure_it_is_her(town.amina), RecoveryCodes.activate(user()).get_unused_codes()
    first, again = (browser.get("/accounts/2fa/recovery-codes/").content.decode() for _ in range(2))
    assert len(codes) == 10
    assert all(code in first for code in codes)
    assert not any(code in again for code in codes)
    assert browser.get("/accounts/2fa/recovery-codes/download/").status_code == 403
    answer = browser.post("/accounts/2fa/recovery-codes/generate/")
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    renewed = browser.get("/accounts/2fa/recovery-codes/").content.decode()
    assert "You see them only this once" in renewed
    assert not any(code in renewed for code in codes)
    (held,) = Authenticator.objects.filter(user=user(), type="recovery_codes")
    assert not held.wrap().validate_code(codes[0])


def test_every_change_to_how_one_signs_in_stands_in_the_trail(town, django_capture_on_commit_callbacks):
    first, second, browser = key(user()), code_app(user()), sure_it_is_her(town.amina)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(removal_of(first))
        browser.post("/accounts/2fa/recovery-codes/generate/")
        browser.post(removal_of(second))
    told = {event.verb for event in town.all(AuditEvent, actor_id=town.amina.id)}
    assert {"access.passkey_removed", "access.spare_codes_made", "access.code_app_removed"} <= told
    assert set(CHANGES.values()) <= known_verbs()


def test_a_new_password_stands_in_the_trail_however_it_was_chosen(town, page, django_capture_on_commit_callbacks):
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str

    new = {"password1": "three-herons-over-water", "password2": "three-herons-over-water"}
    link = f"/accounts/password/reset/key/{user_pk_to_url_str(user())}-{default_token_generator.make_token(user())}/"
    stranger = page(None)
    with django_capture_on_commit_callbacks(execute=True):
        stranger.post(stranger.get(link)["Location"], new)
    assert town.find(AuditEvent, verb="access.password_reset", actor_id=town.amina.id) is not None
    given = {"oldpassword": new["password1"], "password1": "four-herons-on-the-quay", "password2": "not the same"}
    browser = page(town.amina)
    assert "govuk-error-summary" in browser.post("/accounts/password/change/", given).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/accounts/password/change/", {**given, "password2": given["password1"]})
    assert town.find(AuditEvent, verb="access.password_changed", actor_id=town.amina.id) is not None


def test_an_address_is_not_changed_from_a_screen_that_was_left_open(town, page):
    browser = page(town.amina)
    assert browser.get("/accounts/email/").status_code == 404
    assert browser.post("/accounts/email/", {"email": "me@elsewhere.example", "action_add": ""}).status_code == 404


def test_the_square_of_a_code_app_is_read_from_a_dark_page_and_its_secret_is_typed_in_fours(town):
    shown = sure_it_is_her(town.amina).get("/accounts/2fa/totp/activate/")
    square = b64decode(shown.context["totp_svg_data_uri"].partition("base64,")[2]).decode()
    assert 'fill="white"' in square
    secret = shown.context["form"].secret
    assert f"{secret[:4]} {secret[4:8]} " in shown.content.decode()
