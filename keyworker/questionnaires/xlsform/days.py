"""Days in FHIRPath: counted, which it cannot do itself, and written out."""

import re

from django.utils.translation import gettext as _

from keyworker.questionnaires.xlsform.references import in_brackets, quoted
from keyworker.questionnaires.xlsform.xpath import CannotSay

EPOCH = 719_469  # 1 January 1970 in our count; XPath counts from there
_PARTS = {"%Y": ".substring(0, 4)", "%m": ".substring(5, 2)", "%d": ".substring(8, 2)"}


def days(day: str) -> str:
    """How many days lie before this one, counted from 1 March of the year 0, so that leap days come last in a year."""
    months = "(substring(0, 4).toInteger() * 12 + substring(5, 2).toInteger() - 3)"
    years = "365 * ($this div 12) + $this div 48 - $this div 1200 + $this div 4800"
    before = f"select({years} + (($this mod 12) * 306 + 5) div 10)"
    return f"{in_brackets(day)}.toString().select({months}.{before} + substring(8, 2).toInteger())"


def formatted(day: str, pattern: str) -> str:
    """A day written by a pattern like "%d/%m/%Y". Raises CannotSay."""
    parts = [part for part in re.split(r"(%.)", pattern) if part]
    unknown = next((part for part in parts if part.startswith("%") and part not in _PARTS), None)
    if unknown is not None or not parts:
        raise CannotSay(_("It writes a day in a way that is not possible here: “%s”.") % pattern[:40])
    found = [f"{day}.toString(){_PARTS[part]}" if part in _PARTS else quoted(part) for part in parts]
    return " & ".join(found)
