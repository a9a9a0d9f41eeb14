"""Choosing an instrument."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.assessment.models import AnsweredBy
from keyworker.cases.models import Case
from keyworker.design.forms import Form, Radios
from keyworker.questionnaires.models import Questionnaire


class StartForm(Form):
    """Which instrument, in which case, and who answers."""

    questionnaire = forms.TypedChoiceField(label=_("Which one?"), choices=(), widget=Radios())
    case = forms.TypedChoiceField(label=_("For which case?"), choices=(), widget=Radios())
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
    def chosen(self) -> tuple[Questionnaire, Case, AnsweredBy]:
        given = self.cleaned_data
        return (
            self.questionnaires[given["questionnaire"]],
            self.cases[given["case"]],
            AnsweredBy(given["answered_by"]),
        )


def _offer(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    cast(forms.ChoiceField, field).choices = choices
