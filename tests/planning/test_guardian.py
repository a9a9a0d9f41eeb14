"""A guardian signs the plan only while an order on file says that they may."""

import pytest

from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.consent.authority import Mandate, end_authority, record_authority
from keyworker.consent.models import Authority, DecisionMaker
from keyworker.planning import actions
from keyworker.planning.models import PlanSignature
from keyworker.planning.rules import Signing
from keyworker.planning.snapshots import digest, snapshot


@pytest.fixture
def sign(town):
    """`sign()` puts Ida Quill's name under the plan, as the guardian."""
    plan = actions.start_plan(actor=town.amina, case=town.client_case(full_name="Peregrin Quill"))
    actions.add_goal(actor=town.amina, plan=plan, words=actions.GoalWords("housing", "A room with a window."))

    def put():
        with reading(town.amina):
            seen = digest(snapshot(plan, list(plan.goals.all()), list(plan.steps.all())))
        signing = Signing("guardian", "Ida Quill", "typed", seen)
        return actions.sign_plan(actor=town.amina, plan=plan, signing=signing)

    put.plan = plan
    return put


def give(town, plan, program=None, **more):
    said = {"rests_on": "County court, no. 4411", "matters": ("plan",), **more}
    with reading(town.amina):
        person = plan.person
    mandate = Mandate(Authority.GUARDIAN, "Ida Quill", town.today, **said)
    return record_authority(actor=town.job(), person=person, program=program or town.housing, mandate=mandate)


def test_nobody_signs_for_another_while_nothing_on_file_says_so(town, sign):
    with pytest.raises(Refused, match="Nothing on file"):
        sign()
    give(town, sign.plan, matters=("money",))
    with pytest.raises(Refused, match="does not cover"):
        sign()
    assert town.all(PlanSignature, plan=sign.plan) == []


def test_a_guardian_whose_order_covers_the_plan_signs_and_one_who_is_a_danger_does_not(town, sign):
    maker = give(town, sign.plan)
    end_authority(actor=town.amina, maker=maker, because="He took her money.", adverse=True)
    with pytest.raises(Refused, match="must not decide"):
        sign()
    assert town.find(DecisionMaker, pk=maker.pk).adverse


def test_a_guardians_signature_stands_under_the_plan(town, sign):
    give(town, sign.plan)
    assert sign().signer_name == "Ida Quill"


@pytest.mark.parametrize("adverse", [False, True])
def test_what_the_shelter_alone_keeps_of_a_guardian_neither_signs_nor_stops_a_signature_in_housing(town, sign, adverse):
    """A breach: sign housing's plan, and learn from the answer that the shelter knows her."""
    kept = give(town, sign.plan, town.shelter)
    if adverse:
        end_authority(actor=town.job(), maker=kept, because="He waits at the gate.", adverse=True)
    with pytest.raises(Refused, match="Nothing on file"):
        sign()
    give(town, sign.plan)
    assert sign().signer_name == "Ida Quill"


def test_a_paper_of_a_program_that_is_not_sealed_counts_in_the_others(town, sign):
    elsewhere = give(town, sign.plan, town.family)
    end_authority(actor=town.job(), maker=elsewhere, because="He took her money.", adverse=True)
    give(town, sign.plan)
    with pytest.raises(Refused, match="must not decide"):
        sign()
