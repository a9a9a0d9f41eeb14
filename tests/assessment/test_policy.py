"""Who sees whose assessments."""

import pytest

from keyworker.access.permissions import Permission as P
from keyworker.access.sight import rows
from keyworker.assessment.models import Assessment, Need, Strength
from keyworker.base.context import reading
from tests.assessment.conftest import told

TABLE = [
    ("amina", P.ASSESSMENT_VIEW, True),
    ("amina", P.ASSESSMENT_RECORD, True),
    ("sam", P.ASSESSMENT_VIEW, False),
    ("ben", P.ASSESSMENT_VIEW, True),
    ("flo", P.ASSESSMENT_VIEW, False),
    ("grace", P.ASSESSMENT_VIEW, False),
    ("priya", P.ASSESSMENT_VIEW, False),
    ("oskar", P.ASSESSMENT_VIEW, False),
    ("carl", P.ASSESSMENT_VIEW, False),
]


@pytest.fixture
def person_id(assessor, town):
    form = assessor.in_use("strengths-and-needs-first-look.json")
    assessment = assessor.begin(questionnaire=form)
    assessor.complete(assessment, told(form))
    return assessment.person_id


@pytest.mark.parametrize(("who", "needs", "allowed"), TABLE)
def test_who_sees_what_aminas_client_answered(town, person_id, who, needs, allowed):
    actor = getattr(town, who)
    with reading(actor):
        for model in (Assessment, Need, Strength):
            assert rows(model, actor=actor, needs=needs).filter(person_id=person_id).exists() is allowed
