"""The client's own copy of the plan on paper: as it reads, or laid out so that it is easy to read."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keyworker.assessment.domains import Domain

Text = str | Promise
END_OF_A_THOUGHT = re.compile(r"(?<=[.!?؟。…])\s+|\s*\n\s*")
PICTURES = {
    Domain.HOUSING: "house",
    Domain.SAFETY: "shield",
    Domain.MONEY: "coin",
    Domain.WORK: "work",
    Domain.LEARNING: "book",
    Domain.HEALTH: "health",
    Domain.MENTAL_HEALTH: "sun",
    Domain.SUBSTANCE_USE: "glass",
    Domain.FAMILY: "people",
    Domain.FRIENDS: "speech",
    Domain.DAILY_LIFE: "cup",
    Domain.LEGAL: "paper",
    Domain.CULTURE: "star",
    Domain.OTHER: "leaf",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """A way to lay out the copy."""

    name: str
    text: Text
    hint: Text
    large: bool = False
    easy: bool = False


LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout("usual", _("Usual"), _("Everything in the plan, on one or two pages.")),
        Layout("large", _("Large print"), _("The same in large letters."), large=True),
        Layout("easy", _("Easy to read"), _("One thought at a time, short lines, a picture beside each."), easy=True),
    )
}


def thoughts(text: str) -> list[str]:
    """A text as one sentence a line: “Call me. At night, 988.” → two lines."""
    return [line for part in END_OF_A_THOUGHT.split(text.strip()) if (line := part.strip())]


def picture_of(domain: str) -> str:
    """The picture of an area of life."""
    return PICTURES[Domain(domain)]
