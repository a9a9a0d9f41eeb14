"""Who opened my file, read over her shoulder: no line may lead to the shelter, not even one without a name."""

import pytest
from django.urls import reverse

from keyworker.access.actions import grant_role
from keyworker.access.roles import Role
from keyworker.accounts.models import User
from keyworker.audit.models import AuditEvent
from keyworker.base import actor as actors
from keyworker.base.context import reading
from keyworker.cases import actions as cases
from keyworker.people.actions import open_portal
from keyworker.people.queries import open_file
from keyworker.portal.queries import who_opened_my_file


@pytest.fixture
def fled(open_town):
    """Somebody housing and the shelter both serve, at her own door."""
    town = open_town
    person = town.client_case(full_name="Ondine Marsh").person
    cases.open_case(actor=town.job(), program=town.shelter, person=person, owner=town.staff(town.grace))
    user = User.objects.create_user("ondine@people.example", "harbor-lights-and-tides")
    account = open_portal(actor=town.amina, person=person, user=user)
    town.me = actors.client(agency_id=town.amina.agency_id, account_id=account.pk, person_id=person.pk)
    town.her = person
    return town


def look(town, *readers):
    for reader in readers:
        with reading(reader):
            open_file(reader, town.her.pk)


def told(town):
    with reading(town.me):
        return [looked.sentence for looked in who_opened_my_file(town.me)]


def test_a_worker_of_the_shelter_is_not_there(fled, page):
    look(fled, fled.grace, fled.amina)
    assert told(fled) == ["Amina Yusuf opened the file."]
    shown = page(fled.me).get(reverse("portal:file")).content.decode()
    assert "Okafor" not in shown
    assert "helter" not in shown


def test_nor_who_supervises_the_shelter(fled):
    grant_role(actor=fled.job(), member=fled.staff(fled.ben), role=Role.SUPERVISOR, program=fled.shelter)
    look(fled, fled.ben)
    assert told(fled) == []


def test_nor_who_works_on_both_sides(fled):
    """Sam of the family program, whom the shelter let in."""
    from keyworker.people.actions import add_to_care_team

    grant_role(actor=fled.job(), member=fled.staff(fled.sam), role=Role.CASE_MANAGER, program=fled.shelter)
    sam = fled.staff(fled.sam)
    add_to_care_team(actor=fled.job(), person=fled.her, program=fled.shelter, staff=sam, because="nights")
    look(fled, fled.sam)
    assert told(fled) == []


def test_nor_by_any_page_of_the_file(fled, page):
    grace = page(fled.grace)
    for name in ("workspace:file", "workspace:timeline", "planning:plans", "assessment:list", "reviews:list"):
        assert grace.get(reverse(name, args=[fled.her.pk])).status_code == 200
    opened = fled.all(AuditEvent, verb="people.file_opened", actor_id=fled.grace.id, person_id=fled.her.pk)
    assert len(opened) == 5
    assert {event.program_id for event in opened} == {fled.shelter.pk}
    assert told(fled) == []


def test_whoever_works_in_the_open_is_named_as_before(fled):
    look(fled, fled.ben)
    assert told(fled) == ["Ben Carter opened the file."]


def test_everybody_is_told_alike_that_there_may_be_more(fled, page):
    """It hints at nothing: the words stand there whether or not somebody was left out."""
    before = page(fled.me).get(reverse("portal:file")).content.decode()
    look(fled, fled.grace)
    after = page(fled.me).get(reverse("portal:file")).content.decode()
    assert "This list may not be whole." in before
    assert before.count("<li>") == after.count("<li>")
