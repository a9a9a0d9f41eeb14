"""What is asked of meeting at a distance: their wish first, then what they have, then what we decide."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms import Checkboxes, DateField, Group, Radios, Textarea, TextInput
from keyworker.tasks.forms import CaseForm
from keyworker.visits.models import Aid, Line, Outcome, Screen, Skill, Suitability, Wish
from keyworker.visits.suiting.actions import Looked
from keyworker.visits.suiting.rules import LONGEST

FROM_BEFORE = ("screen", "shared_with", "line", "skill", "help_needed", "aids")


class SuitabilityForm(CaseForm):
    wish = forms.ChoiceField(
        label=_("How do they themselves want to meet?"),
        help_text=_("Ask this first. Saying no costs them no help, and stands until they say otherwise."),
        choices=Wish.choices,
        widget=Radios,
    )
    screen = forms.ChoiceField(
        label=_("What do they have to meet with?"), choices=Screen.choices, required=False, widget=Radios
    )
    shared_with = forms.CharField(
        label=_("Who else uses it, or can unlock it?"),
        help_text=_("Whoever can unlock it can read and hear what is on it. Leave it empty when nobody can."),
        required=False,
        max_length=200,
        widget=TextInput(width=30),
    )
    line = forms.ChoiceField(
        label=_("Which connection do they have?"), choices=Line.choices, required=False, widget=Radios
    )
    skill = forms.ChoiceField(
        label=_("Can they open a link and join?"), choices=Skill.choices, required=False, widget=Radios
    )
    help_needed = forms.CharField(
        label=_("What would help them?"),
        help_text=_("For example: a loan of a phone, data, somebody who shows them once."),
        required=False,
        max_length=300,
        widget=TextInput,
    )
    aids = forms.MultipleChoiceField(
        label=_("What do they need to hear, read and press?"), choices=Aid.choices, required=False, widget=Checkboxes
    )
    outcome = forms.ChoiceField(
        label=_("Does meeting by telephone or video suit them?"),
        help_text=_("Think of their safety at home, their health, and what the visits are about."),
        choices=Outcome.choices,
        required=False,
        widget=Radios,
    )
    because = forms.CharField(
        label=_("On which conditions, or why not?"), required=False, max_length=300, widget=Textarea(rows=2, limit=300)
    )
    review_on = DateField(
        label=_("When do you look at it again?"),
        help_text=_("Within a year."),
        required=False,
        earliest=timezone.localdate,
        latest=lambda: timezone.localdate() + LONGEST,
    )

    groups = [
        Group(_("Their wish"), ["case_id", "wish"]),
        Group(_("What they have"), list(FROM_BEFORE)),
        Group(
            _("What you decide"),
            ["outcome", "because", "review_on"],
            hint=_("Leave this empty when they would rather meet in person."),
        ),
    ]

    def __init__(self, *args: Any, known: Sequence[Suitability], **kwargs: Any) -> None:
        before = {name: getattr(known[0], name) for name in FROM_BEFORE} if known else {}
        super().__init__(*args, initial=before, **kwargs)

    def clean(self) -> dict[str, Any] | None:
        """What the action would refuse is said beside the question it is about."""
        found = super().clean() or self.cleaned_data
        if found.get("wish") in {None, Wish.ROOM}:
            if found.get("wish") and found.get("outcome"):
                self.add_error("outcome", _("They would rather meet in person: there is nothing to decide."))
            return found
        if not found.get("outcome") and "outcome" not in self.errors:
            self.add_error("outcome", _("Say whether it suits them."))
        if found.get("outcome") in {Outcome.CONDITIONS, Outcome.NOT} and not found.get("because"):
            self.add_error("because", _("Write on which conditions, or why not."))
        if not found.get("review_on") and "review_on" not in self.errors:
            self.add_error("review_on", _("Choose a day to look again, within a year."))
        return found

    def looked(self) -> Looked:
        """What `decide_suitability` takes; only of a valid form."""
        said = self.cleaned_data
        return Looked(
            wish=Wish(said["wish"]),
            outcome=Outcome(said["outcome"]) if said["outcome"] else None,
            because=said["because"],
            review_on=said["review_on"],
            screen=Screen(said["screen"]) if said["screen"] else None,
            shared_with=said["shared_with"],
            line=Line(said["line"]) if said["line"] else None,
            skill=Skill(said["skill"]) if said["skill"] else None,
            help_needed=said["help_needed"],
            aids=tuple(Aid(each) for each in said["aids"]),
        )
