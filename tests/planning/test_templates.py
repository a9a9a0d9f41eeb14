"""Plan templates: Priya sets them up in the browser, Amina begins a plan with one, and the plan keeps it."""

import pytest
from django.urls import reverse

from keyworker.access.permissions import Permission as P
from keyworker.access.sight import Absent, rows
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.planning import actions as planning
from keyworker.planning.examples import HOUSING, SHIPPED, TemplateWords, example_of, lines_of
from keyworker.planning.models import Goal, PlanTemplate, ServicePlan

OURS = TemplateWords("Our way home", domains=("money", "housing"), steps="Ask Ben\nAsk the bank", frequency="Every day")


def url(name, *keys):
    return reverse(f"planning:{name}", args=keys)


@pytest.fixture
def ours(town):
    return planning.add_plan_template(actor=town.priya, program=town.housing, words=OURS)


def test_every_template_that_comes_with_keyworker_is_whole_and_has_a_filled_example():
    assert len(SHIPPED) == 3
    for words in SHIPPED.values():
        assert all((words.title, words.about, words.domains, words.frequency, words.duration, words.contingency))
        assert min(len(lines_of(words.prompts)), len(lines_of(words.steps))) >= 5
        assert all(getattr(words.example, name) for name in words.example.__slots__)


def test_priya_copies_one_changes_it_and_takes_it_out_of_use(town, page):
    priya, program = page(town.priya), town.family
    offered = priya.get(url("templates", program.pk)).content.decode()
    assert HOUSING.title in offered
    priya.post(url("templates", program.pk), {"copy": "housing"})
    made = town.find(PlanTemplate, program=program, title=HOUSING.title)
    assert example_of(made.example).words == HOUSING.example.words
    shown = priya.get(url("template", made.pk))
    sent = {**shown.context["form"].initial, "title": "A home for families"}
    priya.post(url("template", made.pk), sent)
    changed = town.find(PlanTemplate, pk=made.pk)
    assert (changed.title, changed.prompts, changed.domains) == (
        "A home for families",
        HOUSING.prompts,
        list(HOUSING.domains),
    )
    priya.post(url("template_end", made.pk))
    assert town.find(PlanTemplate, pk=made.pk).ended_at is not None
    with reading(town.amina):
        assert made.pk not in {
            each.pk for each in rows(PlanTemplate, actor=town.amina, needs=P.PLAN_WRITE) if not each.ended_at
        }


def test_two_of_one_title_are_refused_and_a_mistake_loses_nothing(town, page, ours):
    with pytest.raises(Refused, match="this title already"):
        planning.add_plan_template(actor=town.priya, program=town.housing, words=OURS)
    sent = {"title": OURS.title, "prompts": "What would Mateo say?"}
    answer = page(town.priya).post(url("template_new", town.housing.pk), sent).content.decode()
    assert "this title already" in answer
    assert "What would Mateo say?" in answer


def test_a_save_that_comes_second_says_so_and_keeps_what_was_typed(town, page, ours):
    priya, sent = page(town.priya), {"title": "Mine", "about": "My words", "version": ours.version}
    planning.change_plan_template(actor=town.priya, template=ours, words=TemplateWords("Theirs"))
    with pytest.raises(StaleRecord):
        planning.change_plan_template(actor=town.priya, template=ours, words=OURS, seen=ours.version)
    answer = priya.post(url("template", ours.pk), sent)
    assert answer.status_code == 409
    assert "My words" in answer.content.decode()
    assert town.find(PlanTemplate, pk=ours.pk).title == "Theirs"
    priya.post(url("template", ours.pk), {**sent, "version": ours.version + 1})
    assert town.find(PlanTemplate, pk=ours.pk).about == "My words"


def test_amina_begins_with_one_and_it_helps_her_write(town, page, ours):
    amina, case = page(town.amina), town.client_case(full_name="Rosa Delgado")
    assert url("start", case.pk) in amina.get(url("plans", case.person_id)).content.decode()
    choosing = amina.get(url("start", case.pk)).content.decode()
    assert OURS.title in choosing
    assert "An empty plan" in choosing
    amina.post(url("start", case.pk), {"template": str(ours.pk)})
    plan = town.find(ServicePlan, case=case)
    assert (plan.template_id, plan.frequency) == (ours.pk, "Every day")
    goal_page = amina.get(url("goal_new", plan.pk)).content.decode()
    assert goal_page.index('value="money"') < goal_page.index('value="housing"') < goal_page.index('value="safety"')
    amina.post(url("goal_new", plan.pk), {"words": "A home", "domain": "housing", "horizon": "short-term"})
    step_page = amina.get(url("step_new", town.find(Goal, plan=plan).pk)).content.decode()
    assert '<option value="Ask the bank">' in step_page


def test_the_filled_example_stands_beside_the_choice_and_the_draft(town, page):
    amina, case = page(town.amina), town.client_case()
    held = town.find(PlanTemplate, program=town.housing, title=HOUSING.title) or planning.add_plan_template(
        actor=town.priya, program=town.housing, words=HOUSING
    )
    assert "so that Mateo keeps his friends" in amina.get(url("start", case.pk)).content.decode()
    amina.post(url("start", case.pk), {"template": str(held.pk)})
    draft = amina.get(url("edit", town.find(ServicePlan, case=case).pk)).content.decode()
    assert "What does home mean to you?" in draft
    assert "so that Mateo keeps his friends" in draft


def test_a_plan_begins_only_with_a_template_of_its_own_program(town, page):
    elsewhere = planning.add_plan_template(actor=town.priya, program=town.family, words=OURS)
    case = town.client_case()
    with pytest.raises(Refused, match="not one of this program"):
        planning.start_plan(actor=town.amina, case=case, template=elsewhere)
    answer = page(town.amina).post(url("start", case.pk), {"template": str(elsewhere.pk)}).content.decode()
    assert "govuk-error-summary" in answer
    assert town.find(ServicePlan, case=case) is None


def test_only_the_administrator_of_the_agency_sets_templates_up(town, page, ours):
    for who in (town.amina, town.flo, town.grace, town.pavel):
        with pytest.raises(Absent):
            planning.change_plan_template(actor=who, template=ours, words=OURS)
        assert page(who).get(url("template", ours.pk)).status_code == 404
        assert page(who).get(url("templates", town.housing.pk)).status_code == 404
    with reading(town.grace):
        assert not rows(PlanTemplate, actor=town.grace, needs=P.PLAN_WRITE).filter(pk=ours.pk).exists()
