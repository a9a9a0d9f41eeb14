"""Who may see and decide on what came in."""

import pytest

from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, require
from keyworker.base.context import reading
from keyworker.intake import actions
from keyworker.intake.models import Admission, IncomingReferral

# who, permission, the program the referral came to, allowed?
TABLE = [
    ("flo", Permission.REFERRAL_VIEW, "housing", True),
    ("flo", Permission.REFERRAL_ACCEPT, "family", True),
    ("flo", Permission.REFERRAL_VIEW, "shelter", False),
    ("amina", Permission.REFERRAL_VIEW, "housing", True),
    ("amina", Permission.REFERRAL_ACCEPT, "housing", True),
    ("sam", Permission.REFERRAL_VIEW, "family", True),
    ("sam", Permission.REFERRAL_VIEW, "housing", False),
    ("ben", Permission.REFERRAL_ACCEPT, "housing", True),
    ("ben", Permission.REFERRAL_VIEW, "shelter", False),
    ("grace", Permission.REFERRAL_VIEW, "shelter", True),
    ("grace", Permission.REFERRAL_VIEW, "housing", False),
    ("priya", Permission.REFERRAL_VIEW, "housing", False),
    ("oskar", Permission.REFERRAL_VIEW, "housing", False),
    ("carl", Permission.REFERRAL_VIEW, "housing", False),
    ("nadia", Permission.REFERRAL_ACCEPT, "family", False),
]


def may_fetch(town, who, needs, record):
    actor = getattr(town, who)
    with reading(actor):
        try:
            require(type(record), record.pk, actor=actor, needs=needs)
        except Absent:
            return False
    return True


@pytest.mark.parametrize(("who", "needs", "program", "allowed"), TABLE)
def test_a_referral_is_seen_by_the_program_it_came_to(town, referred, who, needs, program, allowed):
    referral = referred(town.job(), getattr(town, program))
    assert may_fetch(town, who, needs, referral) is allowed


@pytest.mark.parametrize(
    ("who", "allowed"), [("amina", True), ("flo", True), ("ben", True), ("sam", False), ("carl", False)]
)
def test_an_admission_is_seen_by_the_care_team_and_the_supervisor(town, accepted, intake, who, allowed):
    admission = actions.admit_person(actor=town.flo, referral=accepted(), intake=intake())
    assert may_fetch(town, who, Permission.CASE_VIEW, admission) is allowed
    assert isinstance(admission, Admission)


def test_a_stranger_cannot_decide_on_a_referral(town, referred):
    referral = referred()
    for who in (town.sam, town.priya, town.oskar, town.carl):
        with pytest.raises(Absent):
            actions.accept_referral(actor=who, referral=referral)
    assert town.find(IncomingReferral, pk=referral.pk).status == "received"
