"""I was sent to the food bank: I say that I got there, or did not, or want help; and my worker hears of it."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connections
from django.test import Client
from django.urls import reverse

from keyworker.access.sight import Absent, facts
from keyworker.accounts.models import User
from keyworker.base import actor as actors
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.models import Case
from keyworker.consent.actions import withdraw_consent
from keyworker.consent.models import Consent
from keyworker.people.actions import open_portal
from keyworker.people.models import Person, TimelineEntry
from keyworker.referrals.actions import answer_referral, mark_seen, say_how_it_went, send_referral
from keyworker.referrals.models import Arrival, OutgoingReferral, ReferralReply, ReferralStatus, WhyNotThere
from keyworker.referrals.queries import said_of
from keyworker.tasks.models import Task
from tests.referrals.conftest import agreed, asked, food_bank

PARTNERS = reverse("portal:shared_referral")


@pytest.fixture
def town(open_town):
    """She is sent to the food bank, and has a page of her own."""
    town = open_town
    town.case = town.client_case(full_name="Xanthippe Quill", preferred_name="Xan")
    service = food_bank(town)
    town.consent = agreed(town, town.case, service)
    town.sent = send_referral(actor=town.amina, case=town.case, sending=asked(service))
    town.page = reverse("portal:how_it_went", args=[town.sent.referral.pk])
    person = town.find(Person, pk=town.case.person_id)
    user = User.objects.create_user("xan@people.example", "harbor-lights-and-tides")
    account = open_portal(actor=town.amina, person=person, user=user)
    town.me = actors.client(agency_id=account.agency_id, account_id=account.pk, person_id=person.pk)
    return town


def referral(town):
    return town.find(OutgoingReferral, pk=town.sent.referral.pk)


def help_asked(town):
    return town.all(Task, source_type="referrals.referralreply", person_id=town.case.person_id)


def test_she_got_there_and_once_her_worker_has_read_it_the_referral_says_so(town, page):
    me = page(town.me)
    assert "Quayside Food Bank" in me.get("/me/referrals/").content.decode()
    assert "They need food" not in me.get(town.page).content.decode(), "why she was sent is not for the phone"
    assert me.post(town.page, {"said": "there", "words": "It was good."}).status_code == 302
    reply = town.find(ReferralReply, referral=referral(town))
    assert (reply.by, reply.said, reply.words, reply.staff_id) == ("client", "there", "It was good.", None)
    assert "I got there" in me.get(town.page).content.decode()
    assert town.find(TimelineEntry, verb="referrals.they_got_there").actor_kind == "client"
    assert (referral(town).status, referral(town).seen_at) == ("requested", None)
    assert "Quayside" in page(town.amina).get(reverse("workspace:my_day")).content.decode()
    seen = page(town.amina).get(reverse("referrals:referral", args=[referral(town).pk])).content.decode()
    assert "They got there" in seen
    assert "by themselves, on their own page" in seen
    mark_seen(actor=town.amina, referral=referral(town))
    assert referral(town).status == ReferralStatus.IN_PROGRESS
    assert help_asked(town) == []


def test_at_her_door_the_login_does_not_say_where_the_referral_stands_though_the_partners_link_may(town):
    """A breach: doors share one login, whose rights to columns add up."""
    with pytest.raises(ProgrammingError, match="may not set that column"):
        as_the_door(town.me, "UPDATE referrals_outgoingreferral SET status = 'completed'")
    as_the_door(town.me, "UPDATE referrals_outgoingreferral SET seen_at = NULL")
    assert referral(town).status == ReferralStatus.REQUESTED
    partner = actors.visitor("partner-link", agency_id=town.me.agency_id, share_id=referral(town).pk)
    as_the_door(partner, "UPDATE referrals_outgoingreferral SET status = 'accepted'")
    assert referral(town).status == ReferralStatus.ACCEPTED


def as_the_door(actor, statement):
    with reading(actor), connections["door"].cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount == 1


def test_where_she_was_not_safe_or_asks_for_help_somebody_talks_with_her_tomorrow(town, page):
    me = page(town.me)
    assert "Say why, please." in me.post(town.page, {"said": "not-there", "words": "I ran."}).content.decode()
    me.post(town.page, {"said": "not-there", "why": "no-way"})
    assert help_asked(town) == [], "her worker reads it, and decides"
    me.post(town.page, {"said": "not-there", "why": "not-safe", "words": "He stood at the gate."})
    me.post(town.page, {"said": "help"})
    first, second = help_asked(town)
    assert {first.due_on, second.due_on} == {town.today + timedelta(days=1)}
    assert town.find(Case, pk=town.case.pk).next_step_on <= first.due_on
    again = me.post(town.page, {"said": "help", "words": "Please."}).content.decode()
    assert "We will read it soon." in again
    assert "Please." in again, "what she typed stays"
    assert "Quayside" in page(town.amina).get(reverse("tasks:list", args=[town.case.person_id])).content.decode()


def test_the_partner_never_reads_what_she_said_and_hears_nothing_by_it(town, page):
    """A breach: the partner opens their link, and tries the table itself."""
    partner = Client()
    partner.get(reverse("portal:partner_link", args=[town.sent.token]))
    before = partner.get(PARTNERS).content.decode()
    page(town.me).post(town.page, {"said": "not-there", "why": "not-safe", "words": "Their driver scares me."})
    page(town.me).post(town.page, {"said": "there"})
    after = partner.get(PARTNERS).content.decode()
    assert "driver" not in after
    assert before.count("<li>") == after.count("<li>")
    assert "Waiting for an answer" in after or "No answer yet" in after
    outside = actors.visitor("partner-link", agency_id=town.me.agency_id, share_id=referral(town).pk)
    with reading(outside):
        assert list(facts(ReferralReply, because="a careless developer")) == []


def test_what_the_partner_wrote_to_the_workers_is_not_on_her_page(town, page):
    answer_referral(
        actor=town.amina, referral=referral(town), answer=ReferralStatus.ACCEPTED, words="We find her difficult."
    )
    shown = page(town.me).get(town.page).content.decode()
    assert "They said yes" in shown
    assert "difficult" not in shown
    with reading(town.me):
        assert list(facts(ReferralReply, because="a careless developer")) == []


def test_on_a_phone_that_others_use_no_place_is_named(town, page):
    """A breach: whoever she fled takes her phone while the page is open; a shelter's name says where she sleeps."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE people_portalaccount SET shared_device = true WHERE id = %s", [town.me.id])
    me = page(town.me)
    for shown in (me.get("/me/referrals/"), me.get(town.page)):
        assert "Quayside" not in shown.content.decode()
        assert "Weekly parcel" not in shown.content.decode()
        assert "A place we asked" in shown.content.decode()
    assert me.post(town.page, {"said": "there"}).status_code == 302


