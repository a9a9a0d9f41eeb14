"""A worker's device in a client's hands: whatever they try, they hold their own page, and the worker takes it back."""

import time
from uuid import UUID

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.sessions.backends.base import UpdateError
from django.urls import NoReverseMatch, reverse

from keyworker.access.handing_over import HANDED_OVER
from keyworker.accounts.models import User
from keyworker.audit.models import AuditEvent
from keyworker.people.models import Alert
from keyworker.planning import actions as planning
from keyworker.planning.models import PlanSignature
from keyworker.town.cast import PASSWORD
from tests.planning.conftest import HOME, Planner
from tests.sweeps.addresses import every_address
from tests.town import just_asked_who_they_are

GIVE_BACK = "/accounts/reauthenticate/"
SECRET = "Perpetua Lovelace"
SIGNATURE = {"signer": "client", "how": "typed", "signer_name": "Rosa Delgado", "agrees": "on"}


def url(name, *keys):
    return reverse(f"planning:{name}", args=keys)


@pytest.fixture
def plan(town):
    return Planner(town).draft()


@pytest.fixture
def somebody_else(town):
    """Another client of Amina's, whose file Rosa must not read."""
    return town.client_case(full_name=SECRET).person


@pytest.fixture
def rosa(town, page, plan, somebody_else):
    """Amina's browser, as Rosa holds it."""
    browser = page(town.amina)
    assert browser.get(url("sign", plan.pk)).status_code == 200
    return browser


def is_asked_to_give_it_back(answer):
    return answer.status_code == 302 and answer["Location"].startswith(GIVE_BACK)


def amina_gives(browser, password=PASSWORD, **more):
    return browser.post(GIVE_BACK, {"password": password, **more})


def test_the_page_handed_over_shows_nothing_of_the_house(town, page, plan):
    answer = page(town.amina).get(url("sign", plan.pk))
    shown = answer.content.decode()
    for part in ("kw-identity", "kw-tabs", "kw-nav", 'role="search"', "kw-menu__list", "/my-day/", "kw-footer"):
        assert part not in shown
    assert answer["Cache-Control"] == "no-store"


def test_she_reads_signs_and_is_thanked(rosa, plan, town):
    digest = rosa.get(url("sign", plan.pk)).context["form"].initial["digest"]
    signed = rosa.post(url("sign", plan.pk), {**SIGNATURE, "digest": digest})
    assert signed["Location"] == url("signed", plan.pk)
    assert "Thank you, Rosa" in rosa.get(url("signed", plan.pk)).content.decode()
    assert town.find(PlanSignature, plan=plan).signer_name == "Rosa Delgado"
    assert is_asked_to_give_it_back(rosa.get(url("plan", plan.pk)))


def test_amina_stays_signed_in_when_her_password_is_hashed_anew_on_the_way(rosa, plan, town, monkeypatch):
    """She stood at the sign-in, though she had just shown who she is."""
    monkeypatch.setattr(Argon2PasswordHasher, "time_cost", Argon2PasswordHasher.time_cost + 1)
    before = User.objects.get(pk=rosa.session["_auth_user_id"]).password
    amina_gives(rosa)
    assert User.objects.get(pk=rosa.session["_auth_user_id"]).password != before
    assert rosa.get(url("plan", plan.pk)).status_code == 200


def test_a_mistake_keeps_her_on_her_page(rosa, plan):
    shown = rosa.post(url("sign", plan.pk), {**SIGNATURE, "agrees": ""}).content.decode()
    assert "Rosa Delgado" in shown
    assert "govuk-error-summary" in shown


ELSEWHERE = ("/", "/my-day/", "/caseload/", "/search/?q=perpetua", "/accounts/2fa/", "/accounts/login/", "/me/",
             "/refer/harbor-house/", "/design/", "/nowhere/")  # fmt: skip


@pytest.mark.parametrize("address", ELSEWHERE)
def test_every_other_address_leads_to_giving_it_back(rosa, address):
    assert is_asked_to_give_it_back(rosa.get(address))


