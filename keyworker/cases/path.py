"""Which steps of the path a case takes: its program may work without some of them."""

from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import PathStep, Program
from keyworker.base.decision import Decision, no, yes
from keyworker.cases.models import Step

NEEDED_FOR = {Step.ASSESSMENT: PathStep.ASSESSMENT, Step.PLANNING: PathStep.PLAN, Step.REVIEW: PathStep.REVIEW}
ON_THE_WAY = (Step.ASSESSMENT, Step.PLANNING, Step.DELIVERY)
WITHOUT = {
    PathStep.ASSESSMENT: _("This program works without assessments."),
    PathStep.PLAN: _("This program works without plans."),
    PathStep.REVIEW: _("This program works without plan reviews."),
    PathStep.REFERRALS: _("This program sends nobody on to other services."),
}


def onward(program: Program, step: Step) -> Step:
    """The step itself, or the first one after it that the program takes; the work itself is always one."""
    ahead = ON_THE_WAY[ON_THE_WAY.index(step) :]
    return next(each for each in ahead if takes(program, each))


def takes(program: Program, step: Step) -> bool:
    """Whether the program's cases come by this step."""
    return step not in NEEDED_FOR or program.uses(NEEDED_FOR[step])


def may_begin(program: Program, step: PathStep) -> Decision:
    """Nothing new is begun in a step the program has left out; what was begun before is finished as it was begun."""
    return yes() if program.uses(step) else no(WITHOUT[step])
