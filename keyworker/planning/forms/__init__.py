"""The words of a plan, as workers and clients are asked for them."""

from keyworker.planning.forms.copying import CopyForm
from keyworker.planning.forms.signing import ClientSignForm, SendBackForm, StaffSignForm
from keyworker.planning.forms.templates import NONE, StartForm, TemplateForm, template_answers
from keyworker.planning.forms.writing import STEP_WORDS, GoalForm, PlanForm, ReadingForm, StepForm, goal_answers

__all__ = [
    "NONE",
    "STEP_WORDS",
    "ClientSignForm",
    "CopyForm",
    "GoalForm",
    "PlanForm",
    "ReadingForm",
    "SendBackForm",
    "StaffSignForm",
    "StartForm",
    "StepForm",
    "TemplateForm",
    "goal_answers",
    "template_answers",
]
