"""What a form is called, in the language of whoever reads; kept is only what the form itself says."""

import pytest
from django.urls import reverse
from django.utils import translation

from keyworker.assessment.models import Assessment, AssessmentRule
from keyworker.people.models import TimelineEntry
from tests.assessment.conftest import ALL_NEVER, answered
from tests.questionnaires.forms import form, item

ENGLISH, SPANISH = "PHQ-9: how you have been feeling", "PHQ-9: cómo se ha sentido"


@pytest.fixture
def amina_reads(town, page):
    def read(name, key, language):
        with translation.override(language):  # whatever this request makes current ends here
            answer = page(town.amina).get(reverse(name, args=[key]), headers={"accept-language": language})
        return answer.content.decode()

    return read


@pytest.fixture
def finished(assessor):
    begun = assessor.begin()
    assessor.complete(begun, answered(assessor.phq_9, ALL_NEVER))
    return begun


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("assessment:list", "person_id"),
        ("assessment:read", "pk"),
        ("assessment:start", "person_id"),
        ("workspace:timeline", "person_id"),
    ],
)
def test_a_title_is_read_in_the_readers_language_and_kept_as_the_form_says_it(finished, town, amina_reads, name, of):
    spanish = amina_reads(name, getattr(finished, of), "es")
    assert SPANISH in spanish
    assert ENGLISH not in spanish
    assert ENGLISH in amina_reads(name, getattr(finished, of), "en")
    assert town.find(Assessment, pk=finished.pk).title == ENGLISH
    told = town.all(TimelineEntry, person=finished.person_id, verb__startswith="assessment.")
    assert {line.facts["title"] for line in told} == {ENGLISH}


def test_one_that_is_being_answered_is_headed_in_the_readers_language(assessor, amina_reads):
    begun = assessor.begin()
    for name in ("assessment:fill", "assessment:how", "assessment:hand_over"):
        assert SPANISH in amina_reads(name, begun.pk, "es")


def test_a_form_that_is_not_worded_in_it_keeps_its_own_title(assessor, amina_reads):
    ours = assessor.brought_in(form(item("a"), title="How home is", url="urn:test:home", version="1"))
    begun = assessor.begin(questionnaire=ours)
    assert "How home is" in amina_reads("assessment:list", begun.person_id, "es")


def test_what_is_due_is_named_in_the_readers_language(assessor, town, amina_reads):
    """The town's housing support asks for it within two weeks."""
    assert town.find(AssessmentRule, program=town.housing, url=assessor.phq_9.url, ended_at=None)
    case = town.client_case(full_name="Rosa Delgado")
    assert SPANISH in amina_reads("assessment:list", case.person_id, "es")
