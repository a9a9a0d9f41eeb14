"""What is asked about somebody's place on the waiting list."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms import DateField, Form, Radios, SeenField, Textarea
from keyworker.intake.actions import Asking
from keyworker.intake.codes import Safe, StillWaits
from keyworker.intake.models import Urgency, WaitlistPlace
from keyworker.intake.waiting import MOVES, Move

ASK_AGAIN_AFTER = timedelta(days=30)
LONGEST = 300


class PlaceForm(Form):
    """`seen` is the version of the place on the page."""

    seen = SeenField()

    def __init__(self, data: Any = None, *, place: WaitlistPlace, **kwargs: Any) -> None:
        super().__init__(data, initial={"seen": place.version, **kwargs.pop("initial", {})}, **kwargs)

    def said(self) -> dict[str, Any]:
        """Keywords for the action."""
        return dict(self.cleaned_data)


def in_a_month() -> date:
    return timezone.localdate() + ASK_AGAIN_AFTER


class WaitReviewForm(PlaceForm):
    answer = forms.ChoiceField(label=_("Do they still wait for the place?"), choices=StillWaits.choices, widget=Radios)
    safe = forms.ChoiceField(label=_("Are they safe where they are now?"), choices=Safe.choices, widget=Radios)
    other_help = forms.CharField(
        label=_("What helps them meanwhile, and what is missing?"),
        max_length=LONGEST,
        required=False,
        widget=Textarea(rows=2, limit=LONGEST),
    )
    again_on = DateField(label=_("When do we ask again?"), required=False, earliest=timezone.localdate)

    def __init__(self, data: Any = None, *, place: WaitlistPlace, **kwargs: Any) -> None:
        super().__init__(data, place=place, initial={"again_on": in_a_month()}, **kwargs)

    def said(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        if said["answer"] == StillWaits.NO:
            said["again_on"] = None
        return {"seen": said.pop("seen"), "asking": Asking(**said)}


class MoveForm(PlaceForm):
    priority = forms.ChoiceField(label=_("How pressing is it?"), choices=Urgency.choices, widget=Radios(inline=True))
    to = forms.ChoiceField(
        label=_("Where do they stand among those as pressing?"),
        choices=[(move.value, text) for move, text in MOVES.items()],
        initial=Move.STAY.value,
        widget=Radios,
    )
    because = forms.CharField(
        label=_("Why?"),
        help_text=_("Whoever waits longer has a right to know that this was fair."),
        max_length=LONGEST,
        widget=Textarea(rows=2, limit=LONGEST),
    )

    def __init__(self, data: Any = None, *, place: WaitlistPlace, **kwargs: Any) -> None:
        super().__init__(data, place=place, initial={"priority": place.priority}, **kwargs)


class OfferForm(PlaceForm):
    answer_by = DateField(label=_("Until when do we keep the place for them?"), earliest=timezone.localdate)
