"""Each gate of the trust floor, with a breach planted against it."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from keyworker.access.doing import NoActor, NothingRecorded, action
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, facts, require, rows
from keyworker.audit.models import AuditEvent
from keyworker.base.context import MixedActors, NoContext, reading
from keyworker.base.guarded import UnpolicedQuery
from keyworker.cases.models import Case
from keyworker.people.models import Person


def test_amina_sees_the_person_she_works_with(town):
    case = town.client_case()
    with reading(town.amina):
        assert require(Case, case.pk, actor=town.amina, needs=Permission.CASE_VIEW) == case


def test_another_agencys_id_is_as_absent_as_no_id_at_all(town):
    case = town.client_case()
    with reading(town.carl), pytest.raises(Absent):
        require(Case, case.pk, actor=town.carl, needs=Permission.CASE_VIEW)


def test_what_amina_may_see_is_not_looked_up_for_somebody_else_in_her_transaction(town):
    case = town.client_case()
    with reading(town.amina), pytest.raises(MixedActors):
        require(Case, case.pk, actor=town.ben, needs=Permission.CASE_VIEW)
    with reading(town.amina), pytest.raises(MixedActors):
        rows(Case, actor=town.carl, needs=Permission.CASE_VIEW)


def test_a_bare_manager_shows_nothing(town):
    town.client_case()
    with reading(town.amina), pytest.raises(UnpolicedQuery):
        list(Person.objects.all())


def test_without_an_agency_the_database_itself_shows_nothing(town):
    town.client_case()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_person")
        assert cursor.fetchone()[0] == 0


def test_a_record_cannot_be_made_without_a_context(town):
    with pytest.raises(NoContext):
        Person(full_name="Nobody")


def test_row_security_keeps_the_next_agency_out_even_of_a_buggy_query(town):
    case = town.client_case()
    with reading(town.carl):
        assert not facts(Case, because="a careless developer").filter(pk=case.pk).exists()


def test_an_action_that_records_nothing_is_undone(town):
    @action(needs=Permission.CASE_VIEW, on="case")
    def quietly_rename(*, actor, case):
        case.number = "HH-0"
        case.save(update_fields=["number"])

    case = town.client_case()
    with pytest.raises(NothingRecorded):
        quietly_rename(actor=town.amina, case=case)
    with reading(town.amina):
        assert require(Case, case.pk, actor=town.amina, needs=Permission.CASE_VIEW).number == case.number


def test_nobody_cannot_act(town):
    from keyworker.people.actions import raise_alert

    with pytest.raises(NoActor):
        raise_alert(actor=None, person=town.client_case().person, program=town.housing, kind="safety", text="x")


def test_an_action_does_not_start_inside_a_page_that_is_reading(town):
    from keyworker.people.actions import raise_alert

    person = town.client_case().person
    with reading(town.amina), pytest.raises(MixedActors):
        raise_alert(actor=town.amina, person=person, program=town.housing, kind="safety", text="x")


def test_a_refused_attempt_stays_in_the_trail(town):
    from keyworker.people.actions import raise_alert

    person = town.client_case().person
    with pytest.raises(Absent):
        raise_alert(actor=town.sam, person=person, program=town.housing, kind="safety", text="x")
    event = town.find(AuditEvent, verb="access.refused", subject_id=person.pk)
    assert event.facts["action"] == "people.raise_alert"
    assert event.actor_id == town.sam.id


def test_a_foreign_key_into_another_agency_is_refused_by_the_database(town):
    theirs, housing = town.client_case(town.carl, town.north), town.housing
    with transaction.atomic(), reading(town.amina), connection.cursor() as cursor:
        Case(person_id=theirs.person_id, program=housing, number="HH-X", owner_id=town.amina.id).save()
        with pytest.raises(IntegrityError, match="_agency"):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def test_a_worker_on_a_persons_deny_list_sees_nothing_whatever_was_granted(town):
    from keyworker.people.actions import deny

    case = town.client_case()
    deny(actor=town.ben, person=case.person, staff=town.staff(town.amina), because="her cousin")
    with reading(town.amina):
        assert not rows(Case, actor=town.amina, needs=Permission.CASE_VIEW).filter(pk=case.pk).exists()
        with pytest.raises(Absent):
            require(Person, case.person_id, actor=town.amina, needs=Permission.PERSON_VIEW)


def test_a_sealed_programs_people_are_in_no_index(town):
    from keyworker.people.queries import find_people

    town.client_case(town.grace, town.shelter, full_name="Zephyrine Vesper")
    with reading(town.amina):
        assert find_people(town.amina, "zephyrine") == []
    with reading(town.grace):
        assert find_people(town.grace, "zeph")[0].name == "Zephyrine Vesper"


def test_the_housing_team_does_not_open_the_family_programs_file_of_the_same_person(town):
    person = town.client_case(town.sam, town.family).person
    from keyworker.cases.actions import open_case

    with reading(town.amina), pytest.raises(Absent):
        require(Person, person.pk, actor=town.amina, needs=Permission.PERSON_VIEW)
    del open_case


def test_the_application_cannot_change_the_trail(town):
    town.client_case()
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditevent SET verb = 'nothing'")


def test_the_applications_login_owns_nothing_and_bypasses_nothing(town):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("keyworker_app", False, False)
