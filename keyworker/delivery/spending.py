"""What makes sense of a budget, of what is spent from it, and of things lent; pure decisions."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, warn, yes
from keyworker.delivery.entitling import Days
from keyworker.delivery.giving import LEAST, MOST_COST


def may_be_set(name: str, amount: Decimal, days: Days, *, case_open: bool) -> Decision:
    """Named, some money, over some days, in a case that somebody works on."""
    if not case_open:
        return no(_("The case is closed. Open it again first."))
    if not name.strip():
        return no(_("Write what it is called."))
    if days.from_on is None or days.until_on is None or days.until_on < days.from_on:
        return no(_("It cannot end before it begins."))
    return yes() if _is_money(amount, LEAST) else no(_("How much there is must be more than 0, up to 1,000,000."))


def counts_alone(days: Days, others: Iterable[Days]) -> Decision:
    """Two budgets with one funding would each count the same services."""
    if any(days.meet(other) for other in others):
        return no(_("There is a budget with this funding in these days already."))
    return yes()


def may_be_spent(what: str, amount: Decimal, spent_on: date, days: Days, *, today: date, case_open: bool) -> Decision:
    """For something, in the days of the budget, not in days to come; below zero, it came back."""
    if not case_open:
        return no(_("The case is closed. Open it again first."))
    if not what.strip():
        return no(_("Write what it was spent on."))
    if amount == 0 or not _is_money(abs(amount), LEAST):
        return no(_("Write an amount such as 12.50; below zero when money came back."))
    if spent_on > today:
        return no(_("This is still to come. Write it down when it is spent."))
    return yes() if days.hold(spent_on) else no(_("This day is not in the time of the budget."))


def leaves(amount: Decimal, spent: Decimal) -> Decision:
    """What is left; a warning with how much too much it is, never a refusal: the money is spent already."""
    left = amount - spent
    if left >= 0:
        return yes(left=left)
    words = _("This is {over} more than there is. Talk about it with them, and with whoever pays.")
    return warn(str(words).format(over=-left), left=left)


def _is_money(amount: Decimal, least: Decimal) -> bool:
    return amount.is_finite() and least <= amount <= MOST_COST and amount == round(amount, 2)


def may_be_handed(
    name: str, handed_on: date, *, lent: bool, due_back_on: date | None, today: date, case_open: bool
) -> Decision:
    """What is lent is due back on a day; what is given is theirs."""
    if not case_open:
        return no(_("The case is closed. Open it again first."))
    if not name.strip():
        return no(_("Write what it is."))
    if handed_on > today:
        return no(_("This is still to come. Record it when they have it."))
    if lent and due_back_on is None:
        return no(_("Say when it is due back."))
    if due_back_on is not None and due_back_on < handed_on:
        return no(_("It cannot come back before they had it."))
    return yes()


def may_keep_longer(*, is_out: bool, due_back_on: date, today: date) -> Decision:
    """Only what they still have, until a day to come."""
    if not is_out:
        return no(_("They do not have this any more, or it is theirs."))
    return yes() if due_back_on >= today else no(_("This day is over. Choose a later one."))


def may_come_back(*, is_out: bool, returned_on: date, handed_on: date, today: date) -> Decision:
    """Only what is out, between the day it was handed over and today."""
    if not is_out:
        return no(_("They do not have this any more, or it is theirs."))
    if returned_on > today:
        return no(_("This day is still to come."))
    return yes() if returned_on >= handed_on else no(_("It cannot come back before they had it."))