def test_her_own_page_stays_when_the_consent_is_taken_back(town, page):
    withdraw_consent(actor=town.amina, consent=town.find(Consent, pk=town.consent.pk))
    assert page(town.me).get(town.page).status_code == 200


@pytest.mark.parametrize("over", [ReferralStatus.REJECTED, ReferralStatus.FAILED])
def test_of_what_is_over_nothing_more_is_said_there(town, page, over):
    answer_referral(actor=town.amina, referral=referral(town), answer=over)
    with pytest.raises(Refused, match="over"):
        say_how_it_went(actor=town.me, referral=referral(town), said=Arrival.THERE)
    assert "Call us" in page(town.me).get(town.page).content.decode()


def test_nobody_else_says_it_for_her_and_the_login_writes_nothing_else(town):
    other = town.client_case(full_name="Peregrine Vale")
    with pytest.raises(Absent):
        say_how_it_went(actor=town.amina, referral=referral(town), said=Arrival.THERE)
    held = referral(town)
    stranger = actors.client(agency_id=town.me.agency_id, account_id=town.me.id, person_id=other.person_id)
    with pytest.raises(Absent), reading(stranger):
        said_of(stranger, held.pk)
    for breach in (
        "UPDATE referrals_outgoingreferral SET reason = 'x'",
        "UPDATE referrals_referralreply SET words = 'x'",
        "DELETE FROM referrals_referralreply",
    ):
        with pytest.raises(ProgrammingError), reading(town.me), connections["door"].cursor() as cursor:
            cursor.execute(breach)
    with reading(town.me), connections["door"].cursor() as cursor:
        cursor.execute("UPDATE referrals_outgoingreferral SET seen_at = now() WHERE id <> %s", [held.pk])
        assert cursor.rowcount == 0
    told = {"referral": held, "program_id": held.program_id, "at": clock.now()}
    as_partner = {"person_id": held.person_id, "status": "accepted", "by": "partner"}
    of_another = {"person_id": other.person_id, "status": "accepted", "by": "client", "said": "there"}
    for forged in (as_partner, of_another):
        with pytest.raises(ProgrammingError, match="row-level security"), reading(town.me):
            ReferralReply(**told, **forged).save(force_insert=True)


def test_every_reason_can_be_given_and_is_kept(town):
    for why in WhyNotThere:
        say_how_it_went(actor=town.me, referral=referral(town), said=Arrival.NOT_THERE, why=why.value)
    assert {reply.why for reply in town.all(ReferralReply, referral=referral(town))} == set(WhyNotThere.values)


def test_what_she_says_while_her_worker_reads_the_partners_answer_is_not_taken_for_read(town, page):
    amina, me = page(town.amina), page(town.me)
    partner = actors.visitor("partner-link", agency_id=town.amina.agency_id, share_id=town.sent.referral.pk)
    answer_referral(actor=partner, referral=referral(town), answer=ReferralStatus.ACCEPTED)
    before = referral(town).version
    me.post(town.page, {"said": "not-there", "why": "sent-away"})
    read = reverse("referrals:seen", args=[referral(town).pk])
    for said in ({"seen": before}, {}, {"seen": "9" * 5_000}):
        assert "Another answer came meanwhile" in amina.post(read, said, follow=True).content.decode()
        assert referral(town).seen_at is None
    amina.post(read, {"seen": referral(town).version})
    assert referral(town).seen_at is not None


def test_what_she_said_stays_unread_though_her_worker_writes_down_what_the_partner_told_them(town, page):
    page(town.me).post(town.page, {"said": "not-there", "why": "sent-away"})
    answer_referral(actor=town.amina, referral=referral(town), answer=ReferralStatus.ACCEPTED)
    assert referral(town).seen_at is None
