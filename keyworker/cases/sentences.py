"""What happened to the case, as sentences."""

from django.utils.translation import gettext_lazy as _

from keyworker.audit.presenters import say

say(
    {
        "cases.opened": _("{who} opened case {number}."),
        "cases.reassigned": _("{who} gave case {number} to a new case manager."),
        "cases.glass_broken": _("{who} opened the file in an emergency."),
    }
)
