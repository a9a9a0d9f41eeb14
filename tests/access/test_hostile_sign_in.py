"""Signing in and out: what left no trace, and how a second factor could be lived without."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator

from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, require
from keyworker.accounts.models import User
from keyworker.audit.models import AuditEvent
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.keyring import Unreadable
from keyworker.cases import actions as cases
from keyworker.people import actions as people
from keyworker.people.models import Person


def test_signing_out_stands_in_the_trail(town, page):
    assert page(town.amina).post("/accounts/logout/").status_code == 302
    assert town.find(AuditEvent, verb="access.signed_out", actor_id=town.amina.id) is not None


def test_a_second_factor_is_not_exchanged_for_a_sheet_of_codes(town, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    user = User.objects.get(email="amina@harbor-house.example")
    totp = Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"})
    assert not get_adapter().can_delete_authenticator(totp)
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={})
    assert get_adapter().can_delete_authenticator(totp)


def test_a_file_is_not_given_to_somebody_who_must_not_see_it_or_has_left(town):
    case, sam, housing = town.client_case(), town.staff(town.sam), town.housing
    people.deny(actor=town.ben, person=case.person, staff=sam, because="her cousin")
    with pytest.raises(Refused):
        cases.reassign_case(actor=town.ben, case=case, to=sam, because="holiday")
    with pytest.raises(Refused):
        people.add_to_care_team(actor=town.ben, person=case.person, program=housing, staff=sam, because="to help")
    with pytest.raises(Refused):
        cases.open_case(actor=town.ben, program=town.family, person=case.person, owner=sam)


def test_who_hands_a_case_over_does_not_see_the_file_any_more_however_they_came_to_it(town):
    """Registering or admitting somebody gave a place of its own, which nobody ended."""
    case = town.client_case()
    amina, sam = town.staff(town.amina), town.staff(town.sam)
    people.add_to_care_team(
        actor=town.ben, person=case.person, program=town.housing, staff=amina, because="she asked for her"
    )
    cases.reassign_case(actor=town.ben, case=case, to=sam, because="Amina leaves the team")
    with reading(town.amina), pytest.raises(Absent):
        require(Person, case.person_id, actor=town.amina, needs=Permission.PERSON_VIEW)


def test_the_secrets_of_second_factors_are_sealed_in_the_database(town):
    held = get_adapter().encrypt("JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in held
    assert get_adapter().decrypt(held) == "JBSWY3DPEHPK3PXP"
    with pytest.raises(Unreadable):
        get_adapter().decrypt("AQEx" + held[4:])


def test_a_colleagues_sign_in_never_opens_a_clients_door(town):
    person, sam = town.client_case().person, User.objects.get(email="sam@harbor-house.example")
    with pytest.raises(Refused):
        people.open_portal(actor=town.amina, person=person, user=sam)
