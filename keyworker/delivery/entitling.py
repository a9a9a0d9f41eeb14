"""What makes sense of a benefit, how it stands on a day, and whether it still pays; pure decisions."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, warn, yes
from keyworker.delivery.giving import LEAST, MOST_COST, MOST_UNITS
from keyworker.delivery.models.means import BenefitStatus

MOST_REMIND_DAYS = 365
WAITED_FOR = frozenset({BenefitStatus.TO_APPLY, BenefitStatus.APPLIED})
OVER = frozenset({BenefitStatus.REFUSED, BenefitStatus.ENDED})


class Stands(StrEnum):
    """How a benefit stands on a day, beyond its status."""

    WAITED_FOR = "waited-for"
    TO_COME = "to-come"
    GOOD = "good"
    ENDS_SOON = "ends-soon"
    USED_UP = "used-up"
    LAPSED = "lapsed"
    RENEWED = "renewed"
    REFUSED = "refused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a benefit; `until_on` None: it has no end."""

    from_on: date | None
    until_on: date | None

    def hold(self, day: date) -> bool:
        """Whether the day is among them, both ends included."""
        begun = self.from_on is not None and self.from_on <= day
        return begun and (self.until_on is None or day <= self.until_on)

    def meet(self, other: "Days") -> bool:
        """Whether the two share a day."""
        first, second = self.from_on or date.min, other.from_on or date.min
        return first <= (other.until_on or date.max) and second <= (self.until_on or date.max)


@dataclass(frozen=True, slots=True)
class Approved:
    """What a benefit covers and what was used of it; None where nothing was said of units or of money."""

    name: str
    status: str
    days: Days
    unit: str = ""
    units: Decimal | None = None
    used_units: Decimal = Decimal(0)
    money: Decimal | None = None
    used_money: Decimal = Decimal(0)

    def with_more(self, units: Decimal, cost: Decimal | None) -> "Approved":
        """The same once one more service was given."""
        units, money = self.used_units + units, self.used_money + (cost or Decimal(0))
        return Approved(self.name, self.status, self.days, self.unit, self.units, units, self.money, money)

    @property
    def is_used_up(self) -> bool:
        """Nothing is left of its units, or of its money."""
        no_units = self.units is not None and self.used_units >= self.units
        return no_units or (self.money is not None and self.used_money >= self.money)

    @property
    def is_overused(self) -> bool:
        """More was used than was approved."""
        units = self.units is not None and self.used_units > self.units
        return units or (self.money is not None and self.used_money > self.money)


def may_be_noted(name: str, *, case_open: bool) -> Decision:
    """Named, and in a case that somebody works on."""
    if not case_open:
        return no(_("The case is closed. Open it again first."))
    return yes() if name.strip() else no(_("Write what it is called."))


def days_can_be(status: str, days: Days, *, look_again_on: date | None, remind_days: int) -> Decision:
    """What is in force has begun; what is waited for is looked at again; nothing ends before it begins."""
    if status == BenefitStatus.IN_FORCE and days.from_on is None:
        return no(_("Say from when it is in force."))
    if status in WAITED_FOR and look_again_on is None:
        return no(_("Say when to look at it again, so that it is not forgotten."))
    if days.until_on is not None and days.from_on is None:
        return no(_("Say from when it is in force."))
    if days.until_on is not None and days.from_on is not None and days.until_on < days.from_on:
        return no(_("It cannot end before it begins."))
    return yes() if 0 <= remind_days <= MOST_REMIND_DAYS else no(_("Be reminded no more than a year before it ends."))


def amounts_can_be(units: Decimal | None, unit: str, money: Decimal | None) -> Decision:
    """Units are of something; both are more than nothing, to the hundredth."""
    if (units is None) != (not unit):
        return no(_("Say how much, and of what: for example 20 hours."))
    if units is not None and not _within(units, MOST_UNITS):
        return no(_("How much must be more than nothing, and no more than 10,000."))
    if money is not None and not _within(money, MOST_COST):
        return no(_("The money approved is more than nothing, and no more than 1,000,000."))
    return yes()


