"""What happened when work changed hands, as sentences."""

from django.utils.translation import gettext_lazy as _

from keyworker.audit.presenters import say

say(
    {
        "supervision.handover_read": _("{who} read what was left for them with case {number}."),
        "supervision.absence_set": _("{who} said who stands in for a colleague from {from_on} until {until_on}."),
        "supervision.cover_begun": _("A colleague began to look after somebody's people."),
        "supervision.covered": _("A colleague looks after them while their case manager is away."),
        "supervision.absence_ended": _("{who} ended an absence."),
        "supervision.conflict_declared": _("{who} declared a conflict of interest."),
        "supervision.gift_declared": _("{who} declared a gift."),
        "supervision.boundary_declared": _("{who} declared a boundary that was crossed, or nearly."),
        "supervision.declaration_answered": _("{who} answered a declaration."),
    }
)
