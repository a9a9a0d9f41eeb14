"""What we ask of a qualification, of its renewal, of a course, and of what a program asks for."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms import Checkboxes, DateField, Form, Group, SeenField, Select, TextInput
from keyworker.training.actions import Held, Learned
from keyworker.training.models import Credential, CredentialKind
from keyworker.training.rules import MOST_HOURS

NEVER = _("Leave it empty if it does not run out.")


class CredentialForm(Form):
    kind = forms.ChoiceField(label=_("What is it?"), choices=CredentialKind.choices, widget=Select)
    title = forms.CharField(
        label=_("Its name"),
        help_text=_("For example Licensed Master Social Worker."),
        max_length=120,
        widget=TextInput(width=30),
    )
    issued_by = forms.CharField(label=_("Who gave it?"), max_length=120, required=False, widget=TextInput(width=30))
    jurisdiction = forms.CharField(
        label=_("Where does it count?"),
        help_text=_("For a license: the state or country."),
        max_length=80,
        required=False,
        widget=TextInput(width=20),
    )
    number = forms.CharField(
        label=_("Its number"),
        help_text=_("It is kept sealed. You and those who check it see it."),
        max_length=60,
        required=False,
        widget=TextInput(width=20),
    )
    issued_on = DateField(label=_("Since when?"), latest=timezone.localdate)
    expires_on = DateField(
        label=_("Until when?"), help_text=_("Leave it empty if it does not run out."), required=False
    )
    groups = [Group("", ["kind", "title", "issued_by", "jurisdiction", "number", "issued_on", "expires_on"])]

    def held(self) -> Held:
        """What `note_credential` takes."""
        return Held(**{**self.cleaned_data, "kind": CredentialKind(self.cleaned_data["kind"])})


class RenewForm(Form):
    issued_on = DateField(label=_("Since when?"), latest=timezone.localdate)
    expires_on = DateField(
        label=_("Until when?"), help_text=_("Leave it empty if it does not run out."), required=False
    )
    version = SeenField()

    def __init__(self, data: Any, *, credential: Credential) -> None:
        super().__init__(data, initial={"version": credential.version})


class CourseForm(Form):
    title = forms.CharField(label=_("What did you learn?"), max_length=200, widget=TextInput(width=30))
    provider = forms.CharField(label=_("Who gave it?"), max_length=120, required=False, widget=TextInput(width=30))
    hours = forms.DecimalField(
        label=_("How many hours?"), min_value=0, max_value=MOST_HOURS, max_digits=5, decimal_places=2,
        widget=TextInput(width=5),
    )  # fmt: skip
    done_on = DateField(label=_("When did it end?"), latest=timezone.localdate)

    def learned(self) -> Learned:
        """What `log_course` takes."""
        return Learned(**self.cleaned_data)


class RequiredForm(Form):
    kinds = forms.TypedMultipleChoiceField(
        label=_("What must whoever carries its cases hold?"), choices=CredentialKind.choices, coerce=CredentialKind,
        required=False, widget=Checkboxes,
    )  # fmt: skip

    def __init__(self, data: Any, *, kinds: Collection[CredentialKind]) -> None:
        super().__init__(data, initial={"kinds": [kind.value for kind in kinds]})
