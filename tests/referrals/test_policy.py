"""Who sees a referral out: the care team, and its program's supervisor."""

import pytest

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.base.context import reading
from keyworker.referrals.actions import send_referral
from keyworker.referrals.models import OutgoingReferral
from tests.referrals.conftest import agreed, asked


@pytest.mark.parametrize(
    ("who", "sees", "may_answer"),
    [
        ("amina", True, True),
        ("ben", True, True),
        ("sam", False, False),
        ("flo", False, False),
        ("grace", False, False),
        ("priya", False, False),
        ("oskar", False, False),
        ("carl", False, False),
    ],
)
def test_who_sees_and_answers_aminas_referral(town, parcel, who, sees, may_answer):
    case = town.client_case()
    agreed(town, case, parcel)
    referral = send_referral(actor=town.amina, case=case, sending=asked(parcel)).referral
    actor = getattr(town, who)
    with reading(actor):
        found = [
            rows(OutgoingReferral, actor=actor, needs=needs).filter(pk=referral.pk).exists()
            for needs in (Permission.REFERRAL_OUT_VIEW, Permission.REFERRAL_OUT_ANSWER)
        ]
    assert found == [sees, may_answer]
