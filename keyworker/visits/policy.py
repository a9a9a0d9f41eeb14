"""Visits are seen with the file they belong to."""

from keyworker.access.sight import policy
from keyworker.people.policy import in_care
from keyworker.visits.models import Visit

policy(Visit)(in_care())
