"""What is asked for a practice agency."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from keyworker.design.forms import Form, Radios
from keyworker.training.practising.rules import DAYS


class PracticeForm(Form):
    """How long it lives."""

    days = forms.TypedChoiceField(
        label=_("How long do you need it?"),
        help_text=_("Then it is thrown away by itself, with everything that was written in it."),
        coerce=int,
        initial=3,
        widget=Radios(inline=True),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("days", [(str(n), ngettext("{count} day", "{count} days", n).format(count=n)) for n in DAYS])
