"""What was done, as sentences."""

from django.utils.translation import gettext_lazy as _

from keyworker.audit.presenters import say

say(
    {
        "delivery.reached_by_visit": _("{who} met with them."),
        "delivery.reached_by_phone": _("{who} spoke with them by telephone."),
        "delivery.reached_by_video": _("{who} spoke with them by video."),
        "delivery.reached_by_message": _("{who} was in touch with them by message."),
        "delivery.reached_by_letter": _("{who} was in touch with them by letter."),
        "delivery.reached_by_collateral": _("{who} spoke with somebody else about them."),
        "delivery.tried_by_visit": _("{who} went to see them, but did not meet them."),
        "delivery.tried_by_phone": _("{who} called, but did not reach them."),
        "delivery.tried_by_video": _("{who} tried a video call, but did not reach them."),
        "delivery.tried_by_message": _("{who} sent a message; there was no answer yet."),
        "delivery.tried_by_letter": _("{who} sent a letter; there was no answer yet."),
        "delivery.tried_by_collateral": _("{who} tried to reach somebody about them."),
        "delivery.draft_saved": _("{who} saved a draft of a note."),
        "delivery.draft_discarded": _("{who} threw a draft away."),
        "delivery.note_signed": _("{who} wrote a note."),
        "delivery.signed_again": _("{who} sent a note again that was signed already."),
        "delivery.note_co_signed": _("{who} co-signed a note."),
        "delivery.note_sent_back": _("{who} sent a note back, for something to be added."),
        "delivery.note_amended": _("{who} added to a note."),
        "delivery.document_added": _("{who} put a document in the file: {title}."),
        "delivery.document_renewed": _("{who} put version {number} of a document in the file: {title}."),
        "delivery.document_withdrawn": _("{who} took a document out of the file: {title}."),
        "delivery.document_opened": _("{who} opened a document."),
        "delivery.danger_noticed": _("{who} noticed a danger that must be reported."),
        "delivery.report_made": _("{who} reported a danger to {to}."),
        "delivery.report_sent": _("{who} sent the report to {to} in writing."),
        "delivery.report_opened": _("{who} read a report of danger."),
        "delivery.report_closed": _("{who} closed a report."),
        "delivery.report_decided_against": _("{who} decided that a danger is not one to report."),
        "delivery.service_provided": _("{who} gave a service: {what}."),
        "delivery.service_struck": _("{who} struck out a service that was put in by mistake: {what}."),
        "delivery.benefit_to_apply": _("{who} noted that they can apply for {name}."),
        "delivery.benefit_applied": _("{who} noted that they applied for {name}."),
        "delivery.benefit_in_force": _("{who} noted that {name} is in force."),
        "delivery.benefit_refused": _("{who} noted that {name} was refused."),
        "delivery.benefit_ended": _("{who} noted that {name} has ended."),
        "delivery.benefit_changed": _("{who} wrote down anew how {name} stands."),
        "delivery.benefit_renewed": _("{who} noted that {name} was renewed."),
        "delivery.budget_set": _("{who} set a budget: {name}."),
        "delivery.budget_spent": _("{who} spent money of a budget: {what}."),
        "delivery.equipment_lent": _("{who} lent them {name}."),
        "delivery.equipment_given": _("{who} gave them {name}."),
        "delivery.equipment_kept": _("They keep {name} longer."),
        "delivery.equipment_back": _("{who} has {name} back."),
        "delivery.equipment_lost": _("{name} is lost."),
        "delivery.other_work": _("{who} worked {minutes} minutes for them, or for the program."),
        "delivery.funding_added": _("{who} added somebody who pays for services."),
        "delivery.funding_ended": _("{who} ended a way services are paid for."),
        "delivery.units_set": _(
            "{who} said what costs and distances are counted in: {after_code}, {after_distance_code}."
        ),
    }
)
