"""Sam works for the family program and for the shelter: what she told there must not come out in a family form."""

import pytest
from django.urls import reverse

from keyworker.access.actions import grant_role
from keyworker.access.roles import Role
from keyworker.assessment import actions as assessing
from keyworker.cases import actions as cases
from keyworker.cases.models import Case
from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.names import name_of
from tests.assessment.test_remembering import asked, told


@pytest.fixture
def both(town, assessor):
    """In the shelter she named the school; the family program has a form that asks for it again."""
    grant_role(actor=town.job(), member=town.staff(town.sam), role=Role.CASE_MANAGER, program=town.shelter)
    town.family_case = town.client_case(town.sam, town.family, full_name="Ondine Marsh")
    town.shelter_case = cases.open_case(
        actor=town.job(), program=town.shelter, person=town.family_case.person, owner=town.staff(town.sam)
    )
    first = begin(town, town.shelter_case, assessor.brought_in(told(url="urn:first", version="1")))
    answers = {name_of(Place("school")): "Lantern School", name_of(Place("mood")): "bad"}
    assessing.complete_assessment(actor=town.sam, assessment=first, sheet=assessor.sheet(first, answers))
    town.second = assessor.brought_in(asked(url="urn:second", version="1"))
    return town


def begin(town, case, questionnaire):
    return assessing.start_assessment(actor=town.sam, case=town.find(Case, pk=case.pk), questionnaire=questionnaire)


def offered(town, page, case):
    held = begin(town, case, town.second)
    return page(town.sam).get(reverse("assessment:fill", args=[held.pk])).content.decode()


def test_what_the_shelter_was_told_is_not_offered_in_an_open_program(both, page):
    shown = offered(both, page, both.family_case)
    assert "Ondine Marsh" in shown
    assert "Lantern School" not in shown
    assert "First talk" not in shown


def test_in_the_shelter_itself_it_is(both, page):
    assert "Lantern School" in offered(both, page, both.shelter_case)
