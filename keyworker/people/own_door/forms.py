"""What a worker says when they open somebody's own page for them, or let them in again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms import Form, Radios, TextInput
from keyworker.people.models import Met
from keyworker.people.own_door.opening import Enrolment
from keyworker.people.reaching import Reach


class EnrolForm(Form):
    """How they met, why, and whose phone it is."""

    met = forms.ChoiceField(
        label=_("How do you meet them now?"),
        help_text=_("See or hear that it is them. Nobody is given a page by a letter or through somebody else."),
        choices=Met.choices,
        widget=Radios,
    )
    shared_device = forms.ChoiceField(
        label=_("Does anybody else use the phone or computer on which they open it?"),
        help_text=_("Then it is never remembered there, and each time they need a new link or code."),
        choices=[("no", _("Nobody else")), ("yes", _("Others use it, or they are not sure"))],
        initial="yes",
        widget=Radios,
    )
    because = forms.CharField(label=_("What do they want it for?"), max_length=200, widget=TextInput(width=30))
    told = forms.BooleanField(
        label=_("I told them what stands there, and that whoever has their phone and PIN reads it"),
    )

    @property
    def enrolment(self) -> Enrolment:
        said = self.cleaned_data
        return Enrolment(said["met"], said["because"], said["shared_device"] == "yes")


class HeardForm(Form):
    """The code word, as the worker heard it; it is not shown on this page."""

    heard = forms.CharField(
        label=_("Which code word do they say?"),
        help_text=_("Ask for it, and write what you hear. It lets them choose another PIN."),
        max_length=200,
        widget=TextInput(width=20),
    )


class LetterForm(Form):
    """Which of their addresses a link goes to."""

    point = forms.ChoiceField(label=_("To which address?"), choices=(), widget=Radios)

    def __init__(self, *args: Any, ways: list[Reach], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ways = {str(way.point.pk): way for way in ways}
        self.offer("point", [(key, way.named) for key, way in self._ways.items()])

    @property
    def meant(self) -> Reach:
        return self._ways[self.cleaned_data["point"]]
