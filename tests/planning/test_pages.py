"""The plan's pages, as Amina, Rosa beside her, and Ben open them."""

import pytest
from django.urls import reverse

from keyworker.planning.models import ActionStep, Goal, PlanSignature, ServicePlan
from tests.town import take_the_device_back

GOAL = {
    "words": "I want us to stay near the school.",
    "domain": "housing",
    "horizon": "short-term",
    "target_on_day": "31",
    "target_on_month": "8",
    "target_on_year": "2027",
}

TWELVE = 12 + 3  # the test's own savepoint and reset are not the page's


def url(name, *keys):
    return reverse(f"planning:{name}", args=keys)


@pytest.fixture
def amina(town, page):
    return page(town.amina)


def test_amina_writes_a_plan_with_rosa_from_the_first_word_to_both_signatures(town, amina, page):
    case = town.client_case(full_name="Rosa Delgado", preferred_name="Rosa")
    tab = amina.get(url("plans", case.person_id))
    assert "in their own words" in tab.content.decode()
    amina.post(url("start", case.pk))
    plan = town.find(ServicePlan, case=case)
    added = amina.post(url("goal_new", plan.pk), GOAL)
    goal = town.find(Goal, plan=plan)
    assert added.headers["Location"] == url("step_new", goal.pk)
    amina.post(url("step_new", goal.pk), {"what": "Call the landlord", "who": "worker"})
    amina.post(url("edit", plan.pk), {"strengths": "Her sister", "frequency": "", "contingency": "", "version": "1"})

    handed = amina.get(url("sign", plan.pk))
    text = handed.content.decode()
    assert "Rosa, this is your plan" in text
    assert "I want us to stay near the school." in text
    assert "kw-tabs" not in text
    signing = {"signer": "client", "how": "typed", "signer_name": "Rosa Delgado", "agrees": "on"}
    signed = amina.post(url("sign", plan.pk), {**signing, "digest": handed.context["form"].initial["digest"]})
    assert signed.headers["Location"] == url("signed", plan.pk)
    assert "give this back to Amina Yusuf" in amina.get(url("signed", plan.pk)).content.decode()
    assert amina.get(url("sign_as_worker", plan.pk)).headers["Location"].startswith("/accounts/reauthenticate/")
    take_the_device_back(amina.session)
    mine = amina.get(url("sign_as_worker", plan.pk))
    amina.post(url("sign_as_worker", plan.pk), {"agrees": "on", "digest": mine.context["form"].initial["digest"]})
    read = amina.get(url("plan", plan.pk)).content.decode()
    assert "Agreed" in read
    assert read.index("I want us to stay near the school.") < read.index("Call the landlord")


def test_every_page_of_a_plan_opens(planner, town, amina):
    plan = planner.agreed()
    amina.post(url("new_version", plan.pk))
    draft = town.find(ServicePlan, case=plan.case_id, status="draft")
    assert amina.get(url("signed", draft.pk)).headers["Location"] == url("sign", draft.pk)
    goal, step = town.find(Goal, plan=draft), town.find(ActionStep, plan=draft)
    for address in (
        url("plans", plan.person_id),
        url("plan", plan.pk),
        url("plan", draft.pk),
        url("edit", draft.pk),
        url("goal_new", draft.pk),
        url("goal", goal.pk),
        url("step_new", goal.pk),
        url("step", step.pk),
        url("sign", draft.pk),
        url("signed", plan.pk),
        url("compare", draft.pk, plan.pk),
    ):
        answer = amina.get(address)
        take_the_device_back(amina.session)
        assert answer.status_code == 200, address
        assert "Rosa Delgado" in answer.content.decode(), address


def test_a_plan_is_read_in_a_dozen_queries_however_long_it_is(planner, town, amina, django_assert_max_num_queries):
    from keyworker.planning import actions as planning

    plan = planner.draft()
    amina.get(url("plan", plan.pk))
    with django_assert_max_num_queries(TWELVE) as short:
        amina.get(url("plan", plan.pk))
    with django_assert_max_num_queries(TWELVE):
        amina.get(url("plans", plan.person_id))
    for _number in range(4):
        goal = planning.add_goal(actor=town.amina, plan=plan, words=planning.GoalWords("work", "More work"))
        planning.add_step(actor=town.amina, goal=goal, words=planning.StepWords("Call", "client"))
    with django_assert_max_num_queries(len(short.captured_queries)):
        amina.get(url("plan", plan.pk))


