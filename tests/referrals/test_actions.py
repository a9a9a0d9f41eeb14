"""Amina asks the food bank for help: only with consent, only what was agreed, and somebody always calls back."""

import json
from datetime import timedelta

import pytest

from keyworker.access import doors
from keyworker.access.models import DoorKind
from keyworker.base.decision import Refused
from keyworker.base.privacy import Category
from keyworker.cases.models import Case
from keyworker.consent.actions import withdraw_consent
from keyworker.consent.models import Disclosure
from keyworker.people.actions import Way, add_contact_point
from keyworker.people.models import Channel
from keyworker.referrals.actions import answer_referral, cancel_referral, mark_seen, send_referral
from keyworker.referrals.models import OutgoingReferral, ReferralReply, ReferralStatus
from keyworker.tasks.models import Task
from tests.referrals.conftest import agreed, asked


def test_without_consent_nothing_is_sent_and_nothing_is_left_behind(town, parcel):
    case = town.client_case()
    with pytest.raises(Refused, match="no consent"):
        send_referral(actor=town.amina, case=case, sending=asked(parcel))
    assert town.all(OutgoingReferral, case=case) == []
    assert town.all(Disclosure, person=case.person_id) == []


def test_a_consent_to_tell_somebody_else_does_not_do(town, parcel):
    from keyworker.base.context import reading
    from keyworker.directory.models import Organization

    case = town.client_case()
    with reading(town.job()):
        other = Organization(source="town", source_id="o2", name="Harbour Legal Aid")
        other.save(force_insert=True)
    told, parcel.organization = parcel.organization, other
    parcel.organization_id = other.pk
    agreed(town, case, parcel)
    parcel.organization, parcel.organization_id = told, told.pk
    with pytest.raises(Refused):
        send_referral(actor=town.amina, case=case, sending=asked(parcel))


def test_more_than_was_agreed_is_not_sent(town, parcel):
    case = town.client_case()
    agreed(town, case, parcel, categories=[Category.GENERAL])
    with pytest.raises(Refused, match="does not cover"):
        send_referral(actor=town.amina, case=case, sending=asked(parcel))


def test_what_is_sent_rests_on_a_disclosure_and_a_call_back_is_planned(town, parcel):
    case = town.client_case(full_name="Xanthippe Quill")
    agreed(town, case, parcel)
    sent = send_referral(actor=town.amina, case=case, sending=asked(parcel))
    disclosure = town.find(Disclosure, pk=sent.referral.disclosure_id)
    assert sorted(disclosure.categories) == ["general", "identity"]
    (task,) = town.all(Task, source_id=sent.referral.pk)
    assert (task.kind, task.due_on) == ("call-back", town.today + timedelta(days=7))
    shared = json.loads(sent.referral.snapshot)
    assert shared["identity"]["name"] == "Xanthippe Quill"
    assert set(shared) == {"general", "identity"}


def test_the_link_opens_the_referral_and_only_its_hash_is_kept(town, parcel):
    case = town.client_case()
    agreed(town, case, parcel)
    sent = send_referral(actor=town.amina, case=case, sending=asked(parcel))
    assert doors.resolve(DoorKind.PARTNER_LINK, sent.token).subject_id == sent.referral.pk
    assert doors.resolve(DoorKind.PARTNER_LINK, sent.token + "x") is None


def test_an_unsafe_phone_is_not_told_to_the_partner(town, parcel):
    case = town.client_case()
    add_contact_point(actor=town.amina, person=case.person, way=Way(Channel.PHONE, "555 0142", safe=False))
    add_contact_point(actor=town.amina, person=case.person, way=Way(Channel.PHONE, "555 0199"))
    agreed(town, case, parcel)
    with_phone = asked(parcel, [Category.GENERAL, Category.CONTACT])
    sent = send_referral(actor=town.amina, case=case, sending=with_phone)
    assert "555 0199" in sent.referral.snapshot
    assert "555 0142" not in sent.referral.snapshot


def test_what_is_shared_lies_sealed_in_the_table(town, parcel):
    from django.db import connection

    from keyworker.base.context import reading

    case = town.client_case(full_name="Xanthippe Quill")
    agreed(town, case, parcel)
    sent = send_referral(actor=town.amina, case=case, sending=asked(parcel))
    with reading(town.amina), connection.cursor() as cursor:
        cursor.execute("SELECT snapshot FROM referrals_outgoingreferral WHERE id = %s", [sent.referral.pk])
        assert b"Quill" not in bytes(cursor.fetchone()[0])


def test_an_answer_told_by_telephone_moves_the_next_step(town, parcel):
    case = town.client_case()
    agreed(town, case, parcel)
    referral = send_referral(actor=town.amina, case=case, sending=asked(parcel)).referral
    reply = answer_referral(
        actor=town.amina, referral=referral, answer=ReferralStatus.ACCEPTED, words="Come on Tuesday."
    )
    assert (reply.by, reply.staff_id) == ("staff", town.amina.id)
    (following,) = town.all(Task, source_id=referral.pk, done_at=None)
    assert following.due_on == town.today + timedelta(days=14)
    answer_referral(actor=town.amina, referral=referral, answer=ReferralStatus.COMPLETED)
    now = town.find(Case, pk=case.pk)
    assert now.next_step_on is not None
    with pytest.raises(Refused):
        answer_referral(actor=town.amina, referral=referral, answer=ReferralStatus.ACCEPTED)
    assert len(town.all(ReferralReply, referral=referral)) == 2


def test_calling_off_closes_the_link(town, parcel):
    case = town.client_case()
    agreed(town, case, parcel)
    sent = send_referral(actor=town.amina, case=case, sending=asked(parcel))
    cancel_referral(actor=town.amina, referral=sent.referral)
    assert doors.resolve(DoorKind.PARTNER_LINK, sent.token) is None
    with pytest.raises(Refused):
        cancel_referral(actor=town.amina, referral=sent.referral)


def test_reading_an_answer_twice_plans_nothing_twice(town, parcel):
    case = town.client_case()
    agreed(town, case, parcel)
    referral = send_referral(actor=town.amina, case=case, sending=asked(parcel)).referral
    answer_referral(actor=town.amina, referral=referral, answer=ReferralStatus.ACCEPTED)
    before = len(town.all(Task, case=case))
    mark_seen(actor=town.amina, referral=referral)
    assert len(town.all(Task, case=case)) == before


def test_after_consent_is_taken_back_nothing_more_is_sent(town, parcel):
    case = town.client_case()
    consent = agreed(town, case, parcel)
    withdraw_consent(actor=town.amina, consent=consent)
    with pytest.raises(Refused, match="withdrawn"):
        send_referral(actor=town.amina, case=case, sending=asked(parcel))
