"""Priya says how a program works: whom it takes, how fast, who may know; and nobody is left behind by it."""

import pytest
from django.db import IntegrityError

from keyworker.access.actions import confirm_role, grant_role
from keyworker.access.models import Grant, RoleProposal
from keyworker.access.permissions import Permission
from keyworker.access.roles import Role
from keyworker.access.sight import Absent, authorities, require
from keyworker.agencies.models import Program
from keyworker.audit.models import AuditEvent
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.cases import actions as cases
from keyworker.cases.models import Case
from keyworker.intake.actions import Asked, receive_referral
from keyworker.intake.models import IncomingReferral, SourceKind
from keyworker.intake.queries import screening
from keyworker.questionnaires.models import Questionnaire
from keyworker.questionnaires.queries import questionnaires_used_in
from keyworker.reviews import actions as reviews
from keyworker.workspace import actions
from keyworker.workspace.program_forms import settings_of
from keyworker.workspace.rules import InProgram, may_change_seal, may_close_program
from tests.workspace.test_pages import count_queries

GARDEN = actions.ProgramSettings(name="Garden Work", description="We dig together.", capacity=12)
TYPED = {
    "name": "Garden Work", "description": "We dig together.", "languages": "Spanish, arabic",
    "accepts_public_referrals": "on", "minimum_age": "16", "maximum_age": "", "area": "Harbor, Old Town",
    "capacity": "12", "first_contact_days": "5", "silence_limit_days": "20", "note_within_days": "3",
    "review_every_days": "60", "follow_up_after_days": "45", "escalate_after_days": "4",
    "answer_messages_days": "2",
    "supervisor_signs_plans": "on", "sealed": "no",
}  # fmt: skip


@pytest.fixture
def garden(town):
    """A program in which nobody was ever entered; Ben supervises it."""
    found = actions.add_program(actor=town.priya, agency=town.agency(), settings=GARDEN)
    grant_role(actor=town.job(), member=town.staff(town.ben), role=Role.SUPERVISOR, program=found)
    return found


def programs_of(actor):
    """Where the actor may see files at all."""
    return {key for one in authorities(actor, Permission.PERSON_VIEW) for key in one.programs or ()}


def now(town, program):
    return town.find(Program, pk=program.pk)


def change(town, program, seen=None, **values):
    held = now(town, program)
    settings = actions.ProgramSettings(**{**settings_of(held).values(), **values})
    seen = held.version if seen is None else seen
    return actions.change_program(actor=town.priya, program=held, settings=settings, seen=seen)


def address(program, what=""):
    return f"/programs/{program.pk}/{what}"