def test_nobody_elses_file_opens_however_it_is_asked_for(rosa, somebody_else):
    file = f"/people/{somebody_else.pk}/"
    answers = [
        rosa.get(file),
        rosa.get(file, headers={"HX-Request": "true"}),
        rosa.get(file, headers={"Accept": "application/json"}),
        rosa.head(file),
        rosa.post(file),
        rosa.get(file, follow=True),
        rosa.get(f"{GIVE_BACK}?next={file}"),
    ]
    assert not any(SECRET in answer.content.decode() for answer in answers)


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"X-Keyworker-Keep": "1"}, {"Accept": "application/json"}])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_in_another_tab_is_told_so_and_keeps_its_words(rosa, somebody_else, headers, method):
    answer = getattr(rosa, method)(f"/people/{somebody_else.pk}/", headers=headers)
    assert answer.status_code == 401
    assert answer["X-Keyworker-Signed-Out"] == "1"
    assert answer.content == b""


def test_no_action_is_done_from_her_hands(rosa, plan, somebody_else, town):
    about = {"kind": "safety", "text": "Not hers to say", "words": "Not hers to say", "agrees": "on"}
    sent = [url("edit", plan.pk), url("goal_new", plan.pk), url("sign_as_worker", plan.pk), url("new_version", plan.pk)]
    assert all(is_asked_to_give_it_back(rosa.post(address, about)) for address in sent)
    assert town.find(PlanSignature, plan=plan) is None
    assert town.find(Alert, person=somebody_else) is None


def test_her_page_is_hers_alone(rosa, town):
    """The page of the same name, for another person's plan."""
    other = Planner(town).draft(town.client_case(full_name=SECRET))
    answers = [rosa.get(url("sign", other.pk)), rosa.post(url("sign", other.pk), SIGNATURE)]
    assert all(is_asked_to_give_it_back(answer) for answer in answers)
    assert not any(SECRET in answer.content.decode() for answer in answers)


def test_no_address_of_the_product_stays_open_but_hers(rosa, plan):
    """Whatever is added later is shut too: the rule asks what is open, never what is not."""
    stay = {each.name for each in every_address() if each.guard is not None and each.guard.stays_open}
    assert stay == {"workspace:token", "workspace:keep", "workspace:theme", "set_language"}
    handed = [each.name for each in every_address() if each.guard is not None and each.guard.handed_over]
    assert {"planning:sign", "planning:signed"} <= set(handed)
    others = [each for each in every_address() if each.name not in stay]
    asked = {address.name: rosa.get(url) for address in others if (url := made_up(address))}
    assert {name for name, answer in asked.items() if not is_asked_to_give_it_back(answer)} == set()
    assert len(asked) > 0.9 * len(others)


def made_up(address):
    """The address with keys of nobody's; empty where it takes words of its own."""
    values = {name: UUID(int=0) if f"<uuid:{name}>" in address.route else "word" for name in address.arguments}
    try:
        return reverse(address.name, kwargs=values)
    except NoReverseMatch:
        return ""


def test_her_session_goes_on_and_the_page_may_be_dark(rosa, plan):
    assert rosa.post("/session/keep/").status_code == 204
    assert rosa.get("/session/token/").json()["handed_over"] is True
    assert rosa.post("/session/theme/", {"theme": "dark", "next": url("sign", plan.pk)}).status_code == 302
    assert 'data-theme="dark"' in rosa.get(url("sign", plan.pk)).content.decode()


def test_signing_out_ends_it(rosa):
    assert rosa.post("/accounts/logout/").status_code == 302
    assert rosa.get("/my-day/")["Location"].startswith("/accounts/login/")


def test_the_page_that_asks_for_it_names_the_worker_and_leads_back_to_hers(rosa, plan, somebody_else):
    shown = rosa.get("/my-day/", follow=True).content.decode()
    assert "Give the device back to Amina Yusuf" in shown
    assert f'href="{url("sign", plan.pk)}"' in shown
    assert "Rosa" not in shown
    assert 'autocomplete="current-password"' not in shown, "the browser would fill it in for anybody"


def test_amina_takes_it_back_with_her_password_and_goes_on_where_the_plan_is(rosa, plan):
    asked = rosa.get("/my-day/")["Location"]
    answer = rosa.post(asked, {"password": PASSWORD, "next": url("plan", plan.pk)})
    assert answer["Location"] == url("plan", plan.pk)
    assert rosa.get(url("plan", plan.pk)).status_code == 200
    assert rosa.get("/my-day/").status_code == 200


def test_she_goes_on_to_sign_herself_when_that_was_asked_for(rosa, plan):
    assert rosa.get(url("sign_as_worker", plan.pk))["Location"].endswith(f"plans%2F{plan.pk}%2Fsign%2Fworker%2F")


