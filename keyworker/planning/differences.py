"""How two versions of a plan differ, in words somebody can read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from keyworker.assessment.domains import Domain
from keyworker.planning.models import Horizon
from keyworker.tasks.models import Doer

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing two versions say differently. `about` is what; an empty side is not there in that version."""

    about: Text
    earlier: str
    later: str

    @property
    def kind(self) -> str:
        return "added" if not self.earlier else "removed" if not self.later else "changed"


Snapshot = Mapping[str, Any]
PLAN_FIELDS: dict[str, Text] = {
    "strengths": _("What already helps"),
    "frequency": _("How often we are in touch"),
    "duration": _("For how long"),
    "resources": _("What we need for it"),
    "cost": _("What it costs, and who pays"),
    "contingency": _("If things get worse"),
}
GOAL_FIELDS: dict[str, Text] = {
    "words": _("In their own words"),
    "domain": _("Area of life"),
    "horizon": _("Soon or later"),
    "specific": _("What will be different"),
    "measure": _("How we will know"),
    "baseline": _("Where things are today"),
    "target": _("Where they should be"),
    "target_on": _("By when"),
    "why_it_matters": _("Why it matters"),
    "strengths": _("Strengths that help"),
    "who_helps": _("Who helps"),
}
SHORTLY = {Horizon.SHORT.value: _("Soon"), Horizon.LONG.value: _("Later")}


@dataclass(frozen=True, slots=True)
class GoalDifference:
    """One goal in two versions: its words, whether it is new, gone, changed or the same, and what differs."""

    words: str
    kind: str
    differences: list[Difference]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two versions of a plan, for somebody to read."""

    plan: list[Difference]
    goals: list[GoalDifference]

    @property
    def same(self) -> bool:
        return not self.plan and all(goal.kind == "same" for goal in self.goals)

    def count(self, kind: str) -> int:
        return sum(goal.kind == kind for goal in self.goals)

    @property
    def in_short(self) -> list[str]:
        """A sentence for each kind of change: what somebody says who has read both."""
        new, gone, changed = self.count("added"), self.count("removed"), self.count("changed")
        said = [
            ngettext("{n} goal is new.", "{n} goals are new.", new).format(n=new) if new else "",
            ngettext("{n} goal was changed.", "{n} goals were changed.", changed).format(n=changed) if changed else "",
            ngettext("{n} goal is not in the plan any more.", "{n} goals are not in the plan any more.", gone).format(
                n=gone
            )
            if gone
            else "",
            _("What stands around the goals was changed.") if self.plan else "",
        ]
        return [str(sentence) for sentence in said if sentence]


def compare(earlier: Snapshot, later: Snapshot) -> Comparison:
    """The readable difference of two versions; goals and steps are matched by their lineage."""
    before = {goal["key"]: goal for goal in earlier["goals"]}
    after = {goal["key"]: goal for goal in later["goals"]}
    old, new = _ordered(earlier["goals"], after), _ordered(later["goals"], before)
    goals = []
    for key in dict.fromkeys([*after, *before]):
        found = _goal(before.get(key), after.get(key))
        if key in old and key in new:
            extra = [*_leads_to(before, after, key), *_place(old.index(key), new.index(key))]
            if extra:
                found = GoalDifference(found.words, "changed", [*found.differences, *extra])
        goals.append(found)
    return Comparison(_differing(earlier, later, PLAN_FIELDS), goals)


def _ordered(goals: Iterable[Snapshot], other: Mapping[str, Snapshot]) -> list[str]:
    """Keys of the goals that both versions have: a goal does not move because another one left."""
    return [goal["key"] for goal in goals if goal["key"] in other]


def _place(before: int, after: int) -> list[Difference]:
    """A goal that matters more or less than it did."""
    if before == after:
        return []
    return [Difference(_("Place in their order"), str(before + 1), str(after + 1))]


def _leads_to(before: Mapping[str, Snapshot], after: Mapping[str, Snapshot], key: str) -> list[Difference]:
    old, new = (_words_served(goals, key) for goals in (before, after))
    return [] if old == new else [Difference(_("Leads to"), old, new)]


def _words_served(goals: Mapping[str, Snapshot], key: str) -> str:
    served = goals.get(goals[key].get("serves") or "")
    return str(served["words"]) if served else ""


def _goal(before: Snapshot | None, after: Snapshot | None) -> GoalDifference:
    if before is None or after is None:
        shown = after or before or {}
        return GoalDifference(shown["words"], "added" if before is None else "removed", [])
    found = [*_differing(before, after, GOAL_FIELDS), *_steps(before["steps"], after["steps"])]
    return GoalDifference(after["words"], "changed" if found else "same", found)


def _steps(before: Iterable[Snapshot], after: Iterable[Snapshot]) -> list[Difference]:
    old = {step["key"]: _step(step) for step in before}
    new = {step["key"]: _step(step) for step in after}
    keys = dict.fromkeys([*old, *new])
    return [Difference(_("Step"), old.get(key, ""), new.get(key, "")) for key in keys if old.get(key) != new.get(key)]


def _step(step: Snapshot) -> str:
    who = step["who_name"] or str(Doer(step["who"]).label)
    return " · ".join(part for part in (step["what"], who, _read("due_on", step["due_on"])) if part)


def _differing(before: Snapshot, after: Snapshot, names: Mapping[str, Text]) -> list[Difference]:
    return [
        Difference(text, _read(name, before.get(name)), _read(name, after.get(name)))
        for name, text in names.items()
        if (before.get(name) or "") != (after.get(name) or "")
    ]


def _read(name: str, value: str | None) -> str:
    """A value of a snapshot for somebody to read: days as the reader writes them, codes as words."""
    if value and name.endswith("_on"):
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if value and name == "domain":
        return str(Domain(value).label)
    return str(SHORTLY.get(value, value)) if value and name == "horizon" else value or ""
