"""What somebody is asked at their own door about where they were sent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms import Form, Radios, Textarea
from keyworker.referrals.models import Arrival, WhyNotThere

SAID = {
    Arrival.THERE: _("I got there"),
    Arrival.NOT_THERE: _("I did not get there"),
    Arrival.HELP: _("I want help with it"),
}
WHY = {
    WhyNotThere.NO_WAY: _("I had no way to get there"),
    WhyNotThere.TIME: _("I could not at that time"),
    WhyNotThere.SENT_AWAY: _("They sent me away"),
    WhyNotThere.NOT_SAFE: _("I did not feel safe"),
    WhyNotThere.NOT_WANTED: _("I do not want it now"),
    WhyNotThere.OTHER: _("Something else"),
}


class OwnArrivalForm(Form):
    said = forms.ChoiceField(
        label=_("How did it go?"), choices=[(one.value, words) for one, words in SAID.items()], widget=Radios
    )
    why = forms.ChoiceField(
        label=_("If you did not get there: why?"),
        choices=[(one.value, words) for one, words in WHY.items()],
        required=False,
        widget=Radios,
    )
    words = forms.CharField(
        label=_("Do you want to say more?"), max_length=500, required=False, widget=Textarea(rows=2, limit=500)
    )

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        given = self.cleaned_data
        if given.get("said") == Arrival.NOT_THERE and "why" in given and not given["why"]:
            self.add_error("why", _("Say why, please."))
        return given

    def given(self) -> dict[str, Any]:
        """What `say_how_it_went` takes."""
        return {**self.cleaned_data, "said": Arrival(self.cleaned_data["said"])}
