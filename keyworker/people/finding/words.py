"""The reasons for which somebody is shown, as a worker reads them."""

from django.utils.translation import gettext_lazy as _

from keyworker.people.finding.ranking import Because, Reason

WORDS = {
    Because.SCRIPT: _("the same name in another script: {name}"),
    Because.SPELLING: _("another spelling of the name: {name}"),
    Because.SHORT: _("one is short for the other: {name}"),
    Because.SOUND: _("sounds like {name}"),
    Because.SLIP: _("nearly the same letters: {name}"),
    Because.OTHER_WORD: _("a part of the name differs: {name}"),
    Because.OTHER_NAME: _("also known as {name}"),
    Because.SAME_DATE: _("same birth date"),
    Because.SWAPPED: _("same birth date with day and month swapped"),
    Because.NEAR_DATE: _("birth date differs by one slip"),
    Because.SAME_YEAR: _("born at that time"),
    Because.AGE: _("of that age"),
    Because.OTHER_DATE: _("another birth date"),
    Because.PHONE: _("same phone or address"),
    Because.IDENTIFIER: _("same number of a card or a paper"),
    Because.NUMBER: _("that is the number of their case"),
}


def said(reason: Reason) -> str:
    """One reason in words."""
    return str(WORDS[reason.because]).format(name=reason.word)
