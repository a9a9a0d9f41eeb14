"""What is asked when somebody is let into a file, or kept out of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program
from keyworker.design.forms import DateField, Form, Select, Textarea

LONGEST_REASON = 200


class PlaceForm(Form):
    """Who needs the file, for which program, why, and until when."""

    staff = forms.ChoiceField(label=_("Who needs to see this file?"), widget=Select)
    program = forms.ChoiceField(label=_("For which program?"), widget=Select)
    because = forms.CharField(
        label=_("Why?"),
        help_text=_("The person may read this."),
        max_length=LONGEST_REASON,
        widget=Textarea(rows=2, limit=LONGEST_REASON),
    )
    until = DateField(
        label=_("Until"),
        help_text=_("This day too. Leave it empty when you do not know yet."),
        required=False,
        earliest=timezone.localdate,
    )

    def __init__(self, data: Any, *, staff: Mapping[str, str], programs: Iterable[Program]) -> None:
        self.programs = {str(program.pk): program for program in programs}
        super().__init__(data)
        offered = {"staff": staff, "program": {key: one.name for key, one in self.programs.items()}}
        for name, choices in offered.items():
            self.offer(name, [("", _("Choose one")), *choices.items()])

    @property
    def chosen_program(self) -> Program:
        return self.programs[self.cleaned_data["program"]]

    @property
    def ends_at(self) -> datetime | None:
        """Midnight after the last day, on the agency's clock."""
        last = self.cleaned_data["until"]
        if last is None:
            return None
        return timezone.make_aware(datetime.combine(last + timedelta(days=1), time()))


class KeepOutForm(Form):
    """Who must not see the file, and why."""

    staff = forms.ChoiceField(label=_("Who must not see this file?"), widget=Select)
    because = forms.CharField(
        label=_("Why?"),
        help_text=_("For example: they are family, or neighbours. Only those who look after the care team read this."),
        max_length=LONGEST_REASON,
        widget=Textarea(rows=2, limit=LONGEST_REASON),
    )

    def __init__(self, data: Any, *, staff: Mapping[str, str]) -> None:
        super().__init__(data)
        self.offer("staff", [("", _("Choose one")), *staff.items()])
