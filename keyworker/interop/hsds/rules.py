"""Pure decision: may what was read come in?"""

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes
from keyworker.interop.hsds.reading import Reading


def may_import(reading: Reading, *, good_rows_only: bool) -> Decision:
    """All or nothing, unless the person who saw the problems says to take the good rows."""
    if not reading.entries:
        return no(_("There is nothing in this file that we can use."))
    if reading.is_clean or good_rows_only:
        return yes()
    return no(_("This file has problems. Nothing was brought in. Mend it, or choose to bring in the good rows."))
