"""A worker who knows more sets another level, with a reason; both stay, and supervisors see it."""

from decimal import Decimal

import pytest
from django.db import ProgrammingError, connections
from django.urls import reverse

from keyworker.assessment import actions as assessing
from keyworker.assessment.models import Assessment, SetLevel
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.people.models import TimelineEntry
from tests.assessment.conftest import MODERATE, Assessor, answered

TOTAL = "/44261-6"
SEVERE = Decimal(20)


def url(name, *keys):
    return reverse(f"assessment:{name}", args=keys)


@pytest.fixture
def amina(town, page):
    return page(town.amina)


@pytest.fixture
def finished(assessor):
    assessment = assessor.begin()
    assessor.complete(assessment, answered(assessor.phq_9, MODERATE))
    return assessment


def set_level(town, assessment, low=SEVERE, because="She hides how bad it is.", link_id=TOTAL):
    other = assessing.OtherLevel(link_id, low, because)
    return assessing.set_level(actor=town.amina, assessment=assessment, other=other)


def test_both_levels_stand_and_both_are_told(town, finished):
    set_level(town, finished)
    held = town.find(SetLevel, assessment=finished)
    assert (held.computed, held.level, held.by_id) == ("Moderate", "Severe", town.amina.id)
    assert town.find(Assessment, pk=finished.pk).band == "Moderate"
    told = town.find(TimelineEntry, verb="assessment.level_set", person=finished.person_id)
    assert (told.facts["computed"], told.facts["level"]) == ("Moderate", "Severe")


def test_a_level_needs_a_reason_and_is_one_of_the_forms_others(assessor, town, finished):
    for low, because, says in (
        (SEVERE, " ", "Say why"),
        (Decimal(10), "Because.", "worked out"),
        (Decimal(3), "Because.", "no such level"),
    ):
        with pytest.raises(Refused, match=says):
            set_level(town, finished, low, because)
    with pytest.raises(Refused, match="no such level"):
        set_level(town, finished, link_id="nowhere")
    with pytest.raises(Refused, match="Finish"):
        set_level(town, assessor.begin())


def test_amina_sets_it_on_a_page_and_both_are_read_afterwards(town, amina, page, finished):
    form = url("level", finished.pk)
    assert form in amina.get(url("read", finished.pk)).content.decode()
    text = amina.get(form).content.decode()
    assert "12 – Moderate" in text
    assert text.count('name="level"') == 4
    assert "govuk-error-summary" in amina.post(form, {"level": "4", "because": ""}).content.decode()
    assert amina.post(form, {"level": "4", "because": "She hides how bad it is."}).status_code == 302
    read = amina.get(url("read", finished.pk)).content.decode()
    for said in ("Amina Yusuf set: Severe", "worked out: Moderate", "She hides how bad it is.", "12 · Moderate"):
        assert said in read
    assert "set by hand: Severe" in amina.get(url("list", finished.person_id)).content.decode()
    overview = page(town.ben).get(reverse("supervision:assessments")).content.decode()
    assert "Amina Yusuf set: Severe; worked out: Moderate" in overview


def test_the_last_level_counts_and_the_earlier_stays(town, amina, finished):
    set_level(town, finished)
    set_level(town, finished, Decimal(15), "Better than I thought.")
    text = amina.get(url("read", finished.pk)).content.decode()
    assert text.index("set: Moderately severe") < text.index("set: Severe")
    assert "set by hand: Moderately severe" in amina.get(url("list", finished.person_id)).content.decode()


def test_no_login_changes_a_level_that_was_set(open_town):
    assessor = Assessor(open_town)
    assessment = assessor.begin()
    assessor.complete(assessment, answered(assessor.phq_9, MODERATE))
    set_level(open_town, assessment)
    for statement in ("UPDATE assessment_setlevel SET level = 'Low'", "DELETE FROM assessment_setlevel"):
        with reading(open_town.amina), pytest.raises(ProgrammingError, match="permission denied"):
            connections["default"].cursor().execute(statement)
