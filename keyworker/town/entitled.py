"""What the town's people are entitled to: a benefit that ends soon, an approval nearly used, one still to apply for."""

from datetime import timedelta
from decimal import Decimal

from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.delivery.actions import Entitled, note_benefit
from keyworker.delivery.models import BenefitKind, BenefitStatus, Unit
from keyworker.delivery.totals import funding_to_choose
from keyworker.town.giving import EVERY, GRANT
from keyworker.town.walking import Walk


def note(walk: Walk) -> None:
    """Every third person, the ones who are given rides, has food help and an approval of them."""
    if walk.number % EVERY:
        return
    with reading(walk.worker):
        pays = {each.name: each for each in funding_to_choose(walk.worker)}
    at = walk.day(7)
    with clock.at(at):
        day, now = walk.date(at), walk.date(walk.now)
        rides = Entitled(
            BenefitKind.APPROVAL, "Rides to appointments", BenefitStatus.IN_FORCE, payer="City housing office",
            reference=f"RIDE-{2200 + walk.number}", from_on=day, until_on=max(day, now + timedelta(days=20)),
            funding=pays[GRANT], units=Decimal(8), unit=Unit.RIDE.value,
        )  # fmt: skip
        food = Entitled(
            BenefitKind.FOOD, "SNAP", BenefitStatus.IN_FORCE, payer="The county", reference=f"{700100 + walk.number}",
            from_on=day, until_on=max(day, now + timedelta(days=50 + walk.number)),
        )  # fmt: skip
        heating = Entitled(
            BenefitKind.HOUSING, "Help with heating", BenefitStatus.TO_APPLY, look_again_on=now + timedelta(days=9)
        )
        for entitled in (rides, food, heating)[: 3 if walk.number % 2 else 2]:
            note_benefit(actor=walk.worker, case=walk.fresh_case(), entitled=entitled)
