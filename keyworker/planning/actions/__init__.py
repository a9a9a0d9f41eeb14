"""What workers do with a plan: write it with the client, have it signed, begin a new version."""

from keyworker.planning.actions.signing import approve_plan, new_version, sign_plan
from keyworker.planning.actions.writing import (
    GoalWords,
    PlanWords,
    StepWords,
    add_goal,
    add_step,
    change_goal,
    change_step,
    discard_draft_plan,
    finish_step,
    remove_goal,
    remove_step,
    save_plan,
    start_plan,
)

__all__ = [
    "GoalWords",
    "PlanWords",
    "StepWords",
    "add_goal",
    "add_step",
    "approve_plan",
    "change_goal",
    "change_step",
    "discard_draft_plan",
    "finish_step",
    "new_version",
    "remove_goal",
    "remove_step",
    "save_plan",
    "sign_plan",
    "start_plan",
]
