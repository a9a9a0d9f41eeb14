"""What people think: with a name or without one, never judged by whom it is about, answered in time."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from keyworker.access import actions as access
from keyworker.access.permissions import Permission as P
from keyworker.access.roles import Role
from keyworker.access.sight import Absent, rows
from keyworker.agencies.models import Program
from keyworker.audit.models import AuditEvent
from keyworker.base import actor as actors
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord, change
from keyworker.cases.models import Case
from keyworker.people.actions import deny
from keyworker.people.models import Person, TimelineEntry
from keyworker.reviews import actions as reviews
from keyworker.reviews.models import Complaint, Feedback, Idea
from tests.reviews.test_pages import dated

RESIDENT = "Zenobia Hideaway"
WORDS = "My letters were read aloud in the hall."


def complain(town, case, about="", program=None):
    person = town.find(Person, pk=case.person_id)
    voice = reviews.Voice(WORDS, about=about)
    return reviews.leave_complaint(actor=town.amina, program=program or town.housing, voice=voice, person=person)


def seen_by(town, who, complaint):
    actor = getattr(town, who)
    with reading(actor):
        return rows(Complaint, actor=actor, needs=P.COMPLAINT_HANDLE).filter(pk=complaint.pk).exists()


def answer(town, who, complaint, **changes):
    given = reviews.Answered("upheld", "We are sorry. Letters stay closed now.", "We met on Tuesday.")
    return reviews.answer_complaint(actor=getattr(town, who), complaint=complaint, answered=given, **changes)


# --- complaints ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["amina", "sam", "grace", "oskar", "flo", "carl", "nadia", "priya"])
def test_only_those_who_supervise_the_program_handle_it(town, page, who):
    complaint = complain(town, town.client_case())
    assert seen_by(town, "ben", complaint)
    assert not seen_by(town, who, complaint)
    stranger = page(getattr(town, who))
    assert stranger.get(f"/voices/complaints/{complaint.pk}/").status_code == 404
    assert stranger.post(f"/voices/complaints/{complaint.pk}/acknowledge/").status_code == 404
    with pytest.raises((Absent, Refused)):
        reviews.acknowledge_complaint(actor=getattr(town, who), complaint=complaint)


@pytest.mark.parametrize("name", ["Ben Carter", " Ben ", "Mr. CARTER"])
def test_whom_it_is_about_neither_sees_nor_handles_it_and_an_administrator_does(town, page, name):
    complaint = complain(town, town.client_case(), about=name)
    assert complaint.about_id == town.ben.id
    assert not seen_by(town, "ben", complaint)
    assert WORDS not in page(town.ben).get("/voices/complaints/").content.decode()
    assert page(town.ben).get(f"/voices/complaints/{complaint.pk}/").status_code == 404
    assert seen_by(town, "priya", complaint)
    reviews.acknowledge_complaint(actor=town.priya, complaint=complaint)
    answer(town, "priya", town.find(Complaint, pk=complaint.pk))


def test_an_administrator_sees_no_complaint_about_somebody_who_supervises_nobody(town):
    assert not seen_by(town, "priya", complain(town, town.client_case(), about="Sam Reyes"))


def test_the_database_holds_that_nobody_judges_themselves(town):
    complaint = complain(town, town.client_case(), about="Ben Carter")
    with pytest.raises(IntegrityError, match="never_handled_by_whom"), transaction.atomic(), reading(town.ben):
        change(complaint, handler_id=town.ben.id)


def test_it_stands_in_no_timeline_that_whom_it_is_about_may_read(town):
    case = town.client_case()
    complaint = complain(town, case, about="Amina Yusuf")
    reviews.acknowledge_complaint(actor=town.ben, complaint=complaint)
    answer(town, "ben", town.find(Complaint, pk=complaint.pk))
    told = [entry.verb for entry in town.all(TimelineEntry, person=case.person_id)]
    assert not [verb for verb in told if "complaint" in verb]
    assert town.find(AuditEvent, verb="reviews.complaint_answered", person_id=case.person_id)


def in_the_shelter(town, about="", **known):
    """What a resident says to Grace."""
    person = town.find(Person, pk=town.client_case(town.grace, town.shelter, full_name=RESIDENT).person_id)
    voice = reviews.Voice(WORDS, about=about, **known)
    return reviews.leave_complaint(actor=town.grace, program=town.shelter, voice=voice, person=person)


def leads_the_shelter(town, who):
    member = town.staff(getattr(town, who))
    access.grant_role(actor=town.job(), member=member, role=Role.SUPERVISOR, program=town.shelter)


def test_a_complaint_of_a_sealed_programs_client_stays_inside_it(town):
    leads_the_shelter(town, "sam")
    complaint = in_the_shelter(town)
    assert seen_by(town, "sam", complaint)
    for who in ("amina", "ben", "priya", "oskar"):
        assert not seen_by(town, who, complaint)


def test_about_the_only_supervisor_of_a_sealed_program_an_administrator_answers_and_learns_no_name(town, page):
    leads_the_shelter(town, "sam")
    complaint = in_the_shelter(town, about="Ms. Reyes")
    address, sam, priya = f"/voices/complaints/{complaint.pk}/", page(town.sam), page(town.priya)
    assert complaint.about_id == town.sam.id
    assert WORDS not in sam.get("/voices/complaints/").content.decode()
    assert (sam.get(address).status_code, sam.post(f"{address}acknowledge/").status_code) == (404, 404)
    with pytest.raises((Absent, Refused)):
        answer(town, "sam", complaint)
    for who in ("amina", "ben", "oskar", "carl"):
        assert not seen_by(town, who, complaint)
    assert str(complaint.pk) in priya.get("/voices/complaints/").content.decode()
    priya.post(f"{address}acknowledge/")
    body = priya.get(address).content.decode()
    assert WORDS in body
    assert "Grace Okafor wrote it down and passes your answer on." in body
    assert RESIDENT not in body
    assert str(complaint.person_id) not in body
    assert priya.get(f"/people/{complaint.person_id}/").status_code == 404
    answer(town, "priya", town.find(Complaint, pk=complaint.pk))
    written_down = f"/cases/{town.find(Case, person=complaint.person_id).pk}/complaint/"
    assert "Letters stay closed now." in page(town.grace).get(written_down).content.decode()
    assert "Letters stay closed now." not in sam.get(written_down).content.decode()


def test_a_name_leaves_a_sealed_program_only_when_they_say_so_and_never_past_a_second_supervisor(town, page):
    leads_the_shelter(town, "sam")
    named = in_the_shelter(town, about="Sam Reyes", names_them=True)
    assert RESIDENT in page(town.priya).get(f"/voices/complaints/{named.pk}/").content.decode()
    reviews.acknowledge_complaint(actor=town.priya, complaint=named)
    leads_the_shelter(town, "flo")
    later = in_the_shelter(town, about="Sam Reyes")
    assert (seen_by(town, "flo", later), seen_by(town, "priya", later)) == (True, False)
    assert seen_by(town, "priya", named), "who took it on sees it through"


def test_a_sealed_program_that_nobody_leads_leaves_no_complaint_unread(town, page):
    complaint = in_the_shelter(town)
    assert seen_by(town, "priya", complaint)
    assert RESIDENT not in page(town.priya).get(f"/voices/complaints/{complaint.pk}/").content.decode()
    asked = page(town.grace).get(f"/cases/{town.find(Case, person=complaint.person_id).pk}/complaint/")
    assert "names_them" in asked.context["form"].fields
    asked = page(town.amina).get(f"/cases/{town.client_case().pk}/complaint/")
    assert "names_them" not in asked.context["form"].fields


@pytest.mark.parametrize("where", ["housing", "shelter"])
def test_what_the_only_supervisor_may_not_read_because_they_are_kept_out_an_administrator_reads(town, where):
    worker, who, program = {"housing": (town.amina, "ben", town.housing), "shelter": (town.grace, "sam", town.shelter)}[
        where
    ]
    if where == "shelter":
        leads_the_shelter(town, who)
    person = town.find(Person, pk=town.client_case(worker, program, full_name=RESIDENT).person_id)
    voice = reviews.Voice(WORDS)
    complaint = reviews.leave_complaint(actor=worker, program=program, voice=voice, person=person)
    assert (seen_by(town, who, complaint), seen_by(town, "priya", complaint)) == (True, False)
    only = getattr(town, who)
    deny(actor=only, person=person, staff=town.staff(only), because="His brother.")
    assert (seen_by(town, who, complaint), seen_by(town, "priya", complaint)) == (False, True)


def test_by_when_they_are_answered_is_said_by_the_program_else_by_the_agency(town, page):
    priya, address = page(town.priya), f"/programs/{town.housing.pk}/"
    usual = {"calls_people": "client", "calls_plan": "plan", "calls_sessions": "visit", "help_en": "Call 911."}
    assert priya.post("/programs/", {**usual, "answer_complaints_days": "0"}).context["form"].errors
    assert priya.post("/programs/", {**usual, "answer_complaints_days": "10"}).status_code == 302
    assert complain(town, town.client_case()).answer_by == town.today + timedelta(days=10)
    form = priya.get(address).context["form"]
    given = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in given.items() if value not in (None, False, "")}
    assert priya.post(address, {**sent, "answer_complaints_days": "2"}).status_code == 302
    soon = complain(town, town.client_case(), program=town.find(Program, pk=town.housing.pk))
    assert soon.acknowledge_by == soon.answer_by == town.today + timedelta(days=2)


def test_nobody_complains_for_somebody_they_do_not_work_with(town):
    person = town.find(Person, pk=town.client_case(town.grace, town.shelter).person_id)
    with pytest.raises((Absent, Refused)):
        reviews.leave_complaint(actor=town.amina, program=town.housing, voice=reviews.Voice(WORDS), person=person)


def test_it_is_acknowledged_then_answered_once_and_by_one(town):
    complaint = complain(town, town.client_case())
    assert complaint.acknowledge_by == town.today + timedelta(days=3)
    assert complaint.answer_by == town.today + timedelta(days=20)
    with pytest.raises(Refused, match="First let them know"):
        answer(town, "ben", complaint)
    reviews.acknowledge_complaint(actor=town.ben, complaint=complaint)
    with pytest.raises(StaleRecord):
        answer(town, "ben", complaint, seen=1)
    held = answer(town, "ben", town.find(Complaint, pk=complaint.pk))
    assert held.outcome == "upheld"
    with pytest.raises(Refused, match="answered already"):
        answer(town, "ben", held)


def test_ben_sees_what_is_late_and_answers_in_the_browser(town, page):
    case, ben = town.client_case(full_name="Rosa Delgado"), page(town.ben)
    page(town.amina).post(
        f"/cases/{case.pk}/complaint/", {"program": str(town.housing.pk), "kind": "complaint", "words": WORDS}
    )
    complaint = town.find(Complaint, person=case.person_id)
    with reading(town.ben):
        change(complaint, received_on=town.today - timedelta(days=30), acknowledge_by=town.today - timedelta(days=27))
    assert str(complaint.pk) in ben.get("/supervision/looking-back/").content.decode()
    assert "Not acknowledged in time" in ben.get("/voices/complaints/").content.decode()
    address = f"/voices/complaints/{complaint.pk}/"
    ben.post(f"{address}acknowledge/")
    version = town.find(Complaint, pk=complaint.pk).version
    bad = ben.post(address, {"outcome": "upheld", "answer": "We are sorry.", "version": version})
    assert "We are sorry." in bad.content.decode()
    ben.post(address, {"outcome": "upheld", "answer": "We are sorry.", "told_how": "We met.", "version": version})
    assert town.find(Complaint, pk=complaint.pk).answer == "We are sorry."


# --- feedback -----------------------------------------------------------------------------------------------------


def test_feedback_without_a_name_leads_to_nobody(open_town, client):
    town, address = open_town, "/feedback/harbor-house/"
    sent = {"program": str(town.housing.pk), "rating": "4", "keep": "The tea."}
    assert "Safe Shelter" not in client.get(address).content.decode()
    for bad in ({"rating": "", "keep": ""}, {"rating": "9"}, {"program": "nowhere"}, {"keep": "x" * 9000}):
        assert "Thank you" not in client.post(address, {**sent, **bad}).content.decode()
    client.post(address, {**sent, "program": str(town.shelter.pk)})
    assert town.all(Feedback, source="public") == []
    assert "Thank you" in client.post(address, sent).content.decode()
    held = town.find(Feedback, source="public")
    assert held.person_id is None
    assert held.created_at.date() == held.month == town.today.replace(day=1)
    assert UUID(str(held.pk)).version == 4
    events = town.all(AuditEvent, verb="reviews.feedback_left", actor_kind="visitor")
    assert {(event.subject_id, event.person_id) for event in events} == {(town.housing.pk, None)}


def test_what_staff_write_down_is_nobodys_either(town, page):
    sent = {"program": str(town.housing.pk), "rating": "2", "change": "Ring before you come.", "source": "said"}
    page(town.amina).post("/voices/feedback/new/", sent)
    held = town.find(Feedback, source="said")
    assert (held.person_id, held.rating) == (None, 2)
    assert "Ring before you come." in page(town.ben).get("/voices/").content.decode()


@pytest.mark.parametrize("who", ["amina", "sam", "grace", "oskar", "carl"])
def test_feedback_is_read_by_those_who_supervise_the_program(town, page, who):
    assert page(getattr(town, who)).get("/voices/").status_code == 404


# --- ideas --------------------------------------------------------------------------------------------------------


def test_an_idea_has_somebody_and_a_day_and_something_comes_of_it(town, page):
    ben, due = page(town.ben), town.today + timedelta(days=14)
    sent = {"program": str(town.housing.pk), "what": "Ring first.", "owner": str(town.amina.id)}
    ben.post("/voices/ideas/new/", {**sent, **dated("due_on", due)})
    held = town.find(Idea, what="Ring first.")
    assert (held.owner_id, held.due_on) == (town.amina.id, due)
    ben.post(f"/voices/ideas/{held.pk}/", {"came_of_it": "We ring now.", "version": held.version})
    assert town.find(Idea, pk=held.pk).came_of_it == "We ring now."
    with pytest.raises(Refused, match="done already"):
        reviews.finish_idea(actor=town.ben, idea=held, came_of_it="Again.")


def test_an_idea_for_a_day_that_is_over_is_refused(town):
    with pytest.raises(Refused, match="is over"):
        reviews.note_idea(
            actor=town.ben, program=town.housing, what="Tea.", owner=town.staff(town.ben),
            due_on=town.today - timedelta(days=1),
        )  # fmt: skip


# --- the client's own door ----------------------------------------------------------------------------------------


@pytest.fixture
def rosa(open_town):
    """Rosa at her own door, through the outer door's login."""
    from keyworker.accounts.models import User
    from keyworker.people import actions as people
    from keyworker.people.models import PortalAccount
    from keyworker.town.cast import PASSWORD

    case = open_town.client_case(full_name="Rosa Delgado")
    user = User.objects.create_user("rosa.d@mail.example", PASSWORD)
    people.open_portal(actor=open_town.amina, person=open_town.find(Person, pk=case.person_id), user=user)
    account = open_town.find(PortalAccount, person=case.person_id, beside=False)
    return actors.client(agency_id=account.agency_id, account_id=account.pk, person_id=case.person_id)


