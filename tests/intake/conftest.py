"""Referrals and admissions in the town."""

from datetime import date

import pytest

from keyworker.base.privacy import Category
from keyworker.consent.actions import Terms
from keyworker.consent.models import How, Purpose
from keyworker.intake import actions
from keyworker.intake.actions import Asked, Intake
from keyworker.people.actions import Identity, Way
from keyworker.people.models import Channel


@pytest.fixture
def referred(town):
    """`referred()` is a new referral to Housing Support that Flo wrote down; named values replace what was said."""

    def receive(actor=None, program=None, **said):
        asked = Asked(
            **{
                "source_kind": "professional",
                "full_name": "Zephyrine Marlow",
                "needs": "A room before the winter.",
                "born_on": date(1990, 5, 4),
                "area": "Harbor",
                "referrer_name": "Dr Ilse Brandt",
                "referrer_contact": "+1 202 555 0107",
                "contact": "+1 202 555 0141",
                **said,
            }
        )
        return actions.receive_referral(actor=actor or town.flo, program=program or town.housing, asked=asked)

    return receive


@pytest.fixture
def accepted(town, referred):
    def accept(actor=None, **said):
        referral = referred(actor, **said)
        return actions.accept_referral(actor=actor or town.flo, referral=referral)

    return accept


@pytest.fixture
def intake(town):
    """What is said at intake when everything goes well; named values replace parts."""

    def say(**parts):
        terms = Terms(
            purpose=Purpose.SERVICE,
            recipient="Harbor House",
            categories=frozenset({Category.GENERAL, Category.HOUSING}),
            given_on=date(2026, 3, 10),
            expires_on=date(2027, 3, 10),
            how=How.VERBAL,
            witness="Flo Martin",
            text_version="service-1",
        )
        return Intake(
            **{
                "owner": town.staff(town.amina),
                "rights_version": "rights-1",
                "identity": Identity("Zephyrine Marlow", preferred_name="Zeph", language="es"),
                "ways": (Way(Channel.PHONE, "+1 202 555 0141", shared=True),),
                "needs": ("shelter", "food"),
                "needs_note": "Sleeps in the car.",
                "consent": terms,
                **parts,
            }
        )

    return say
