"""Priya looks after staff and roles; Oskar reads the trail."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from keyworker.access.models import Grant
from keyworker.accounts.models import User
from keyworker.agencies.models import Staff
from keyworker.audit.models import AuditEvent

NEW = {"name": "Noor Haddad", "email": "noor@harbor-house.example", "job_title": "Case manager", "role": "case-manager"}


def test_priya_adds_a_colleague(town, page):
    text = page(town.priya).post("/staff/new/", {**NEW, "program": str(town.housing.pk)}).content.decode()
    assert "They are invited" in text
    noor = town.find(Staff, name="Noor Haddad")
    assert town.find(Grant, staff=noor.pk).program_id == town.housing.pk
    assert not User.objects.get(email=NEW["email"]).has_usable_password()


@pytest.mark.parametrize("changes", [{"name": ""}, {"email": "not an address"}, {"role": "client"}, {"role": ""}])
def test_a_colleague_in_bad_shape_is_not_added_and_nothing_typed_is_lost(town, page, changes):
    text = page(town.priya).post("/staff/new/", {**NEW, "job_title": "Tea master", **changes}).content.decode()
    assert "Not saved yet" in text
    assert "Tea master" in text
    assert town.find(Staff, name="Noor Haddad") is None


def test_a_role_is_given_and_taken_back(town, page):
    browser, sam = page(town.priya), town.staff(town.sam)
    browser.post(
        f"/staff/{sam.pk}/role/", {"role": "supervisor", "program": str(town.family.pk), "because": "Ben is away"}
    )
    grant = town.find(Grant, staff=sam.pk, role="supervisor")
    assert grant.revoked_at is None
    browser.post(f"/roles/{grant.pk}/take-back/")
    assert town.find(Grant, pk=grant.pk).revoked_at is not None


def test_somebody_leaves_and_nobody_ends_their_own_place(town, page):
    browser = page(town.priya)
    browser.post(f"/staff/{town.sam.id}/end/")
    assert town.staff(town.sam).ended_at is not None
    browser.post(f"/staff/{town.priya.id}/end/")
    assert town.staff(town.priya).ended_at is None


@pytest.mark.parametrize("who", ["amina", "ben", "oskar", "pavel"])
@pytest.mark.parametrize("what", ["staff/{}/role/", "staff/{}/end/"])
def test_who_does_not_look_after_harbor_houses_staff_finds_nothing(town, page, who, what):
    assert page(getattr(town, who)).post("/" + what.format(town.sam.id)).status_code == 404


def test_oskar_reads_who_opened_a_file_without_learning_whose_it_is(town, page):
    case = town.client_case(full_name="Rosalind Quartermain")
    page(town.amina).get(f"/people/{case.person_id}/")
    text = page(town.oskar).get("/trail/", {"person": str(case.person_id)}).content.decode()
    assert "Amina Yusuf opened the file" in text
    assert "Quartermain" not in text


@pytest.mark.parametrize("asked", ["person=nobody", "staff=x&verb=y", "key=1"])
def test_a_broken_question_to_the_trail_is_answered_calmly(town, page, asked):
    assert page(town.oskar).get(f"/trail/?{asked}").status_code == 200


def test_the_trail_is_read_page_by_page(town, page):
    for number in range(30):
        town.client_case(full_name=f"Many Events{number}")
    text = page(town.oskar).get("/trail/").content.decode()
    older = text[text.index("?key=") :].split('"')[0]
    first, second = town.all(AuditEvent)[-1], page(town.oskar).get(f"/trail/{older}")
    assert second.status_code == 200
    assert str(first.pk) not in second.content.decode()


def test_everything_staff_can_do_names_every_action(town, page):
    from keyworker.access.doing import ACTIONS

    text = page(town.amina).get("/what-staff-can-do/").content.decode()
    assert all(name.split(".")[1].replace("_", " ") in text for name in ACTIONS)


def test_a_colleague_who_lost_phone_and_codes_sets_up_another_second_step(town, page, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    sam = User.objects.get(email="sam@harbor-house.example")
    for who in ("sam", "priya"):
        user = User.objects.get(email=f"{who}@harbor-house.example")
        Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone"})
    thief = page(town.sam)
    assert thief.get("/my-day/").status_code == 200
    UserSession.objects.create(user=sam, ip="127.0.0.1", session_key=thief.session.session_key)
    priya = page(town.priya)
    assert "Be sure that it is them" in priya.get(f"/staff/{town.sam.id}/second-step/").content.decode()
    priya.post(f"/staff/{town.sam.id}/second-step/")
    assert not Authenticator.objects.filter(user=sam).exists()
    assert thief.get("/my-day/")["Location"].startswith("/accounts/login/")
    assert page(town.sam).get("/my-day/")["Location"] == "/accounts/2fa/"
    told = town.find(AuditEvent, verb="workspace.second_step_forgotten", subject_id=town.sam.id)
    assert told.actor_id == town.priya.id


def test_nobody_loses_their_own_second_step_by_it_or_anothers_without_leave(town, page):
    for who in ("priya", "sam"):
        user = User.objects.get(email=f"{who}@harbor-house.example")
        Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone"})
    page(town.priya).post(f"/staff/{town.priya.id}/second-step/")
    for who in (town.amina, town.ben, town.oskar, town.pavel):
        assert page(who).post(f"/staff/{town.sam.id}/second-step/").status_code == 404
    assert Authenticator.objects.count() == 2