def test_what_was_tried_is_not_shown_when_the_worker_is_back(rosa, plan, somebody_else):
    """Else the file somebody asked for would open before their eyes."""
    asked = rosa.get(f"/people/{somebody_else.pk}/")["Location"]
    assert str(somebody_else.pk) not in asked
    assert str(plan.pk) in asked


@pytest.mark.parametrize("password", ["", "rosa", PASSWORD.upper()])
def test_a_wrong_password_gives_nothing_back(rosa, password):
    amina_gives(rosa, password)
    assert is_asked_to_give_it_back(rosa.get("/my-day/"))


def test_guessing_is_throttled(rosa):
    answers = [amina_gives(rosa, f"guess-{number}") for number in range(12)]
    assert answers[-1].status_code == 429
    assert "Please wait a little" in answers[-1].content.decode()
    assert amina_gives(rosa).status_code == 429
    assert is_asked_to_give_it_back(rosa.get("/my-day/"))


def test_having_shown_who_one_is_before_is_not_enough(town, page, plan):
    browser = just_asked_who_they_are(page(town.amina))
    browser.get(url("sign", plan.pk))
    assert is_asked_to_give_it_back(browser.get("/my-day/"))


def test_what_somebody_else_shows_opens_nothing(rosa):
    session = rosa.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() + 1, "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(User.objects.get(email="ben@harbor-house.example").pk)
    session.save()
    assert is_asked_to_give_it_back(rosa.get("/my-day/"))


def test_the_next_time_it_is_asked_again(rosa, plan):
    amina_gives(rosa)
    assert rosa.get("/my-day/").status_code == 200
    rosa.get(url("sign", plan.pk))
    assert is_asked_to_give_it_back(rosa.get("/my-day/"))


def test_a_request_that_was_still_on_its_way_cannot_undo_it(town, page, plan):
    """It holds the session as it was before; saved later, it would open the house again."""
    browser = page(town.amina)
    browser.get("/my-day/")
    late, before = browser.session, browser.session.session_key
    browser.get(url("sign", plan.pk))
    assert browser.session.session_key != before
    with pytest.raises(UpdateError):
        late.save()
    browser.cookies["session"] = before
    assert browser.get("/my-day/")["Location"].startswith("/accounts/login/")


def test_the_list_of_sessions_still_knows_this_one(town, page, plan):
    browser = page(None)
    browser.post("/accounts/login/", {"login": "amina@harbor-house.example", "password": PASSWORD})
    browser.get(url("sign", plan.pk))
    amina_gives(browser)
    browser.get("/my-day/")
    (known,) = UserSession.objects.filter(user__email="amina@harbor-house.example")
    assert known.session_key == browser.session.session_key


def test_handing_over_and_taking_back_stand_in_the_trail(rosa, plan, town):
    handed = town.find(AuditEvent, verb="access.handed_over", actor_id=town.amina.id)
    assert handed.facts == {"page": "planning:sign_client", "plan_id": str(plan.pk)}
    assert town.find(AuditEvent, verb="access.given_back", actor_id=town.amina.id) is None
    amina_gives(rosa)
    rosa.get("/my-day/")
    assert town.find(AuditEvent, verb="access.given_back", actor_id=town.amina.id) is not None


def test_a_page_that_leads_elsewhere_or_is_not_there_hands_nothing_over(town, page):
    agreed = Planner(town).agreed()
    browser = page(town.amina)
    assert browser.get(url("sign", agreed.pk))["Location"] == url("plan", agreed.pk)
    assert browser.get(url("sign", UUID(int=0))).status_code == 404
    assert HANDED_OVER not in browser.session
    assert page(town.sam).get(url("sign", agreed.pk)).status_code == 404


def test_who_signs_in_anew_holds_nothing_of_it(rosa):
    rosa.post("/accounts/logout/")
    rosa.post("/accounts/login/", {"login": "amina@harbor-house.example", "password": PASSWORD})
    assert rosa.get("/my-day/").status_code == 200


def test_the_page_that_asks_for_it_is_first_in_the_clients_language(town, page):
    browser, case = page(town.amina), town.client_case(full_name="Rosa Delgado", language="ar")
    plan = planning.start_plan(actor=town.amina, case=case, words=planning.PlanWords(language="ar"))
    planning.add_goal(actor=town.amina, plan=plan, words=HOME)
    browser.get(url("sign", plan.pk))
    shown = browser.get("/my-day/", follow=True).content.decode()
    assert 'lang="ar" dir="rtl"' in shown
    assert "I am Amina Yusuf" in shown
