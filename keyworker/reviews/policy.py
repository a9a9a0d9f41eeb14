"""Reviews, closings and follow-ups are seen with the file they belong to."""

from keyworker.access.sight import policy
from keyworker.people.policy import in_care
from keyworker.reviews.models import Closure, FollowUp, OutcomeMeasure, PlanReview

for _model in (PlanReview, OutcomeMeasure, Closure, FollowUp):
    policy(_model)(in_care())
