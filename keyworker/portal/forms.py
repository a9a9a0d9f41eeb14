"""What is asked at a client's own door."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms import Form, Radios, Textarea, TextInput
from keyworker.people.own_door.rules import DIGITS, plain_code, plain_digits
from keyworker.tasks.models import WishKind


class PinField(forms.CharField):
    """Six digits, in the figures of any script. A browser is told that it is not a password to be kept."""

    widget = forms.PasswordInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=4 * DIGITS, **kwargs)
        self.widget.attrs.update(
            {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "govuk-input govuk-input--width-10"}
        )

    def to_python(self, value: Any) -> str:
        return plain_digits(super().to_python(value) or "")


class CodeForm(Form):
    """The code that the team read out or showed."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Your team gives it to you. It works one time."),
        max_length=60,
        widget=TextInput(width=20),
    )

    def clean_code(self) -> str:
        return plain_code(self.cleaned_data["code"])


class PinForm(Form):
    """The PIN, and whether this phone may be known from now on: only where they said that it is theirs alone."""

    pin = PinField(label=_("Your PIN"))
    keep_phone = forms.BooleanField(
        label=_("Only I use this phone"),
        help_text=_("Then you need no new link here. Your PIN is enough."),
        required=False,
    )

    def __init__(self, *args: Any, shared: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if shared:
            del self.fields["keep_phone"]


class SamePinForm(Form):
    """The PIN once more, before something that opens the page to whoever asks for it."""

    pin = PinField(label=_("Your PIN"))


class NewPinForm(Form):
    """A PIN that they choose, twice."""

    pin = PinField(
        label=_("Choose a PIN"), help_text=_("6 digits. Not your birthday. Tell it to no one, not even to us.")
    )
    again = PinField(label=_("The same PIN again"))

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        said = self.cleaned_data
        if "pin" in said and "again" in said and said["pin"] != said["again"]:
            self.add_error("again", _("The two are not the same. Type it again."))
        return said


class OtherPinForm(NewPinForm):
    """Another PIN, by whoever knows the one that stands."""

    now = PinField(label=_("Your PIN now"))
    field_order = ("now", "pin", "again")


class ReadingForm(Form):
    """Where they are with a goal today."""

    number = forms.ChoiceField(
        label=_("How far are you?"),
        help_text=_("0 is not begun. 10 is done."),
        choices=[(str(number), str(number)) for number in range(11)],
        widget=Radios(inline=True),
    )
    words = forms.CharField(
        label=_("Do you want to say more?"), max_length=500, required=False, widget=Textarea(rows=2, limit=500)
    )


class PlanWishForm(Form):
    """A goal in their own words, or what should change."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (WishKind.GOAL.value, _("I have a new goal")),
            (WishKind.CHANGE.value, _("I want to change my plan")),
        ],
        widget=Radios,
    )
    words = forms.CharField(label=_("Say it in your own words"), max_length=500, widget=Textarea(rows=3, limit=500))


class RightsReadForm(Form):
    """Their name under their rights."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=TextInput(width=20))
    agrees = forms.BooleanField(label=_("I read this, or I heard it. I know it now."))
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


class SignBesideForm(Form):
    """A guardian's name under the plan: it is the one on their order, so they do not type it."""

    agrees = forms.BooleanField(label=_("I read this plan. I agree, as their guardian."))
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


class SignForm(Form):
    """Their name under the plan."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=TextInput(width=20))
    agrees = forms.BooleanField(label=_("I read my plan. I agree."))
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
