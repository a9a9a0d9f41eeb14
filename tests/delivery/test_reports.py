"""Reports that the law asks for: Amina notices a danger in Rosa's file, and nothing of it is forgotten."""

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from keyworker.access.sight import Absent
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.models import Case
from keyworker.delivery import queries, reporting
from keyworker.delivery.actions import (
    Noticed,
    Told,
    close_report,
    decide_against_report,
    make_report,
    notice_danger,
    send_written_report,
)
from keyworker.delivery.models import Danger, MandatedReport, ReportedHow, ReportStage
from keyworker.people.models import TimelineEntry
from keyworker.tasks.models import Task


def noticed(town, case, danger=Danger.CHILD_NEGLECT, ago=timedelta(hours=2), actor=None):
    seen = Noticed(danger, "“There is no food,” said the boy.", clock.now() - ago)
    return notice_danger(actor=actor or town.amina, case=case, noticed=seen)


def told(**more):
    return Told("County child protection", ReportedHow.PHONE, clock.now(), "Ms. Ito", "CP-118", **more)


def now(town, report):
    return town.find(MandatedReport, pk=report.pk)


def open_tasks(town, report):
    return [task.what for task in town.all(Task, source_id=report.pk, done_at=None, cancelled_at=None)]


def test_a_danger_is_a_task_with_a_clock_until_the_authority_is_told(town):
    report = noticed(town, town.client_case())
    assert report.due_at == report.noticed_at + timedelta(hours=24)
    assert open_tasks(town, report) == ["Make the report to the authority"]
    make_report(actor=town.amina, report=report, told=told())
    assert now(town, report).stage == ReportStage.TOLD
    assert open_tasks(town, report) == ["Send the report in writing"]
    send_written_report(actor=town.amina, report=report, sent_at=clock.now())
    assert open_tasks(town, report) in ([], ["Ask what came of the report"])
    close_report(actor=town.amina, report=report, outcome="A worker visits the family on Monday.")
    assert now(town, report).stage == ReportStage.CLOSED


@pytest.mark.parametrize("danger", [Danger.SUICIDE, Danger.THREAT])
def test_where_a_life_is_at_stake_it_is_told_at_once_and_not_in_writing(town, danger):
    report = noticed(town, town.client_case(), danger=danger, ago=timedelta(minutes=5))
    assert report.due_at == report.noticed_at + timedelta(hours=1)
    make_report(actor=town.amina, report=report, told=told())
    assert now(town, report).stage == ReportStage.WRITTEN


def test_a_case_keeps_its_next_step_whatever_becomes_of_the_report(town):
    case = town.client_case()
    report = noticed(town, case, danger=Danger.THREAT)
    make_report(actor=town.amina, report=report, told=told())
    assert town.find(Case, pk=case.pk).next_step_on is not None


def test_nothing_is_closed_before_it_was_reported_and_sent(town):
    report = noticed(town, town.client_case())
    with pytest.raises(Refused):
        close_report(actor=town.amina, report=report, outcome="All is well.")
    make_report(actor=town.amina, report=report, told=told())
    with pytest.raises(Refused):
        close_report(actor=town.amina, report=report, outcome="All is well.")


def test_who_noticed_a_danger_does_not_decide_alone_that_it_is_none(town):
    report = noticed(town, town.client_case())
    with pytest.raises(Absent):
        decide_against_report(actor=town.amina, report=report, because="It is nothing.")
    bens = noticed(town, town.client_case(full_name="Iolanthe Brisk"), actor=town.ben)
    with pytest.raises(Refused):
        decide_against_report(actor=town.ben, report=bens, because="It is nothing.")
    decide_against_report(actor=town.ben, report=report, because="The boy spoke of a film; counsel agrees.")
    assert now(town, report).stage == ReportStage.NOT_REPORTED
    assert open_tasks(town, report) in ([], ["Ask what came of the report"])


def test_the_same_report_is_not_made_twice(town):
    report = noticed(town, town.client_case())
    make_report(actor=town.amina, report=report, told=told())
    with pytest.raises(Refused):
        make_report(actor=town.amina, report=report, told=told())


