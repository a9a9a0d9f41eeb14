"""Cases are seen by the care team in the case's programme, and above it by the programme's supervisor."""

from django.db.models import Q

from keyworker.access.sight import policy
from keyworker.cases.models import Assignment, Case, CaseNumber
from keyworker.people.policy import in_care

policy(Case)(in_care())
policy(Assignment)(in_care())
policy(CaseNumber)(lambda actor, authority: Q(pk__in=[]))
