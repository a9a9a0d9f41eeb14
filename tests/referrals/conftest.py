"""A service to be sent to, and a consent that lets it be told."""

from datetime import timedelta

import pytest

from keyworker.base.context import reading
from keyworker.base.privacy import Category
from keyworker.consent.actions import Terms, record_consent
from keyworker.consent.models import How, Purpose
from keyworker.directory.models import Organization, Service
from keyworker.referrals.actions import Sending

EVERYTHING = frozenset({Category.GENERAL, Category.IDENTITY, Category.CONTACT, Category.SAFETY})


def food_bank(town):
    """A service of the directory: a parcel at the food bank."""
    with reading(town.job()):
        organization = Organization(source="town", source_id="o1", name="Quayside Food Bank")
        organization.save(force_insert=True)
        service = Service(
            source="town", source_id="s1", name="Weekly parcel", organization=organization, status="active",
            minimum_age=18,
        )  # fmt: skip
        service.save(force_insert=True)
    return service


def agreed(town, case, service, categories=EVERYTHING, actor=None):
    """The person agrees that the service's organization may be told."""
    today = town.today
    terms = Terms(
        purpose=Purpose.REFERRAL,
        recipient=service.organization.name,
        recipient_id=service.organization_id,
        categories=frozenset(categories),
        given_on=today,
        expires_on=today + timedelta(days=90),
        how=How.WRITTEN,
        text_version="test",
    )
    return record_consent(actor=actor or town.amina, person=case.person, program=case.program, terms=terms)


def asked(service, categories=(Category.GENERAL, Category.IDENTITY)):
    return Sending(service, "They need food for the family.", frozenset(categories))


@pytest.fixture
def parcel(town):
    return food_bank(town)
