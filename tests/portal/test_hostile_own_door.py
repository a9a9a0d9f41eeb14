"""Her own page, on a telephone that he may hold: not one word of it leads to the shelter."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import ProgrammingError, connections
from django.urls import reverse

from keyworker.access.permissions import Permission
from keyworker.access.roles import ENTITLEMENTS, Role
from keyworker.access.sight import facts, rows
from keyworker.accounts.models import User
from keyworker.agencies.models import Program
from keyworker.assessment import actions as assessing
from keyworker.assessment.models import Assessment
from keyworker.assessment.queries import questions_for_me
from keyworker.audit.models import AuditEvent
from keyworker.base import actor as actors
from keyworker.base import seatbelt
from keyworker.base.belt import Within
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import change
from keyworker.cases import actions as cases
from keyworker.consent.models import Consent
from keyworker.people.actions import Way, add_contact_point, open_portal
from keyworker.people.models import Channel, TimelineEntry
from keyworker.people.queries import open_file
from keyworker.planning.models import ServicePlan
from keyworker.portal import urls
from keyworker.portal.queries import OPENINGS
from tests.assessment.conftest import Assessor
from tests.planning.conftest import Planner
from tests.referrals.conftest import agreed, food_bank

# The shelter's name, its worker, and what it agreed with her.
WORDS = ("helter", "Okafor", "near the school", "Lantern Bakery", "A quiet evening form")


@pytest.fixture
def fled(open_town):
    """Housing serves her and so does the shelter; each has a plan, a consent and questions, and opened her file."""
    town = open_town
    town.open_case = town.client_case(full_name="Ondine Marsh")
    town.her = town.open_case.person
    town.shelter_case = cases.open_case(
        actor=town.job(), program=town.shelter, person=town.her, owner=town.staff(town.grace)
    )
    user = User.objects.create_user("ondine@people.example", "harbor-lights-and-tides")
    account = open_portal(actor=town.amina, person=town.her, user=user)
    town.me = actors.client(agency_id=town.amina.agency_id, account_id=account.pk, person_id=town.her.pk)
    town.plan = Planner(town).draft(town.shelter_case, actor=town.grace)
    Planner(town).sign(town.plan, actor=town.grace)
    Planner(town).sign(town.plan, "worker", actor=town.grace)
    service = food_bank(town)
    town.open_consent = agreed(town, town.open_case, service)
    with reading(town.job()):
        change(service.organization, name="Lantern Bakery")
    town.shelter_consent = agreed(town, town.shelter_case, service, actor=town.grace)
    town.phq_9 = Assessor(town).phq_9
    town.asked = ask(town, town.amina, town.open_case)
    town.shelter_asked = asked_before_it_was_sealed(town)
    for reader in (town.grace, town.amina):
        with reading(reader):
            open_file(reader, town.her.pk)
    return town


def ask(town, actor, case):
    asking = assessing.Asking(town.phq_9, town.today + timedelta(days=3))
    return assessing.ask_client(actor=actor, case=case, asking=asking)


def asked_before_it_was_sealed(town):
    """Begun by Grace; marked as asked beneath every rule of ours."""
    held = assessing.start_assessment(actor=town.grace, case=town.shelter_case, questionnaire=town.phq_9)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE assessment_assessment SET asked_of_client = true, title = 'A quiet evening form' WHERE id = %s",
            [held.pk],
        )
        cursor.execute("UPDATE questionnaires_response SET asked_of_client = true WHERE id = %s", [held.response_id])
    return town.find(Assessment, pk=held.pk)


def addresses(keys):
    """Every address of the client's own door, with each of the keys in it."""
    for pattern in urls.urlpatterns:
        if str(pattern.pattern).startswith("me/") and pattern.name != "leave":  # nobody is inside after that
            names = list(pattern.pattern.converters)
            assert len(names) < 2, "say which keys an address takes that names two records"
            for key in keys if names else [None]:
                yield reverse(f"portal:{pattern.name}", kwargs={names[0]: key} if names else {})


def keys(town) -> list[UUID]:
    held = (town.her, town.shelter, town.shelter_case, town.plan, town.shelter_consent, town.shelter_asked)
    return [record.pk for record in (*held, town.open_case, town.open_consent, town.asked)]


def test_no_page_of_her_own_door_says_a_word_of_the_shelter(fled, page):
    me = page(fled.me)
    shown = ""
    for address in addresses(keys(fled)):
        for answer in (me.get(address), me.post(address, {"version": 1, "page": "p1"}), me.get(address)):
            text = answer.content.decode()
            assert not [word for word in WORDS if word in text], address
            shown += text
    assert "Amina Yusuf opened the file." in shown
    assert "Quayside Food Bank" in shown
    assert "A worker of this agency" not in shown


