"""What an administrator may change about a program, and what its people were promised."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keyworker.base.decision import Decision, no, yes


@dataclass(frozen=True, slots=True)
class InProgram:
    """Who is in a program: cases by state, and referrals in, those still waiting for an answer apart.

    `sealed`: an administrator is told whether there are any, never how many; one more tells who came.
    """

    open_cases: int = 0
    closed_cases: int = 0
    waiting: int = 0
    referrals: int = 0
    sealed: bool = False

    @property
    def is_empty(self) -> bool:
        """Nobody was ever entered here."""
        return not (self.open_cases or self.closed_cases or self.referrals)


def may_change_seal(found: InProgram, *, sealed: bool) -> Decision:
    """Sealed or not is settled before the first file; `sealed` is how it stands now.

    Unsealed later, it would tell of those who were promised that nobody learns of them, also of those who have left;
    sealed later, it would hide nobody whose name the agency's index has had all along.
    """
    if found.is_empty:
        return yes()
    if sealed:
        return no(_held(found) + " " + _("Its people were promised that nobody outside the team learns of them."))
    return no(_held(found) + " " + _("Their names are known to the whole agency. Add a sealed program instead."))


def _held(found: InProgram) -> str:
    if found.open_cases and not found.sealed:
        return ngettext("This program has {n} open case.", "This program has {n} open cases.", found.open_cases).format(
            n=found.open_cases
        )
    return _("This program has files already.")


def may_close_program(found: InProgram, *, is_open: bool) -> Decision:
    """A program ends when nobody is in it and nobody waits for its answer."""
    if not is_open:
        return no(_("This program is closed already."))
    if found.sealed and (found.open_cases or found.waiting):
        return no(_("Somebody is in it, or waits for its answer. Ask its supervisor first."))
    if found.open_cases:
        reason = ngettext(
            "It has {n} open case. Close the case first.",
            "It has {n} open cases. Close the cases first.",
            found.open_cases,
        )
        return no(reason.format(n=found.open_cases))
    if found.waiting:
        reason = ngettext(
            "{n} referral still waits for its answer. Answer it first.",
            "{n} referrals still wait for their answer. Answer them first.",
            found.waiting,
        )
        return no(reason.format(n=found.waiting))
    return yes()
