"""A reminder is written with its visit, asked about once more when it leaves, and says when and nothing else."""

import email
import re
from datetime import timedelta
from email import policy

import pytest
from django.urls import reverse

from keyworker.access.sight import Absent, facts
from keyworker.audit.models import AuditEvent
from keyworker.base import actor as actors
from keyworker.base import clock
from keyworker.base.context import reading, writing
from keyworker.base.decision import Refused, no, yes
from keyworker.base.models import change
from keyworker.consent.actions import withdraw_consent
from keyworker.consent.models import Consent
from keyworker.notices import rules
from keyworker.notices.actions import take_up
from keyworker.notices.jobs import JOB, send_what_is_due
from keyworker.notices.models import Notice, Why
from keyworker.people.actions import Way, add_contact_point, mark_unsafe, set_safety
from keyworker.people.models import Channel, ContactPoint, TimelineEntry
from keyworker.people.rules import WayToReach
from keyworker.people.withholding.actions import Withholding, withhold
from keyworker.visits.actions import cancel_visit, schedule_visit
from keyworker.visits.models import VisitKind
from tests.notices.conftest import ROSA, came, reminder


def meet(town, case, *, within=timedelta(hours=20)):
    """A visit, and its reminder; by now it is time for it."""
    visit = schedule_visit(
        actor=town.amina, case=case, kind=VisitKind.IN_PERSON, starts_at=clock.now() + within,
        lasts=timedelta(hours=1), place="14 Quay Street",
    )  # fmt: skip
    return visit, reminder(town, visit)


def test_she_is_reminded_in_spanish_of_when_and_of_nothing_else(town, page, post, rosa):
    visit, _ = meet(town, rosa)
    send_what_is_due(0)
    (raw,) = came(post)
    letter = email.message_from_string(raw, policy=policy.default)
    said = letter.get_content()
    assert letter["To"] == ROSA
    assert "Tiene una cita el" in said
    told = f"{letter['Subject']} {said}"
    for secret in ("Rosa", "Delgado", "Quay", "Amina", "Harbor", "Housing", "http"):
        assert secret not in told
    assert reminder(town, visit).state == "sent"
    assert town.find(TimelineEntry, verb="notices.reminded", person=rosa.person) is not None
    shown = page(town.amina).get(reverse("visits:visit", args=[visit.pk])).content.decode()
    assert "Reminder of an appointment" in shown
    send_what_is_due(0)
    assert len(came(post)) == 1


def test_before_its_time_nothing_is_sent_and_what_is_called_off_never_is(town, post, rosa):
    early, _ = meet(town, rosa, within=timedelta(days=3))
    off, _ = meet(town, rosa)
    cancel_visit(actor=town.amina, visit=off, because="She is ill.")
    send_what_is_due(0)
    assert came(post) == []
    assert (reminder(town, early).state, reminder(town, off).state) == ("queued", "cancelled")


def test_of_a_visit_that_is_kept_back_from_her_she_hears_nothing_by_letter_either(town, post, rosa):
    visit, _ = meet(town, rosa)
    kept = Withholding("in-confidence", "Her neighbor asked us.", town.today + timedelta(days=9))
    withhold(actor=town.amina, person=rosa.person, program=rosa.program, record=visit, withholding=kept)
    send_what_is_due(0)
    assert came(post) == []
    assert reminder(town, visit).state == "cancelled"


@pytest.mark.parametrize("what", ["unsafe", "risk", "consent", "sealed", "shared", "not agreed"])
def test_what_changed_since_the_visit_was_planned_counts(town, post, rosa, what):
    """All was well when the visit was planned; it is asked again when the letter would leave."""
    visit, _ = meet(town, rosa)
    point = town.find(ContactPoint, person=rosa.person)
    if what == "unsafe":
        mark_unsafe(actor=town.amina, point=point)
    elif what == "risk":
        set_safety(actor=town.amina, person=rosa.person, address_protected=False, risk_if_contacted="He reads it.")
    elif what == "consent":
        withdraw_consent(actor=town.amina, consent=town.find(Consent, person=rosa.person))
    else:
        values = {"sealed": {"sealed_in": town.shelter}, "shared": {"shared": True}}.get(what, {"reminders_ok": False})
        change_point(town, point, values)
    send_what_is_due(0)
    assert came(post) == []
    held = reminder(town, visit)
    assert (held.state, held.why) == ("withheld", "no-consent" if what == "consent" else "no-way")


