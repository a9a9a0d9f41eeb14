"""Where the client, the worker and the supervisor put their names."""

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms import DrawingField, Form, Radios, Textarea, TextInput
from keyworker.planning.models import SignedHow, Signer
from keyworker.planning.rules import Signing


class ClientSignForm(Form):
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
    how = forms.ChoiceField(
        label=_("How do you want to say yes?"),
        choices=[
            (SignedHow.TYPED.value, _("I type my name")),
            (SignedHow.DRAWN.value, _("I draw my name with my finger")),
            (SignedHow.VERBAL.value, _("I say yes aloud, and somebody hears it")),
            (SignedHow.PAPER.value, _("I signed it on paper")),
        ],
        initial=SignedHow.TYPED.value,
        widget=Radios(),
    )
    witness = forms.CharField(label=_("Who heard you say yes?"), max_length=120, widget=TextInput(width=20))
    drawing = DrawingField(
        label=_("Draw your name in the box"), help_text=_("With your finger, a pen or the mouse."), required=True
    )
    signer_name = forms.CharField(
        label=_("Your full name"), max_length=200, widget=TextInput(width=20, attrs={"autocomplete": "off"})
    )
    agrees = forms.BooleanField(label=_("I have read this plan, or somebody read it to me. I agree with it."))
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    reveals = {"how": {SignedHow.VERBAL.value: ["witness"], SignedHow.DRAWN.value: ["drawing"]}}

    def signing(self) -> Signing:
        given = self.cleaned_data
        drawing = tuple(tuple(stroke) for stroke in given["drawing"] or ())
        names = ("signer", "signer_name", "how", "digest", "witness")
        return Signing(**{name: given[name] for name in names}, drawing=drawing)


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
