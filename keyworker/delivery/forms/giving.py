"""What is asked about a service given, and about who pays."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import DistanceUnit
from keyworker.delivery import giving
from keyworker.delivery.actions import Given
from keyworker.delivery.models import FundingSource, Unit
from keyworker.design.forms import DateField, Form, Group, MoneyField, Radios, Select, Textarea, TextInput
from keyworker.tasks.forms import CaseForm

OTHER = "other"


class ServiceForm(CaseForm):
    what = forms.CharField(
        label=_("What did they get?"),
        help_text=_("The same words each time keep the totals together. For example: bus ticket."),
        max_length=200,
        widget=TextInput(width=30),
    )
    units = forms.DecimalField(
        label=_("How much?"), min_value=giving.LEAST, max_value=giving.MOST_UNITS, max_digits=8, decimal_places=2,
        initial=1, widget=TextInput(width=5),
    )  # fmt: skip
    unit = forms.ChoiceField(
        label=_("Of what?"), choices=[*Unit.choices, (OTHER, _("Something else"))], initial=Unit.ITEM, widget=Radios
    )
    other_unit = forms.CharField(label=_("What is it counted in?"), max_length=40, widget=TextInput(width=20))
    provided_on = DateField(label=_("When?"), latest=timezone.localdate)
    cost = MoneyField(
        label=_("What did it cost?"),
        help_text=_("All of it together. Leave it empty when nobody counts it."),
        max_value=giving.MOST_COST,
        required=False,
    )
    funding = forms.ChoiceField(label=_("Who paid?"), required=False, widget=Select)

    reveals = {"unit": {OTHER: ["other_unit"]}}
    groups = [
        Group("", ["case_id", "what", "units", "unit", "provided_on"]),
        Group(_("What it cost, if it is counted"), ["cost", "funding"]),
    ]

    def __init__(self, *args: Any, funding: Sequence[FundingSource], currency: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"provided_on": timezone.localdate(), **kwargs.pop("initial", {})}, **kwargs)
        self.sources = {str(each.pk): each for each in funding}
        self.in_currency("cost", currency)
        self.offer("funding", [("", _("Not said")), *((key, each.name) for key, each in self.sources.items())])
        if not self.sources:
            del self.fields["funding"]

    def clean(self) -> dict[str, Any] | None:
        """What the action would refuse is said beside its own question."""
        super().clean()
        if (day := self.cleaned_data.get("provided_on")) is not None:
            self._heed("provided_on", giving.may_be_given("-", day, today=timezone.localdate()))
        return self.cleaned_data

    def _heed(self, name: str, decision: Any) -> None:
        if not decision:
            self.add_error(name, ValidationError(decision.reason))

    def given(self) -> Given:
        """What `record_service` takes."""
        said = self.cleaned_data
        units: Decimal = said["units"]
        return Given(
            what=said["what"],
            provided_on=said["provided_on"],
            units=units,
            unit=said["other_unit"] if said["unit"] == OTHER else said["unit"],
            cost=said["cost"],
            funding=self.sources.get(said.get("funding", "")),
        )


class StrikeForm(Form):
    because = forms.CharField(label=_("What was wrong?"), max_length=300, widget=Textarea(rows=2, limit=300))


class FundingForm(Form):
    name = forms.CharField(
        label=_("Who pays?"), help_text=_("For example: City housing grant, or Medicaid."), max_length=80,
        widget=TextInput(width=30),
    )  # fmt: skip


class UnitsForm(Form):
    currency = forms.CharField(
        label=_("Which currency?"),
        help_text=_("Its three letters, such as USD or EUR. What was recorded before keeps its own."),
        max_length=3,
        widget=TextInput(width=4),
    )
    distance = forms.ChoiceField(
        label=_("What are distances counted in?"), choices=DistanceUnit.choices, widget=Radios(inline=True)
    )

    def clean_currency(self) -> str:
        code = str(self.cleaned_data["currency"]).strip().upper()
        if not (decision := giving.is_currency(code)):
            raise ValidationError(decision.reason)
        return code
