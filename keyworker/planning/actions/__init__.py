"""What workers do with a plan: write it with the client, have it signed, begin a new version."""

from keyworker.planning.actions.goals import (
    GoalWords,
    Said,
    StepWords,
    add_goal,
    add_step,
    change_goal,
    change_step,
    finish_step,
    keep_reading,
    move_goal,
    read_goal,
    remove_goal,
    remove_step,
)
from keyworker.planning.actions.own import offer_plan, read_own_goal, sign_own_plan, sign_plan_beside, tick_own_step
from keyworker.planning.actions.signing import approve_plan, new_version, send_back_plan, sign_plan
from keyworker.planning.actions.templates import add_plan_template, change_plan_template, end_plan_template
from keyworker.planning.actions.writing import PlanWords, discard_draft_plan, save_plan, start_plan

__all__ = [
    "GoalWords",
    "PlanWords",
    "Said",
    "StepWords",
    "add_goal",
    "add_plan_template",
    "add_step",
    "approve_plan",
    "change_goal",
    "change_plan_template",
    "change_step",
    "discard_draft_plan",
    "end_plan_template",
    "finish_step",
    "keep_reading",
    "move_goal",
    "new_version",
    "offer_plan",
    "read_goal",
    "read_own_goal",
    "remove_goal",
    "remove_step",
    "save_plan",
    "send_back_plan",
    "sign_own_plan",
    "sign_plan",
    "sign_plan_beside",
    "start_plan",
    "tick_own_step",
]
