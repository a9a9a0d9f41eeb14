"""The end: planned from the first day, refused while something is open, decided over with a reason, followed up."""

from datetime import timedelta

import pytest

from keyworker.access.sight import Absent
from keyworker.assessment.models import AssessmentRule
from keyworker.audit.models import AuditEvent
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord, change
from keyworker.directory.models import Service
from keyworker.people import actions as people
from keyworker.people.models import Channel, ContactPoint, Person
from keyworker.referrals.models import OutgoingReferral
from keyworker.reviews import actions as reviews
from keyworker.reviews.models import Closure, ExitPlan, FollowUp, ReferralAfter
from keyworker.tasks.actions import set_task
from keyworker.tasks.models import Task
from tests.reviews.test_pages import dated
from tests.sweeps.scene import refer_out
from tests.workspace.test_pages import count_queries

WORDS = reviews.ExitWords("When I pay the rent myself.", "My sister Luz.", "The library group", "Ring Luz.")


def planned(town, case, **changes):
    return reviews.plan_exit(actor=town.amina, case=case, words=WORDS, **changes)


def referred(town, case):
    refer_out(town, case, town.find(Service, status="active"))
    return town.find(OutgoingReferral, case=case.pk)


def promised(town, case):
    set_task(actor=town.amina, case=case, what="Bring the forms", due_on=town.today + timedelta(days=3))


def close_as(town, who, case, **changes):
    given = {"reason": "moved", "closed_on": town.today}
    return reviews.close_case(actor=who, case=case, closing=reviews.Closing(**given), knowing=True, **changes)


# --- planning -----------------------------------------------------------------------------------------------------


def test_the_end_is_planned_on_the_first_day_and_stands_in_the_questions_of_the_last(town, page, worker):
    case, amina = town.client_case(full_name="Rosa Delgado"), page(town.amina)
    assert "Not planned yet" in amina.get(f"/people/{case.person_id}/reviews/").content.decode()
    amina.post(f"/cases/{case.pk}/exit-plan/", {"criteria": WORDS.criteria, "supports": WORDS.supports})
    assert WORDS.criteria in amina.get(f"/people/{case.person_id}/reviews/").content.decode()
    assert WORDS.supports in amina.get(f"/cases/{case.pk}/close/").content.decode()


def test_two_workers_plan_one_end_and_neither_loses_a_word(town, page):
    case = town.client_case(full_name="Rosa Delgado")
    planned(town, case)
    with pytest.raises(StaleRecord):
        planned(town, case)
    late = page(town.ben).post(f"/cases/{case.pk}/exit-plan/", {"criteria": "When I sleep well."})
    text = late.content.decode()
    assert late.status_code == 409
    assert "When I sleep well." in text
    assert WORDS.criteria in text
    version = town.find(ExitPlan, case=case.pk).version
    page(town.ben).post(f"/cases/{case.pk}/exit-plan/", {"criteria": "When I sleep well.", "version": version})
    assert town.find(ExitPlan, case=case.pk).criteria == "When I sleep well."


def test_nothing_is_planned_for_an_end_that_has_come(town, worker):
    case = worker.agreed_case()
    worker.close(case)
    with pytest.raises(Refused, match="closed already"):
        planned(town, worker.case(case.pk))


# --- what is open -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("leave_open", "says"), [(referred, "no outcome"), (promised, "promised")])
def test_what_is_important_stops_the_closing_and_a_supervisor_decides_with_a_reason(town, worker, leave_open, says):
    case = worker.agreed_case()
    leave_open(town, case)
    case = worker.case(case.pk)
    with pytest.raises(Refused, match=says):
        worker.close(case)
    with pytest.raises(Refused, match="Only a supervisor"):
        close_as(town, town.amina, case, anyway="She is in a hurry.")
    with pytest.raises(Refused, match=says):
        close_as(town, town.ben, case)
    close_as(town, town.ben, case, anyway="She has moved to her daughter's.")
    held = town.find(Closure, case=case.pk)
    assert held.overridden_because == "She has moved to her daughter's."
    assert "tasks" in held.overridden
    event = town.find(AuditEvent, verb="reviews.closed_anyway", person_id=case.person_id)
    assert event.actor_id == town.ben.id


def test_a_reason_without_anything_open_is_no_decision_over_anything(town, worker):
    case = worker.agreed_case()
    close_as(town, town.ben, case, anyway="Just so.")
    held = town.find(Closure, case=case.pk)
    assert (held.overridden, held.overridden_because) == ([], "")


def test_a_form_that_is_due_at_the_end_stops_it_but_not_of_somebody_who_died(town, worker):
    case, other = worker.agreed_case(), worker.agreed_case(full_name="Xavier Quill")
    with reading(town.amina):
        AssessmentRule(program_id=case.program_id, url="urn:x", title="The last form", at_exit=True).save(
            force_insert=True
        )
    with pytest.raises(Refused, match="The last form"):
        worker.close(case)
    worker.close(other, reason="died", achievements="")
    assert not worker.case(other.pk).is_open


def test_the_page_says_who_may_decide_and_asks_only_them_why(town, page, worker):
    case = worker.agreed_case()
    promised(town, case)
    address = f"/cases/{case.pk}/close/"
    amina = page(town.amina).get(address).content.decode()
    assert "A supervisor of this program may close it" in amina
    assert "Why is it closed all the same?" not in amina
    ben = page(town.ben)
    assert "Why is it closed all the same?" in ben.get(address).content.decode()
    given = {"reason": "moved", "knowing": "on", **dated("closed_on", worker.today)}
    refused = ben.post(address, {**given, "supports_in_place": "Her daughter."}).content.decode()
    assert "Her daughter." in refused
    assert worker.case(case.pk).is_open
    ben.post(address, {**given, "anyway": "She has moved."})
    assert not worker.case(case.pk).is_open
    shown = ben.get(f"/people/{case.person_id}/reviews/").content.decode()
    assert "Closed although something was open:" in shown


