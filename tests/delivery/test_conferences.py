"""People sit down together about Odalys: she is heard first, decisions become tasks, and the plan in one step."""

from datetime import timedelta

import pytest
from django.urls import reverse

from keyworker.access.sight import Absent
from keyworker.base.decision import Refused
from keyworker.cases.models import Case
from keyworker.delivery.actions import Decided, Held, Taking, hold_conference, note_decision, take_into_plan
from keyworker.delivery.conferring import Named, named_in
from keyworker.delivery.models import CaseConference, ClientPart, ConferenceDecision, ConferenceParticipant
from keyworker.people.models import TimelineEntry
from keyworker.planning import actions as planning
from keyworker.planning.models import ActionStep, Goal, ServicePlan
from keyworker.tasks.models import Task
from tests.delivery.test_pages import day
from tests.sweeps.scene import sign

VIEW = "I want my own key. I do not want to be asked about my brother again."


def held(town, **more):
    said = {"held_on": town.today, "about": "Where to live", "client_part": ClientPart.PRESENT}
    return Held(**{**said, "client_view": VIEW, "discussed": "Two flats, and the school.", **more})


def conference(town, case, **more):
    return hold_conference(actor=town.amina, case=case, held=held(town, **more))


def decide(town, about, what, **more):
    return note_decision(actor=town.amina, conference=about, decided=Decided(what, **more))


def agreed_plan(town, case):
    plan = planning.start_plan(actor=town.amina, case=case)
    goal = planning.add_goal(actor=town.amina, plan=plan, words=planning.GoalWords("housing", "My own key."))
    for signer in ("client", "worker"):
        sign(town, plan, signer)
    return goal


def typed(town, **more):
    return {
        "client_part": "present", "client_view": VIEW, "about": "Where to live", "discussed": "Two flats.",
        **day("held_on", town.today), **more,
    }  # fmt: skip


def test_a_conference_is_recorded_with_her_view_first_and_everybody_by_name_and_role(town, page):
    case = town.client_case()
    sent = typed(
        town, from_here=str(town.amina.id), family="Elena, her sister\n\nTom", outside="Dana Cole, school nurse",
        outside_agreed="She asked me to invite the nurse.",
    )  # fmt: skip
    answer = page(town.amina).post(reverse("delivery:new_conference", args=[case.person_id]), sent)
    assert answer.status_code == 302
    body = page(town.amina).get(answer["Location"]).content.decode()
    assert body.index("I want my own key.") < body.index("Dana Cole") < body.index("Two flats.")
    found = {(each.name, each.role, each.kind) for each in town.all(ConferenceParticipant)}
    assert {("Elena", "her sister", "family"), ("Tom", "", "family"), ("Dana Cole", "school nurse", "outside")} <= found
    assert ("Amina Yusuf", "staff") in {(name, kind) for name, _role, kind in found}
    assert town.find(TimelineEntry, verb="delivery.conference_held", person=case.person_id)
    assert (
        "Where to live" in page(town.ben).get(reverse("delivery:conferences", args=[case.person_id])).content.decode()
    )


@pytest.mark.parametrize(
    "wrong",
    [{"client_view": " "}, {"client_part": ""}, {"outside": "Dana Cole"}, {"outside": "Dana Cole, nurse"},
     {"family": ", sister"}, {"held_on_year": "2199"}, {"discussed": ""}],
)  # fmt: skip
def test_without_her_view_or_with_nameless_people_nothing_is_kept_and_nothing_lost(town, page, wrong):
    case = town.client_case()
    sent = typed(town, **wrong) | ({"outside_agreed": ""} if wrong.get("outside") == "Dana Cole, nurse" else {})
    answer = page(town.amina).post(reverse("delivery:new_conference", args=[case.person_id]), sent)
    assert answer.status_code == 200
    assert "govuk-error-summary" in answer.content.decode()
    assert "Where to live" in answer.content.decode()
    assert town.all(CaseConference, case=case) == []


def test_the_action_refuses_the_same(town):
    case, nurse = town.client_case(), (Named("Dana Cole", "school nurse"),)
    wrong = [{"client_view": " "}, {"held_on": town.today + timedelta(days=1)}, {"outside": nurse}]
    wrong += [{"outside": named_in("Dana Cole"), "outside_agreed": "Yes."}, {"family": (Named(""),)}]
    for each in wrong:
        with pytest.raises(Refused):
            conference(town, case, **each)
    assert town.all(CaseConference, case=case) == []


def test_a_decision_for_somebody_is_a_task_of_the_case_and_one_for_nobody_is_not(town, page):
    case = town.client_case()
    about, due_on = conference(town, case), town.today + timedelta(days=2)
    address = reverse("delivery:conference", args=[about.pk])
    sent = {"what": "Ring the landlord", "who": "worker", "staff_id": str(town.amina.id), **day("due_on", due_on)}
    assert page(town.amina).post(address, sent).status_code == 302
    assert page(town.amina).post(address, {"what": "No more questions about her brother", "who": ""}).status_code == 302
    task = town.find(Task, case=case, what="Ring the landlord")
    assert (task.due_on, task.assignee_id, task.source_id) == (due_on, town.amina.id, about.pk)
    assert town.find(Task, case=case, what__contains="brother") is None
    assert town.find(Case, pk=case.pk).next_step_on == due_on
    for wrong in ({"who": "client"}, {"who": "", **day("due_on", due_on)}, {"what": ""}):
        again = page(town.amina).post(address, {"what": "Half a thought", "who": "", **wrong})
        assert again.status_code == 200
    assert len(town.all(ConferenceDecision, conference=about)) == 2


