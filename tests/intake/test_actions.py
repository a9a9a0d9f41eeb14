"""Referrals received, decided, told and turned into a case."""

from datetime import date, timedelta

import pytest

from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, require, rows
from keyworker.audit.models import AuditEvent
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.cases.models import Case
from keyworker.consent.models import Consent
from keyworker.intake import actions
from keyworker.intake.actions import Alternative, Relative
from keyworker.intake.models import DeclineFollowUp, IncomingReferral, ReferrerNews, WaitlistPlace
from keyworker.people.actions import Identity, deny
from keyworker.people.models import ContactPoint, HouseholdMember, Person, TimelineEntry
from keyworker.people.queries import find_people
from keyworker.tasks.models import Task, TaskKind


def news(town, referral):
    return [one.kind for one in town.all(ReferrerNews, referral=referral)]


def test_what_came_in_is_sealed_where_it_could_hurt(town, referred):
    referral = town.find(IncomingReferral, pk=referred().pk)
    assert referral.contact == "+1 202 555 0141"
    from django.db import connection

    with reading(town.flo), connection.cursor() as cursor:
        cursor.execute("SELECT contact FROM intake_incomingreferral WHERE id = %s", [referral.pk])
        assert b"0141" not in bytes(cursor.fetchone()[0])


def test_the_trail_tells_of_a_referral_without_a_name(town, referred):
    event = town.find(AuditEvent, verb="intake.referral_received", subject_id=referred().pk)
    assert "Zephyrine" not in str(event.facts)


def test_accepting_a_referral_tells_a_verified_referrer(town, referred):
    referral = actions.verify_referrer(actor=town.flo, referral=referred(), how="Called the clinic back")
    actions.accept_referral(actor=town.flo, referral=referral)
    assert news(town, referral) == ["received", "accepted"]


def test_an_unverified_referrer_hears_closed_whether_declined_or_admitted(town, referred, accepted, intake):
    declined = actions.decline_referral(actor=town.flo, referral=referred(), reason="No beds")
    admitted = accepted(full_name="Quillon Ashby")
    actions.admit_person(actor=town.flo, referral=admitted, intake=intake(identity=Identity("Quillon Ashby")))
    assert news(town, declined) == news(town, admitted) == ["closed"]


def test_checking_a_referrer_later_lets_them_hear_what_was_decided(town, accepted):
    referral = accepted()
    assert news(town, referral) == []
    actions.verify_referrer(actor=town.flo, referral=referral, how="Known to Ben")
    assert news(town, referral) == ["accepted"]


def test_a_referrer_is_told_once(town, accepted):
    referral = actions.verify_referrer(actor=town.flo, referral=accepted(), how="Known to Ben")
    waiting = town.find(ReferrerNews, referral=referral)
    actions.note_referrer_told(actor=town.flo, news=waiting)
    with pytest.raises(Refused):
        actions.note_referrer_told(actor=town.flo, news=waiting)


def test_a_child_is_not_accepted_by_a_program_for_adults_without_a_reason(town, referred):
    referral = referred(born_on=date(2015, 1, 1))
    with pytest.raises(Refused, match="criteria"):
        actions.accept_referral(actor=town.flo, referral=referral)
    accepted = actions.accept_referral(actor=town.flo, referral=referral, because="She comes with her mother")
    assert accepted.status == "accepted"


def test_waiting_ends_when_there_is_a_place(town, referred):
    referral = referred()
    actions.waitlist_referral(
        actor=town.flo,
        referral=referral,
        priority="soon",
        review_on=town.today + timedelta(days=14),
    )
    actions.accept_referral(actor=town.flo, referral=referral)
    assert town.find(WaitlistPlace, referral=referral).ended_at is not None


def test_declining_needs_a_reason_and_may_point_elsewhere(town, referred):
    referral = referred()
    with pytest.raises(Refused, match="why"):
        actions.decline_referral(actor=town.flo, referral=referral, reason=" ")
    actions.decline_referral(
        actor=town.flo,
        referral=referral,
        reason="Lives too far away",
        alternative=Alternative("Northside Community Services"),
        follow_up_on=town.today + timedelta(days=30),
    )
    stored = town.find(IncomingReferral, pk=referral.pk)
    assert (stored.status, stored.alternative_text) == ("declined", "Northside Community Services")
    follow_up = town.find(DeclineFollowUp, referral=referral)
    actions.finish_decline_follow_up(actor=town.flo, follow_up=follow_up, found="other", outcome="They found a room")
    assert town.find(DeclineFollowUp, referral=referral).done_at is not None


def test_two_workers_do_not_decide_over_each_other(town, referred):
    referral = referred()
    seen = referral.version
    actions.verify_referrer(actor=town.ben, referral=referral, how="Known to Ben", seen=seen)
    with pytest.raises(StaleRecord):
        actions.accept_referral(actor=town.flo, referral=referral, seen=seen)


def test_what_is_closed_cannot_be_accepted(town, referred):
    referral = actions.close_referral(actor=town.flo, referral=referred(), because="Asked twice")
    with pytest.raises(Refused, match="finished"):
        actions.accept_referral(actor=town.flo, referral=referral)


