"""What makes sense of a service given: amounts, days, who may pay; pure decisions."""

import re
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes

LEAST = Decimal("0.01")
MOST_UNITS = Decimal(10_000)
MOST_COST = Decimal(1_000_000)
OLDEST = timedelta(days=5 * 366)
CURRENCY = re.compile(r"[A-Z]{3}")


def may_be_given(what: str, provided_on: date, *, today: date) -> Decision:
    """Something, given today or in the last five years: an older day is a slip of the hand."""
    if not what.strip():
        return no(_("Write what they got."))
    if provided_on > today:
        return no(_("This is still to come. Record it when they have it."))
    return yes() if today - provided_on <= OLDEST else no(_("That is more than five years ago. Look at the year."))


def amounts_can_be(units: Decimal, cost: Decimal | None) -> Decision:
    """Some amount, to the hundredth, at no cost or some; NaN and infinity are no numbers here."""
    if not _within(units, LEAST, MOST_UNITS):
        return no(_("How much must be more than nothing, and no more than 10,000."))
    if cost is not None and not _within(cost, Decimal(0), MOST_COST):
        return no(_("A cost is nothing or more, and no more than 1,000,000."))
    return yes()


def _within(amount: Decimal, least: Decimal, most: Decimal) -> bool:
    return amount.is_finite() and least <= amount <= most and amount == round(amount, 2)


def may_pay(*, ended: bool) -> Decision:
    return no(_("This funding has ended. Choose another.")) if ended else yes()


def may_strike(*, struck: bool, because: str) -> Decision:
    if struck:
        return no(_("This is struck out already."))
    return yes() if because.strip() else no(_("Say what was wrong."))


def may_add_funding(name: str, *, taken: bool) -> Decision:
    if not name.strip():
        return no(_("Write who pays."))
    return no(_("There is one with this name already.")) if taken else yes()


def may_end_funding(*, ended: bool) -> Decision:
    return no(_("This has ended already.")) if ended else yes()


def is_currency(code: str) -> Decision:
    return yes() if CURRENCY.fullmatch(code) else no(_("A currency is three capital letters, such as USD or EUR."))
