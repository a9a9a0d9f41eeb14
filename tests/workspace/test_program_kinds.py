"""A new program begins with a way of working, and an administrator changes what does not fit."""

import pytest
from django.urls import reverse

from keyworker.agencies.models import Program
from keyworker.planning.models import PlanTemplate
from keyworker.reviews.models import Indicator
from keyworker.workspace.program_kinds import KINDS

NEW = reverse("workspace:new_program")


def answers(page_form, **changed):
    """What the page shows, sent back with some answers changed."""
    given = {name: page_form[name].value() for name in page_form.fields}
    return {name: value for name, value in {**given, **changed}.items() if value not in (None, False, "")}


@pytest.mark.parametrize("slug", KINDS)
def test_priya_begins_with_a_way_of_working_and_changes_what_does_not_fit(town, page, slug):
    priya, kind = page(town.priya), KINDS[slug]
    shown = priya.get(NEW, {"like": slug}).context["form"]
    assert shown["review_every_days"].value() == kind.settings.review_every_days
    assert len(shown["forms_used"].value()) == len(kind.forms)
    sent = answers(shown, name="The garden", first_contact_days=9, sealed="no")
    assert priya.post(f"{NEW}?like={slug}", sent).status_code == 302
    begun = town.find(Program, name="The garden")
    assert (begun.first_contact_days, begun.silence_limit_days) == (9, kind.settings.silence_limit_days)
    assert begun.supervisor_signs_plans == kind.settings.supervisor_signs_plans
    assert len(begun.forms) == len(kind.forms)
    assert town.find(PlanTemplate, program=begun).title == kind.template.title
    assert begun.left_out == list(kind.settings.left_out)
    measured = {each.name for each in town.all(Indicator, program=begun)}
    assert measured == {words.name for words in kind.indicators}
    assert begun.escalate_after_days == kind.settings.escalate_after_days


def test_an_empty_page_brings_no_template(town, page):
    shown = page(town.priya).get(NEW).context["form"]
    page(town.priya).post(NEW, answers(shown, name="The garden", sealed="no"))
    assert town.find(PlanTemplate, program=town.find(Program, name="The garden")) is None
    assert town.all(Indicator, program=town.find(Program, name="The garden")) == []


def test_a_way_of_working_nobody_knows_is_an_empty_page(town, page):
    assert page(town.priya).get(NEW, {"like": "'; DROP"}).status_code == 200


def test_each_way_leads_to_its_own_page(town, page):
    shown = page(town.priya).get(reverse("workspace:program_kinds")).content.decode()
    for slug in KINDS:
        assert f"?like={slug}" in shown
