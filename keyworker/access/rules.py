"""When a role needs a second person, and who that may be."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from keyworker.access.roles import Role
from keyworker.base.decision import Decision, no, yes

# How long somebody must have been an administrator to be the second person in a sealed program that has no supervisor:
# whoever makes themselves a second account today gains nothing by it today, and the trail names it for a month.
ADMINISTRATOR_FOR = timedelta(days=30)


def needs_second_person(role: Role, *, own: bool, sealed: bool, other_administrators: bool) -> bool:
    """Whether somebody else must confirm a role before it gives anything.

    One's `own` roles, and all in a `sealed` program: whoever could open its files alone could find who hides there.
    A new administrator, too, where there is one who can confirm: otherwise one person alone could make the second.
    """
    return own or sealed or (role is Role.AGENCY_ADMINISTRATOR and other_administrators)


@dataclass(frozen=True, slots=True)
class Confirming:
    """What is asked of a proposal and of whoever wants to confirm it. `is_second`: they are among `queries.seconds`."""

    decided: bool
    somebody_left: bool
    is_proposer: bool
    is_member: bool
    is_second: bool
    sealed_without_supervisor: bool = False


def may_confirm(asked: Confirming) -> Decision:
    """Whether this person may be the second one."""
    if asked.decided:
        return no(_("Somebody has decided this already."))
    if asked.is_proposer:
        return no(_("You proposed this. Somebody else must confirm it."))
    if asked.is_member:
        return no(_("Nobody confirms their own role."))
    if asked.somebody_left:
        return no(_("One of them no longer works here. Turn it down."))
    if asked.is_second:
        return yes()
    if asked.sealed_without_supervisor:
        return no(
            _("It takes somebody who has been an administrator for 30 days: this sealed program has no supervisor.")
        )
    return no(_("Only the supervisor of this program can confirm this."))
