"""What may somebody be granted who comes in beside a person? Pure."""

from collections.abc import Set
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from keyworker.access.roles import Beside
from keyworker.base.decision import Decision, no, yes
from keyworker.consent.rules import Standin, may_decide, stands

LONGEST = timedelta(days=365)
PLAN_MATTERS = "plan"
GUARDIAN, SUPPORTER = "guardian", "supporter"


def may_be_granted(standin: Standin, granted: Set[str], *, until_on: date, today: date) -> Decision:
    """Nothing goes beyond the order or paper: not in what it covers, nor in time, which is a year at most.

    Only a guardian signs, and only what they can read (45 CFR 164.502(g): a representative, as far as the law goes).
    """
    if not (standing := stands(standin, on=today)):
        return standing
    if not granted or granted - set(Beside):
        return no(_("Choose what they see."))
    if not today <= until_on <= today + LONGEST:
        return no(_("The last day is within a year."))
    if standin.until_on is not None and until_on > standin.until_on:
        return no(_("Their order or paper ends before that day."))
    if granted & {Beside.PLAN, Beside.SIGN} and not (covers := may_decide(standin, PLAN_MATTERS, on=today)):
        return covers
    if Beside.SIGN in granted and (standin.kind != GUARDIAN or Beside.PLAN not in granted):
        return no(_("Only a guardian signs, and only a plan that they may read."))
    return yes()


def may_take_back(kind: str, *, ended: bool) -> Decision:
    """The person takes a supporter back. Whom a court or the law let in, they cannot shut out alone."""
    if ended:
        return no(_("They see nothing any more."))
    return yes() if kind == SUPPORTER else no(_("A law or a court let them in. Talk with your team about it."))
