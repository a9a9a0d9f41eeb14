"""Speaking up: what they want, by when to appeal, each step, what came of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from keyworker.access.sight import Absent
from keyworker.audit.models import AuditEvent
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.cases.models import Case
from keyworker.delivery.actions import Entitled, note_benefit
from keyworker.delivery.models import BenefitKind, BenefitStatus
from keyworker.people.models import TimelineEntry
from keyworker.referrals.actions import Obstacle, begin_advocacy, end_advocacy, note_advocacy_step
from keyworker.referrals.models import Advocacy, AdvocacyOutcome, AdvocacyStep, InTheWay
from keyworker.tasks.models import Task


def denied(town, **more):
    """A letter of five days ago says no; there are thirty days to appeal."""
    told = Obstacle(
        InTheWay.DENIED, "SNAP for July", "The county", town.today - timedelta(days=4), "I want food on the table.",
        letter_on=town.today - timedelta(days=5), deadline_on=town.today + timedelta(days=25),
    )  # fmt: skip
    return replace(told, **more)


def waiting(town, advocacy):
    return [(task.what, task.due_on) for task in town.all(Task, source_id=advocacy.pk, done_at=None)]


def dated(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_a_denial_is_appealed_in_time_step_by_step_until_it_is_won(town):
    case = town.client_case()
    snap = Entitled(BenefitKind.FOOD, "SNAP", BenefitStatus.REFUSED)
    benefit = note_benefit(actor=town.amina, case=case, entitled=snap)
    held = begin_advocacy(actor=town.amina, case=case, obstacle=denied(town, benefit=benefit))
    assert waiting(town, held) == [("Appeal against “SNAP for July”", town.today + timedelta(days=18))]
    note_advocacy_step(actor=town.amina, advocacy=held, what="Asked for the file.", done_on=town.today)
    assert len(waiting(town, held)) == 1
    hearing = town.today + timedelta(days=20)
    note_advocacy_step(actor=town.amina, advocacy=held, what="Appeal sent.", done_on=town.today, next_on=hearing)
    assert waiting(town, held) == [("Speak up again about “SNAP for July”", hearing)]
    with pytest.raises(StaleRecord):
        end_advocacy(actor=town.ben, advocacy=held, outcome=AdvocacyOutcome.LOST, ended_on=town.today, seen=7)
    end_advocacy(actor=town.amina, advocacy=held, outcome=AdvocacyOutcome.WON, ended_on=town.today, words="All of it.")
    assert waiting(town, held) == []
    assert town.find(Case, pk=case.pk).next_step_on is not None
    with pytest.raises(Refused, match="over already"):
        note_advocacy_step(actor=town.amina, advocacy=held, what="Again.", done_on=town.today)
    with pytest.raises(Refused, match="over already"):
        end_advocacy(actor=town.amina, advocacy=held, outcome=AdvocacyOutcome.LOST, ended_on=town.today)
    assert town.find(TimelineEntry, verb="referrals.advocacy_won", source_id=held.pk)
    event = town.find(AuditEvent, verb="referrals.advocacy_begun", subject_id=held.pk)
    assert "SNAP" not in str(event.facts)


def test_what_it_is_about_is_of_the_same_file_and_days_make_sense(town):
    case, other = town.client_case(), town.client_case(full_name="Casper Ng")
    snap = Entitled(BenefitKind.FOOD, "SNAP", BenefitStatus.REFUSED)
    theirs = note_benefit(actor=town.amina, case=other, entitled=snap)
    with pytest.raises(Absent):
        begin_advocacy(actor=town.amina, case=case, obstacle=denied(town, benefit=theirs))
    for wrong in (
        {"happened_on": town.today + timedelta(days=1)}, {"letter_on": town.today + timedelta(days=1)},
        {"deadline_on": town.today - timedelta(days=9)},
    ):  # fmt: skip
        with pytest.raises(Refused):
            begin_advocacy(actor=town.amina, case=case, obstacle=denied(town, **wrong))
    assert town.all(Advocacy, case=case) == []


def test_it_is_begun_followed_and_ended_in_the_browser(town, page):
    case, amina = town.client_case(), page(town.amina)
    benefit = note_benefit(
        actor=town.amina, case=case, entitled=Entitled(BenefitKind.FOOD, "SNAP", BenefitStatus.REFUSED)
    )
    new = reverse("referrals:new_advocacy", args=[case.person_id])
    sent = {
        "kind": "denied", "what": "SNAP for July", "by_whom": "The county", "wants": "Food on the table.",
        "about": f"benefit:{benefit.pk}", **dated("happened_on", town.today),
    }  # fmt: skip
    early = amina.post(new, {**sent, **dated("deadline_on", town.today - timedelta(days=1))}).content.decode()
    assert "The last day to appeal is after the letter." in early
    assert amina.post(new, {**sent, **dated("deadline_on", town.today + timedelta(days=3))}).status_code == 302
    held = town.find(Advocacy, case=case)
    means = amina.get(reverse("workspace:means", args=[case.person_id])).content.decode()
    assert "The last day to appeal is near." in means
    address = reverse("referrals:advocacy", args=[held.pk])
    assert "Food on the table." in amina.get(address).content.decode()
    step = {"do": "step", "step-what": "Wrote the appeal.", **dated("step-done_on", town.today)}
    assert amina.post(address, step).status_code == 302
    assert len(town.all(AdvocacyStep, advocacy=held)) == 1
    end = {"do": "end", "end-outcome": "partly", "end-words": "Half.", **dated("end-ended_on", town.today)}
    assert amina.post(address, {**end, "end-version": "9"}).status_code == 409
    assert amina.post(address, {**end, "end-version": "1"}).status_code == 302
    assert "Partly won" in amina.get(address).content.decode()
    assert amina.post(address, step).status_code == 200  # nothing more is asked


def test_strangers_the_sealed_and_the_neighbours_see_and_say_nothing(town, page):
    case = town.client_case(actor=town.grace, program=town.shelter)
    held = begin_advocacy(actor=town.grace, case=case, obstacle=denied(town))
    for who in (town.amina, town.ben, town.flo, town.priya, town.carl):
        for name, key in (("new_advocacy", case.person_id), ("advocacy", held.pk)):
            assert page(who).get(reverse(f"referrals:{name}", args=[key])).status_code in {403, 404}
        with pytest.raises(Absent):
            note_advocacy_step(actor=who, advocacy=held, what="Mine.", done_on=town.today)
        with pytest.raises(Absent):
            end_advocacy(actor=who, advocacy=held, outcome=AdvocacyOutcome.WON, ended_on=town.today)
