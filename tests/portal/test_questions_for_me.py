"""What a client answers alone: asked, kept, handed in, read; help at once when an answer speaks of danger."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import ProgrammingError, connections
from django.urls import reverse
from django.utils import translation
from psycopg import sql

from keyworker.accounts.models import User
from keyworker.assessment import actions as assessing
from keyworker.assessment.models import Assessment, CriticalAnswer, ReadingHours
from keyworker.assessment.rules import reads_by
from keyworker.base import actor as actors
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases import actions as cases
from keyworker.cases.models import Case, DutyTurn
from keyworker.people.actions import open_portal
from keyworker.people.models import Alert, CareTeamMember, TimelineEntry
from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.entry import name_of
from keyworker.questionnaires.models import Response
from keyworker.tasks.models import Task
from tests.assessment.conftest import ALL_NEVER, DANGER, MODERATE, Assessor, answered

LAST = name_of(Place("/44260-8"))
HELP = "You do not have to be alone with this"


@pytest.fixture
def at_home(open_town):
    return settled(open_town)


@pytest.fixture(scope="module")
def undisturbed(standing_town):
    """At home, for those who change nothing there."""
    return settled(standing_town)


def settled(town):
    """Xan has a door of her own, and was asked to answer the PHQ-9 there. Nobody but Amina is on duty."""
    town.assessor = Assessor(town)
    for turn in town.all(DutyTurn, ended_at=None):
        cases.end_duty(actor=town.ben, turn=turn)
    town.case = town.client_case(full_name="Xanthippe Quill", preferred_name="Xan")
    user = User.objects.create_user("xan@people.example", "harbor-lights-and-tides")
    account = open_portal(actor=town.amina, person=town.case.person, user=user)
    town.me = actors.client(agency_id=town.amina.agency_id, account_id=account.pk, person_id=town.case.person_id)
    town.asked = ask(town)
    return town


def ask(town, **more):
    asking = assessing.Asking(town.assessor.phq_9, town.today + timedelta(days=3), words="For Tuesday.", **more)
    return assessing.ask_client(actor=town.amina, case=fresh(town), asking=asking)


def fresh(town):
    return town.find(Case, pk=town.case.pk)


def url(town, name=""):
    return reverse(f"portal:questions{name}", args=[town.asked.pk])


def sheet(town, weights=None, **data):
    seen = town.find(Assessment, pk=town.asked.pk).version
    given = answered(town.assessor.phq_9, weights) if weights else {}
    return {**given, "version": seen, "page": "p1", **data}


def test_they_read_what_it_is_called_in_their_language(at_home, page):
    with translation.override("es"):
        home = page(at_home.me).get(reverse("portal:home"), headers={"accept-language": "es"}).content.decode()
    assert "PHQ-9: cómo se ha sentido" in home
    assert at_home.asked.title not in home


def ticked(answer):
    return len(re.findall(r'name="answer:[^>]*\schecked', answer.content.decode()))


def danger(town):
    return {LAST: answered(town.assessor.phq_9, DANGER)[LAST]}


def test_they_find_the_questions_at_their_own_door_with_their_workers_words(at_home, page):
    me = page(at_home.me)
    home = me.get(reverse("portal:home")).content.decode()
    assert "Questions for you" in home
    assert url(at_home) in home
    text = me.get(url(at_home)).content.decode()
    assert "For Tuesday." in text
    assert "Little interest" in text
    task = at_home.find(Task, source_id=at_home.asked.pk)
    assert (task.kind, task.due_on) == ("assessment", at_home.today + timedelta(days=3))


def test_part_is_kept_and_gone_on_with_and_then_handed_in(at_home, page):
    me = page(at_home.me)
    some = dict(list(answered(at_home.assessor.phq_9, MODERATE).items())[:3])
    assert me.post(url(at_home, "_draft"), sheet(at_home, **some)).status_code == 200
    assert ticked(me.get(url(at_home))) == 3
    done = me.post(url(at_home), sheet(at_home, MODERATE, finish="yes"), follow=True).content.decode()
    assert "Thank you" in done
    now = at_home.find(Assessment, pk=at_home.asked.pk)
    assert (now.status, now.total, now.band) == ("completed", 12, "Moderate")
    assert at_home.find(TimelineEntry, verb="assessment.handed_in", source_id=now.pk).actor_kind == "client"


def test_no_score_and_no_verdict_is_shown_to_them(at_home, page):
    me = page(at_home.me)
    preview = me.post(url(at_home, "_preview"), sheet(at_home, MODERATE)).content.decode()
    done = me.post(url(at_home), sheet(at_home, MODERATE, finish="yes"), follow=True).content.decode()
    for text in (preview, done, me.get(reverse("portal:home")).content.decode()):
        assert "Moderate" not in text
        assert "total score" not in text


def test_danger_shows_help_at_once_and_calls_whoever_is_on_duty(at_home, page):
    cases.set_duty(
        actor=at_home.ben,
        program=at_home.housing,
        staff=at_home.staff(at_home.ben),
        from_on=at_home.today,
        until_on=at_home.today,
    )
    me = page(at_home.me)
    assert HELP in me.post(url(at_home, "_preview"), danger(at_home)).content.decode()
    assert at_home.find(Alert, person=at_home.case.person_id) is None
    assert me.post(url(at_home, "_draft"), sheet(at_home, **danger(at_home))).status_code == 200
    alert = at_home.find(Alert, person=at_home.case.person_id)
    assert (alert.kind, alert.raised_by_id) == ("safety", None)
    raised = at_home.find(CriticalAnswer, assessment=at_home.asked)
    task = at_home.find(Task, pk=raised.task_id)
    assert (task.assignee_id, task.due_on) == (at_home.ben.id, at_home.today)
    assert fresh(at_home).next_step_on == at_home.today
    assert at_home.find(CareTeamMember, person=at_home.case.person_id, because="on duty").staff_id == at_home.ben.id
    text = me.get(url(at_home)).content.decode()
    assert HELP in text
    assert "call or text 988" in text
    assert "Somebody reads it by" in text


def test_danger_is_raised_once_however_often_they_answer(at_home, page):
    me = page(at_home.me)
    for _again in range(3):
        me.post(url(at_home, "_draft"), sheet(at_home, **danger(at_home)))
    done = me.post(url(at_home), sheet(at_home, DANGER, finish="yes"), follow=True).content.decode()
    assert HELP in done
    assert len(at_home.all(Alert, person=at_home.case.person_id)) == 1
    assert len(at_home.all(Task, source_id=at_home.asked.pk, kind="to-do")) == 1


def test_danger_is_heeded_when_something_is_missing_too(at_home, page):
    answer = page(at_home.me).post(url(at_home), sheet(at_home, finish="yes", **danger(at_home)))
    text = answer.content.decode()
    assert "govuk-error-summary" in text
    assert HELP in text
    assert at_home.find(Alert, person=at_home.case.person_id)


def test_alert_and_task_are_in_the_agencys_language_whatever_theirs(at_home, page):
    me = page(at_home.me)
    spanish = {"language_now": "es", **danger(at_home)}
    assert me.post(url(at_home, "_draft"), sheet(at_home, **spanish)).status_code == 200
    assert at_home.find(Response, pk=at_home.asked.response_id).language == "es"
    assert "Talk about safety now" in at_home.find(Alert, person=at_home.case.person_id).text
    text = me.get(url(at_home)).content.decode()
    assert 'lang="es"' in text
    assert HELP not in text  # the same, in Spanish
    assert "988" in text


def test_their_worker_reads_what_was_handed_in_and_not_before(at_home, page):
    amina, read = page(at_home.amina), reverse("assessment:read", args=[at_home.asked.pk])
    page(at_home.me).post(url(at_home, "_draft"), sheet(at_home, MODERATE))
    text = amina.get(read).content.decode()
    assert "asked to answer this alone" in text
    assert "Nearly every day" not in text
    page(at_home.me).post(url(at_home), sheet(at_home, MODERATE, finish="yes"))
    text = amina.get(read).content.decode()
    assert "Nearly every day" in text
    assert "Nobody has read it yet" in text
    assert amina.post(reverse("assessment:mark_read", args=[at_home.asked.pk])).status_code == 302
    assert "Read by Amina Yusuf" in amina.get(read).content.decode()
    assert {task.done_at is not None for task in at_home.all(Task, source_id=at_home.asked.pk, kind="assessment")} == {
        True
    }
    assert fresh(at_home).step == "planning"
    assert "Somebody has read them" in page(at_home.me).get(url(at_home)).content.decode()


def test_a_task_to_read_it_is_due_when_that_was_promised(at_home, page):
    assessing.set_reading_hours(actor=at_home.ben, program=at_home.housing, days="1234567", by=time(23, 59))
    page(at_home.me).post(url(at_home), sheet(at_home, ALL_NEVER, finish="yes"))
    tasks = at_home.all(Task, source_id=at_home.asked.pk, kind="assessment")
    assert at_home.today in {task.due_on for task in tasks}


def test_nobody_else_answers_until_the_questions_are_taken_back(at_home, page):
    amina = page(at_home.amina)
    fill = reverse("assessment:fill", args=[at_home.asked.pk])
    page(at_home.me).post(url(at_home, "_draft"), sheet(at_home, **danger(at_home)))
    assert amina.get(fill).status_code == 302
    with pytest.raises(Refused, match="alone"):
        at_home.assessor.save(at_home.asked, {})
    assert amina.post(reverse("assessment:take_back", args=[at_home.asked.pk])).status_code == 302
    assert ticked(amina.get(fill)) == 1
    assert page(at_home.me).get(url(at_home)).status_code == 404


def test_what_was_handed_in_is_not_taken_back_or_changed(at_home, page):
    page(at_home.me).post(url(at_home), sheet(at_home, MODERATE, finish="yes"))
    with pytest.raises(Refused, match="handed it in"):
        assessing.take_questions_back(actor=at_home.amina, assessment=at_home.asked)
    again = page(at_home.me).post(url(at_home), sheet(at_home, ALL_NEVER, finish="yes"), follow=True)
    assert "Thank you" in again.content.decode()
    assert at_home.find(Assessment, pk=at_home.asked.pk).total == 12


def test_two_tabs_show_both_sets_of_answers(at_home, page):
    me = page(at_home.me)
    first = sheet(at_home, MODERATE)
    me.post(url(at_home, "_draft"), first)
    late = me.post(url(at_home), {**first, "page": "p2"}).content.decode()
    assert "You also answered on another page" in late


def test_only_somebody_with_a_door_is_asked(at_home, page):
    other = at_home.client_case(full_name="Ottoline Vesper")
    asking = assessing.Asking(at_home.assessor.phq_9, at_home.today)
    with pytest.raises(Refused, match="no page of their own"):
        assessing.ask_client(actor=at_home.amina, case=other, asking=asking)
    text = page(at_home.amina).get(reverse("assessment:ask", args=[other.person_id])).content.decode()
    assert "no page of their own" in text


def test_amina_asks_from_the_file(at_home, page):
    amina, ask_page = page(at_home.amina), reverse("assessment:ask", args=[at_home.case.person_id])
    assert "Ask Xan to answer alone" in amina.get(ask_page).content.decode()
    day = at_home.today + timedelta(days=1)
    dated = {"until_day": day.day, "until_month": day.month, "until_year": day.year}
    sent = {"questionnaire": str(at_home.assessor.phq_9.pk), "case": str(at_home.case.pk), "words": "", **dated}
    assert amina.post(ask_page, sent).status_code == 302
    assert len(at_home.all(Assessment, case=at_home.case, asked_of_client=True)) == 2
    assert "govuk-error-summary" in amina.post(ask_page, {**sent, "until_year": 2001}).content.decode()


# --- the door ---------------------------------------------------------------------------------------------------


def test_answers_of_others_and_what_was_noted_of_them_are_not_theirs_to_open(at_home, page):
    noted = at_home.assessor.begin(fresh(at_home))
    me = page(at_home.me)
    for name in ("", "_draft", "_preview"):
        address = reverse(f"portal:questions{name}", args=[noted.pk])
        assert me.get(address).status_code in {404, 405}
        assert me.post(address, {}).status_code == 404


@pytest.fixture
def door(undisturbed):
    """The narrower login, as Xan's own door opens it."""
    with reading(undisturbed.me), connections["door"].cursor() as cursor:
        yield cursor


