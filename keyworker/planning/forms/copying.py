"""Which copy of the plan to make."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms import Form, Radios
from keyworker.planning.paper import LAYOUTS


class CopyForm(Form):
    """Layout and language of the client's own copy; only shown, the paper reads the address."""

    layout = forms.ChoiceField(
        label=_("How should it look?"),
        choices=[(each.name, each.text) for each in LAYOUTS.values()],
        widget=Radios(hints={each.name: each.hint for each in LAYOUTS.values()}),
    )
    language = forms.ChoiceField(label=_("In which language?"), choices=settings.LANGUAGES, widget=Radios())