class TestAdding:
    def test_a_program_is_added_and_works_as_it_was_said(self, town, page):
        answer = page(town.priya).post("/programs/new/", TYPED)
        assert answer["Location"] == "/staff/"
        found = town.find(Program, name="Garden Work")
        assert (found.minimum_age, found.maximum_age, found.capacity) == (16, None, 12)
        assert found.languages == ["es", "ar"]
        assert found.supervisor_signs_plans
        assert not found.sealed
        assert found.slug == "garden-work"
        assert town.find(AuditEvent, verb="access.program_opened", subject_id=found.pk).actor_id == town.priya.id

    def test_a_name_in_another_script_gets_a_short_name_in_letters_that_addresses_can_hold(self, town):
        settings = actions.ProgramSettings(name="حديقة")
        first = actions.add_program(actor=town.priya, agency=town.agency(), settings=settings)
        assert first.slug.isascii()
        assert first.slug

    def test_two_open_programs_do_not_have_one_name(self, town, page, garden):
        text = page(town.priya).post("/programs/new/", {**TYPED, "name": "garden work"}).content.decode()
        assert "Another open program has this name" in text
        assert "We dig together." in text
        assert len(town.all(Program, name__iexact="garden work")) == 1

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"name": " "}, "Name"),
            ({"first_contact_days": "0"}, "Days until the first contact"),
            ({"silence_limit_days": "soon"}, "Please enter a number in digits"),
            ({"minimum_age": "30", "maximum_age": "20"}, "The oldest age is below the youngest."),
            ({"languages": "Spanish, Elvish"}, "We do not know Elvish."),
            ({"sealed": ""}, "Who may learn"),
            ({"forms_used": "https://elsewhere.example/form"}, "Forms it uses"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(self, town, page, wrong, said):
        text = page(town.priya).post("/programs/new/", {**TYPED, **wrong}).content.decode()
        assert "govuk-error-summary" in text
        assert said in text
        assert "Harbor, Old Town" in text
        assert town.find(Program, name="Garden Work") is None


class TestChanging:
    def test_settings_are_changed_and_stand_in_the_trail_with_what_they_were(self, town, page, garden):
        browser = page(town.priya)
        assert browser.post(address(garden), {**TYPED, "version": "1"}).status_code == 302
        found = now(town, garden)
        assert (found.silence_limit_days, found.area, found.version) == (20, "Harbor, Old Town", 2)
        assert found.changed_by_id == town.priya.id
        told = town.find(AuditEvent, verb="workspace.program_changed", subject_id=garden.pk).facts
        assert told["before"]["silence_limit_days"] == 30
        assert told["after"]["silence_limit_days"] == 20
        assert "Old Town" not in str(told), "words stay out of the trail"
        assert "Changed last by Priya Nair" in browser.get(address(garden)).content.decode()

    def test_saving_what_stands_already_changes_nothing(self, town, page, garden):
        browser = page(town.priya)
        browser.post(address(garden), {**TYPED, "version": "1"})
        browser.post(address(garden), {**TYPED, "version": "2"})
        assert now(town, garden).version == 2

    def test_whoever_saves_second_sees_both_and_chooses(self, town, page, garden):
        change(town, garden, capacity=30)
        browser, mine = page(town.priya), {**TYPED, "capacity": "8", "version": "1"}
        shown = browser.post(address(garden), mine)
        text = shown.content.decode()
        assert shown.status_code == 409
        assert "Priya Nair saved it" in text
        assert ">8<" in text.replace("<p>", "").replace("</p>", "")
        assert ">30<" in text.replace("<p>", "").replace("</p>", "")
        assert now(town, garden).capacity == 30
        again = {**mine, "version": "2"}
        assert 'value="8"' in browser.post(address(garden), {**again, "choice": "edit"}).content.decode()
        browser.post(address(garden), {**again, "choice": "theirs"})
        assert now(town, garden).capacity == 30
        browser.post(address(garden), {**again, "choice": "mine"})
        assert now(town, garden).capacity == 8

    def test_an_action_on_an_older_version_saves_nothing(self, town, garden):
        change(town, garden, capacity=30)
        with pytest.raises(StaleRecord):
            change(town, garden, seen=1, capacity=8)
        assert now(town, garden).capacity == 30

    @pytest.mark.parametrize("values", [{"first_contact_days": 0}, {"minimum_age": 30, "maximum_age": 20}])
    def test_the_database_holds_it_too(self, town, garden, values):
        with pytest.raises(IntegrityError):
            change(town, garden, **values)


class TestWhoMayKnow:
    def test_an_empty_program_may_still_be_sealed_and_unsealed(self, town, page, garden):
        page(town.priya).post(address(garden), {**TYPED, "sealed": "yes", "version": "1"})
        assert now(town, garden).sealed
        change(town, garden, sealed=False)
        assert not now(town, garden).sealed

    def test_sealed_later_it_keeps_no_role_that_one_person_gave_alone(self, town, page, garden):
        """A breach: open a program, give a friend a role alone, then seal it."""
        alone = grant_role(
            actor=town.priya, member=town.staff(town.sam), role=Role.CASE_MANAGER, program=garden, because="nights"
        )
        assert isinstance(alone, Grant)
        with reading(town.sam):
            assert garden.pk in programs_of(town.sam)
        shown = page(town.priya).post(address(garden), {**TYPED, "sealed": "yes", "version": "1"}, follow=True)
        assert "each role in it waits for a second person" in shown.content.decode()
        with reading(town.sam):
            assert garden.pk not in programs_of(town.sam)
        assert town.all(Grant, program=garden, revoked_at=None) == []
        waiting = town.all(RoleProposal, program=garden, decided_at=None)
        assert {(each.staff_id, each.role) for each in waiting} == {
            (town.ben.id, Role.SUPERVISOR.value), (town.sam.id, Role.CASE_MANAGER.value),
        }  # fmt: skip
        assert {each.proposed_by_id for each in waiting} == {town.priya.id}
        with pytest.raises(Refused):
            confirm_role(actor=town.priya, proposal=waiting[0])

    def test_settings_changed_while_it_is_sealed_put_no_role_up(self, town, garden):
        change(town, garden, sealed=True)
        held = grant_role(actor=town.job(), member=town.staff(town.ben), role=Role.SUPERVISOR, program=garden)
        change(town, garden, description="Beds and herbs")
        assert town.find(Grant, pk=held.pk).revoked_at is None

    def test_the_shelter_keeps_its_seal_while_somebody_is_there(self, town, page):
        case = town.client_case(town.grace, town.shelter)
        with pytest.raises(Refused, match=r"promised that nobody outside the team"):
            change(town, town.shelter, sealed=False)
        shown = page(town.priya).get(address(town.shelter)).content.decode()
        assert "Nobody outside the team: it is sealed" in shown
        assert 'name="sealed"' not in shown
        settings = settings_of(now(town, town.shelter)).values()
        sent = {name: value for name, value in settings.items() if value not in (None, False)}
        page(town.priya).post(address(town.shelter), {**sent, "sealed": "no", "version": town.shelter.version})
        assert now(town, town.shelter).sealed
        assert town.find(AuditEvent, verb="access.refused", subject_id=town.shelter.pk) is not None
        assert town.find(Case, pk=case.pk).is_open

    def test_nor_is_it_opened_over_those_who_have_left(self):
        assert not may_change_seal(InProgram(closed_cases=1), sealed=True)
        assert not may_change_seal(InProgram(referrals=1), sealed=True)

    def test_a_program_with_files_is_not_sealed_as_if_that_hid_anybody(self, town):
        with pytest.raises(Refused, match="known to the whole agency"):
            change(town, town.housing, sealed=True)

    def test_an_administrator_reads_how_many_and_never_who(self, town, page):
        town.client_case(town.grace, town.shelter, full_name="Ottoline Vesper")
        for shown in (page(town.priya).get("/programs/"), page(town.priya).get(address(town.shelter))):
            assert "Vesper" not in shown.content.decode()
            assert "open case" in shown.content.decode()


class TestClosing:
    def test_it_is_refused_while_somebody_is_in_it_saying_how_many(self, town, page, garden):
        for number in range(2):
            town.client_case(town.ben, garden, full_name=f"Gardener {number}")
        shown = page(town.priya).get(address(garden, "close/")).content.decode()
        assert "It has 2 open cases." in shown
        assert "govuk-button--warning" not in shown
        assert "It has 2 open cases." in page(town.priya).post(address(garden, "close/")).content.decode()
        assert now(town, garden).closed_at is None

    def test_it_is_refused_while_somebody_waits_for_an_answer(self, town):
        asked = Asked(SourceKind.SELF.value, "Wendell Arkwright", "A bed")
        receive_referral(actor=town.flo, program=town.family, asked=asked)
        assert not may_close_program(InProgram(waiting=1), is_open=True)
        with pytest.raises(Refused):
            actions.close_program(actor=town.priya, program=town.family)

    def test_an_empty_one_is_closed_takes_nobody_and_is_opened_again(self, town, page, garden):
        browser, person = page(town.priya), town.new_person(town.ben, town.housing)
        assert browser.post(address(garden, "close/"))["Location"] == "/programs/"
        assert now(town, garden).closed_at is not None
        assert town.find(AuditEvent, verb="workspace.program_closed", subject_id=garden.pk) is not None
        with pytest.raises(Refused, match="takes nobody"):
            cases.open_case(actor=town.job(), program=now(town, garden), person=person, owner=town.staff(town.ben))
        assert "Garden Work" not in page(town.priya).get("/staff/new/").content.decode()
        assert "takes nobody" in browser.get(address(garden)).content.decode()
        browser.post(address(garden, "reopen/"))
        assert now(town, garden).closed_at is None
        assert town.find(AuditEvent, verb="workspace.program_reopened", subject_id=garden.pk) is not None

    def test_its_closed_cases_stay_closed(self, town, garden):
        case = town.client_case(town.ben, garden)
        closing = reviews.Closing(reason="moved", closed_on=town.today)
        reviews.close_case(actor=town.ben, case=case, closing=closing)
        actions.close_program(actor=town.priya, program=garden)
        with pytest.raises(Refused, match="takes nobody"):
            reviews.reopen_case(actor=town.ben, case=town.find(Case, pk=case.pk), because="she rang")


class TestWhoMayDoIt:
    @pytest.mark.parametrize("who", ["amina", "ben", "flo", "oskar", "pavel"])
    def test_nobody_but_the_agencys_administrator(self, town, page, who, garden):
        browser = page(getattr(town, who))
        for what in ("", "close/", "reopen/"):
            assert browser.post(address(garden, what), {**TYPED, "version": "1"}).status_code == 404
        if who != "pavel":
            assert browser.get("/programs/").status_code == 404
        with pytest.raises(Absent):
            actions.close_program(actor=getattr(town, who), program=garden)
        assert now(town, garden).version == 1

    def test_pavel_sees_his_own_agencys_only(self, town, page):
        text = page(town.pavel).get("/programs/").content.decode()
        assert town.north.name in text
        assert "Housing Support" not in text


class TestWhatItIsFor:
    def test_screening_says_when_an_interpreter_is_needed(self, town):
        change(town, town.family, languages=["es"])
        asked = Asked(SourceKind.SELF.value, "Wendell Arkwright", "A bed", language="ro")
        referral = receive_referral(actor=town.flo, program=now(town, town.family), asked=asked)
        with reading(town.flo):
            found = require(IncomingReferral, referral.pk, actor=town.flo, needs=Permission.REFERRAL_VIEW)
            said = screening(found)
        assert any("plan an interpreter" in str(one.reason) for one in said.facts["findings"])

    def test_only_the_forms_a_program_uses_are_offered_in_it(self, town):
        every = town.all(Questionnaire, status="published")
        change(town, town.housing, forms=[every[0].url])
        both = [now(town, town.housing), now(town, town.family)]
        with reading(town.amina):
            assert [each.url for each in questionnaires_used_in(town.amina, both[:1])] == [every[0].url]
            assert questionnaires_used_in(town.amina, both).count() == len(every) > 1


@pytest.mark.parametrize("what", ["/programs/", "/programs/new/", "/programs/{}/", "/programs/{}/close/"])
def test_the_pages_ask_the_database_little(town, page, what, garden):
    browser = page(town.priya)
    where = what.format(garden.pk)
    browser.get(where)
    asked = count_queries(browser, where)
    assert len(asked) <= 13, "\n\n".join(asked)
