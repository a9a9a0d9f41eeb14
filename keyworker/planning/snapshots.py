"""The plan's words as one document: what is signed, frozen and compared, and its fingerprint."""

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from keyworker.planning.models import ActionStep, Goal, ServicePlan


def snapshot(plan: ServicePlan, goals: Iterable[Goal], steps: Iterable[ActionStep]) -> dict[str, Any]:
    """All that was agreed, and nothing that moves on afterwards (progress, ticks). Goals in order of priority."""
    ordered = sorted(goals, key=lambda goal: (goal.priority, goal.created_at, goal.pk))
    keys = {goal.pk: str(goal.lineage) for goal in ordered}
    by_goal: dict[Any, list[ActionStep]] = {goal.pk: [] for goal in ordered}
    for step in sorted(steps, key=lambda step: (step.created_at, step.pk)):
        by_goal[step.goal_id].append(step)
    return {
        "plan": str(plan.pk),
        "number": plan.number,
        "language": plan.language,
        "strengths": plan.strengths,
        "frequency": plan.frequency,
        "duration": plan.duration,
        "resources": plan.resources,
        "cost": plan.cost,
        "contingency": plan.contingency,
        "goals": [_goal(goal, by_goal[goal.pk], keys) for goal in ordered],
    }


def _goal(goal: Goal, steps: list[ActionStep], keys: dict[Any, str]) -> dict[str, Any]:
    return {
        "key": str(goal.lineage),
        "horizon": goal.horizon,
        "serves": keys.get(goal.serves_id),
        "domain": goal.domain,
        "words": goal.words,
        "specific": goal.specific,
        "measure": goal.measure,
        "baseline": goal.baseline,
        "target": goal.target,
        "target_on": goal.target_on.isoformat() if goal.target_on else None,
        "less_is_better": goal.less_is_better,
        "why_it_matters": goal.why_it_matters,
        "strengths": goal.strengths,
        "who_helps": goal.who_helps,
        "priority": goal.priority,
        "steps": [_step(step) for step in steps],
    }


def _step(step: ActionStep) -> dict[str, Any]:
    return {
        "key": str(step.lineage),
        "what": step.what,
        "who": step.who,
        "who_name": step.who_name,
        "due_on": step.due_on.isoformat() if step.due_on else None,
        "remind_on": step.remind_on.isoformat() if step.remind_on else None,
    }


def digest(frozen: dict[str, Any]) -> str:
    """sha256 of the canonical JSON: the same words always give the same fingerprint."""
    plain = json.dumps(frozen, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(plain.encode()).hexdigest()