def test_the_client_is_shown_the_plan_again_when_it_changed_while_she_read(planner, town, amina):
    from keyworker.planning import actions as planning

    plan = planner.draft()
    seen = amina.get(url("sign", plan.pk)).context["form"].initial["digest"]
    planning.add_goal(actor=town.amina, plan=plan, words=planning.GoalWords("work", "Find work near home"))
    answer = amina.post(
        url("sign", plan.pk),
        {"signer": "client", "how": "typed", "signer_name": "Rosa Delgado", "agrees": "on", "digest": seen},
    )
    text = answer.content.decode()
    assert "has changed since" in text
    assert "Find work near home" in text
    assert 'value="Rosa Delgado"' in text
    assert planner.digest(plan) in text
    assert town.find(PlanSignature, plan=plan) is None


def test_a_spoken_yes_asks_who_heard_it(planner, town, amina):
    plan = planner.draft()
    seen = amina.get(url("sign", plan.pk)).context["form"].initial["digest"]
    spoken = {"signer": "client", "how": "verbal", "signer_name": "Rosa Delgado", "agrees": "on", "digest": seen}
    assert "Who heard you say yes?" in amina.post(url("sign", plan.pk), {**spoken, "witness": ""}).content.decode()
    assert town.find(PlanSignature, plan=plan) is None
    amina.post(url("sign", plan.pk), {**spoken, "witness": "Flo Martin"})
    assert town.find(PlanSignature, plan=plan).witness == "Flo Martin"


def test_a_mistake_in_a_goal_loses_nothing_that_was_typed(planner, town, amina):
    plan = planner.draft()
    answer = amina.post(url("goal_new", plan.pk), {**GOAL, "domain": "", "specific": "A flat near Lincoln School"})
    text = answer.content.decode()
    assert "A flat near Lincoln School" in text
    assert "Please choose an answer" in text


def test_a_save_that_comes_second_shows_both_versions_and_keeps_what_was_typed(planner, town, amina, page):
    plan = planner.draft()
    goal = planner.goal(plan)
    page(town.ben).post(url("goal", goal.pk), {**GOAL, "words": "Bens words", "version": goal.version})
    second = amina.post(url("goal", goal.pk), {**GOAL, "words": "Aminas words", "version": goal.version})
    text = second.content.decode()
    assert second.status_code == 409
    assert "Ben Carter" in text
    assert "Bens words" in text
    assert "Aminas words" in text
    assert town.find(Goal, pk=goal.pk).words == "Bens words"
    again = {**GOAL, "words": "Aminas words", "version": goal.version + 1}
    assert "Aminas words" in amina.post(url("goal", goal.pk), {**again, "choice": "edit"}).content.decode()
    amina.post(url("goal", goal.pk), {**again, "choice": "theirs"})
    assert town.find(Goal, pk=goal.pk).words == "Bens words"
    amina.post(url("goal", goal.pk), {**again, "choice": "mine"})
    assert town.find(Goal, pk=goal.pk).words == "Aminas words"


def test_a_signed_plan_cannot_be_written_in(planner, town, amina):
    plan = planner.agreed()
    goal = planner.goal(plan)
    assert amina.get(url("edit", plan.pk)).headers["Location"] == url("plan", plan.pk)
    answer = amina.post(url("goal", goal.pk), {**GOAL, "words": "Something else", "version": goal.version})
    assert "cannot be changed" in answer.content.decode()
    assert town.find(Goal, pk=goal.pk).words == "I want us to stay near the school."


def test_ben_approves_from_his_own_page_and_amina_cannot(planner, town, amina, page):
    plan = planner.draft()
    assert amina.get(url("approve", plan.pk)).status_code == 404
    assert page(town.ben).get(url("approve", plan.pk)).status_code == 200


def test_a_step_is_ticked_off_on_the_plan(planner, town, amina):
    plan = planner.agreed()
    step = town.find(ActionStep, plan=plan, who="client")
    amina.post(url("step_done", step.pk))
    assert town.find(ActionStep, pk=step.pk).done_at is not None


