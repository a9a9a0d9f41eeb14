"""When a provider stops: the person is told by us, something else is looked for, and neither is forgotten."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from keyworker.access.sight import Absent
from keyworker.base import clock
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.cases.models import Case
from keyworker.people.models import TimelineEntry
from keyworker.referrals.actions import Stop, ToldThem, answer_referral, note_service_stop, note_told, send_referral
from keyworker.referrals.models import OutgoingReferral, ReferralReply, ReferralStatus, ServiceStop, ToldHow, WhyStopped
from keyworker.tasks.models import Task, TaskKind
from tests.referrals.conftest import agreed, asked


def stopped(town, **more):
    return replace(Stop("City Rides", "Rides to the doctor", town.today, WhyStopped.MONEY), **more)


def waiting(town, stop):
    return {task.what: task.due_on for task in town.all(Task, source_id=stop.pk, done_at=None)}


def dated(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_one_step_makes_two_tasks_and_telling_them_finishes_one(town):
    case = town.client_case()
    stop = note_service_stop(actor=town.amina, case=case, stop=stopped(town))
    assert waiting(town, stop) == {
        "Tell them that City Rides stopped: Rides to the doctor": town.today + timedelta(days=2),
        "Find something in place of: Rides to the doctor": town.today + timedelta(days=7),
    }
    assert town.find(Case, pk=case.pk).next_step_on == town.today + timedelta(days=2)
    told = ToldThem(town.today, ToldHow.PHONE, "Then I walk.")
    with pytest.raises(StaleRecord):
        note_told(actor=town.ben, stop=stop, told=told, seen=4)
    with pytest.raises(Refused, match="before we knew"):
        note_told(actor=town.amina, stop=stop, told=replace(told, on=town.today - timedelta(days=2)))
    note_told(actor=town.amina, stop=stop, told=told)
    assert list(waiting(town, stop)) == ["Find something in place of: Rides to the doctor"]
    with pytest.raises(Refused, match="already"):
        note_told(actor=town.amina, stop=stop, told=told)
    verbs = {line.verb for line in town.all(TimelineEntry, source_id=stop.pk)}
    assert verbs == {"referrals.service_stopped", "referrals.person_told_of_stop"}
    for wrong in ({"what": " "}, {"provider": ""}, {"tell_by": town.today - timedelta(days=1)}):
        with pytest.raises(Refused):
            note_service_stop(actor=town.amina, case=case, stop=stopped(town, **wrong))


def test_a_referral_that_went_well_has_failed_once_the_service_stops(town, page, parcel):
    case = town.client_case()
    agreed(town, case, parcel)
    referral = send_referral(actor=town.amina, case=case, sending=asked(parcel)).referral
    answer_referral(actor=town.amina, referral=referral, answer=ReferralStatus.ACCEPTED)
    amina, shown = page(town.amina), reverse("referrals:referral", args=[referral.pk])
    new = reverse("referrals:new_stop", args=[case.person_id])
    assert f"{new}?referral={referral.pk}" in amina.get(shown).content.decode()
    sent = {"referral": str(referral.pk), "provider": "", "what": "", "why": "rules", "why_words": "Too few of us."}
    days = {**dated("stopped_on", town.today), **dated("tell_by", town.today)}
    assert amina.post(new, {**sent, **days}).status_code == 302
    stop = town.find(ServiceStop, referral=referral)
    assert (stop.provider, stop.what) == ("Quayside Food Bank", "Weekly parcel")
    assert town.find(OutgoingReferral, pk=referral.pk).status == ReferralStatus.FAILED
    assert len(waiting(town, stop)) == 2
    assert stop.why_words == "Too few of us."
    told = [reply.words for reply in town.all(ReferralReply, referral=referral)]
    assert told == ["", ""], "the partner reads the answers by their link; what is noted in the file is not for them"
    assert town.all(Task, source_id=referral.pk, done_at=None) == []


def test_the_supervisor_sees_whom_nobody_told_in_time(town, page):
    case = town.client_case(full_name="Ottoline Fairweather")
    with clock.at(clock.now() - timedelta(days=5)):
        stop = note_service_stop(actor=town.amina, case=case, stop=stopped(town))
    ben, overview = page(town.ben), reverse("supervision:overview")
    assert reverse("referrals:stop", args=[stop.pk]) in ben.get(overview).content.decode()
    assert "Not told, late" in page(town.amina).get(reverse("referrals:list", args=[case.person_id])).content.decode()
    assert "Tell them that City Rides stopped" in page(town.amina).get(reverse("workspace:my_day")).content.decode()
    note_told(actor=town.amina, stop=stop, told=ToldThem(town.today, ToldHow.IN_PERSON))
    assert reverse("referrals:stop", args=[stop.pk]) not in ben.get(overview).content.decode()


def test_it_is_written_down_and_they_are_told_in_the_browser(town, page):
    case, amina = town.client_case(), page(town.amina)
    new = reverse("referrals:new_stop", args=[case.person_id])
    sent = {"provider": "City Rides", "what": "Rides", "why": "closed", **dated("stopped_on", town.today)}
    sent |= dated("tell_by", town.today)
    assert "Write who stopped." in amina.post(new, {**sent, "provider": ""}).content.decode()
    assert amina.post(new, sent).status_code == 302
    stop = town.find(ServiceStop, case=case)
    address = reverse("referrals:stop", args=[stop.pk])
    told = {"told_how": "letter", "their_words": "I knew it.", "version": "1", **dated("told_on", town.today)}
    assert amina.post(address, {**told, "version": "3"}).status_code == 409
    assert amina.post(address, told).status_code == 302
    assert "I knew it." in amina.get(address).content.decode()
    assert town.find(Task, source_id=stop.pk, kind=TaskKind.CALL_BACK).done_at is not None


def test_strangers_the_sealed_and_the_neighbours_neither_see_nor_tell(town, page):
    case = town.client_case(actor=town.grace, program=town.shelter)
    stop = note_service_stop(actor=town.grace, case=case, stop=stopped(town))
    for who in (town.amina, town.ben, town.flo, town.priya, town.carl):
        for name, key in (("new_stop", case.person_id), ("stop", stop.pk)):
            assert page(who).get(reverse(f"referrals:{name}", args=[key])).status_code in {403, 404}
        with pytest.raises(Absent):
            note_told(actor=who, stop=stop, told=ToldThem(town.today, ToldHow.PHONE))
