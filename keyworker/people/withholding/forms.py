"""What a worker says when they keep something back from the person."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms import DateField, Form, Radios, Select, Textarea
from keyworker.people.models import Ground
from keyworker.people.withholding.actions import Withholding

MOST_WORDS = 500


class WithholdForm(Form):
    """What, on which ground, why, until when, and whether the person reads that something is missing."""

    what = forms.ChoiceField(label=_("What is kept back?"), choices=(), widget=Select)
    ground = forms.ChoiceField(label=_("On which ground?"), choices=Ground.choices, widget=Radios)
    because = forms.CharField(
        label=_("Why, in your own words?"),
        help_text=_("Your team and a court may read it, the person does not."),
        max_length=MOST_WORDS,
        widget=Textarea(rows=2, limit=MOST_WORDS),
    )
    review_on = DateField(
        label=_("When do you look at it again?"), help_text=_("Within a year."), earliest=timezone.localdate
    )
    said = forms.ChoiceField(
        label=_("May they read that something is kept back, and on which ground?"),
        help_text=_("Think who else reads their page: the ground may tell that somebody spoke."),
        choices=[("yes", _("Yes")), ("no", _("No, that alone would be a danger"))],
        widget=Radios,
    )

    def __init__(self, *args: Any, pieces: Sequence[tuple[str, str | Promise]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("what", [("", ""), *pieces])  # nothing is kept back by a form sent in haste

    @property
    def withholding(self) -> Withholding:
        said = self.cleaned_data
        return Withholding(said["ground"], said["because"], said["review_on"], said["said"] == "yes")