def _within(amount: Decimal, most: Decimal) -> bool:
    return amount.is_finite() and LEAST <= amount <= most and amount == round(amount, 2)


def stands_alone(days: Days, others: Iterable[Days]) -> Decision:
    """Two in force with one funding, counted in the same, would each count the same services."""
    if any(days.meet(other) for other in others):
        return no(_("There is one in force with this funding in these days. End it, or renew it, first."))
    return yes()


def may_renew(status: str, *, renewed: bool, until_on: date | None, new_from: date | None) -> Decision:
    """Once, what is in force and has an end, from a day after that."""
    if renewed:
        return no(_("This was renewed already."))
    if status != BenefitStatus.IN_FORCE or until_on is None:
        return no(_("Only what is in force and has an end can be renewed."))
    if new_from is None or new_from <= until_on:
        return no(_("The new one begins after the last day of the old one."))
    return yes()


def day_after(last: date) -> date:
    """The first day on which a renewal can be in force."""
    return last + timedelta(days=1)


def remind_on(status: str, days: Days, *, look_again_on: date | None, remind_days: int, today: date) -> date | None:
    """When somebody is to see to it; None for what is over or has no end."""
    if status in WAITED_FOR and look_again_on is not None:
        return max(look_again_on, today)
    if status == BenefitStatus.IN_FORCE and days.until_on is not None:
        return max(days.until_on - timedelta(days=remind_days), today)
    return None


def how_it_stands(approved: Approved, *, remind_days: int, renewed: bool, today: date) -> Stands:
    """The one thing to know about it today."""
    if approved.status in WAITED_FOR:
        return Stands.WAITED_FOR
    if approved.status in OVER:
        return Stands.REFUSED if approved.status == BenefitStatus.REFUSED else Stands.ENDED
    until_on = approved.days.until_on
    if until_on is not None and until_on < today:
        return Stands.RENEWED if renewed else Stands.LAPSED
    if not approved.days.hold(today):
        return Stands.TO_COME
    if approved.is_used_up:
        return Stands.USED_UP
    soon = until_on is not None and until_on - timedelta(days=remind_days) <= today
    return Stands.ENDS_SOON if soon and not renewed else Stands.GOOD


def still_pays(
    approved: Collection[Approved], day: date, *, unit: str, units: Decimal, cost: Decimal | None
) -> Decision:
    """Whether what was approved with the funding of a service covers one more; a warning, never a refusal.

    A service is given when somebody needs it; who pays is put right afterwards. With nothing approved, nothing is
    tracked, and nothing is said.
    """
    counted = [each for each in approved if each.unit in {"", unit}]
    if not counted:
        return yes()
    live = [each for each in counted if each.status == BenefitStatus.IN_FORCE and each.days.hold(day)]
    if not live:
        return _not_covered(counted, day)
    over = next((more for each in live if (more := each.with_more(units, cost)).is_overused), None)
    return yes() if over is None else _too_much(over)


def _not_covered(counted: Collection[Approved], day: date) -> Decision:
    """The nearest that ended before the day is named: it is what must be renewed."""
    ended = [each for each in counted if each.days.until_on is not None and each.days.until_on < day]
    if not ended:
        return warn(_("What was approved with this funding is not in force on that day. They may not pay for it."))
    last = max(ended, key=lambda each: each.days.until_on or date.min)
    words = _("“{name}” ended on {day}. They may not pay for this.")
    return warn(str(words).format(name=last.name, day=date_format(last.days.until_on)))  # type: ignore[arg-type]


def _too_much(over: Approved) -> Decision:
    if over.units is not None and over.used_units > over.units:
        words = _("With this, {used} of {all} approved units of “{name}” are used. They may not pay for the rest.")
        return warn(str(words).format(used=_plain(over.used_units), all=_plain(over.units), name=over.name))
    words = _("With this, {used} of {all} approved money of “{name}” is used. They may not pay for the rest.")
    return warn(str(words).format(used=over.used_money, all=over.money, name=over.name))


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"
