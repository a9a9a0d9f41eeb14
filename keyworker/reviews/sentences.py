"""What happened at reviews, at the end and after it, as sentences."""

from django.utils.translation import gettext_lazy as _

from keyworker.audit.presenters import say

say(
    {
        "reviews.plan_reviewed": _("{who} and the client looked at the plan again. Next review on {next_review_on}."),
        "reviews.review_due_sooner": _("The risk asks for it: the plan is looked at again on {due_on}."),
        "reviews.rules_set": _("{who} set how often plans are looked at again."),
        "reviews.reviews_planned": _("Reviews were planned by the program's rules."),
        "reviews.exit_planned": _("{who} wrote down how the case is to end."),
        "reviews.summary_printed": _("{who} printed the summary of how the case ended."),
        "reviews.closed_anyway": _("{who} closed case {number} although something was open, and said why."),
        "reviews.indicator_added": _("{who} added something that the program measures."),
        "reviews.indicator_changed": _("{who} changed something that the program measures."),
        "reviews.indicator_ended": _("{who} ended something that the program measures."),
        "reviews.measured": _("{who} measured where the case stands."),
        "reviews.feedback_left": _("Somebody said how it was."),
        "reviews.idea_noted": _("{who} noted an idea to do something better."),
        "reviews.idea_done": _("{who} wrote down what came of an idea."),
        "reviews.complaint_left": _("{who} wrote down a complaint or a compliment."),
        "reviews.complaint_acknowledged": _("{who} looks into a complaint or a compliment."),
        "reviews.complaint_answered": _("{who} answered a complaint or a compliment."),
        "reviews.complaint_opened": _("{who} read a complaint or a compliment."),
        "reviews.case_closed": _("{who} closed case {number}."),
        "reviews.case_reopened": _("{who} opened case {number} again."),
        "reviews.follow_up_done": _("{who} asked how they are after the case was closed."),
    }
)
