"""Consents and disclosures are seen with the file they belong to."""

from keyworker.access.sight import policy
from keyworker.consent.models import Consent, Disclosure
from keyworker.people.policy import in_care

policy(Consent)(in_care())
policy(Disclosure)(in_care())