def test_rosa_complains_at_her_own_door_and_reads_the_answer_there(open_town, page, rosa):
    town, browser = open_town, page(rosa)
    sent = {"program": str(town.housing.pk), "kind": "complaint", "words": WORDS, "about": "Amina Yusuf"}
    assert "Safe Shelter" not in browser.get("/me/complaint/").content.decode()
    assert browser.post("/me/complaint/", sent)["Location"] == "/me/"
    assert WORDS in browser.get("/me/").content.decode()
    complaint = town.find(Complaint, person=rosa.person_id)
    assert complaint.about_id == town.amina.id
    assert complaint.handler_id is None
    reviews.acknowledge_complaint(actor=town.ben, complaint=complaint)
    answer(town, "ben", town.find(Complaint, pk=complaint.pk))
    assert "Letters stay closed now." in browser.get("/me/").content.decode()
    assert page(town.amina).get(f"/voices/complaints/{complaint.pk}/").status_code == 404
    assert browser.post("/me/feedback/", {"program": str(town.housing.pk), "rating": "5"})["Location"] == "/me/"
    assert town.find(Feedback, source="own-door").person_id == rosa.person_id
    sent = {"program": str(town.housing.pk), "rating": "4", "keep": "The tea."}
    assert "Thank you" in page(None).post("/feedback/harbor-house/", sent).content.decode()
