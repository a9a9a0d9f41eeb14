"""What happened to the plan, as sentences."""

from django.utils.translation import gettext_lazy as _

from keyworker.audit.presenters import say

say(
    {
        "planning.plan_opened": _("{who} read the plan."),
        "planning.draft_discarded": _("{who} threw away the draft of plan {number}."),
        "planning.template_added": _("{who} added a template for plans."),
        "planning.template_changed": _("{who} changed a template for plans."),
        "planning.template_ended": _("{who} took a template for plans out of use."),
        "planning.plan_started": _("{who} began the plan."),
        "planning.plan_saved": _("{who} worked on the plan."),
        "planning.goal_added": _("{who} wrote down a goal: “{words}”"),
        "planning.goal_changed": _("{who} changed a goal."),
        "planning.goals_ordered": _("{who} changed the order of the goals."),
        "planning.goal_read": _("“{words}”: {number} of 10."),
        "planning.goal_removed": _("{who} took a goal out of the plan."),
        "planning.step_added": _("{who} added a step to a goal."),
        "planning.step_changed": _("{who} changed a step of a goal."),
        "planning.step_removed": _("{who} took out a step of a goal."),
        "planning.step_begun_again": _("{who} took the tick off a step of the plan: {what}."),
        "planning.offered": _("{who} put the plan on the person's own page to sign."),
        "planning.step_finished": _("{who} ticked off a step of the plan: {what}."),
        "planning.plan_signed": _("{name} signed plan {number}."),
        "planning.plan_signed_for_them": _("{name} signed plan {number} for them, as their guardian."),
        "planning.plan_approved": _("{who} approved plan {number}."),
        "planning.plan_sent_back": _("{who} asked for changes before plan {number} is approved: {because}"),
        "planning.plan_agreed_once": _("Plan {number} is agreed."),
        "planning.plan_agreed": _("Plan {number} is agreed. We look at it again on {review_on}."),
        "planning.copy_made": _("{who} made a copy of plan {number} to keep."),
        "planning.version_begun": _("{who} began a new version of the plan."),
    }
)
