"""Whether a death may be noted, and whether what somebody says of themselves can stand so."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes
from keyworker.people.details.code_lists import CodeList


def may_note_death(*, died_on: date, already: bool, born_on: date | None, today: date) -> Decision:
    """Once, not before they were born, and not in days to come."""
    if already:
        return no(_("It is noted already that they have died."))
    if died_on > today:
        return no(_("This day has not come yet."))
    if born_on is not None and died_on.year < born_on.year:
        return no(_("This is before they were born. Look at both dates."))
    return yes()


def may_stand(codes: Collection[str], known: CodeList | None) -> Decision:
    """Codes of the list that is asked, which do not contradict each other."""
    if not codes:
        return yes()
    if known is None or not set(codes) <= set(known.codes):
        return no(_("This is not on the list. Please look at the page again."))
    if not known.fit(codes):
        return no(_("These do not go together. Choose what they said, or why there is no answer."))
    return yes()
