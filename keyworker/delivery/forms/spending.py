"""What is asked about a budget and what was spent of it, and about things lent or given."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision
from keyworker.delivery import giving, spending
from keyworker.delivery.actions import Handed, Purse
from keyworker.delivery.entitling import Days
from keyworker.delivery.models import Agreed, Budget, CameBack, Condition, Device, Equipment, FundingSource, Thing
from keyworker.design.forms import DateField, Form, Group, MoneyField, Radios, SeenField, Select, Textarea, TextInput
from keyworker.tasks.forms import CaseForm

LENT, GIVEN = "lent", "given"


class BudgetForm(CaseForm):
    name = forms.CharField(
        label=_("What is it called?"), help_text=_("For example: Moving in, or Personal budget."), max_length=120,
        widget=TextInput(width=30),
    )  # fmt: skip
    wishes = forms.CharField(
        label=_("What do they want of it?"), help_text=_("In their own words."), required=False, max_length=2000,
        widget=Textarea(rows=3, limit=2000),
    )  # fmt: skip
    amount = MoneyField(label=_("How much is there?"), min_value=giving.LEAST, max_value=giving.MOST_COST)
    from_on = DateField(label=_("From"))
    until_on = DateField(label=_("Until"), help_text=_("The last day."))
    funding = forms.ChoiceField(
        label=_("Do services given with a funding count?"),
        help_text=_("Their cost is then taken from this budget by itself."),
        required=False,
        widget=Select,
    )

    def __init__(self, *args: Any, funding: Sequence[FundingSource], currency: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"from_on": timezone.localdate()}, **kwargs)
        self.sources = {str(each.pk): each for each in funding}
        self.in_currency("amount", currency)
        self.offer("funding", [("", _("None")), *((key, each.name) for key, each in self.sources.items())])
        if not self.sources:
            del self.fields["funding"]

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        begins, ends = self.cleaned_data.get("from_on"), self.cleaned_data.get("until_on")
        if begins and ends and ends < begins:
            self.add_error("until_on", _("It cannot end before it begins."))
        return self.cleaned_data

    def purse(self) -> Purse:
        """What `set_budget` takes."""
        said = self.cleaned_data
        funding = self.sources.get(said.get("funding", ""))
        return Purse(said["name"], said["amount"], said["from_on"], said["until_on"], funding, said["wishes"])


class SpentForm(Form):
    """Money spent from a budget."""

    what = forms.CharField(label=_("What was it spent on?"), max_length=200, widget=TextInput(width=30))
    amount = MoneyField(
        label=_("How much?"), help_text=_("Below zero when money came back, or an entry was wrong."),
        min_value=-giving.MOST_COST, max_value=giving.MOST_COST,
    )  # fmt: skip
    spent_on = DateField(label=_("When?"), latest=timezone.localdate)

    def __init__(self, *args: Any, budget: Budget, **kwargs: Any) -> None:
        super().__init__(*args, initial={"spent_on": timezone.localdate()}, **kwargs)
        self.budget = budget
        self.in_currency("amount", budget.currency)

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        given = self.cleaned_data
        if given.get("amount") == Decimal(0):
            self.add_error("amount", _("Write an amount such as 12.50; below zero when money came back."))
        days = Days(self.budget.from_on, self.budget.until_on)
        if given.get("spent_on") and not days.hold(given["spent_on"]):
            self.add_error("spent_on", _("This day is not in the time of the budget."))
        return given


class HandOutForm(CaseForm):
    device = forms.ChoiceField(
        label=_("Is it one of our devices?"),
        help_text=_("Then what it is and its number are known already."),
        required=False,
        widget=Select,
    )
    kind = forms.ChoiceField(label=_("What is it?"), choices=Thing.choices, widget=Radios)
    name = forms.CharField(
        label=_("What exactly?"), help_text=_("For example: Android phone with charger."), max_length=120,
        widget=TextInput(width=30),
    )  # fmt: skip
    serial = forms.CharField(
        label=_("Serial number"), help_text=_("Kept encrypted, as all their numbers are."), max_length=80,
        required=False, widget=TextInput(width=20),
    )  # fmt: skip
    condition = forms.ChoiceField(label=_("In which condition?"), choices=Condition.choices, widget=Radios(inline=True))
    handed_on = DateField(label=_("When did they get it?"), latest=timezone.localdate)
    lent = forms.ChoiceField(
        label=_("Is it theirs now?"),
        choices=[(LENT, _("No, it is lent")), (GIVEN, _("Yes, it is given"))],
        widget=Radios,
    )
    due_back_on = DateField(label=_("When is it due back?"), help_text=_("It becomes a task."))
    agreed = forms.ChoiceField(
        label=_("How did they agree to the terms of the loan?"),
        help_text=_("When it comes back, what they do if it breaks, and that we do not look into it."),
        choices=Agreed.choices,
        required=False,
        widget=Radios,
    )
    words = forms.CharField(
        label=_("Anything to know about it?"), required=False, max_length=300, widget=Textarea(rows=2, limit=300)
    )

    reveals = {"lent": {LENT: ["due_back_on", "agreed"]}}
    groups = [
        Group(
            "",
            ["case_id", "device", "kind", "name", "serial", "condition", "handed_on", "lent", "due_back_on", "agreed",
             "words"],
        )
    ]  # fmt: skip

    def __init__(self, *args: Any, ours: Sequence[Device] = (), **kwargs: Any) -> None:
        super().__init__(*args, initial={"handed_on": timezone.localdate()}, **kwargs)
        self.ours = {str(each.pk): each for each in ours}
        self.offer("device", [("", _("No")), *((key, each.label) for key, each in self.ours.items())])
        if not self.ours:
            del self.fields["device"]
        if self.data.get("device") in self.ours:
            for name in ("kind", "name"):
                self.fields[name].required = False

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        given = self.cleaned_data
        if given.get("device") and given.get("lent") == LENT and not given.get("agreed"):
            self.add_error("agreed", _("Say how they agreed to the terms of the loan."))
        if given.get("due_back_on") and given.get("handed_on") and given["due_back_on"] < given["handed_on"]:
            self.add_error("due_back_on", _("It cannot come back before they had it."))
        return given

    def handed(self) -> Handed:
        """What `hand_out` takes."""
        said = self.cleaned_data
        device = self.ours.get(said.get("device", ""))
        return Handed(
            kind=Thing(device.kind if device else said["kind"]),
            name=device.label if device else said["name"],
            lent=said["lent"] == LENT,
            condition=Condition(said["condition"]),
            handed_on=said["handed_on"],
            due_back_on=said["due_back_on"],
            serial="" if device else said["serial"],
            words=said["words"],
            device=device,
            agreed=Agreed(said["agreed"]) if said["agreed"] else None,
        )


class BackForm(Form):
    """It came back, or they keep it a while longer."""

    now = forms.ChoiceField(
        label=_("What happened?"),
        choices=[("back", _("It came back, or is lost")), ("longer", _("They keep it longer"))],
        widget=Radios,
    )
    returned_on = DateField(label=_("When?"), latest=timezone.localdate)
    returned_how = forms.ChoiceField(label=_("In which condition?"), choices=CameBack.choices, widget=Radios)
    due_back_on = DateField(label=_("When is it due back?"), earliest=timezone.localdate)
    version = SeenField()

    reveals = {"now": {"back": ["returned_on", "returned_how"], "longer": ["due_back_on"]}}

    def __init__(self, *args: Any, equipment: Equipment, **kwargs: Any) -> None:
        initial = {"returned_on": timezone.localdate(), "version": equipment.version}
        super().__init__(*args, initial=initial, **kwargs)
        self.equipment = equipment

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        day = self.cleaned_data.get("returned_on")
        if day is not None:
            held = self.equipment
            self._heed(
                spending.may_come_back(
                    is_out=True, returned_on=day, handed_on=held.handed_on, today=timezone.localdate()
                )
            )
        return self.cleaned_data

    def _heed(self, decision: Decision) -> None:
        if not decision:
            self.add_error("returned_on", ValidationError(decision.reason))