def test_the_words_stay_in_the_file_and_out_of_the_timeline(town):
    report = noticed(town, town.client_case())
    entries = town.all(TimelineEntry, source_id=report.pk)
    assert entries
    assert "food" not in str([entry.facts for entry in entries])


@pytest.mark.parametrize("name", ["carl", "grace", "sam", "oskar", "priya"])
def test_who_is_not_on_the_file_finds_no_report(town, page, name):
    report = noticed(town, town.client_case())
    stranger = getattr(town, name)
    with reading(stranger), pytest.raises(Absent):
        queries.report(stranger, report.pk)
    assert page(stranger).get(reverse("delivery:report", args=[report.pk])).status_code == 404


class TestPages:
    def test_amina_writes_it_down_and_is_led_to_the_report(self, town, page):
        case = town.client_case()
        amina, address = page(town.amina), reverse("delivery:notice", args=[case.person_id])
        day = town.today - timedelta(days=1)
        data = {
            "day_day": day.day,
            "day_month": day.month,
            "day_year": day.year,
            "at": "10:00",
            "danger": "child-abuse",
        }
        assert "A burn" in amina.post(address, {**data, "what": "A burn.", "at": "late"}).content.decode()
        assert town.find(MandatedReport, case=case) is None
        answer = amina.post(address, {**data, "what": "A burn on the arm."}, follow=True)
        body = answer.content.decode()
        assert "A burn on the arm." in body
        assert "I made the report" in body
        sent = {**data, "step": "told", "to": "The county", "how": "phone", "day_day": town.today.day}
        sent |= {"day_month": town.today.month, "day_year": town.today.year, "at": "00:00"}
        body = amina.post(answer.redirect_chain[-1][0], sent, follow=True).content.decode()
        assert "I sent it in writing" in body
        assert "The county" in body

    def test_a_late_report_says_so_and_only_a_supervisor_is_asked_to_decide(self, town, page):
        report = noticed(town, town.client_case(), ago=timedelta(hours=30))
        address = reverse("delivery:report", args=[report.pk])
        assert "The time for this has run out." in page(town.amina).get(address).content.decode()
        assert "This is not one to report" not in page(town.amina).get(address).content.decode()
        assert "This is not one to report" in page(town.ben).get(address).content.decode()

    def test_the_supervisor_sees_what_is_still_to_be_reported(self, town, page):
        noticed(town, town.client_case(full_name="Iolanthe Brisk"), ago=timedelta(hours=30))
        body = page(town.ben).get(reverse("supervision:overview")).content.decode()
        assert "Reports of danger" in body
        assert "Iolanthe Brisk" in body
        assert "food" not in body

    def test_a_step_out_of_turn_does_nothing(self, town, page):
        report = noticed(town, town.client_case())
        answer = page(town.amina).post(reverse("delivery:report", args=[report.pk]), {"step": "close", "outcome": "x"})
        assert answer.status_code in {200, 404}
        assert now(town, report).stage == ReportStage.NOTICED


@given(st.lists(st.sampled_from(["tell", "send", "close", "decide"]), max_size=8))
def test_a_report_never_goes_back_and_never_skips_the_authority(steps):
    """The stages as the rules allow them, whatever is tried in whatever order."""
    at = clock.now()
    stage, was_told = ReportStage.NOTICED, False
    for step in steps:
        if step == "tell" and reporting.may_tell(stage, at, noticed_at=at, now=at):
            stage, was_told = ReportStage.TOLD, True
        elif step == "send" and reporting.may_send(stage, at, told_at=at if was_told else None, now=at):
            stage = ReportStage.WRITTEN
        elif step == "close" and reporting.may_close(stage, "Done."):
            stage = ReportStage.CLOSED
        elif step == "decide" and reporting.may_decide_against(stage, "No danger.", own=False):
            stage = ReportStage.NOT_REPORTED
    assert was_told or stage in {ReportStage.NOTICED, ReportStage.NOT_REPORTED}
    assert not (was_told and stage == ReportStage.NOT_REPORTED)
