"""Reminders, as sentences."""

from django.utils.translation import gettext_lazy as _

from keyworker.audit.presenters import say

say(
    {
        "notices.reminded": _("Keyworker reminded them of an appointment by e-mail."),
        "notices.reminded_of_step": _("Keyworker reminded them of a step by e-mail."),
        "notices.given_up": _("Keyworker could not remind them of an appointment: the mail server did not take it."),
        "notices.given_up_step": _("Keyworker could not remind them of a step: the mail server did not take it."),
        "notices.called_off": _("Keyworker let a reminder go: what it was about is done or called off."),
        "notices.taken_up": _("Keyworker took up a reminder."),
        "notices.put_off": _("Keyworker put a reminder off until their safe hours."),
        "notices.withheld": _("Keyworker did not send a reminder ({why_code})."),
        "notices.texted": _("Keyworker reminded them of an appointment by text."),
        "notices.texted_of_step": _("Keyworker reminded them of a step by text."),
        "notices.text_given_up": _(
            "Keyworker could not remind them of an appointment: the text gateway did not take it."
        ),
        "notices.text_given_up_step": _("Keyworker could not remind them of a step: the text gateway did not take it."),
        "notices.text_unknown": _("Nobody knows whether a text about an appointment was sent. It is not sent again."),
        "notices.text_unknown_step": _("Nobody knows whether a text about a step was sent. It is not sent again."),
        "notices.text_undelivered": _("A text about an appointment did not reach their phone."),
        "notices.text_undelivered_step": _("A text about a step did not reach their phone."),
        "notices.told_of_message": _("Keyworker told them by e-mail that a message waits."),
        "notices.given_up_message": _(
            "Keyworker could not tell them that a message waits: the mail server did not take it."
        ),
        "notices.texted_of_message": _("Keyworker told them by text that a message waits."),
        "notices.text_given_up_message": _(
            "Keyworker could not tell them that a message waits: the text gateway did not take it."
        ),
        "notices.text_unknown_message": _(
            "Nobody knows whether a text about a message was sent. It is not sent again."
        ),
        "notices.text_undelivered_message": _("A text about a message did not reach their phone."),
        "notices.link_mailed": _("Keyworker sent them their link to a meeting by e-mail."),
        "notices.given_up_link": _("Keyworker could not send them their link: the mail server did not take it."),
        "notices.texted_link": _("Keyworker sent them their link to a meeting by text."),
        "notices.text_given_up_link": _("Keyworker could not send them their link: the text gateway did not take it."),
        "notices.text_unknown_link": _("Nobody knows whether the text with their link was sent. It is not sent again."),
        "notices.text_undelivered_link": _("The text with their link did not reach their phone."),
        "notices.text_handed_over": _("Keyworker handed a text to the text gateway."),
        "notices.text_not_taken": _("The text gateway did not take a text; it is tried again."),
        "notices.text_put_off": _("Keyworker put a text off until their safe hours."),
        "notices.text_withheld": _("Keyworker did not send a text ({why_code})."),
        "notices.text_delivered": _("A text reached their phone."),
        "notices.text_received": _("A text came in ({word_kind})."),
        "notices.text_dealt_with": _("{who} looked at a text that came in ({outcome_code})."),
        "notices.stopped": _("Somebody answered STOP: no text is sent to this number any more."),
        "notices.started": _("Somebody answered START: texts may be sent to this number again."),
        "notices.not_theirs": _("Whoever has the number says that it is not theirs: nobody uses it any more."),
        "notices.not_taken": _("The mail server did not take a reminder; it is tried again."),
    }
)
