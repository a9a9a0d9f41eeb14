"""What happened to a referral and at admission, as sentences."""

from django.utils.translation import gettext_lazy as _

from keyworker.audit.presenters import say

say(
    {
        "intake.referral_received": _("A referral came in."),
        "intake.referral_opened": _("{who} read a referral."),
        "intake.referral_completed": _("{who} completed a referral."),
        "intake.referral_talked_about": _("{who} noted a talk about a referral."),
        "intake.referrer_verified": _("{who} checked who the referrer is."),
        "intake.referral_accepted": _("{who} accepted the referral."),
        "intake.referral_waitlisted": _("{who} put the referral on the waiting list, to look again on {review_on}."),
        "intake.referral_declined": _("{who} declined the referral."),
        "intake.referral_closed": _("{who} closed the referral."),
        "intake.referrer_told": _("{who} told the referrer what they may hear."),
        "intake.decline_followed_up": _("{who} asked how things went after we could not help."),
        "intake.wait_reviewed": _("{who} asked somebody on the waiting list how they are."),
        "intake.moved_in_line": _("{who} moved somebody on the waiting list."),
        "intake.place_offered": _("{who} offered somebody a place."),
        "intake.referred": _("A referral came in on {received_on}."),
        "intake.accepted": _("The referral was accepted on {accepted_on}."),
        "intake.admitted": _("{who} welcomed them into the program."),
        "intake.needs_noted": _("Needed at once: {needs}."),
        "intake.taught_back": _("What their rights mean, in their own words: {words}"),
        "intake.rights_explained": _("{who} explained their rights and what stays private."),
    }
)
