"""Where the client, the worker and the supervisor put their names."""

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.consent.forms import SigningForm
from keyworker.design.forms import Form, Radios, Textarea
from keyworker.planning.models import Signer
from keyworker.planning.rules import Signing


class ClientSignForm(SigningForm):
    """The page handed to the client: their name, or a yes said aloud, or a paper they signed."""

    signer = forms.ChoiceField(
        label=_("Whose plan is it?"),
        choices=[
            (Signer.CLIENT.value, _("It is my plan")),
            (Signer.GUARDIAN.value, _("I am a parent or guardian and sign for the person")),
        ],
        initial=Signer.CLIENT.value,
        widget=Radios(),
    )
    agrees = forms.BooleanField(label=_("I have read this plan, or somebody read it to me. I agree with it."))

    def signing(self) -> Signing:
        given = self.cleaned_data
        names = ("signer", "signer_name", "how", "digest", "witness")
        return Signing(**{name: given[name] for name in names}, drawing=self.drawn)


class StaffSignForm(Form):
    """Staff sign with a tick: their name is known from their sign-in."""

    agrees = forms.BooleanField(label=_("I have read this plan and agree to do my part in it."))
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


class SendBackForm(Form):
    """What the supervisor asks to be changed before they approve."""

    because = forms.CharField(
        label=_("What should change?"),
        help_text=_("The case manager reads this. It stands in the file."),
        max_length=240,
        widget=Textarea(rows=3, limit=240),
    )
