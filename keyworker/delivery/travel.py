"""How far somebody travelled: said in the agency's unit, kept in meters, shown as it was said."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import DistanceUnit
from keyworker.base.decision import Decision, no, yes

# The international mile: exactly 1,609.344 m (NIST Special Publication 811, appendix B).
METERS = {DistanceUnit.MILE.value: Decimal("1609.344"), DistanceUnit.KILOMETER.value: Decimal(1000)}
TENTH = Decimal("0.1")
MOST = Decimal(2000)


def may_be_travelled(distance: Decimal) -> Decision:
    """Some distance, to the tenth, that a day's work can hold; NaN and infinity are no numbers here."""
    if distance.is_finite() and 0 <= distance <= MOST and distance == round(distance, 1):
        return yes()
    return no(_("A distance is nothing or more, and no more than 2,000."))


def in_meters(distance: Decimal, unit: str) -> int:
    """The whole meters of a distance said in `unit`."""
    return int((distance * METERS[unit]).quantize(Decimal(1), ROUND_HALF_UP))


def as_said(meters: int, unit: str) -> Decimal:
    """The distance as it was typed: a tenth of a kilometer is 100 m, so rounding to the tenth loses nothing."""
    return (Decimal(meters) / METERS[unit]).quantize(TENTH, ROUND_HALF_UP)