def change_point(town, point, values):
    with writing(town.amina):
        change(facts(ContactPoint, because="a test").get(pk=point.pk), **values)


def test_a_shelter_sends_nothing_and_says_so_at_once(town, post):
    hers = town.client_case(actor=town.grace, program=town.shelter, full_name="Hidden Person")
    add_contact_point(actor=town.grace, person=hers.person, way=Way(Channel.EMAIL, ROSA, reminders_ok=True))
    visit = schedule_visit(
        actor=town.grace, case=hers, kind=VisitKind.PHONE, starts_at=clock.now() + timedelta(hours=20),
        lasts=timedelta(hours=1),
    )  # fmt: skip
    with reading(town.grace):
        held = facts(Notice, because="a test").get(about=visit.pk)
    assert (held.state, held.why) == ("withheld", "sealed")
    send_what_is_due(0)
    assert came(post) == []


def test_a_busy_server_is_asked_again_later_and_given_up_in_the_end(town, post, rosa):
    visit, _ = meet(town, rosa, within=timedelta(hours=23))
    post.refusing = True
    pauses = []
    now = clock.now()
    for _ in range(rules.MOST_TRIES):
        with clock.at(now):
            send_what_is_due(0)
        held = reminder(town, visit)
        pauses.append(round((held.next_try_at - now).total_seconds() / 60))
        with clock.at(now):
            send_what_is_due(0)  # too soon: nothing happens
        assert reminder(town, visit).tries == held.tries
        now = held.next_try_at
    assert pauses == [5, 10, 20, 40, 80, 160]
    assert (held.state, held.why) == ("failed", "not-taken")
    assert came(post) == []


def test_a_machine_that_stops_before_the_letter_left_sends_it_later(town, post, rosa):
    """Taken up, and then nothing more was heard of it."""
    visit, notice = meet(town, rosa)
    job = actors.job(JOB, agency_id=town.amina.agency_id)
    assert take_up(actor=job, notice=notice).clearance.to == ROSA
    with pytest.raises(Refused):
        take_up(actor=job, notice=notice)
    send_what_is_due(0)
    assert came(post) == []
    with clock.at(clock.now() + timedelta(minutes=6)):
        send_what_is_due(0)
    assert len(came(post)) == 1
    assert reminder(town, visit).state == "sent"


def test_without_a_mail_server_nothing_is_taken_up(town, post, rosa, settings):
    settings.LETTERS_GO_OUT = settings.DEMO = False
    visit, _ = meet(town, rosa)
    send_what_is_due(0)
    assert reminder(town, visit).state == "queued"


@pytest.mark.parametrize("who", ["amina", "ben", "priya", "carl"])
def test_no_member_of_staff_sends_one_by_hand(town, rosa, who):
    _, notice = meet(town, rosa)
    with pytest.raises(Absent):
        take_up(actor=getattr(town, who), notice=notice)


def test_nothing_of_hers_stands_in_the_trail(town, post, rosa):
    _, notice = meet(town, rosa)
    send_what_is_due(0)
    told = [event.facts for event in town.all(AuditEvent, subject_id=notice.pk)]
    assert told
    assert not re.search("rosa|quay|@", str(told), re.IGNORECASE)


SAFE = WayToReach("email")


def standing(**more):
    now = clock.now()
    told = {"now": now, "at": now, "happens_at": now + timedelta(hours=20), "sealed": False, "at_risk": False}
    return rules.Standing(**{**told, "consent": yes(), "ways": (SAFE,), **more})


def test_only_a_plain_yes_lets_a_letter_go():
    then = clock.now() + timedelta(hours=2)
    later = WayToReach("email", safe_from=then.time(), safe_until=(then + timedelta(hours=1)).time())
    assert rules.may_send(standing()).facts["way"] == 0
    assert rules.may_send(standing(ways=(later, SAFE))).facts["way"] == 1
    assert rules.may_send(standing(ways=(later,))).facts["wait_until"] == then
    in_vain = standing(ways=(later,), happens_at=then + timedelta(minutes=50))
    assert rules.may_send(in_vain).facts == {"why": Why.NO_WAY, "wait_until": None}
    assert rules.may_send(standing(ways=())).facts["why"] is Why.NO_WAY
    assert rules.may_send(standing(consent=no("taken back"))).facts["why"] is Why.NO_CONSENT
    assert rules.may_send(standing(happens_at=clock.now() + timedelta(minutes=50))).facts["why"] is Why.TOO_LATE
