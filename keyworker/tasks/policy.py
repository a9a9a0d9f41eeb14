"""Tasks are seen with the file they belong to."""

from keyworker.access.sight import policy
from keyworker.people.policy import in_care
from keyworker.tasks.models import Task

policy(Task)(in_care())
