"""What is asked about a task, and for which of the person's cases a thing is done."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Staff
from keyworker.cases.models import Case
from keyworker.design.forms import DateField, Form, Radios, Select, Textarea, TextInput


class CaseForm(Form):
    """A form about one of a person's open cases; it only asks which when there is more than one."""

    case_id = forms.ChoiceField(label=_("For which case?"), widget=Radios)

    def __init__(self, *args: Any, cases: Sequence[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases = {str(case.pk): case for case in cases if case.is_open}
        if len(self.cases) > 1:
            choices = [(key, f"{case.program.name} · {case.number}") for key, case in self.cases.items()]
            field = self.fields["case_id"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy what the class declares
            field.choices = choices
        else:
            del self.fields["case_id"]

    def clean(self) -> dict[str, Any] | None:
        if not self.cases:
            raise ValidationError(_("There is no open case to write this in."))
        return super().clean()

    @property
    def case(self) -> Case:
        """The case meant; only of a valid form."""
        return self.cases[self.cleaned_data["case_id"]] if "case_id" in self.fields else next(iter(self.cases.values()))


class TaskForm(CaseForm):
    what = forms.CharField(label=_("What is to be done?"), max_length=300, widget=TextInput(width=30))
    due_on = DateField(label=_("By when?"), earliest=timezone.localdate)
    assignee_id = forms.ChoiceField(
        label=_("Who does it?"),
        required=False,
        help_text=_("Left open, it is done by whoever has the case."),
        widget=Select,
    )

    def __init__(self, *args: Any, staff: Sequence[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = {str(member.pk): member for member in staff}
        field = self.fields["assignee_id"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy what the class declares
        field.choices = [("", _("Whoever has the case")), *((key, member.name) for key, member in self.staff.items())]

    def values(self) -> dict[str, Any]:
        """What `set_task` takes."""
        given = self.cleaned_data
        assignee = self.staff.get(given["assignee_id"])
        return {"case": self.case, "what": given["what"], "due_on": given["due_on"], "assignee": assignee}


class CompleteForm(Form):
    outcome = forms.CharField(
        label=_("How did it go?"), max_length=300, required=False, widget=Textarea(rows=2, limit=300)
    )


class MoveForm(Form):
    due_on = DateField(label=_("New day"), earliest=timezone.localdate)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def due(self) -> date:
        found: date = self.cleaned_data["due_on"]
        return found


class CancelForm(Form):
    because = forms.CharField(label=_("Why need it not be done?"), max_length=300, widget=Textarea(rows=2, limit=300))
