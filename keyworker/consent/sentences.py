"""Consent and disclosure, as sentences."""

from django.utils.translation import gettext_lazy as _

from keyworker.audit.presenters import say

say(
    {
        "consent.given": _("Consent was given: {recipient}, until {expires_on}."),
        "consent.asked": _("{who} asked on their own page if {recipient} may be told."),
        "consent.not_asked_any_more": _("{who} does not ask any more if {recipient} may be told."),
        "consent.refused_by_them": _("They said no on their own page: {recipient} is told nothing."),
        "consent.withdrawn": _("Consent was taken back: {recipient}."),
        "consent.authority_recorded": _("{who} noted who may decide for them, or with them."),
        "consent.authority_ended": _("{who} noted that somebody may not decide for them any more."),
        "consent.companion_let_in": _("{who} gave {name} a page of their own beside the person, until {until_on}."),
        "consent.companion_chooses_again": _("{who} saw who {name} is, and let them choose another PIN."),
        "consent.companion_kept_out": _("{who} shut the page of {name}."),
        "consent.companion_taken_back": _("They took it back themselves: {name} sees nothing any more."),
        "consent.directive_recorded": _("{who} noted what they laid down for later."),
        "consent.directive_ended": _("{who} noted that their wishes for later have changed."),
        "consent.rights_acknowledged": _("{name} signed that they know their rights ({version_code})."),
        "consent.photo_kept": _("{who} put a photo into the file."),
        "consent.photos_cleared": _("Photos that were agreed to no longer were deleted: {photos}."),
        "consent.photo_deleted": _("The photo was deleted from the file."),
        "consent.disclosed": _("{who} told {recipient} what the consent allows."),
    }
)
