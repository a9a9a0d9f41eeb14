"""What is asked about a benefit, an insurance or a payer's approval, and about its renewal."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision
from keyworker.delivery import entitling, giving
from keyworker.delivery.actions import Entitled, Renewal
from keyworker.delivery.entitling import Days
from keyworker.delivery.models import Benefit, BenefitKind, BenefitStatus, FundingSource, Unit
from keyworker.design.forms import DateField, Form, Group, MoneyField, Radios, SeenField, Select, TextInput
from keyworker.tasks.forms import CaseForm

LOOK_AGAIN = timedelta(days=14)


def _units(**more: Any) -> forms.DecimalField:
    return forms.DecimalField(
        min_value=giving.LEAST, max_value=giving.MOST_UNITS, max_digits=8, decimal_places=2, required=False,
        widget=TextInput(width=5), **more,
    )  # fmt: skip


def _reference(**more: Any) -> forms.CharField:
    return forms.CharField(
        help_text=_("Kept encrypted, as all their numbers are."), max_length=80, required=False,
        widget=TextInput(width=20), **more,
    )  # fmt: skip


class BenefitForm(CaseForm):
    """One benefit, as it stands: new, or said anew."""

    kind = forms.ChoiceField(label=_("What kind?"), choices=BenefitKind.choices, widget=Radios)
    name = forms.CharField(
        label=_("What is it called?"), help_text=_("For example: SNAP, Medicaid, or Home care approval."),
        max_length=120, widget=TextInput(width=30),
    )  # fmt: skip
    payer = forms.CharField(
        label=_("Who pays or decides?"), help_text=_("For example: the county, or the insurance."), max_length=120,
        required=False, widget=TextInput(width=30),
    )  # fmt: skip
    reference = _reference(label=_("Their number for it"))
    status = forms.ChoiceField(label=_("How does it stand?"), choices=BenefitStatus.choices, widget=Radios)
    look_again_on = DateField(
        label=_("When should somebody look at it again?"),
        help_text=_("Needed while it is not in force yet. It becomes a task."),
        required=False,
    )
    from_on = DateField(label=_("In force from"), required=False)
    until_on = DateField(
        label=_("Until"), help_text=_("The last day. Leave it empty when it has no end."), required=False
    )
    remind_days = forms.IntegerField(
        label=_("Remind how many days before the end?"), min_value=0, max_value=entitling.MOST_REMIND_DAYS, initial=30,
        widget=TextInput(width=3),
    )  # fmt: skip
    funding = forms.ChoiceField(
        label=_("Services given with which funding are counted?"),
        help_text=_("What was used is counted from the services given with it, in these days."),
        required=False,
        widget=Select,
    )
    units = _units(label=_("How much was approved in all?"))
    unit = forms.ChoiceField(
        label=_("Of what?"), choices=[("", _("Not counted")), *Unit.choices], required=False, widget=Select
    )
    money = MoneyField(
        label=_("How much money was approved in all?"), min_value=giving.LEAST, max_value=giving.MOST_COST,
        required=False,
    )  # fmt: skip
    version = SeenField()

    groups = [
        Group(_("What it is"), ["case_id", "kind", "name", "payer", "reference"]),
        Group(_("How it stands"), ["status", "look_again_on", "from_on", "until_on", "remind_days"]),
        Group(_("How much of it there is, if that is counted"), ["funding", "units", "unit", "money"]),
    ]

    def __init__(
        self, *args: Any, funding: Sequence[FundingSource], currency: str, benefit: Benefit | None = None, **kwargs: Any
    ) -> None:
        initial = _said(benefit) if benefit else {"look_again_on": timezone.localdate() + LOOK_AGAIN}
        super().__init__(*args, initial=initial, **kwargs)
        self.sources = {str(each.pk): each for each in _with_its_own(funding, benefit)}
        self.in_currency("money", currency)
        self.offer("funding", [("", _("None")), *((key, each.name) for key, each in self.sources.items())])
        if not self.sources:
            del self.fields["funding"]

    def clean(self) -> dict[str, Any] | None:
        """What the action would refuse is said beside its own question."""
        super().clean()
        given = self.cleaned_data
        if given.get("name") is not None and not given["name"].strip():
            self._heed("name", entitling.may_be_noted(given["name"], case_open=True))
        if {"status", "from_on", "until_on", "look_again_on", "remind_days"} <= given.keys():
            self._heed_days(given)
        if {"units", "unit", "money"} <= given.keys():
            self._heed("units", entitling.amounts_can_be(given["units"], given["unit"], given["money"]))
        return given

    def _heed_days(self, given: dict[str, Any]) -> None:
        waits = given["status"] in entitling.WAITED_FOR
        days = Days(given["from_on"], given["until_on"])
        decision = entitling.days_can_be(
            given["status"], days, look_again_on=given["look_again_on"], remind_days=given["remind_days"]
        )
        wrong = "look_again_on" if waits and given["look_again_on"] is None else "from_on"
        self._heed("until_on" if given["from_on"] and given["until_on"] else wrong, decision)

    def _heed(self, name: str, decision: Decision) -> None:
        if not decision:
            self.add_error(name, ValidationError(decision.reason))

    def entitled(self) -> Entitled:
        """What `note_benefit` and `change_benefit` take."""
        said = self.cleaned_data
        return Entitled(
            kind=BenefitKind(said["kind"]),
            name=said["name"],
            status=BenefitStatus(said["status"]),
            payer=said["payer"],
            reference=said["reference"],
            look_again_on=said["look_again_on"],
            from_on=said["from_on"],
            until_on=said["until_on"],
            remind_days=said["remind_days"],
            funding=self.sources.get(said.get("funding", "")),
            units=said["units"],
            unit=said["unit"],
            money=said["money"],
        )


def _with_its_own(funding: Sequence[FundingSource], benefit: Benefit | None) -> list[FundingSource]:
    """Those that can be chosen, and the one it has, which may have ended since."""
    own = [benefit.funding] if benefit and benefit.funding and benefit.funding not in funding else []
    return [*funding, *own]


def _said(benefit: Benefit) -> dict[str, Any]:
    names = (
        "kind", "name", "payer", "reference", "status", "look_again_on", "from_on", "until_on", "remind_days", "units",
        "unit", "money", "version",
    )  # fmt: skip
    return {**{name: getattr(benefit, name) for name in names}, "funding": str(benefit.funding_id or "")}


class RenewForm(Form):
    """How it goes on."""

    from_on = DateField(label=_("Goes on from"))
    until_on = DateField(
        label=_("Until"), help_text=_("The last day. Leave it empty when it has no end."), required=False
    )
    reference = _reference(label=_("Their new number, if it changed"))
    units = _units(label=_("How much is approved now?"))
    money = MoneyField(
        label=_("How much money is approved now?"), min_value=giving.LEAST, max_value=giving.MOST_COST, required=False
    )
    version = SeenField()

    def __init__(self, *args: Any, benefit: Benefit, **kwargs: Any) -> None:
        begins = benefit.until_on + timedelta(days=1) if benefit.until_on else None
        initial = {
            "from_on": begins, "units": benefit.units, "money": benefit.money, "version": benefit.version
        }  # fmt: skip
        super().__init__(*args, initial=initial, prefix="renew", **kwargs)
        self.in_currency("money", benefit.currency)
        self.benefit = benefit
        if benefit.units is None:
            del self.fields["units"]
        if benefit.money is None:
            del self.fields["money"]

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        begins, ends = self.cleaned_data.get("from_on"), self.cleaned_data.get("until_on")
        if begins and self.benefit.until_on and begins <= self.benefit.until_on:
            self.add_error("from_on", _("The new one begins after the last day of the old one."))
        if begins and ends and ends < begins:
            self.add_error("until_on", _("It cannot end before it begins."))
        return self.cleaned_data

    def renewal(self) -> Renewal:
        said = self.cleaned_data
        return Renewal(said["from_on"], said["until_on"], said.get("units"), said.get("money"), said["reference"])
