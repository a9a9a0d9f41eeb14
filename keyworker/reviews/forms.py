"""What is asked at a review, at the end and after it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms import DateField, Form, Radios, Textarea
from keyworker.planning.models import MOST_PROGRESS, Goal
from keyworker.reviews.actions import Closing, Review
from keyworker.reviews.models import MOST_STARS, ClosingReason, FollowUpOutcome

GOAL_WORDS = 160
STARS = {5: _("5, very good"), 4: "4", 3: "3", 2: "2", 1: _("1, not good")}
YES_NO = (("yes", _("Yes")), ("no", _("No")), ("", _("I do not know")))


class ReviewForm(Form):
    """The client's words first, then how near each goal is, then what comes next."""

    what_went_well = forms.CharField(
        label=_("What went well? Write it in their own words."),
        max_length=5000,
        widget=Textarea(rows=4),
    )
    what_changed = forms.CharField(
        label=_("What has changed, and what is hard?"), max_length=5000, required=False, widget=Textarea(rows=4)
    )
    reviewed_on = DateField(label=_("When did you look at the plan together?"))
    next_review_on = DateField(label=_("When do you look at it again?"))

    def __init__(self, data: Any, *, goals: Iterable[Goal], today: date, every_days: int) -> None:
        super().__init__(data, initial={"reviewed_on": today, "next_review_on": today + timedelta(days=every_days)})
        self.goals = list(goals)
        numbers = [(str(number), str(number)) for number in range(MOST_PROGRESS + 1)]
        for goal in self.goals:
            self.fields[f"reading_{goal.pk}"] = forms.ChoiceField(
                label=Truncator(goal.words).chars(GOAL_WORDS),
                help_text=_("0 is not begun, 10 is there. Ask them for the number."),
                choices=numbers,
                required=False,
                widget=Radios(inline=True),
                initial="" if goal.progress is None else str(goal.progress),
            )
        first = ["what_went_well", "what_changed"]
        self.order_fields([*first, *[f"reading_{goal.pk}" for goal in self.goals], "reviewed_on", "next_review_on"])

    def review(self) -> Review:
        """The answers as the action takes them."""
        given = self.cleaned_data
        readings: dict[UUID, int] = {
            goal.pk: int(given[f"reading_{goal.pk}"]) for goal in self.goals if given[f"reading_{goal.pk}"]
        }
        return Review(
            given["reviewed_on"], given["what_went_well"], given["next_review_on"], given["what_changed"], readings
        )


class CloseForm(Form):
    """Why, what they achieved, who stands by them, what they think of us."""

    reason = forms.ChoiceField(label=_("Why does it end?"), choices=ClosingReason.choices, widget=Radios())
    achievements = forms.CharField(
        label=_("What did they achieve? Write it in their own words."),
        max_length=5000,
        required=False,
        widget=Textarea(rows=4),
    )
    supports_in_place = forms.CharField(
        label=_("Who and what supports them now?"), max_length=5000, required=False, widget=Textarea(rows=3)
    )
    feedback_rating = forms.ChoiceField(
        label=_("How was it to work with us? Ask them."),
        choices=[(str(number), text) for number, text in STARS.items()],
        required=False,
        widget=Radios(inline=True),
    )
    feedback_words = forms.CharField(
        label=_("What should we keep, and what should we change?"),
        max_length=5000,
        required=False,
        widget=Textarea(rows=3),
    )
    closed_on = DateField(label=_("The last day"))
    knowing = forms.BooleanField(label=_("I know what is still open, and I want to close the case"), required=False)

    def __init__(self, data: Any, *, today: date, asks_knowing: bool) -> None:
        super().__init__(data, initial={"closed_on": today})
        if not asks_knowing:
            del self.fields["knowing"]

    def closing(self) -> Closing:
        """The answers as the action takes them."""
        given = self.cleaned_data
        rating = int(given["feedback_rating"]) if given["feedback_rating"] else None
        assert rating is None or 1 <= rating <= MOST_STARS  # noqa: S101 - the choices say so
        return Closing(
            given["reason"],
            given["closed_on"],
            given["achievements"],
            given["supports_in_place"],
            rating,
            given["feedback_words"],
        )


class ReopenForm(Form):
    """Why a closed case is opened again."""

    because = forms.CharField(
        label=_("Why is the case opened again?"), max_length=300, widget=Textarea(rows=3, limit=300)
    )


class FollowUpForm(Form):
    """How somebody is, some weeks afterwards."""

    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        choices=[each for each in FollowUpOutcome.choices if each[0] != FollowUpOutcome.REOPENED],
        widget=Radios(),
    )
    still_well = forms.ChoiceField(
        label=_("Are they still well?"), choices=YES_NO, required=False, widget=Radios(inline=True)
    )
    words = forms.CharField(
        label=_("What did they say? Write it in their own words."),
        max_length=5000,
        required=False,
        widget=Textarea(rows=4),
    )
    done_on = DateField(label=_("When did you ask?"))

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data, initial={"done_on": today})

    def answers(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        given = self.cleaned_data
        well = {"yes": True, "no": False}.get(given["still_well"])
        return {
            "outcome": FollowUpOutcome(given["outcome"]),
            "done_on": given["done_on"],
            "still_well": well,
            "words": given["words"],
        }