def test_decisions_go_into_the_next_version_of_the_plan_in_one_step_and_say_where_they_come_from(town, page):
    case = town.client_case()
    goal = agreed_plan(town, case)
    about, due_on = conference(town, town.find(Case, pk=case.pk)), town.today + timedelta(days=5)
    step = decide(town, about, "Ring the landlord", who="worker", due_on=due_on)
    wish = decide(town, about, "A school near the river")
    decide(town, about, "Meet again in May")
    address = reverse("delivery:into_plan", args=[about.pk])
    form = page(town.amina).get(address).content.decode()
    assert "A step of: My own key." in form
    sent = {
        "as_0": str(goal.lineage), "as_1": "goal", "words_1": "A school by the river.", "domain_1": "learning",
        "as_2": "leave",
    }  # fmt: skip
    answer = page(town.amina).post(address, sent)
    draft = town.find(ServicePlan, case=case, status="draft")
    assert answer["Location"] == reverse("planning:edit", args=[draft.pk])
    assert draft.number == 2
    assert town.find(ServicePlan, case=case, status="active") is not None
    taken = town.find(ActionStep, plan=draft, what="Ring the landlord")
    served = town.find(Goal, pk=taken.goal_id)
    assert (served.lineage, taken.due_on, taken.decided_on) == (goal.lineage, due_on, town.today)
    assert taken.task_id == step.task_id
    wanted = town.find(Goal, plan=draft, words="A school by the river.")
    assert (wanted.domain, wanted.decided_on) == ("learning", town.today)
    assert "From the case conference of" in page(town.amina).get(answer["Location"]).content.decode()
    body = page(town.amina).get(reverse("delivery:conference", args=[about.pk])).content.decode()
    assert body.count("In the plan") == 2
    with pytest.raises(Refused):
        take_into_plan(actor=town.amina, conference=about, takings=[Taking(wish, domain="learning")])
    for signer in ("client", "worker"):
        sign(town, draft, signer)
    assert len(town.all(Task, case=case, what="Ring the landlord", cancelled_at=None)) == 1
    third = planning.new_version(actor=town.amina, plan=town.find(ServicePlan, pk=draft.pk))
    assert town.find(Goal, plan=third, words="A school by the river.").decided_on == town.today


def test_without_a_plan_the_first_one_is_begun_and_a_draft_thrown_away_lets_decisions_be_taken_again(town):
    about = conference(town, town.client_case())
    wish = decide(town, about, "A school near the river")
    take = {"actor": town.amina, "conference": about, "takings": [Taking(wish, domain="learning")]}
    plan = take_into_plan(**take)
    assert (plan.number, plan.status) == (1, "draft")
    planning.discard_draft_plan(actor=town.amina, plan=plan)
    assert take_into_plan(**take).status == "draft"


def test_one_that_cannot_go_in_keeps_the_others_out_too(town):
    case = town.client_case()
    about, other = conference(town, case), conference(town, town.client_case(full_name="Zebulon Tardy"))
    mine, theirs = decide(town, about, "A school near the river"), decide(town, other, "A dog")
    gone = Taking(mine, serves=theirs.pk)
    for takings in ([], [gone], [Taking(mine, domain="learning"), gone]):
        with pytest.raises(Refused):
            take_into_plan(actor=town.amina, conference=about, takings=takings)
    with pytest.raises((Refused, Absent)):
        take_into_plan(actor=town.amina, conference=about, takings=[Taking(theirs, domain="housing")])
    assert town.all(ServicePlan, case=case) == []


def test_a_sealed_program_s_conference_is_nobody_else_s_and_the_front_desk_reads_none(town, page):
    hidden = town.client_case(town.grace, town.shelter)
    about = hold_conference(actor=town.grace, case=hidden, held=held(town))
    for actor in (town.amina, town.ben, town.flo, town.carl, town.priya):
        for name in ("conference", "into_plan"):
            assert page(actor).get(reverse(f"delivery:{name}", args=[about.pk])).status_code in {403, 404}
        with pytest.raises(Absent):
            note_decision(actor=actor, conference=about, decided=Decided("Mine."))


def test_what_was_decided_is_still_to_be_done_when_the_draft_that_took_it_in_is_thrown_away(town):
    case = town.client_case()
    agreed_plan(town, case)
    about = conference(town, case)
    call = decide(town, about, "Call the school", who="worker", due_on=town.today + timedelta(days=3))
    draft = take_into_plan(actor=town.amina, conference=about, takings=[Taking(call, domain="education")])
    planning.discard_draft_plan(actor=town.amina, plan=draft)
    agreed = town.find(ServicePlan, case=case, status="active")
    planning.new_version(actor=town.amina, plan=agreed)
    again = town.find(ServicePlan, case=case, status="draft")
    for signer in ("client", "worker"):
        sign(town, again, signer)
    assert town.find(ServicePlan, pk=again.pk).status == "active"
    kept = town.find(Task, pk=call.task_id)
    assert kept.is_open, "nobody did it, and nobody said that it need not be done"
