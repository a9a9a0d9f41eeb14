"""Choosing an instrument, saying how it is done, handing it over."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Staff
from keyworker.assessment.actions import HandOver, How
from keyworker.assessment.models import AnsweredBy, Assessment, Interpreter, Mode
from keyworker.cases.models import Case
from keyworker.design.forms import DateField, Form, Radios, Select, Textarea, TextInput
from keyworker.questionnaires.models import Questionnaire


class HowForm(Form):
    """How it is done: who answers, in what way, who is there."""

    answered_by = forms.ChoiceField(
        label=_("Who answers?"),
        choices=[
            (AnsweredBy.TOGETHER.value, _("We answer together")),
            (AnsweredBy.CLIENT.value, _("They answer by themselves")),
            (AnsweredBy.WORKER.value, _("I answer, from what I know")),
        ],
        initial=AnsweredBy.TOGETHER.value,
        widget=Radios(),
    )
    mode = forms.ChoiceField(
        label=_("How?"), choices=Mode.choices, initial=Mode.IN_PERSON.value, widget=Radios(inline=True)
    )
    interpreter = forms.ChoiceField(
        label=_("Who interprets?"),
        choices=Interpreter.choices,
        required=False,
        help_text=_("A trained interpreter is best. Family may leave things out, or should not hear them."),
        widget=Select(),
    )
    present = forms.CharField(
        label=_("Who else is there?"),
        help_text=_("For example: “Her sister.” Some things are hard to say when others listen."),
        max_length=200,
        required=False,
        widget=TextInput(),
    )

    @property
    def how(self) -> How:
        given = self.cleaned_data
        return How(
            AnsweredBy(given["answered_by"]),
            Mode(given["mode"]),
            given["present"],
            Interpreter(given["interpreter"]),
        )


def how_of(assessment: Assessment) -> dict[str, str]:
    """What the form shows of an assessment that was begun."""
    return {name: getattr(assessment, name) for name in HowForm.base_fields}


class StartForm(HowForm):
    """Which instrument, in which case, and how."""

    questionnaire = forms.TypedChoiceField(label=_("Which one?"), choices=(), widget=Radios())
    case = forms.TypedChoiceField(label=_("For which case?"), choices=(), widget=Radios())

    field_order = ("questionnaire", "case", *HowForm.base_fields)

    def __init__(
        self, *args: Any, questionnaires: Iterable[Questionnaire], cases: Iterable[Case], **kwargs: Any
    ) -> None:
        self.questionnaires = {str(found.pk): found for found in questionnaires}
        self.cases = {str(case.pk): case for case in cases}
        super().__init__(*args, **kwargs)
        _offer(self.fields["questionnaire"], [(key, found.title) for key, found in self.questionnaires.items()])
        _offer(self.fields["case"], [(key, f"{case.program.name} · {case.number}") for key, case in self.cases.items()])
        if len(self.cases) == 1:
            self.fields["case"].initial = next(iter(self.cases))
            self.fields["case"].widget = forms.HiddenInput()

    @property
    def questionnaire_chosen(self) -> Questionnaire:
        return self.questionnaires[self.cleaned_data["questionnaire"]]

    @property
    def case_chosen(self) -> Case:
        return self.cases[self.cleaned_data["case"]]


class HandOverForm(Form):
    """Who goes on with it, by when, and why."""

    to = forms.ChoiceField(label=_("Who goes on with it?"), choices=(), widget=Radios())
    due_on = DateField(label=_("By when?"), earliest=timezone.localdate)
    because = forms.CharField(label=_("Why?"), max_length=200, widget=Textarea(rows=2, limit=200))

    def __init__(self, *args: Any, colleagues: Iterable[Staff], **kwargs: Any) -> None:
        self.colleagues = {str(staff.pk): staff for staff in colleagues}
        super().__init__(*args, **kwargs)
        _offer(self.fields["to"], [(key, staff.name) for key, staff in self.colleagues.items()])

    @property
    def over(self) -> HandOver:
        given = self.cleaned_data
        return HandOver(self.colleagues[given["to"]], given["because"], given["due_on"])


def _offer(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    cast(forms.ChoiceField, field).choices = choices
