"""Who may do what with whose reviews."""

import pytest

from keyworker.access.permissions import Permission as P
from keyworker.access.sight import rows
from keyworker.base.context import reading
from keyworker.reviews.models import Closure, FollowUp, GoalReview, PlanReview

TABLE = [
    ("amina", P.REVIEW_VIEW, True),
    ("amina", P.REVIEW_RECORD, True),
    ("ben", P.REVIEW_VIEW, True),
    ("ben", P.REVIEW_RECORD, True),
    ("sam", P.REVIEW_VIEW, False),
    ("flo", P.REVIEW_VIEW, False),
    ("grace", P.REVIEW_VIEW, False),
    ("priya", P.REVIEW_VIEW, False),
    ("oskar", P.REVIEW_VIEW, False),
    ("carl", P.REVIEW_VIEW, False),
]


@pytest.mark.parametrize(("who", "needs", "allowed"), TABLE)
@pytest.mark.parametrize("model", [PlanReview, GoalReview, Closure, FollowUp])
def test_who_sees_the_reviews_of_aminas_client(town, worker, who, needs, allowed, model):
    case = worker.agreed_case()
    worker.review(case)
    worker.close(worker.case(case.pk))
    actor = getattr(town, who)
    with reading(actor):
        assert rows(model, actor=actor, needs=needs).filter(person_id=case.person_id).exists() is allowed
