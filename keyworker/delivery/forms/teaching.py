"""What is asked when something was explained: what, how, and what the person said back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.base.languages import LANGUAGES
from keyworker.delivery.actions import Taught
from keyworker.delivery.models import EducationGiven, Format, Understood
from keyworker.design.forms import DateField, Group, Radios, Select, Textarea, TextInput
from keyworker.people.models import Person
from keyworker.tasks.forms import CaseForm


class EducationForm(CaseForm):
    again_of = forms.ChoiceField(label=_("Did you go through something again?"), required=False, widget=Select)
    material = forms.CharField(
        label=_("What did you explain or give?"),
        help_text=_("For example: the leaflet about tenants' rights."),
        max_length=200,
        widget=TextInput(width=30),
    )
    language = forms.ChoiceField(label=_("In which language?"), choices=LANGUAGES, widget=Select)
    format = forms.ChoiceField(label=_("In which form?"), choices=Format.choices, widget=Radios)
    given_on = DateField(label=_("When?"), latest=timezone.localdate)
    said_back = forms.CharField(
        label=_("What did they say it means, in their own words?"),
        help_text=_("Ask: how would you tell a friend about this? It is our explaining that is checked, not them."),
        max_length=5000,
        widget=Textarea(rows=4),
    )
    understood = forms.ChoiceField(label=_("Did it come across?"), choices=Understood.choices, widget=Radios)
    repeat_on = DateField(label=_("When do you go through it again?"), earliest=timezone.localdate)

    reveals = {"understood": {Understood.REPEAT.value: ["repeat_on"]}}
    groups = [
        Group("", ["case_id", "again_of", "material", "language", "format", "given_on"]),
        Group(_("Said back"), ["said_back", "understood"]),
    ]

    def __init__(self, *args: Any, person: Person, earlier: Sequence[EducationGiven], **kwargs: Any) -> None:
        start = {"given_on": timezone.localdate(), "language": person.language}
        super().__init__(*args, initial=start, **kwargs)
        self.earlier = {str(each.pk): each for each in earlier}
        self.offer(
            "again_of", [("", _("No, it is new")), *((key, each.material) for key, each in self.earlier.items())]
        )
        if not self.earlier:
            del self.fields["again_of"]

    def taught(self) -> Taught:
        """What `give_education` takes."""
        said = self.cleaned_data
        return Taught(
            material=said["material"],
            language=said["language"],
            format=Format(said["format"]),
            given_on=said["given_on"],
            said_back=said["said_back"],
            repeat_on=said["repeat_on"],
            again_of=self.earlier.get(said.get("again_of", "")),
        )
