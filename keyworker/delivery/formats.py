"""How a note is laid out: in one piece, or in the parts that a profession asks for.

SOAP after Weed, "Medical records that guide and teach" (NEJM 278, 1968); DAP, BIRP and GIRP as behavioural health
services use them. The parts are kept; the note's text is made of them, for everything that reads a note in one piece.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoteFormat(models.TextChoices):
    FREE = "free", _("In one piece")
    SOAP = "soap", _("SOAP: subjective, objective, assessment, plan")
    DAP = "dap", _("DAP: data, assessment, plan")
    BIRP = "birp", _("BIRP: behavior, intervention, response, plan")
    GIRP = "girp", _("GIRP: goal, intervention, response, plan")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a note: its name in code, its heading, and what belongs there."""

    key: str
    label: Any  # a sentence to be translated when it is shown
    hint: Any


_PLAN = Part("plan", _("Plan"), _("What happens next, who does it, by when."))
_ASSESSMENT = Part("assessment", _("Assessment"), _("What you make of it; say what is your own view."))
_INTERVENTION = Part("intervention", _("Intervention"), _("What you did or offered."))
_RESPONSE = Part("response", _("Response"), _("How they took it, in their words where you can."))
PARTS: Mapping[NoteFormat, tuple[Part, ...]] = {
    NoteFormat.FREE: (),
    NoteFormat.SOAP: (
        Part("subjective", _("Subjective"), _("What they said, in their words.")),
        Part("objective", _("Objective"), _("What you saw, heard or read.")),
        _ASSESSMENT,
        _PLAN,
    ),
    NoteFormat.DAP: (Part("data", _("Data"), _("What they said and what you saw.")), _ASSESSMENT, _PLAN),
    NoteFormat.BIRP: (
        Part("behavior", _("Behavior"), _("What they did and said.")),
        _INTERVENTION,
        _RESPONSE,
        _PLAN,
    ),
    NoteFormat.GIRP: (
        Part("goal", _("Goal"), _("Which goal of the plan this was about.")),
        _INTERVENTION,
        _RESPONSE,
        _PLAN,
    ),
}


def parts_of(layout: str, parts: Mapping[str, str]) -> list[tuple[Part, str]]:
    """The parts that hold words, in the order of the layout."""
    asked = PARTS.get(NoteFormat(layout), ()) if layout in NoteFormat.values else ()
    return [(part, words) for part in asked if (words := parts.get(part.key, "").strip())]


def in_one_piece(layout: str, parts: Mapping[str, str]) -> str:
    """The parts as one text: each under its heading, in the writer's language."""
    return "\n\n".join(f"{part.label}\n{words}" for part, words in parts_of(layout, parts))


def laid_out_again(layout: str, parts: Mapping[str, str], text: str, new: NoteFormat) -> tuple[dict[str, str], str]:
    """The same words in another layout: parts and text. What has no place of its own there stays in the first part."""
    if new is NoteFormat.FREE:
        return {}, in_one_piece(layout, parts) or text
    asked = PARTS[new]
    known = {part.key for part in asked}
    homeless = [f"{part.label}\n{words}" for part, words in parts_of(layout, parts) if part.key not in known]
    if layout == NoteFormat.FREE:
        homeless = [text.strip()] if text.strip() else []
    found = {part.key: parts.get(part.key, "") for part in asked}
    first = asked[0].key
    found[first] = "\n\n".join(filter(None, [found[first].strip(), *homeless]))
    return found, ""
