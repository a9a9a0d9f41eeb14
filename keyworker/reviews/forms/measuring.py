"""What a program measures, and the numbers asked for on a case."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms import DateField, Form, Radios, SeenField, TextInput
from keyworker.reviews.actions import IndicatorWords, Measures
from keyworker.reviews.measuring import Standing
from keyworker.reviews.models import Indicator, IndicatorKind, Moment

MEASURE = "measure_"
WORDS = tuple(field.name for field in fields(IndicatorWords))


def number(label: Any, *, help_text: Any = "") -> forms.DecimalField:
    """A number as people write it, with at most two places."""
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        required=False,
        max_digits=12,
        decimal_places=2,
        widget=TextInput(width=5, attrs={"inputmode": "decimal"}),
    )


def add_measures(form: Form, standing: Iterable[Standing]) -> None:
    """Ask for a number for each indicator."""
    for each in standing:
        help_text = gettext("In {unit}.").format(unit=each.indicator.unit)
        if each.readings:
            last = each.readings[-1]
            help_text = gettext("In {unit}. Last time: {value}.").format(unit=each.indicator.unit, value=last.value)
        form.fields[f"{MEASURE}{each.indicator.pk}"] = number(each.indicator.name, help_text=help_text)


def measures_in(form: Form) -> dict[UUID, Decimal]:
    """The numbers that were written, by indicator."""
    return {
        UUID(name.removeprefix(MEASURE)): value
        for name, value in form.cleaned_data.items()
        if name.startswith(MEASURE) and value is not None
    }


class IndicatorForm(Form):
    """What is measured, in which unit, and when."""

    name = forms.CharField(
        label=_("What do you measure?"), help_text=_("For example: days without a home."), max_length=200
    )
    kind = forms.ChoiceField(label=_("What kind of number is it?"), choices=IndicatorKind.choices, widget=Radios())
    unit = forms.CharField(
        label=_("In which unit?"), help_text=_("For example: days, nights, dollars a month."), max_length=60,
        widget=TextInput(width=10),
    )  # fmt: skip
    baseline = number(_("Where do people usually stand when they come?"))
    target = number(_("Where should they stand when they go?"))
    less_is_better = forms.BooleanField(label=_("A smaller number is better"), required=False)
    at_intake = forms.BooleanField(label=_("Measure at the start"), required=False)
    at_review = forms.BooleanField(label=_("Measure at every review"), required=False)
    at_exit = forms.BooleanField(label=_("Measure at the end"), required=False)
    version = SeenField()

    def __init__(self, data: Any, *, indicator: Indicator | None = None) -> None:
        held = {name: getattr(indicator, name) for name in WORDS} if indicator else {"at_exit": True}
        super().__init__(data, initial={**held, "version": indicator.version if indicator else None})

    def words(self) -> IndicatorWords:
        return IndicatorWords(**{name: self.cleaned_data[name] for name in WORDS})


class MeasureForm(Form):
    """Where the case stands, at one of the moments."""

    moment = forms.ChoiceField(label=_("When is this from?"), choices=Moment.choices, widget=Radios(inline=True))
    on = DateField(label=_("On which day?"))

    def __init__(self, data: Any, *, standing: list[Standing], today: date) -> None:
        due = [moment for each in standing for moment in each.due]
        super().__init__(data, initial={"moment": due[0] if due else Moment.REVIEW.value, "on": today})
        add_measures(self, standing)

    def measures(self) -> Measures:
        return Measures(self.cleaned_data["moment"], self.cleaned_data["on"], measures_in(self))
