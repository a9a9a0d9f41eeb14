"""What is asked about medicines: what is taken, what stopped, what they cannot bear, and how it goes for them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.delivery.actions import Medicine
from keyworker.delivery.models import Allergy, KnownFrom, Medication
from keyworker.design.forms import DateField, Form, Radios, Select, Textarea, TextInput
from keyworker.tasks.forms import CaseForm


class MedicineForm(CaseForm):
    """A medicine, new on the list or in place of one that is taken now."""

    replaces = forms.ChoiceField(label=_("Is it a change of one on the list?"), required=False, widget=Select)
    because = forms.CharField(
        label=_("Why did it change?"), required=False, max_length=300, widget=Textarea(rows=2, limit=300)
    )
    what = forms.CharField(label=_("What do they take?"), max_length=200, widget=TextInput(width=30))
    dose = forms.CharField(
        label=_("How much, and how often?"),
        help_text=_("As they say it, for example: one white one in the morning."),
        required=False,
        max_length=200,
        widget=TextInput(width=30),
    )
    what_for = forms.CharField(label=_("What is it for?"), required=False, max_length=200, widget=TextInput(width=30))
    prescriber = forms.CharField(
        label=_("Who prescribes it?"), required=False, max_length=200, widget=TextInput(width=30)
    )
    since = DateField(label=_("Since when?"), required=False, latest=timezone.localdate)
    known_from = forms.ChoiceField(label=_("How do we know?"), choices=KnownFrom.choices, widget=Radios)

    field_order = ("case_id", "replaces", "because")

    def __init__(self, *args: Any, taken: Sequence[Medication], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = {str(each.pk): each for each in taken}
        self.offer("replaces", [("", _("No, it is new")), *((key, each.what) for key, each in self.taken.items())])
        if not self.taken:
            del self.fields["replaces"], self.fields["because"]

    def clean(self) -> dict[str, Any] | None:
        found = super().clean() or self.cleaned_data
        if found.get("replaces") and not found.get("because"):
            self.add_error("because", _("Write why it changed, as they say it."))
        return found

    @property
    def replaced(self) -> Medication | None:
        return self.taken.get(self.cleaned_data.get("replaces", ""))

    def medicine(self) -> Medicine:
        """What `list_medicine` takes."""
        said = self.cleaned_data
        return Medicine(
            what=said["what"].strip(),
            known_from=KnownFrom(said["known_from"]),
            dose=said["dose"],
            what_for=said["what_for"],
            prescriber=said["prescriber"],
            since=said["since"],
        )


class StopForm(Form):
    medication = forms.ChoiceField(label=_("What do they no longer take?"), widget=Radios)
    on = DateField(label=_("Since when?"), latest=timezone.localdate)
    stopped_because = forms.CharField(
        label=_("Why, as they say it?"), max_length=300, widget=Textarea(rows=2, limit=300)
    )

    def __init__(self, *args: Any, taken: Sequence[Medication], **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": timezone.localdate()}, **kwargs)
        self.taken = {str(each.pk): each for each in taken}
        self.offer("medication", [(key, each.what) for key, each in self.taken.items()])

    @property
    def meant(self) -> Medication:
        """The medicine meant; only of a valid form."""
        return self.taken[self.cleaned_data["medication"]]


class AllergyForm(CaseForm):
    what = forms.CharField(
        label=_("What can they not take or touch?"),
        help_text=_("For example: penicillin, or peanuts."),
        max_length=200,
        widget=TextInput(width=30),
    )
    what_happens = forms.CharField(
        label=_("What happens then?"), required=False, max_length=300, widget=Textarea(rows=2, limit=300)
    )
    known_from = forms.ChoiceField(label=_("How do we know?"), choices=KnownFrom.choices, widget=Radios)


class TakeBackForm(Form):
    allergy = forms.ChoiceField(label=_("Which allergy is not so?"), widget=Radios)
    because = forms.CharField(label=_("How do we know?"), max_length=300, widget=Textarea(rows=2, limit=300))

    def __init__(self, *args: Any, allergies: Sequence[Allergy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.allergies = {str(each.pk): each for each in allergies}
        self.offer("allergy", [(key, each.what) for key, each in self.allergies.items()])

    @property
    def meant(self) -> Allergy:
        """The allergy meant; only of a valid form."""
        return self.allergies[self.cleaned_data["allergy"]]


class MedicineReviewForm(CaseForm):
    on = DateField(label=_("When did you go through the list?"), latest=timezone.localdate)
    words = forms.CharField(
        label=_("How does it go for them, in their own words?"),
        help_text=_("Ask what helps, what troubles them, what they leave out, and whether they can pay for it."),
        max_length=5000,
        widget=Textarea(rows=4),
    )
    with_whom = forms.CharField(
        label=_("Who else was there?"),
        help_text=_("For example: a nurse or a pharmacist."),
        required=False,
        max_length=200,
        widget=TextInput(width=30),
    )
    next_on = DateField(label=_("When do you look again?"), required=False, earliest=timezone.localdate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": timezone.localdate()}, **kwargs)
