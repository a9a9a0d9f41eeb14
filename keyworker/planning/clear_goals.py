"""What makes a goal clear (SMART), and what in it cannot be: numbers and days that contradict each other."""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes

Text = str | Promise
FEW_WORDS = 3
FAR_DAYS = 366
NUMBER = re.compile(r"^[^\w-]{0,2}(-?\d+(?:[.,]\d+)?)\s*(.*)$", re.DOTALL)
THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")


class Quality(StrEnum):
    """The five a clear goal has (Doran 1981)."""

    SPECIFIC = "specific"
    MEASURABLE = "measurable"
    ACHIEVABLE = "achievable"
    RELEVANT = "relevant"
    TIMED = "timed"


QUALITY_NAMES: dict[Quality, Text] = {
    Quality.SPECIFIC: _("Specific: everybody pictures the same thing"),
    Quality.MEASURABLE: _("Measurable: we will see when it is there"),
    Quality.ACHIEVABLE: _("Achievable: there is a first step"),
    Quality.RELEVANT: _("Relevant: it matters to them"),
    Quality.TIMED: _("Timed: there is a day"),
}


@dataclass(frozen=True, slots=True)
class GoalFacts:
    """What is read of a goal; `steps` is how many action steps it has, `last_step_on` the last day of one.

    `leads_to_on` is the day of the long-term goal that this one serves.
    """

    words: str
    specific: str = ""
    measure: str = ""
    baseline: str = ""
    target: str = ""
    target_on: date | None = None
    why_it_matters: str = ""
    steps: int = 0
    less_is_better: bool = False
    last_step_on: date | None = None
    leads_to_on: date | None = None


@dataclass(frozen=True, slots=True)
class Hint:
    """A gentle thought about one field of a goal. Never stops anybody; a `careful` one is shown without asking."""

    field: str
    quality: Quality
    text: Text
    careful: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """One quality of a goal: whether it has it, and what would help."""

    name: Text
    hints: list[Hint] = field(default_factory=list)

    @property
    def met(self) -> bool:
        return not self.hints


def smart_check(goal: GoalFacts, *, today: date) -> list[Hint]:
    """Hints that make a goal specific, measurable, achievable, relevant and timed; empty when it is."""
    found: list[Hint] = []
    if len(goal.specific.split()) < FEW_WORDS:
        text = _("Say what will be different, so that everybody pictures the same thing.")
        found.append(Hint("specific", Quality.SPECIFIC, text))
    found += _measuring(goal)
    if goal.steps == 0:
        found.append(Hint("steps", Quality.ACHIEVABLE, _("What is a small first step? Add who does it.")))
    if not goal.why_it_matters:
        text = _("Why does it matter to them? It helps on hard days.")
        found.append(Hint("why_it_matters", Quality.RELEVANT, text))
    return [*found, *_timing(goal, today)]


def _measuring(goal: GoalFacts) -> list[Hint]:
    if not goal.measure:
        text = _("How will we know it has happened? Name something you can see or count.")
        return [Hint("measure", Quality.MEASURABLE, text)]
    if not (goal.baseline and goal.target):
        return [Hint("baseline", Quality.MEASURABLE, _("Where are things today, and where should they be?"))]
    if " ".join(goal.baseline.split()).casefold() == " ".join(goal.target.split()).casefold():
        text = _("Where it should be is where it is today. Is the goal to keep it so?")
        return [Hint("target", Quality.MEASURABLE, text, careful=True)]
    return []


def _timing(goal: GoalFacts, today: date) -> list[Hint]:
    if goal.target_on is None:
        return [_timed(_("By when? A date helps everybody to begin."), careful=False)]
    found = []
    if goal.target_on < today:
        found.append(_timed(_("This date is in the past. Is it still right?")))
    elif (goal.target_on - today).days > FAR_DAYS and not goal.leads_to_on:
        text = _("That is more than a year away. Is there a nearer part of it to begin with?")
        found.append(_timed(text, careful=False))
    if goal.last_step_on and goal.last_step_on > goal.target_on:
        found.append(_timed(_("A step comes after the day of the goal itself. Which of the two is right?")))
    if goal.leads_to_on and goal.target_on > goal.leads_to_on:
        found.append(_timed(_("This goal comes after the one it leads to. Which of the two days is right?")))
    return found


def _timed(text: Text, *, careful: bool = True) -> Hint:
    return Hint("target_on", Quality.TIMED, text, careful)


def checked(hints: list[Hint]) -> list[Checked]:
    """The five qualities in their order, each with what would help."""
    return [
        Checked(name, [hint for hint in hints if hint.quality is quality]) for quality, name in QUALITY_NAMES.items()
    ]


def is_sound_goal(goal: GoalFacts) -> Decision:
    """Refuses a target on the wrong side of where things are today, when both are numbers of the same thing."""
    today, wanted = _number(goal.baseline), _number(goal.target)
    if today is None or wanted is None or not _of_one_kind(today[1], wanted[1]):
        return yes()
    if wanted[0] < today[0] and not goal.less_is_better:
        return no(
            _(
                "Where it should be is less than where it is today. If less is better here, tick"
                " “A smaller number is better”."
            )
        )
    if wanted[0] > today[0] and goal.less_is_better:
        return no(
            _("Where it should be is more than where it is today, and you ticked that less is better. Which is right?")
        )
    return yes()


def _number(text: str) -> tuple[float, str] | None:
    """The number a text begins with, and what it counts: "3 of 10" → (3, "of 10")."""
    found = NUMBER.match(THOUSANDS.sub("", text.strip()))
    return (float(found[1].replace(",", ".")), " ".join(found[2].split()).casefold()) if found else None


def _of_one_kind(one: str, other: str) -> bool:
    return one == other or not one or not other


def is_sound_step(*, due_on: date | None, remind_on: date | None) -> Decision:
    """A reminder comes before the day it reminds of."""
    if remind_on and due_on and remind_on > due_on:
        return no(_("The reminder comes after the day itself. Choose an earlier day."))
    return yes()


def may_lead_to(*, horizon: str, is_far: bool, has_near_ones: bool) -> Decision:
    """May a goal lead to another? Only a near one, and only to a far one of the same plan; `is_far` says that it is."""
    if has_near_ones and horizon != "long-term":
        return no(_("Other goals lead to this one, so it stays a goal for later. Change those first."))
    return yes() if is_far else no(_("A goal leads to a goal for later of the same plan."))
