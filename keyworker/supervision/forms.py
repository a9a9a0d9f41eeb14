"""What is asked when a case changes hands."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program
from keyworker.design.forms import DateField, Form, Select, Textarea


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


class DutyForm(Form):
    """Who answers first in a program, on which days."""

    program = forms.ChoiceField(label=_("In which program?"), widget=Select())
    staff = forms.ChoiceField(label=_("Who is on duty?"), widget=Select())
    from_on = DateField(label=_("From"), earliest=timezone.localdate)
    until_on = DateField(label=_("Until"), help_text=_("This day too."), earliest=timezone.localdate)

    def __init__(self, *args: Any, programs: Iterable[Program], staff: Mapping[str, str], **kwargs: Any) -> None:
        self.programs = {str(program.pk): program for program in programs}
        super().__init__(*args, **kwargs)
        offered = {"program": {key: one.name for key, one in self.programs.items()}, "staff": staff}
        for name, choices in offered.items():
            self.fields[name].choices = [("", _("Choose one")), *choices.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        first, last = given.get("from_on"), given.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("The last day comes before the first."))
        return given

    @property
    def days(self) -> tuple[date, date]:
        return self.cleaned_data["from_on"], self.cleaned_data["until_on"]

    @property
    def program_chosen(self) -> Program:
        return self.programs[self.cleaned_data["program"]]
