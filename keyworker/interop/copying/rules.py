"""May a copy leave something out? Pure."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes


class Because(models.TextChoices):
    """Why something is not given out (45 CFR 164.524(a); GDPR art. 15(4), 23)."""

    DANGER = "danger", _("It could put somebody in danger")
    OTHERS = "others", _("It is about somebody else, who did not agree")
    LAW = "law", _("A law or a court says so")


def may_withhold(*, withheld: int, because: str) -> Decision:
    """Nothing is withheld without a reason, which the copy itself tells."""
    if withheld and because not in Because.values:
        return no(_("Say why this is not given out."))
    return yes()
