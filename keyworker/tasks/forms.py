"""What is asked about a task, and for which of the person's cases a thing is done."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.cases.models import Case
from keyworker.design.forms import DateField, Form, Group, Radios, SeenField, Select, Textarea, TextInput
from keyworker.people.entrusting import NOT_THERE, Workers
from keyworker.people.models import Person
from keyworker.tasks.actions import Doing
from keyworker.tasks.models import MOST_WORDS, UNITS, Doer
from keyworker.tasks.rules import MOST_EVERY, Rhythm, Unit


def programs_of(cases: Sequence[Case]) -> list[UUID]:
    """The programs of those that are open: where something can still be done."""
    return [case.program_id for case in cases if case.is_open]


class CaseForm(Form):
    """A form about one of a person's open cases; it only asks which when there is more than one."""

    case_id = forms.ChoiceField(label=_("For which case?"), widget=Radios)

    def __init__(self, *args: Any, cases: Sequence[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases = {str(case.pk): case for case in cases if case.is_open}
        if len(self.cases) > 1:
            choices = [(key, f"{case.program.name} · {case.number}") for key, case in self.cases.items()]
            self.offer("case_id", choices)
        else:
            del self.fields["case_id"]

    def clean(self) -> dict[str, Any] | None:
        if not self.cases:
            raise ValidationError(_("There is no open case to write this in."))
        return super().clean()

    def heed_workers(self, name: str, offered: Workers) -> None:
        """Whoever was chosen in the field `name` is there for the case that was chosen, not only for another one."""
        chosen = self.cleaned_data.get(name) or []
        keys = [chosen] if isinstance(chosen, str) else chosen
        if keys and self._case_is_known() and not offered.are_in(self.case.program_id, keys):
            self.add_error(name, ValidationError(NOT_THERE))

    def _case_is_known(self) -> bool:
        return bool(self.cases) and ("case_id" not in self.fields or "case_id" in self.cleaned_data)

    @property
    def case(self) -> Case:
        """The case meant; only of a valid form."""
        return self.cases[self.cleaned_data["case_id"]] if "case_id" in self.fields else next(iter(self.cases.values()))


ONCE, AGAIN = "once", "again"
RHYTHM = ("every", "unit", "until_on", "times")


class TaskForm(CaseForm):
    """What is to be done, who does it and who sees to it, by when, and whether it comes again."""

    what = forms.CharField(label=_("What is to be done?"), max_length=MOST_WORDS, widget=TextInput(width=30))
    due_on = DateField(label=_("By when?"), earliest=timezone.localdate)
    who = forms.ChoiceField(label=_("Who does it?"), initial=Doer.WORKER, required=False, widget=Radios)
    relative_name = forms.CharField(label=_("Who in the family, or which friend?"), max_length=120, required=False)
    other_name = forms.CharField(label=_("What is their name?"), max_length=120)
    assignee_id = forms.ChoiceField(
        label=_("Which worker?"),
        required=False,
        help_text=_("They do it, or ask whether it was done. Left open: whoever has the case."),
        widget=Select,
    )
    important = forms.BooleanField(
        label=_("It is important"), help_text=_("When it is late, the supervisor sees it."), required=False
    )
    again = forms.ChoiceField(
        label=_("Does it come again?"),
        choices=[(ONCE, _("No, once")), (AGAIN, _("Yes, again and again"))],
        initial=ONCE,
        required=False,
        widget=Radios,
    )
    every = forms.IntegerField(
        label=_("Every how many days, weeks or months?"),
        min_value=1,
        max_value=MOST_EVERY,
        initial=1,
        widget=TextInput(width=3, attrs={"inputmode": "numeric"}),
    )
    unit = forms.ChoiceField(label=_("Days, weeks or months?"), choices=UNITS, initial=Unit.WEEKS, widget=Select)
    until_on = DateField(label=_("Until which day?"), required=False)
    times = forms.IntegerField(
        label=_("Or how often in all?"),
        help_text=_("Leave both open: it comes again until somebody takes it off the list for good."),
        min_value=1,
        max_value=MOST_EVERY,
        required=False,
        widget=TextInput(width=3, attrs={"inputmode": "numeric"}),
    )

    groups = [
        Group("", ["case_id", "what", "due_on", "who", "assignee_id", "important", "again"]),
    ]
    reveals = {
        "who": {Doer.FAMILY.value: ["relative_name"], Doer.OTHER.value: ["other_name"]},
        "again": {AGAIN: RHYTHM},
    }

    def __init__(self, *args: Any, staff: Workers, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered, self.staff = staff, staff.named()
        names = {Doer.WORKER: _("A worker"), Doer.CLIENT: person.called}
        order = (Doer.WORKER, Doer.CLIENT, Doer.FAMILY, Doer.OTHER)
        self.offer("who", [(each.value, names.get(each, each.label)) for each in order])
        everybody = [(key, member.name) for key, member in self.staff.items()]
        self.offer("assignee_id", [("", _("Whoever has the case")), *everybody])

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        self.heed_workers("assignee_id", self.offered)
        given = self.cleaned_data
        if given.get("until_on") and given.get("times"):
            self.add_error("times", _("Say until which day, or how often: not both."))
        elif given.get("until_on") and given.get("due_on") and given["until_on"] < given["due_on"]:
            self.add_error("until_on", _("It would end before it begins."))
        return given

    def values(self) -> dict[str, Any]:
        """What `set_task` takes."""
        given = self.cleaned_data
        return {
            "case": self.case,
            "what": given["what"],
            "due_on": given["due_on"],
            "assignee": self.staff.get(given["assignee_id"]),
            "doing": self._doing(),
        }

    def _doing(self) -> Doing:
        given = self.cleaned_data
        who = given["who"] or Doer.WORKER.value
        return Doing(who, given["relative_name"] or given["other_name"], given["important"], self._rhythm())

    def _rhythm(self) -> Rhythm | None:
        given = self.cleaned_data
        if given["again"] != AGAIN:
            return None
        left = given["times"] - 1 if given["times"] else None
        return Rhythm(given["every"], given["unit"], given["due_on"], until=given["until_on"], left=left)


class CompleteForm(Form):
    outcome = forms.CharField(
        label=_("How did it go?"), max_length=300, required=False, widget=Textarea(rows=2, limit=300)
    )


class MoveForm(Form):
    """Another day, and whether it is important; a day gone by may stay as it is."""

    due_on = DateField(label=_("By when?"))
    important = forms.BooleanField(
        label=_("It is important"), help_text=_("When it is late, the supervisor sees it."), required=False
    )
    seen = SeenField()

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if due_on != self.initial.get("due_on") and due_on < timezone.localdate():
            raise ValidationError(_("This day is over. Choose today or a day to come."))
        return due_on


class CancelForm(Form):
    because = forms.CharField(label=_("Why need it not be done?"), max_length=300, widget=Textarea(rows=2, limit=300))
    for_good = forms.BooleanField(label=_("It does not come again"), required=False)

    def __init__(self, *args: Any, repeats: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not repeats:
            del self.fields["for_good"]
