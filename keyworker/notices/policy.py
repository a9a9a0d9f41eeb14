"""A reminder is seen with the file it belongs to; the job that sends sees those of its agency."""

from keyworker.access.sight import policy
from keyworker.notices.models import Notice
from keyworker.people.policy import in_care

policy(Notice)(in_care())