def count(door, table):
    door.execute(sql.SQL("SELECT count(id) FROM {}").format(sql.Identifier(table)))
    return door.fetchone()[0]


def test_the_doors_login_sees_what_was_asked_of_her_and_nothing_else(undisturbed, door):
    assert count(door, "assessment_assessment") == 1
    assert count(door, "questionnaires_response") == 1
    assert count(door, "questionnaires_questionnaire") > 1
    assert count(door, "assessment_agencycriticalitem") == 1


@pytest.mark.parametrize(
    "table",
    ["people_alert", "tasks_task", "assessment_criticalanswer", "cases_dutyturn", "people_denial",
     "access_grant", "assessment_need", "assessment_strength"],
)  # fmt: skip
def test_the_doors_login_reads_none_of_what_it_leaves_or_calls(door, table):
    with pytest.raises(ProgrammingError, match="permission denied"):
        count(door, table)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE assessment_assessment SET person_id = gen_random_uuid()",
        "UPDATE assessment_assessment SET asked_of_client = false",
        "UPDATE assessment_assessment SET read_at = now()",
        "UPDATE questionnaires_response SET person_id = gen_random_uuid()",
        "UPDATE questionnaires_response SET asked_of_client = false",
        "UPDATE cases_case SET status = 'finished'",
        "UPDATE cases_case SET owner_id = gen_random_uuid()",
        "DELETE FROM questionnaires_response",
        "UPDATE questionnaires_questionnaire SET title = 'x'",
    ],
)
def test_the_doors_login_changes_nothing_but_her_answers(door, statement):
    with pytest.raises(ProgrammingError, match="permission denied"):
        door.execute(statement)


