"""What is asked about the agency's devices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.delivery.actions import OurDevice
from keyworker.delivery.devices import MOVES
from keyworker.delivery.models import Device, DeviceState, Thing
from keyworker.design.forms import Form, Radios, SeenField, TextInput

WORDS = 300


class DeviceForm(Form):
    kind = forms.ChoiceField(label=_("What is it?"), choices=Thing.choices, widget=Radios)
    label = forms.CharField(
        label=_("What stands on it?"),
        help_text=_("A label of your own, for example: Phone 12. Never a person's name."),
        max_length=120,
        widget=TextInput(width=20),
    )
    serial = forms.CharField(
        label=_("Serial number"), help_text=_("Kept encrypted."), max_length=80, required=False,
        widget=TextInput(width=20),
    )  # fmt: skip
    words = forms.CharField(label=_("Anything to know about it?"), required=False, max_length=WORDS, widget=TextInput)

    def ours(self) -> OurDevice:
        """What `add_device` takes."""
        said = self.cleaned_data
        return OurDevice(Thing(said["kind"]), said["label"], said["serial"], said["words"])


class MoveDeviceForm(Form):
    to = forms.ChoiceField(label=_("Where is it now?"), widget=Radios)
    words = forms.CharField(label=_("Anything to know about it?"), required=False, max_length=WORDS, widget=TextInput)
    version = SeenField()

    def __init__(self, *args: Any, device: Device, **kwargs: Any) -> None:
        super().__init__(*args, initial={"words": device.words, "version": device.version}, **kwargs)
        allowed = MOVES[device.state]
        self.offer("to", [(state.value, state.label) for state in DeviceState if state.value in allowed])
