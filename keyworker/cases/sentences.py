"""What happened to the case, as sentences."""

from django.utils.translation import gettext_lazy as _

from keyworker.audit.presenters import say

say(
    {
        "cases.brought_in": _("{who} brought in case {number} from a list."),
        "cases.many_brought_in": _("Cases came in from a list."),
        "cases.opened": _("{who} opened case {number}."),
        "cases.reassigned": _("{who} gave case {number} to a new case manager."),
        "cases.duty_set": _("{who} put somebody on the rota from {from_on} until {until_on}."),
        "cases.duty_ended": _("{who} took a turn off the rota."),
        "cases.duty_called": _("Whoever is on duty was called, and can open the file for three days."),
        "cases.glass_broken": _("{who} opened the file in an emergency."),
    }
)