def test_the_doors_login_leaves_a_task_on_her_own_file_only(undisturbed, door):
    with pytest.raises(ProgrammingError, match="row-level security"):
        door.execute(
            "INSERT INTO people_alert (id, agency_id, created_at, version, person_id, program_id, kind, text)"
            " SELECT gen_random_uuid(), %s, now(), 1, gen_random_uuid(), %s, 'safety', 'x'",
            [undisturbed.amina.agency_id, undisturbed.housing.pk],
        )


def test_whom_to_call_is_answered_at_the_door_for_her_alone(undisturbed):
    call = "SELECT count(*) FROM keyworker_on_duty(%s, %s, current_date, now(), ARRAY['case-manager', 'supervisor'])"
    housing = undisturbed.housing.pk
    somebody = undisturbed.all(Case, program=undisturbed.housing)[0].person_id
    with reading(undisturbed.me), connections["door"].cursor() as cursor:
        for person, found in ((undisturbed.case.person_id, 1), (somebody, 0)):
            cursor.execute(call, [housing, person])
            assert cursor.fetchone()[0] == found


def test_by_when_somebody_reads_follows_the_programs_days_and_hour():
    def promised(days, *, friday_at):
        read = reads_by(datetime(2026, 11, 20, friday_at, tzinfo=UTC), days=days, by=time(10))
        return (read.day, read.hour)

    assert promised("12345", friday_at=9) == (20, 10)
    assert promised("12345", friday_at=11) == (23, 10)
    assert promised("1234567", friday_at=11) == (21, 10)
    assert promised("5", friday_at=11) == (27, 10)


def test_ben_sets_by_when_the_program_reads(at_home, page):
    ben, practice = page(at_home.ben), reverse("assessment:hours")
    sent = {"program": str(at_home.housing.pk), "days": ["1", "3"], "by": "09:30"}
    assert ben.post(practice, sent).status_code == 302
    hours = at_home.find(ReadingHours, program=at_home.housing)
    assert (hours.days, hours.by) == ("13", time(9, 30))
    assert "govuk-error-summary" in ben.post(practice, {**sent, "days": []}).content.decode()
    assert ben.post(practice, {**sent, "days": ["2"]}).status_code == 302
    assert at_home.find(ReadingHours, program=at_home.housing).days == "2"
