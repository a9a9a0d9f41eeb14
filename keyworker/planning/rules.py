"""What makes a goal clear, who may sign a plan and when, and how two versions differ."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes
from keyworker.planning.models import Doer, SignedHow, Signer

Text = str | Promise
FEW_WORDS = 3
MANY_GOALS = 4
FAR_DAYS = 366
FOR_THE_CLIENT = frozenset({Signer.CLIENT.value, Signer.GUARDIAN.value})


@dataclass(frozen=True, slots=True)
class GoalFacts:
    """What `smart_check` reads of a goal; `steps` is how many action steps it has."""

    words: str
    specific: str = ""
    measure: str = ""
    baseline: str = ""
    target: str = ""
    target_on: date | None = None
    why_it_matters: str = ""
    steps: int = 0


@dataclass(frozen=True, slots=True)
class Hint:
    """A gentle thought about one field of a goal. Never stops anybody."""

    field: str
    text: Text


def smart_check(goal: GoalFacts, *, today: date) -> list[Hint]:
    """Hints that make a goal specific, measurable, achievable, relevant and timed (Doran 1981); empty when it is."""
    found: list[Hint] = []
    if len(goal.specific.split()) < FEW_WORDS:
        found.append(Hint("specific", _("Say what will be different, so that everybody pictures the same thing.")))
    if not goal.measure:
        found.append(Hint("measure", _("How will we know it has happened? Name something you can see or count.")))
    if goal.measure and not (goal.baseline and goal.target):
        found.append(Hint("baseline", _("Where are things today, and where should they be?")))
    if goal.steps == 0:
        found.append(Hint("steps", _("What is a small first step? Add who does it.")))
    if not goal.why_it_matters:
        found.append(Hint("why_it_matters", _("Why does it matter to them? It helps on hard days.")))
    return [*found, *_timing(goal.target_on, today)]


def _timing(target_on: date | None, today: date) -> list[Hint]:
    if target_on is None:
        return [Hint("target_on", _("By when? A date helps everybody to begin."))]
    if target_on < today:
        return [Hint("target_on", _("This date is in the past. Is it still right?"))]
    if (target_on - today).days > FAR_DAYS:
        return [Hint("target_on", _("That is more than a year away. Is there a nearer part of it to begin with?"))]
    return []


def too_many(goals: int) -> bool:
    """More goals at once than most people can work on; said gently, never refused."""
    return goals > MANY_GOALS


def may_start(*, case_open: bool, has_draft: bool, has_agreed: bool) -> Decision:
    """May a first plan be begun?"""
    if not case_open:
        return no(_("This case is closed. Open it again before you plan."))
    if has_draft:
        return no(_("A plan is being written already. Go on with that one."))
    if has_agreed:
        return no(_("There is an agreed plan. Begin a new version of it instead."))
    return yes()


def may_begin_version(*, case_open: bool, status: str, has_draft: bool) -> Decision:
    """May a new version of this plan be begun?"""
    if not case_open:
        return no(_("This case is closed. Open it again before you plan."))
    if has_draft:
        return no(_("A new version is being written already. Go on with that one."))
    if status != "active":
        return no(_("Only the plan that is agreed now can have a new version."))
    return yes()


def may_change(*, status: str) -> Decision:
    """Only a draft changes; what was signed stays as it was signed."""
    if status == "draft":
        return yes()
    return no(_("This plan is signed and cannot be changed. Begin a new version instead."))


def may_discard(*, status: str, signed: bool) -> Decision:
    """A draft may be thrown away as long as nobody has put their name to it."""
    if status != "draft":
        return no(_("This plan is agreed and stays. Begin a new version instead."))
    return no(_("Somebody signed this draft already, so it stays.")) if signed else yes()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a plan stands before a signature: `digest` of its words now, `signed` who signed exactly those words."""

    status: str
    digest: str
    goals: int
    signed: frozenset[str]
    supervisor_signs: bool
    case_open: bool = True


@dataclass(frozen=True, slots=True)
class Signing:
    """Somebody about to sign: `digest` names the words they were shown."""

    signer: str
    signer_name: str
    how: str
    digest: str
    witness: str = ""


def may_sign_here(signer: str) -> Decision:
    """A supervisor approves with a permission of their own; nobody signs as one from the client's page."""
    return no(_("The supervisor approves the plan themselves.")) if signer == Signer.SUPERVISOR else yes()


def may_sign(signing: Signing, standing: Standing) -> Decision:
    """May this signature be put under the plan? The client goes first: it is their plan."""
    if not standing.case_open:
        return no(_("This case is closed. Open it again before you plan."))
    if standing.status != "draft":
        return no(_("This plan is signed already. Begin a new version to change it."))
    if standing.goals == 0:
        return no(_("Write down at least one goal before anybody signs."))
    if signing.digest != standing.digest:
        return no(_("The plan has changed since this page was opened. Please read it again, then sign."))
    if signing.signer in standing.signed or (signing.signer in FOR_THE_CLIENT and standing.signed & FOR_THE_CLIENT):
        return no(_("This signature is under the plan already."))
    return _in_turn(signing, standing)


def _in_turn(signing: Signing, standing: Standing) -> Decision:
    if not signing.signer_name.strip():
        return no(_("Type the name of the person who signs."))
    if signing.how == SignedHow.VERBAL and not signing.witness.strip():
        return no(_("Name somebody who heard the yes."))
    if signing.signer in FOR_THE_CLIENT:
        return yes()
    if not standing.signed & FOR_THE_CLIENT:
        return no(_("The client signs first. It is their plan."))
    if signing.signer == Signer.SUPERVISOR and Signer.WORKER.value not in standing.signed:
        return no(_("The case manager signs before the supervisor."))
    return yes()


def awaited(standing: Standing) -> list[Signer]:
    """Who has yet to sign, in their order; empty when the plan is agreed."""
    waiting = [] if standing.signed & FOR_THE_CLIENT else [Signer.CLIENT]
    if Signer.WORKER.value not in standing.signed:
        waiting.append(Signer.WORKER)
    if standing.supervisor_signs and Signer.SUPERVISOR.value not in standing.signed:
        waiting.append(Signer.SUPERVISOR)
    return waiting


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
    "contingency": _("If things get worse"),
}
GOAL_FIELDS: dict[str, Text] = {
    "words": _("In their own words"),
    "specific": _("What will be different"),
    "measure": _("How we will know"),
    "baseline": _("Where things are today"),
    "target": _("Where they should be"),
    "target_on": _("By when"),
    "why_it_matters": _("Why it matters"),
}


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


def compare(earlier: Snapshot, later: Snapshot) -> Comparison:
    """The readable difference of two versions; goals and steps are matched by their lineage."""
    before = {goal["key"]: goal for goal in earlier["goals"]}
    after = {goal["key"]: goal for goal in later["goals"]}
    return Comparison(
        _differing(earlier, later, PLAN_FIELDS),
        [_goal(before.get(key), after.get(key)) for key in dict.fromkeys([*after, *before])],
    )


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
    """A value of a snapshot for somebody to read: days as the reader writes them."""
    return date_format(date.fromisoformat(value), "DATE_FORMAT") if value and name.endswith("_on") else value or ""


def with_strengths(words: str, more: Iterable[str]) -> str:
    """What already helps, with what assessments found: each on a line of its own, none twice."""
    known = {" ".join(line.split()).casefold() for line in words.splitlines()}
    lines = [line for text in more if (line := " ".join(text.split())) and line.casefold() not in known]
    return "\n".join([*([words] if words else []), *dict.fromkeys(lines)])
