"""What happened to assessments, as sentences."""

from django.utils.translation import gettext_lazy as _

from keyworker.audit.presenters import say

say(
    {
        "assessment.started": _("{who} began “{title}”."),
        "assessment.how_said": _("{who} said how an assessment is done."),
        "assessment.handed_over": _("{who} handed “{title}” over to {to}: {because}"),
        "assessment.saved": _("{who} kept answers of an assessment."),
        "assessment.completed": _("{who} finished “{title}”. {result}"),
        "assessment.opened": _("{who} read an assessment."),
        "assessment.looked_over": _("{who} gave answers that could not be kept yet."),
        "assessment.marked_critical": _("{who} marked an answer in “{title}” as calling for action: {question}"),
        "assessment.mark_ended": _("{who} took a mark off “{title}”: {question}"),
        "assessment.critical_answer": _("An answer in “{title}” calls for action now."),
    }
)
