"""What is asked when a plan is looked at again, and how often a program does it."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms import DateField, Form, Radios, SeenField, Textarea, TextInput
from keyworker.planning.models import MOST_PROGRESS, Goal
from keyworker.reviews.actions import AboutGoal, Days, Review
from keyworker.reviews.forms.measuring import add_measures, measures_in
from keyworker.reviews.measuring import Standing
from keyworker.reviews.models import Onward, ReviewRules
from keyworker.reviews.pace import Pace

LONG = 5000
ASKED_OF_A_GOAL = ("reading", "helped", "barriers", "onward")


def _words(label: Any, *, required: bool = False, rows: int = 3, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONG, required=required, widget=Textarea(rows=rows)
    )


class ReviewForm(Form):
    """The client's words first, then each goal, then the risk, and what comes next."""

    what_went_well = _words(_("What went well? Write it in their own words."), required=True, rows=4)
    celebrate = _words(
        _("What do we celebrate?"),
        help_text=_("Something they did, however small. For example: “You rang the landlord yourself.”"),
        rows=2,
    )
    what_changed = _words(_("What has changed, and what is hard?"), rows=4)
    risk_words = _words(
        _("Has anything changed about the risk?"),
        help_text=_("Only staff read this. Leave it empty when nothing has changed."),
        rows=2,
    )
    reviewed_on = DateField(label=_("When did you look at the plan together?"))
    next_review_on = DateField(label=_("When do you look at it again?"))
    seen = SeenField()

    def __init__(
        self,
        data: Any,
        *,
        goals: Iterable[Goal],
        today: date,
        pace: Pace,
        seen: int | None,
        standing: Iterable[Standing] = (),
        asks_risk: bool = True,
    ) -> None:
        next_on = today + timedelta(days=pace.days)
        super().__init__(data, initial={"reviewed_on": today, "next_review_on": next_on, "seen": seen})
        if not asks_risk:
            del self.fields["risk_words"]
        self.goals = list(goals)
        self.measured = [each for each in standing if each.indicator.at_review]
        add_measures(self, self.measured)
        numbers = [(str(number), str(number)) for number in range(MOST_PROGRESS + 1)]
        for goal in self.goals:
            self.fields[f"reading_{goal.pk}"] = forms.ChoiceField(
                label=_("Where are they today, from 0 to 10?"),
                help_text=_("0 is not begun, 10 is there. Ask them for the number."),
                choices=numbers,
                required=False,
                widget=Radios(inline=True),
            )
            self.fields[f"helped_{goal.pk}"] = _words(_("What helped?"), rows=2)
            self.fields[f"barriers_{goal.pk}"] = _words(_("What stood in the way?"), rows=2)
            self.fields[f"onward_{goal.pk}"] = forms.ChoiceField(
                label=_("What becomes of this goal?"),
                help_text=_("“Change it” begins a new version of the plan."),
                choices=Onward.choices,
                required=False,
                initial=Onward.GO_ON,
                widget=Radios(inline=True),
            )

    def of_goal(self, key: UUID) -> list[BoundField]:
        """The questions about one goal, to stand beside it."""
        return [self[f"{name}_{key}"] for name in ASKED_OF_A_GOAL]

    def of_measures(self) -> list[BoundField]:
        """The numbers that the program asks for at a review."""
        return [self[f"measure_{each.indicator.pk}"] for each in self.measured]

    def review(self, *, change_plan: bool) -> Review:
        """The answers as the action takes them. A goal that changes begins a new version, too."""
        given = self.cleaned_data
        readings = {goal.pk: int(given[f"reading_{goal.pk}"]) for goal in self.goals if given[f"reading_{goal.pk}"]}
        goals = {goal.pk: self._about(goal.pk) for goal in self.goals}
        said = {goal: about for goal, about in goals.items() if about != AboutGoal() or goal in readings}
        return Review(
            reviewed_on=given["reviewed_on"],
            what_went_well=given["what_went_well"],
            next_review_on=given["next_review_on"],
            what_changed=given["what_changed"],
            readings=readings,
            celebrate=given["celebrate"],
            goals=said,
            risk_words=given.get("risk_words", ""),
            change_plan=change_plan or any(about.onward == Onward.CHANGE for about in goals.values()),
            measures=measures_in(self),
            seen=given["seen"],
        )

    def _about(self, key: UUID) -> AboutGoal:
        given = self.cleaned_data
        onward = given[f"onward_{key}"] or Onward.GO_ON.value
        return AboutGoal(given[f"helped_{key}"], given[f"barriers_{key}"], onward)


def _days(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=366,
        required=False,
        widget=TextInput(width=3, attrs={"inputmode": "numeric"}),
    )


class ReviewRulesForm(Form):
    """Days from one review to the next, by the level of the last risk assessment."""

    low_days = _days(_("Days at low risk"))
    medium_days = _days(_("Days at medium risk"))
    high_days = _days(_("Days at high risk"))
    very_high_days = _days(_("Days at very high risk"))
    version = SeenField()

    def __init__(self, data: Any, *, rules: ReviewRules | None) -> None:
        held = {name: getattr(rules, name) for name in asdict(Days())} if rules else {}
        super().__init__(data, initial={**held, "version": rules.version if rules else None})

    def days(self) -> Days:
        return Days(**{name: self.cleaned_data[name] for name in asdict(Days())})
