"""An agency of made-up people: made anew, a wall to either side, nothing leaves it, and nothing of it is left."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings as django_settings
from django.core import mail
from django.db import DatabaseError, connections, transaction
from django.test import Client
from django.urls import reverse

from keyworker.access import doors
from keyworker.access.models import DoorKey, DoorKind
from keyworker.access.roles import Role
from keyworker.access.sight import Absent, facts
from keyworker.accounts.models import User
from keyworker.agencies.models import Agency, Staff
from keyworker.audit.models import AuditEvent
from keyworker.base import actor as actors
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import Record
from keyworker.cases.models import Case
from keyworker.delivery.models import CaseNote
from keyworker.documents import vault
from keyworker.interop.leaving.actions import ask_for_export
from keyworker.interop.leaving.writing import Format
from keyworker.notices import sending
from keyworker.notices.whose import whose
from keyworker.people.models import ContactPoint, Person
from keyworker.people.numbers import number_hash
from keyworker.planning.models import ServicePlan
from keyworker.town import loading
from keyworker.town.practising import make
from keyworker.training.jobs import throw_away, throw_away_what_is_over
from keyworker.training.models import PracticeAgency, PracticeState
from keyworker.training.practising import actions
from keyworker.training.practising.rules import MADE_A_DAY
from keyworker.workspace.actions import employ, invite_again, open_feed
from tests.town import Town, signed_in
from tests.training.practice import BACK, LOOKING, PAGE, ask, everywhere, place, stepped_in, there, token_on


def records():
    return [model for model in apps.get_models() if issubclass(model, Record)]


def test_it_is_made_of_the_towns_stories_with_progress_and_an_end(made):
    practice, agency = made.practice, there(made, Agency)[0]
    assert (practice.state, practice.done) == (PracticeState.READY, practice.whole)
    assert practice.whole > 20
    assert {each["name"] for each in practice.places} >= {"Amina Yusuf", "Ben Carter", "Grace Okafor"}
    assert agency.name == "Practice – Harbor House"
    assert agency.practice_until == practice.ends_at
    assert (agency.time_zone, agency.crisis_help) == (made.agency().time_zone, made.agency().crisis_help)
    for model in (Case, CaseNote, ServicePlan):
        assert len(there(made, model)) > 10
    went_on = [event.facts["people"] for event in made.all(AuditEvent, verb="training.practice_went_on")]
    assert went_on == sorted(went_on)
    assert len(went_on) > 5


def test_ben_steps_in_as_amina_with_his_own_sign_in_and_comes_back(made):
    browser = stepped_in(made, made.ben)
    shown = browser.get("/my-day/", follow=True).content.decode()
    assert "Practice: nobody here is real" in shown
    assert "Amina Yusuf" in shown
    assert "Ben Carter" not in re.sub(r"(?s)<main.*</main>", "", shown)
    (someone,) = there(made, Person, full_name="Rosa Delgado")
    file = reverse("workspace:file", args=[someone.pk])
    assert "Practice: nobody here is real" in browser.get(file).content.decode()
    assert "Practice: nobody here is real" in browser.get("/nowhere/").content.decode()
    assert "Practice: nobody here is real" in browser.get("/accounts/2fa/").content.decode()
    assert browser.post(BACK)["Location"] == "/"
    assert browser.get(file).status_code == 404
    assert "Practice: nobody here is real" not in browser.get("/supervision/", follow=True).content.decode()
    told = [event.verb for event in made.all(AuditEvent, actor_id=made.ben.id)]
    assert told.count("training.practice_entered") == told.count("training.practice_left") == 1


def test_whoever_signs_out_while_practising_signs_out_where_they_work(made):
    browser = stepped_in(made, made.sam)
    browser.post("/accounts/logout/")
    assert "access.signed_out" in [event.verb for event in made.all(AuditEvent, actor_id=made.sam.id)]
    assert browser.get("/my-day/").status_code == 302


def test_from_inside_nothing_of_the_true_agency_is_seen(made):
    browser = stepped_in(made, made.amina)
    theirs = made.all(Case, owner_id=made.amina.id)
    for case in theirs[:5]:
        assert browser.get(reverse("workspace:file", args=[case.person_id])).status_code == 404
    true = {row.pk for model in (Person, Case, Staff) for row in made.all(model)}
    with reading(made.inside):
        for model in records():
            seen = facts(model, because=LOOKING).filter(pk__in=true)
            assert not seen.exists(), model
            assert not facts(model, because=LOOKING).exclude(agency_id=made.practice.practice_id).exists(), model


def test_from_the_true_agency_nothing_inside_is_seen(made):
    amina, priya = signed_in(made.amina), signed_in(made.priya)
    people = there(made, Person)
    for person in people[:5]:
        assert amina.get(reverse("workspace:file", args=[person.pk])).status_code == 404
    with reading(made.job()):
        for model in records():
            assert not facts(model, because=LOOKING).filter(agency_id=made.practice.practice_id).exists(), model
    staff = priya.get(reverse("workspace:staff")).content.decode()
    assert str(made.amina.id) in staff
    assert not [each for each in made.practice.places if each["staff"] in staff]
    northside = signed_in(made.carl).get(PAGE).content.decode()
    assert "There is none now." in northside


def test_whoever_is_at_another_agency_or_names_no_place_does_not_step_in(made):
    for actor, chosen in ((made.carl, place(made)), (made.ben, str(made.ben.id)), (made.ben, "x"), (made.ben, "")):
        browser = signed_in(actor)
        assert browser.post(PAGE, {"step": "enter", "place": chosen})["Location"] == PAGE
        assert browser.session["keyworker_place"]["agency"] == str(actor.agency_id)


def test_who_may_make_one_and_who_steps_in_only(made):
    amina = signed_in(made.amina)
    shown = amina.get(PAGE).content.decode()
    assert "Be Amina Yusuf" in shown
    assert "Throw it away now" not in shown
    for step in ({"step": "end"}, {"step": "make", "days": "3"}):
        assert amina.post(PAGE, step).status_code == 404
    with pytest.raises(Absent):
        ask(made, made.amina)
    assert "Throw it away now" in signed_in(made.ben).get(PAGE).content.decode()


def test_one_at_a_time_and_none_out_of_another(made):
    with pytest.raises(Refused, match="There is one already"):
        ask(made)
    inside = stepped_in(made, made.ben, "Priya Nair")
    shown = inside.get(PAGE).content.decode()
    assert "You are in one now" in shown
    assert "Make a practice agency" not in shown
    inside.post(PAGE, {"step": "make", "days": "3"})
    assert there(made, PracticeAgency) == []


def test_no_letter_text_feed_or_export_leaves_it_and_nobody_is_called(made, settings):
    settings.EMAIL_BACKEND, settings.LETTERS_GO_OUT = "django.core.mail.backends.locmem.EmailBackend", True
    mail.outbox = []
    assert not sending.post_to_colleague(made.inside, "somebody@example.org", "A letter", "Words")
    assert sending.post_to_colleague(made.priya, "somebody@example.org", "A letter", "Words")
    assert len(mail.outbox) == 1
    agency, amina, priya = there(made, Agency)[0], *there(made, Staff, name__in=["Amina Yusuf", "Priya Nair"])
    me = actors.staff(agency_id=agency.pk, staff_id=amina.pk)
    with pytest.raises(Refused, match="Nothing leaves"):
        open_feed(actor=me, agency=agency)
    lead = actors.staff(agency_id=agency.pk, staff_id=priya.pk)
    with pytest.raises(Refused, match="Nothing leaves"):
        ask_for_export(actor=lead, agency=agency, form=Format.CSV, because="To try it")
    new = {"email": "new@example.org", "name": "New", "job_title": "", "role": Role.AUDITOR, "program": None}
    with pytest.raises(Refused, match="Nobody is employed"):
        employ(actor=lead, agency=agency, **new)
    assert dials(signed_in(made.amina), made.all(Case, owner_id=made.amina.id))
    assert not dials(stepped_in(made, made.amina), there(made, Case, owner_id=amina.pk))


def dials(browser, of_whom):
    """The numbers and addresses that a press would call or write to, on the pages of these people."""
    pages = [browser.get(reverse("people:safety", args=[case.person_id])) for case in of_whom[:8]]
    assert {page.status_code for page in pages} == {200}
    return [
        href for page in pages for href in re.findall(r'href="((?:tel|sip|sms|mailto):[^"]+)', page.content.decode())
    ]


def test_the_clock_and_texts_that_come_in_know_true_agencies_alone(made):
    assert made.practice.practice_id not in doors.every_agency()
    assert set(doors.every_agency()) == {made.amina.agency_id, made.carl.agency_id}
    with reading(made.inside):
        points = facts(ContactPoint, because=LOOKING).filter(channel="phone").select_related("person")
        numbers = [point.value for point in points]
    assert numbers
    told = {each.agency_id for number in numbers for each in whose(number=number_hash(number))}
    assert made.practice.practice_id not in told


def test_nobody_signs_in_to_it_and_its_public_form_is_not_there(made):
    (agency,) = there(made, Agency)
    users = User.objects.filter(pk__in=[member.user_id for member in there(made, Staff)])
    assert not any(user.has_usable_password() or user.is_active for user in users)
    assert doors.resolve(DoorKind.PUBLIC_FORM, agency.slug) is None
    assert Client().get(reverse("portal:refer", args=[agency.slug])).status_code == 404


def test_nor_is_anybody_made_to_by_inviting_the_made_up_staff_again(made):
    """A breach: a trainee writes a true address on a made-up colleague, and its owner can be invited nowhere else."""
    users = User.objects.count()
    priya = actors.staff(agency_id=made.practice.practice_id, staff_id=UUID(place(made, "Priya Nair")))
    (amina,) = there(made, Staff, name="Amina Yusuf")
    with pytest.raises(Refused, match="Nobody is employed"):
        invite_again(actor=priya, member=amina, email="new.colleague@mail.example", by_hand=True)
    assert User.objects.count() == users


def test_what_another_tab_still_shows_is_not_kept_on_the_other_side(made):
    browser = signed_in(made.ben, Client(enforce_csrf_checks=True))

    before = token_on(browser, PAGE)
    entering = {"step": "enter", "place": place(made), "csrfmiddlewaretoken": before}
    assert browser.post(PAGE, entering).status_code == 302
    assert browser.post(PAGE, {"step": "make", "csrfmiddlewaretoken": before}).status_code == 403
    within = token_on(browser, PAGE)
    assert browser.post(BACK, {"csrfmiddlewaretoken": within}).status_code == 302
    assert browser.post(BACK, {"csrfmiddlewaretoken": within}).status_code == 403


def test_what_was_typed_for_made_up_people_is_not_sent_on_when_their_agency_goes(made):
    """A breach: a tab from before sends its form in the moment after the agency is gone, into the true one."""
    browser = stepped_in(made, made.ben, browser=signed_in(made.ben, Client(enforce_csrf_checks=True)))
    token = token_on(browser, "/calendar/phone/")
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE access_doorkey SET revoked_at = now() WHERE kind = 'practice'")
    before, ben = browser.session.session_key, made.staff(made.ben)
    UserSession.objects.create(user_id=ben.user_id, session_key=before, ip="127.0.0.1", data={})
    answer = browser.post("/calendar/phone/", {"csrfmiddlewaretoken": token})
    assert answer["Location"] == "/"
    assert not made.all(DoorKey, kind=DoorKind.CALENDAR, subject_id=made.ben.id)
    assert browser.session.session_key != before
    assert browser.post("/calendar/phone/", {"csrfmiddlewaretoken": token}).status_code == 403, "another tab's"
    assert "The practice agency is gone" in browser.get("/calendar/phone/").content.decode()
    assert UserSession.objects.filter(session_key=browser.session.session_key).exists()
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE access_doorkey SET revoked_at = NULL WHERE kind = 'practice'")


def test_whoever_lost_their_place_of_work_practises_nothing(made):
    browser = stepped_in(made, made.oskar)
    assert browser.get("/my-day/").status_code == 200
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE access_doorkey SET revoked_at = now() WHERE subject_id = %s", [made.oskar.id])
    assert browser.get("/my-day/").status_code == 302
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE access_doorkey SET revoked_at = NULL WHERE subject_id = %s", [made.oskar.id])


BREACHES = {
    "to make an agency": "INSERT INTO agencies_agency SELECT * FROM agencies_agency",
    "to remove one": "DELETE FROM agencies_agency",
    "to call a true one practice": "UPDATE agencies_agency SET practice_until = now() WHERE id = keyworker_agency()",
    "to make one that nobody asked for": (
        "SELECT keyworker_make_practice(gen_random_uuid(), 'practice-1', 'x', now() + interval '1 day')"
    ),
    "to throw the true one away": "SELECT keyworker_throw_practice_away(keyworker_agency())",
    "to throw Northside away": "SELECT keyworker_throw_practice_away(%(northside)s)",
}


@pytest.mark.parametrize("breach", BREACHES)
def test_the_database_refuses(made, breach):
    with reading(made.job()), pytest.raises(DatabaseError), transaction.atomic():
        connections["default"].cursor().execute(BREACHES[breach], {"northside": made.carl.agency_id})


def test_no_other_agency_throws_it_away_and_it_makes_none_itself(made):
    other = actors.job("practice", agency_id=made.carl.agency_id)
    for actor in (other, made.inside):
        with reading(actor), pytest.raises(DatabaseError, match="no practice agency of this one"), transaction.atomic():
            connections["default"].cursor().execute(
                "SELECT keyworker_throw_practice_away(%s)", [made.practice.practice_id]
            )
    with connections["door"].cursor() as cursor, pytest.raises(DatabaseError, match="permission denied"):
        cursor.execute("SELECT keyworker_throw_practice_away(%s)", [made.practice.practice_id])


def test_one_that_lives_is_not_thrown_away(made):
    actor = actions.by_itself(made.amina.agency_id)
    with pytest.raises(Refused):
        actions.throw_practice_away(actor=actor, practice=made.practice)
    throw_away_what_is_over(0)
    assert there(made, Agency)


@pytest.mark.slow
def test_thrown_away_nothing_of_it_is_left_but_the_trail_and_whoever_was_inside_is_back(to_throw_away):
    town = to_throw_away
    key, browser = town.practice.practice_id, stepped_in(town, town.ben)
    vault.keep(key, key, b"a letter that somebody tried out")
    folder = Path(django_settings.DOCUMENTS_DIR) / str(key)
    assert folder.is_dir()
    assert len(everywhere(key)) > 50
    signed_in(town.priya).post(PAGE, {"step": "end"})
    throw_away(str(town.amina.agency_id), str(town.practice.pk))
    assert set(everywhere(key)) == {"audit_auditevent"}
    assert User.objects.count() == town.users
    assert not folder.exists()
    left = everywhere(town.amina.agency_id)
    ours = ("audit_auditevent", "training_practiceagency", "access_doorkey")
    assert {t: n for t, n in left.items() if t not in ours} == {t: n for t, n in town.before.items() if t not in ours}
    assert "Practice: nobody here is real" not in browser.get("/supervision/", follow=True).content.decode()
    assert browser.session["keyworker_place"]["agency"] == str(town.amina.agency_id)
    gone = town.find(PracticeAgency, pk=town.practice.pk)
    assert (gone.state, gone.places) == (PracticeState.GONE, [])
    assert gone.rows_gone > 1000
    verbs = {event.verb for event in town.all(AuditEvent, subject_id=gone.pk)}
    assert {f"training.practice_{what}" for what in ("asked", "made", "ended", "gone")} <= verbs


def test_one_that_fails_half_way_is_thrown_away_by_the_clock_and_another_can_be_made(open_town, monkeypatch):
    town, asked = open_town, ask(open_town)

    def fails(houses, now, went_on):
        went_on(0, 9)
        raise RuntimeError("the power went")

    monkeypatch.setattr(loading, "fill", fails)
    with pytest.raises(RuntimeError):
        make(asked.agency_id, str(asked.pk))
    half = town.find(PracticeAgency, pk=asked.pk)
    assert (half.state, half.whole) == (PracticeState.FAILED, 9)
    assert everywhere(half.practice_id)
    throw_away_what_is_over(0)
    assert set(everywhere(half.practice_id)) == {"audit_auditevent"}
    make(asked.agency_id, str(asked.pk))
    assert town.find(PracticeAgency, pk=asked.pk).state == PracticeState.GONE, "what is gone is not made again"
    for _again in range(MADE_A_DAY - 1):
        town.again = ask(town, town.ben)
        actions.end_practice(actor=town.ben, practice=town.again)
        throw_away(str(town.amina.agency_id), str(town.again.pk))
    with pytest.raises(Refused, match="Enough were made today"):
        ask(town)


def test_when_its_time_is_up_nobody_steps_in_and_the_clock_throws_it_away(open_town):
    town, asked = open_town, ask(open_town, days=1)
    actor = actions.by_itself(asked.agency_id)
    begun = actions.begin_practice(actor=actor, practice=asked, name="Practice")
    actions.finish_practice(actor=actor, practice=begun, places=[{"staff": str(town.ben.id), "name": "B", "title": ""}])
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        with pytest.raises(Refused, match="is gone"):
            actions.enter_practice(actor=town.ben, practice=asked, place=town.ben.id)
        throw_away_what_is_over(0)
    assert everywhere(asked.practice_id).keys() <= {"audit_auditevent"}


def test_bad_input_on_its_page_is_said(town):
    browser = signed_in(town.priya)
    for days in ("", "0", "400", "x", "３"):
        shown = browser.post(PAGE, {"step": "make", "days": days})
        assert shown.status_code == 200
        assert "govuk-error-summary" in shown.content.decode()
    assert browser.post(PAGE, {"step": "nonsense"})["Location"] == PAGE
    assert Town().all(PracticeAgency) == []
