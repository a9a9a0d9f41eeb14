"""What happened to referrals out, as sentences."""

from django.utils.translation import gettext_lazy as _

from keyworker.audit.presenters import say

say(
    {
        "referrals.sent": _("{who} asked {organization} for help: {service}."),
        "referrals.accepted": _("{organization} said yes: {service}."),
        "referrals.rejected": _("{organization} said no: {service}."),
        "referrals.arrived": _("{organization} said that they arrived: {service}."),
        "referrals.completed": _("{organization} helped: {service}."),
        "referrals.failed": _("It did not work out with {organization}: {service}."),
        "referrals.cancelled": _("{who} called a referral off: {service}."),
        "referrals.they_got_there": _("They said that they got to {organization}: {service}."),
        "referrals.they_did_not_get_there": _("They said that they did not get to {organization}: {service}."),
        "referrals.they_want_help": _("They asked for help with {organization}: {service}."),
        "referrals.answer_seen": _("{who} read an answer to a referral."),
        "referrals.advocacy_begun": _("{who} began to speak up for them: {what} ({by})."),
        "referrals.advocacy_step": _("{who} took a step about {what} ({by})."),
        "referrals.advocacy_won": _("It was won: {what} ({by})."),
        "referrals.advocacy_partly_won": _("It was partly won: {what} ({by})."),
        "referrals.advocacy_lost": _("It was lost: {what} ({by})."),
        "referrals.advocacy_withdrawn": _("It was taken back: {what} ({by})."),
        "referrals.service_stopped": _("{provider} stopped a service: {what}."),
        "referrals.person_told_of_stop": _("{who} told them that {provider} stopped: {what}."),
        "referrals.opened_by_partner": _("A partner opened what was shared with them."),
    }
)
