"""What is asked about a danger that was noticed, and about the report of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.delivery.actions import Noticed, Told
from keyworker.delivery.forms.recording import MomentFields, MomentForm
from keyworker.delivery.models import Danger, ReportedHow
from keyworker.design.forms import Form, Group, Radios, Textarea, TextInput

LONG = 10_000


class DangerForm(MomentForm):
    """What was noticed, and when."""

    danger = forms.ChoiceField(label=_("What is it about?"), choices=Danger.choices, widget=Radios)
    what = forms.CharField(
        label=_("What did you see, hear or read?"),
        help_text=_("Facts first, and who said what in their own words. You need no proof: a good reason is enough."),
        max_length=LONG,
        widget=Textarea(rows=8),
    )

    groups = [Group("", ["case_id", "danger", "what", "day", "at"])]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].label = _("Which day did you notice it?")

    def noticed(self) -> Noticed:
        return Noticed(Danger(self.cleaned_data["danger"]), self.cleaned_data["what"], self.moment())


class ToldForm(MomentFields):
    """To whom the report was made."""

    to = forms.CharField(
        label=_("Which authority did you tell?"),
        help_text=_("For example: the county child protection hotline."),
        max_length=200,
        widget=TextInput,
    )
    how = forms.ChoiceField(label=_("How?"), choices=ReportedHow.choices, widget=Radios)
    spoke_with = forms.CharField(label=_("With whom did you speak?"), required=False, max_length=120, widget=TextInput)
    reference = forms.CharField(
        label=_("Their number for it"), required=False, max_length=80, widget=TextInput(width=20)
    )

    groups = [Group("", ["to", "how", "day", "at", "spoke_with", "reference"])]

    def told(self) -> Told:
        given = self.cleaned_data
        return Told(given["to"], ReportedHow(given["how"]), self.moment(), given["spoke_with"], given["reference"])


class SentForm(MomentFields):
    """When it was sent in writing."""


class OutcomeForm(Form):
    """What came of it."""

    outcome = forms.CharField(label=_("What came of it?"), max_length=LONG, widget=Textarea(rows=4))


class DecideForm(Form):
    """Why it is not one to report."""

    because = forms.CharField(
        label=_("Why is this not to be reported?"),
        help_text=_("Say which rule you went by, and with whom you talked."),
        max_length=LONG,
        widget=Textarea(rows=4),
    )
