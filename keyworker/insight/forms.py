"""Which program's figures, over how long."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program
from keyworker.design.forms import Form

PERIODS = (("30", _("the last 30 days")), ("90", _("the last 90 days")), ("365", _("the last year")))


class FiguresFilter(Form):
    """Narrows the figures; what is not among the choices counts as not chosen."""

    program = forms.ChoiceField(label=_("Program"), required=False)
    days = forms.ChoiceField(label=_("Over"), required=False, choices=PERIODS)

    def __init__(self, data: Any, *, programs: Iterable[Program]) -> None:
        super().__init__({"days": "90", **data.dict()}, auto_id="filter_%s")
        self.offer(
            "program",
            [
                ("", _("All of them together")),
                *[(str(program.pk), program.name) for program in programs],
            ],
        )

    def chosen(self) -> tuple[str, int]:
        """The program's key (or nothing) and the number of days."""
        self.is_valid()
        return self.cleaned_data.get("program", ""), int(self.cleaned_data.get("days") or 90)
