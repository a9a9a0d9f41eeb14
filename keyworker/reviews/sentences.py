"""What happened at reviews, at the end and after it, as sentences."""

from django.utils.translation import gettext_lazy as _

from keyworker.audit.presenters import say

say(
    {
        "reviews.plan_reviewed": _("{who} and the client looked at the plan again. Next review on {next_review_on}."),
        "reviews.case_closed": _("{who} closed case {number}."),
        "reviews.case_reopened": _("{who} opened case {number} again."),
        "reviews.follow_up_done": _("{who} asked how they are after the case was closed."),
    }
)
