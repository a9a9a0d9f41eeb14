"""What a task asks in the program's own words, kept so that each reader has it in their own language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext

from keyworker.tasks.rules import Rhythm, Unit


@dataclass(frozen=True, slots=True)
class Worded:
    """A marked sentence and what stands in its gaps: a name, somebody's words, or a marked word again."""

    words: Promise
    filled: Mapping[str, str | Promise]


Asked = str | Promise | Worded
"""What a task asks: as somebody typed it (`str`), or a sentence marked for translation."""


def worded(words: Promise, /, **filled: str | Promise) -> Worded:
    """`worded(_("Change the plan: {because}"), because=because)`; `_` is `gettext_lazy`."""
    return Worded(words, filled)


def kept(asked: Asked) -> dict[str, Any]:
    """As it is stored: sentences as the source has them, nothing for what somebody typed."""
    if isinstance(asked, str):
        return {}
    whole = asked if isinstance(asked, Worded) else Worded(asked, {})
    with translation.override(None):
        filled = {
            name: {"words": str(each)} if isinstance(each, Promise) else each for name, each in whole.filled.items()
        }
        return {"words": str(whole.words), "filled": filled}


def said(held: Mapping[str, Any]) -> str:
    """What `kept` stored, in the language of the reader."""
    filled = {name: gettext(each["words"]) if isinstance(each, dict) else each for name, each in held["filled"].items()}
    return gettext(held["words"]).format(**filled)


def rhythm_in_words(rhythm: Rhythm | None) -> str:
    """How often it comes again, and until when; nothing for what comes once."""
    if rhythm is None:
        return ""
    often = _often(rhythm)
    if rhythm.until is not None:
        return gettext("{often}, until {day}").format(often=often, day=date_format(rhythm.until))
    if rhythm.left is None:
        return often
    if rhythm.left == 0:
        return gettext("for the last time")
    more = ngettext("{often}, {n} time more", "{often}, {n} times more", rhythm.left)
    return more.format(often=often, n=rhythm.left)


def _often(rhythm: Rhythm) -> str:
    match rhythm.unit:
        case Unit.DAYS:
            words = ngettext("every day", "every {n} days", rhythm.every)
        case Unit.WEEKS:
            words = ngettext("every week", "every {n} weeks", rhythm.every)
        case _:
            words = ngettext("every month", "every {n} months", rhythm.every)
    return words.format(n=rhythm.every)
