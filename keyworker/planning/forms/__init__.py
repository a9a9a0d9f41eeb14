"""The words of a plan, as workers and clients are asked for them."""

from keyworker.planning.forms.signing import ClientSignForm, SendBackForm, StaffSignForm
from keyworker.planning.forms.writing import STEP_WORDS, GoalForm, PlanForm, ReadingForm, StepForm, goal_answers

__all__ = [
    "STEP_WORDS",
    "ClientSignForm",
    "GoalForm",
    "PlanForm",
    "ReadingForm",
    "SendBackForm",
    "StaffSignForm",
    "StepForm",
    "goal_answers",
]
