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
        "notices.not_taken": _("The mail server did not take a reminder; it is tried again."),
    }
)
