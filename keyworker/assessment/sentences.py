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
        "assessment.client_asked": _("{who} asked the client to answer “{title}” by {until_on}."),
        "assessment.questions_taken_back": _("{who} took “{title}” back, to answer it together."),
        "assessment.own_answers_kept": _("The client kept answers."),
        "assessment.handed_in": _("The client answered “{title}” alone and handed it in."),
        "assessment.answers_read": _("{who} read what the client answered: “{title}”. {result}"),
        "assessment.reading_hours_set": _("{who} set by when answers are read."),
        "assessment.strength_noted": _("{who} noted what helps: “{words}”"),
        "assessment.strength_changed": _("{who} said what helps in other words: “{words}”"),
        "assessment.strength_ended": _("{who} took this off what helps: “{words}”"),
        "assessment.need_noted": _("{who} noted what is hard: “{words}”"),
        "assessment.need_changed": _("{who} said what is hard in other words: “{words}”"),
        "assessment.need_ended": _("{who} took this off what is hard: “{words}”"),
        "assessment.rule_set": _("{who} set when “{title}” is due."),
        "assessment.rule_ended": _("{who} ended the rule for “{title}”."),
        "assessment.due_planned": _("Due assessments were looked for; {tasks} were planned."),
        "assessment.due": _("“{title}” is due by {due_on}."),
        "assessment.level_set": _("{who} set the level of “{title}” to {level}; worked out was {computed}. {because}"),
        "assessment.looked_over": _("{who} gave answers that could not be kept yet."),
        "assessment.marked_critical": _("{who} marked an answer in “{title}” as calling for action: {question}"),
        "assessment.mark_ended": _("{who} took a mark off “{title}”: {question}"),
        "assessment.printed": _("{who} printed an assessment."),
        "assessment.critical_answer": _("An answer in “{title}” calls for action now."),
    }
)