def test_strangers_find_nothing_at_any_address(planner, town, page):
    plan = planner.draft()
    goal, step = planner.goal(plan), town.find(ActionStep, plan=plan)
    addresses = [
        url("plans", plan.person_id),
        *(url(name, plan.pk) for name in ("plan", "edit", "goal_new", "sign", "signed", "sign_as_worker", "copy")),
        url("compare", plan.pk, plan.pk),
        url("goal", goal.pk),
        url("step_new", goal.pk),
        url("step", step.pk),
    ]
    for who in (town.carl, town.sam, town.grace, town.priya):
        browser = page(who)
        for address in addresses:
            answer = browser.get(address)
            assert answer.status_code == 404, (who, address)
            assert "Rosa" not in answer.content.decode()


@pytest.mark.parametrize(("spoken", "page_is_in"), [("ar", 'lang="ar"\n      dir="rtl"'), ("so", 'lang="en"')])
def test_the_page_handed_over_speaks_the_plans_language_where_it_can(town, amina, spoken, page_is_in):
    case = town.client_case(language=spoken)
    amina.post(url("start", case.pk))
    plan = town.find(ServicePlan, case=case)
    amina.post(url("goal_new", plan.pk), GOAL)
    assert plan.language == spoken
    amina.post(url("step_new", town.find(Goal, plan=plan).pk), {"what": "Ring the school", "who": "worker"})
    handed = amina.get(url("sign", plan.pk)).content.decode()
    assert page_is_in in handed
    assert ("The case manager" in handed) == (spoken == "so"), "all of it is in their language, who does what, too"


def test_the_way_to_a_goal_keeps_what_stands_on_the_page_and_asks_nothing(planner, town, amina):
    plan = planner.draft()
    page = amina.get(url("edit", plan.pk)).content.decode()
    assert f'form="around" name="then" value="{url("goal_new", plan.pk)}"' in page
    typed = {"strengths": "Her sister", "version": plan.version, "then": url("goal_new", plan.pk)}
    assert amina.post(url("edit", plan.pk), typed)["Location"] == url("goal_new", plan.pk)
    kept = town.find(ServicePlan, pk=plan.pk)
    assert kept.strengths == "Her sister"
    again = {**typed, "version": kept.version, "then": url("step_new", planner.goal(plan).pk)}
    assert amina.post(url("edit", plan.pk), again)["Location"] == again["then"]
    assert town.find(ServicePlan, pk=plan.pk).version == kept.version, "nothing new was typed, nothing is saved"
    late = amina.post(url("edit", plan.pk), {**typed, "strengths": "Her aunt"})
    assert late.status_code == 409
    assert f'name="then" value="{typed["then"]}"' in late.content.decode(), "whoever chooses goes on to the goal"
    for elsewhere in ("https://example.org/", url("discard", plan.pk), "//example.org", "x"):
        sent = {**again, "then": elsewhere}
        assert amina.post(url("edit", plan.pk), sent)["Location"] == url("plan", plan.pk)


def test_a_signed_draft_says_whom_it_waits_for_until_its_words_change(planner, town, amina):
    plan = planner.draft()
    tab, one = url("plans", plan.person_id), url("plan", plan.pk)
    assert "Being written" in amina.get(tab).content.decode()
    planner.sign(plan)
    for address in (tab, one):
        shown = amina.get(address).content.decode()
        assert "Signed, waiting for the case manager" in shown
        assert "Being written" not in shown
    amina.post(url("edit", plan.pk), {"strengths": "Her sister", "version": town.find(ServicePlan, pk=plan.pk).version})
    for address in (tab, one):
        assert "Being written" in amina.get(address).content.decode(), "the signature is under other words now"


def test_no_goals_yet_has_the_button_for_the_first_one_beside_it(town, amina):
    case = town.client_case()
    amina.post(url("start", case.pk))
    plan = town.find(ServicePlan, case=case)
    assert f'href="{url("goal_new", plan.pk)}"' in amina.get(url("plan", plan.pk)).content.decode()
    assert (
        f'govuk-button" href="{url("plans", case.person_id)}"'
        in amina.get(f"/people/{case.person_id}/").content.decode()
    )
