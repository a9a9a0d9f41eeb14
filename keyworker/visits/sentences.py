"""What happened to visits, as sentences."""

from django.utils.translation import gettext_lazy as _

from keyworker.audit.presenters import say

say(
    {
        "visits.scheduled": _("{who} planned a visit for {starts_on}."),
        "visits.cancelled": _("{who} called a visit off."),
    }
)