def test_flo_welcomes_somebody_and_all_of_it_stands(town, accepted, intake):
    home = (Relative("Ottilie Marlow", "daughter", date(2019, 1, 1), "year"),)
    admission = actions.admit_person(actor=town.flo, referral=accepted(), intake=intake(household=home))
    person, case = admission.person, admission.case
    assert (person.called, case.owner_id, case.step) == ("Zeph", town.amina.id, "assessment")
    assert town.find(ContactPoint, person=person).shared
    assert [place.role for place in town.all(HouseholdMember, household__members__person=person)] == ["", "daughter"]
    assert town.find(Consent, person=person).witness == "Flo Martin"
    assert town.find(IncomingReferral, case=case).status == "admitted"


def test_the_case_has_a_first_contact_due_in_the_programs_time(town, accepted, intake):
    case = actions.admit_person(actor=town.flo, referral=accepted(), intake=intake()).case
    task = town.find(Task, case=case, kind=TaskKind.FIRST_CONTACT)
    assert task.due_on == town.today + timedelta(days=town.housing.first_contact_days)
    assert town.find(Case, pk=case.pk).next_step_on == task.due_on


def test_without_consent_yet_somebody_is_to_ask_again(town, accepted, intake):
    case = actions.admit_person(actor=town.flo, referral=accepted(), intake=intake(consent=None)).case
    assert town.find(Task, case=case, kind=TaskKind.TO_DO) is not None


def test_the_timeline_begins_with_the_day_they_asked(town, accepted, intake):
    referral = accepted()
    person = actions.admit_person(actor=town.flo, referral=referral, intake=intake()).person
    lines = {line.verb: line for line in town.all(TimelineEntry, person=person)}
    assert lines["intake.referred"].happened_at == referral.received_at
    assert lines["intake.accepted"].happened_at == referral.decided_at
    assert lines["intake.needs_noted"].facts["needs"].endswith(", Sleeps in the car")
    assert {"intake.admitted", "intake.rights_explained", "cases.opened", "consent.given"} <= set(lines)


def test_the_case_manager_and_the_front_desk_can_both_go_on(town, accepted, intake):
    admission = actions.admit_person(actor=town.flo, referral=accepted(), intake=intake())
    for actor in (town.flo, town.amina, town.ben):
        with reading(actor):
            assert require(Person, admission.person_id, actor=actor, needs=Permission.PERSON_VIEW)


def test_somebody_known_to_another_program_keeps_the_one_record(town, accepted, intake):
    known = town.new_person(town.sam, town.family, full_name="Zephyrine Marlow")
    admission = actions.admit_person(actor=town.flo, referral=accepted(), intake=intake(identity=None, person=known))
    assert admission.person_id == known.pk
    assert len([p for p in town.all(Person) if p.full_name == "Zephyrine Marlow"]) == 1


def test_nobody_gets_a_second_open_case_in_the_same_program(town, accepted, intake):
    known = town.client_case().person
    referral = accepted()
    with pytest.raises(Refused, match="already have an open case"):
        actions.admit_person(actor=town.flo, referral=referral, intake=intake(identity=None, person=known))
    assert town.find(IncomingReferral, pk=referral.pk).status == "accepted"


def test_a_person_of_a_sealed_program_cannot_be_picked_by_their_id(town, accepted, intake):
    hidden = town.new_person(town.grace, town.shelter)
    with pytest.raises(Absent):
        actions.admit_person(actor=town.flo, referral=accepted(), intake=intake(identity=None, person=hidden))


def test_a_colleague_who_may_not_see_the_person_cannot_get_the_case(town, accepted, intake):
    known = town.new_person(town.sam, town.family)
    deny(actor=town.ben, person=known, staff=town.staff(town.amina), because="her cousin")
    with pytest.raises(Refused, match="cannot work with"):
        actions.admit_person(actor=town.flo, referral=accepted(), intake=intake(identity=None, person=known))


def test_nobody_is_made_twice_while_nobody_looked(town, accepted, intake):
    town.new_person(town.sam, town.family, full_name="Zephyrine Marlowe")
    with pytest.raises(Refused, match="known here already"):
        actions.admit_person(actor=town.flo, referral=accepted(), intake=intake())


@pytest.mark.parametrize("colleague", ["flo", "sam", "oskar"])
def test_only_a_case_manager_of_the_program_can_get_the_case(town, accepted, intake, colleague):
    owner = town.staff(getattr(town, colleague))
    with pytest.raises(Refused, match="case manager"):
        actions.admit_person(actor=town.flo, referral=accepted(), intake=intake(owner=owner))


def test_a_refused_admission_leaves_nothing_behind(town, accepted, intake):
    with pytest.raises(Refused):
        actions.admit_person(actor=town.flo, referral=accepted(), intake=intake(owner=town.staff(town.sam)))
    with reading(town.flo):
        assert find_people(town.flo, "zephyrine") == []


def test_the_town_job_can_admit_too(town, referred, intake):
    job = town.job()
    referral = actions.accept_referral(actor=job, referral=referred(job))
    admission = actions.admit_person(actor=job, referral=referral, intake=intake())
    with reading(town.amina):
        assert rows(Case, actor=town.amina, needs=Permission.CASE_VIEW).filter(pk=admission.case_id).exists()
