"""What is asked when a case changes hands."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms import Form, Textarea


class ReassignForm(Form):
    """Who takes the case on, and why."""

    to = forms.ChoiceField(
        label=_("Who takes the case on?"), help_text=_("The number is how many cases they have now.")
    )
    because = forms.CharField(
        label=_("Why?"),
        help_text=_("The person may read this."),
        max_length=200,
        widget=Textarea(rows=3, limit=200),
    )

    def __init__(self, data: Any, *, owners: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["to"].choices = [("", _("Choose one")), *owners]  # type: ignore[attr-defined]
