"""Who must agree before an agency takes along what is sealed. Pure."""

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes

TWO = 2


def may_take_all(*, named: int, administrators: int) -> Decision:
    """Nobody named: what is sealed stays. Else two different administrators, and nobody who is none."""
    if named == 0 or (named == TWO and administrators == TWO):
        return yes()
    return no(_("Name two different administrators of the agency who agreed to it."))