@pytest.mark.parametrize("name", ["take_back", "questions", "questions_draft", "questions_preview"])
def test_what_is_the_shelters_is_as_absent_as_what_never_was(fled, page, name):
    key = fled.shelter_consent.pk if name == "take_back" else fled.shelter_asked.pk
    address = reverse(f"portal:{name}", args=[key])
    assert page(fled.me).post(address, {"version": 1, "page": "p1"}).status_code == 404
    assert fled.find(Consent, pk=fled.shelter_consent.pk).withdrawn_at is None


def test_no_query_under_any_right_of_a_client_finds_a_row_of_it(fled):
    with reading(fled.me):
        assert questions_for_me(fled.me) == [fled.asked]
        for needs in {held.permission for held in ENTITLEMENTS[Role.CLIENT]}:
            for model in (Program, ServicePlan, Consent, Assessment, AuditEvent):
                column = "pk" if model is Program else "program_id"
                assert not rows(model, actor=fled.me, needs=needs).filter(**{column: fled.shelter.pk}).exists()


def test_nor_does_the_doors_login_beneath_every_rule_of_ours(fled):
    """A breach planted below the policies: a careless developer asks for all rows there are."""
    looked = 0
    with reading(fled.me):
        for wall in seatbelt.walls():
            reads = any("SELECT" in door.may for door in wall.belt.door)
            if reads and any(field.column == "program_id" for field in wall.model._meta.local_fields):
                found = facts(wall.model, because="a careless developer").filter(program_id=fled.shelter.pk)
                assert not found.exists(), wall.table
                looked += 1
        assert not facts(Program, because="a careless developer").filter(sealed=True).exists()
        assert facts(Consent, because="a careless developer").exists()
    assert looked > 10


def test_of_the_trail_it_reads_only_who_opened_the_file(fled):
    """What a worker of the shelter did on no program's account would name them by their key."""
    add_contact_point(actor=fled.grace, person=fled.her, way=Way(Channel.PHONE, "+1 202 555 0112"))
    with reading(fled.me):
        found = list(facts(AuditEvent, because="a careless developer"))
    assert {event.verb for event in found} == set(OPENINGS) - {"cases.glass_broken", "people.beside_entered"}
    assert fled.grace.id not in {event.actor_id for event in found}


def test_every_row_of_a_person_at_the_door_says_whose_program_it_is():
    """A table without a program would pass under the wall: the account and the person's own row alone may.

    And what they say no to, which holds for every program and names none.
    """
    of_a_person = (Within.PERSON, Within.ASKED, Within.BESIDE, Within.TOLD, Within.SELF)
    without = {
        wall.table
        for wall in seatbelt.walls()
        if any(door.within in of_a_person for door in wall.belt.door)
        and not any(field.column == "program_id" for field in wall.model._meta.local_fields)
    }
    assert without == {"people_passkey", "people_person", "people_portalaccount", "tasks_declined"}


def test_nothing_can_be_left_there_for_the_shelter_either(fled):
    """By whoever plays with her telephone, through the door's login itself."""
    with reading(fled.job()):
        entry = TimelineEntry(
            person=fled.her,
            program=fled.shelter,
            verb="assessment.handed_in",
            needs=Permission.ASSESSMENT_VIEW.value,
            actor_kind="client",
            source_type="assessment.assessment",
            source_id=fled.shelter_asked.pk,
        )
    with pytest.raises(ProgrammingError, match="row-level security"), reading(fled.me):
        entry.save(force_insert=True)


def test_grace_cannot_ask_at_that_door_and_is_told_what_to_do_instead(fled, page):
    with pytest.raises(Refused, match="Hand them your device"):
        ask(fled, fled.grace, fled.shelter_case)
    shown = page(fled.grace).get(reverse("assessment:ask", args=[fled.her.pk])).content.decode()
    assert "hand them your device instead" in shown
    assert '<form method="post" novalidate' not in shown


def test_a_visitor_still_finds_the_shelters_public_form(fled):
    """The form names the programs that ask to be named; nobody is signed in there."""
    visitor = actors.visitor("public-form", agency_id=fled.amina.agency_id)
    with reading(visitor):
        assert facts(Program, because="a careless developer").filter(pk=fled.shelter.pk).exists()