def test_referrals_that_are_left_open_are_asked_after_though_nobody_follows_up(town, worker):
    case = worker.agreed_case()
    referred(town, case)
    close_as(town, town.ben, worker.case(case.pk), anyway="She has moved.")
    left = town.find(Task, case=case.pk, done_at=None, cancelled_at=None)
    assert "referrals" in left.what
    assert left.assignee_id == town.amina.id


def test_a_case_opened_again_keeps_one_history(town, page, worker):
    case = worker.agreed_case()
    planned(town, case)
    worker.close(worker.case(case.pk))
    reviews.reopen_case(actor=town.amina, case=worker.case(case.pk), because="She lost the flat.")
    text = page(town.amina).get(f"/people/{case.person_id}/reviews/").content.decode()
    assert "She lost the flat." in text
    assert WORDS.criteria in text
    assert worker.case(case.pk).number == case.number


# --- the summary --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_the_summary_is_theirs_in_their_language_and_names_nobody_in_its_name(town, page, worker, language):
    case = worker.agreed_case(language=language)
    worker.review(case, 7)
    worker.close(worker.case(case.pk), supports_in_place="My sister Luz.", if_hard="Ring Luz.")
    answer = page(town.amina).get(f"/closures/{town.find(Closure, case=case.pk).pk}/summary/")
    assert answer.status_code == 200
    assert "Rosa" not in answer.get("Content-Disposition", "")
    assert answer["Cache-Control"] == "no-store"
    assert town.find(AuditEvent, verb="reviews.summary_printed", person_id=case.person_id)


@pytest.mark.parametrize("who", ["sam", "grace", "priya", "oskar", "carl", "flo"])
def test_strangers_find_no_summary_and_plan_no_end(town, page, worker, who):
    case = worker.agreed_case()
    worker.close(case)
    stranger = page(getattr(town, who))
    closure = town.find(Closure, case=case.pk)
    for address in (f"/closures/{closure.pk}/summary/", f"/cases/{case.pk}/exit-plan/", f"/cases/{case.pk}/measure/"):
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, {"criteria": "Mine"}).status_code in {404, 405}
    with pytest.raises((Absent, Refused)):
        reviews.plan_exit(actor=getattr(town, who), case=case, words=WORDS)


# --- the follow-up ------------------------------------------------------------------------------------------------


def test_who_did_not_agree_is_not_asked_afterwards(town, worker):
    case = worker.agreed_case()
    worker.close(case, follow_up_agreed=False)
    assert worker.follow_up(case) is None
    assert town.all(Task, case=case.pk, done_at=None, cancelled_at=None) == []


def a_way(town, case, **rules):
    person = town.find(Person, pk=case.person_id)
    people.add_contact_point(actor=town.amina, person=person, way=people.Way(Channel.PHONE, "+1 202 555 0142", **rules))
    return town.find(ContactPoint, person=person.pk)


def test_nobody_is_asked_by_a_way_that_is_not_safe(town, page, worker):
    case = worker.agreed_case()
    way = a_way(town, case)
    worker.close(case)
    held = worker.follow_up(case)
    with reading(town.amina):
        change(way, safe=False)
    given = {"outcome": "reached", "way": str(way.pk), **dated("done_on", worker.today)}
    text = page(town.amina).post(f"/follow-ups/{held.pk}/", given).content.decode()
    assert "not safe to use" in text
    assert town.find(FollowUp, pk=held.pk).done_on is None


def test_another_persons_number_is_no_way(town, worker):
    case, other = worker.agreed_case(), worker.agreed_case(full_name="Xavier Quill")
    way = a_way(town, other)
    worker.close(case)
    with pytest.raises((Absent, Refused)):
        worker.ask(case, way=way)


def test_what_became_of_a_referral_is_heard_at_the_follow_up(town, page, worker):
    case = worker.agreed_case()
    referral = referred(town, case)
    closing = reviews.Closing("moved", town.today, follow_up_agreed=True)
    reviews.close_case(
        actor=town.ben, case=worker.case(case.pk), closing=closing, knowing=True, anyway="They answer late."
    )
    held, amina = worker.follow_up(case), page(town.amina)
    assert referral.service_name in amina.get(f"/follow-ups/{held.pk}/").content.decode()
    given = {"outcome": "reached", "way": "in-person", f"referral_{referral.pk}": "no-help"}
    given |= dated("done_on", worker.today)
    amina.post(f"/follow-ups/{held.pk}/", given)
    assert town.find(ReferralAfter, follow_up=held.pk).arrived == "no-help"


def test_another_cases_referral_is_not_asked_after(town, worker):
    case, other = worker.agreed_case(), worker.agreed_case(full_name="Xavier Quill")
    referral = referred(town, other)
    worker.close(case)
    with pytest.raises(Refused, match="have changed"):
        worker.ask(case, referrals={referral.pk: "yes"})
    assert worker.follow_up(case) is not None


def test_the_pages_of_the_end_ask_few_queries(town, page, worker):
    case, browser = worker.agreed_case(), page(town.amina)
    for address in (f"/cases/{case.pk}/close/", f"/cases/{case.pk}/exit-plan/", f"/cases/{case.pk}/review/"):
        browser.get(address)
        assert len(count_queries(browser, address)) <= 16, address
