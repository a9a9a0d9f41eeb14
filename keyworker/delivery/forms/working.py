"""What is asked about work that is not with the client: which, how long, when."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program
from keyworker.cases.models import Case
from keyworker.delivery import working
from keyworker.delivery.actions import Worked
from keyworker.delivery.models import WorkKind
from keyworker.design.forms import DateField, Form, Group, Radios, Select, TextInput
from keyworker.tasks.forms import CaseForm


class WorkedFields(Form):
    """One piece of work."""

    kind = forms.ChoiceField(label=_("What was it?"), choices=WorkKind.choices, widget=Radios)
    minutes = forms.IntegerField(
        label=_("How many minutes?"), min_value=1, max_value=working.MOST_MINUTES, widget=TextInput(width=4)
    )
    worked_on = DateField(label=_("When?"), latest=timezone.localdate)
    what = forms.CharField(
        label=_("In a few words"), help_text=_("For example: report for the hearing in May."), required=False,
        max_length=200, widget=TextInput(width=30),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"worked_on": timezone.localdate()}, **kwargs)

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        day, minutes = self.cleaned_data.get("worked_on"), self.cleaned_data.get("minutes")
        if day is not None and minutes is not None:
            decision = working.may_have_been(minutes, day, today=timezone.localdate())
            if not decision:
                self.add_error("worked_on", ValidationError(decision.reason))
        return self.cleaned_data

    def worked(self) -> Worked:
        """What `note_case_work` and `note_program_work` take."""
        said = self.cleaned_data
        return Worked(WorkKind(said["kind"]), said["minutes"], said["worked_on"], said["what"])


class CaseWorkForm(WorkedFields, CaseForm):
    """Work for one person."""

    groups = [Group("", ["case_id", "kind", "minutes", "worked_on", "what"])]


class AnyWorkForm(WorkedFields):
    """Work for one of the worker's cases, or for a whole program."""

    whose = forms.ChoiceField(label=_("For whom?"), widget=Select)

    groups = [Group("", ["whose", "kind", "minutes", "worked_on", "what"])]

    def __init__(self, *args: Any, cases: Sequence[Case], programs: Sequence[Program], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases = {str(each.pk): each for each in cases}
        self.programs = {str(each.pk): each for each in programs}
        self.offer(
            "whose",
            [
                ("", _("Choose")),
                (_("My cases"), [(key, f"{each.person.called} · {each.number}") for key, each in self.cases.items()]),
                (_("A whole program"), [(key, each.name) for key, each in self.programs.items()]),
            ],
        )

    @property
    def case(self) -> Case | None:
        """The case meant; None for a whole program. Only of a valid form."""
        return self.cases.get(self.cleaned_data["whose"])

    @property
    def program(self) -> Program:
        """The program meant, where it is no case."""
        return self.programs[self.cleaned_data["whose"]]
