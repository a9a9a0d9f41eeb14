"""What is asked at the end and after it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms import DateField, Form, Group, Radios, SeenField, Textarea
from keyworker.people.reaching import Reach
from keyworker.referrals.models import OutgoingReferral
from keyworker.reviews.actions import Closing, ExitWords
from keyworker.reviews.forms.measuring import MEASURE, add_measures
from keyworker.reviews.measuring import Standing
from keyworker.reviews.models import MOST_STARS, Arrived, ClosingReason, ExitPlan, FollowUpOutcome, HandedOver
from keyworker.reviews.rules import OpenEnds, open_ends_in_words

IN_PERSON = "in-person"
EXIT_WORDS = tuple(field.name for field in fields(ExitWords))
STARS = {5: _("5, very good"), 4: "4", 3: "3", 2: "2", 1: _("1, not good")}
# Not answers to a worker's question: reopening the case and noting a death give them.
SET_BY_ITSELF = frozenset({FollowUpOutcome.REOPENED, FollowUpOutcome.DIED})
YES_NO = (("yes", _("Yes")), ("no", _("No")), ("", _("I do not know")))


# A question of the end, and where the plan of the end answered it.
PLANNED = {"supports_in_place": "supports", "handover_to": "handover_to", "if_hard": "if_hard"}


class ExitForm(Form):
    """The end as it is planned from the first day, in their own words."""

    criteria = forms.CharField(
        label=_("How will we know that it can end? Write it in their own words."),
        help_text=_("For example: “When I have paid the rent three times by myself.”"),
        max_length=5000,
        required=False,
        widget=Textarea(rows=3),
    )
    supports = forms.CharField(
        label=_("Who and what will be there afterwards?"), max_length=5000, required=False, widget=Textarea(rows=3)
    )
    handover_to = forms.CharField(label=_("Who takes over, if somebody does?"), max_length=300, required=False)
    if_hard = forms.CharField(
        label=_("What can they do if it gets hard again?"), max_length=5000, required=False, widget=Textarea(rows=3)
    )
    version = SeenField()

    def __init__(self, data: Any, *, plan: ExitPlan | None) -> None:
        held = {name: getattr(plan, name) for name in EXIT_WORDS} if plan else {}
        super().__init__(data, initial={**held, "version": plan.version if plan else None})

    def words(self) -> ExitWords:
        return ExitWords(**{name: self.cleaned_data[name] for name in EXIT_WORDS})


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
    handed_over = forms.ChoiceField(
        label=_("How does somebody else take over?"),
        help_text=_("The warmest way is to meet all together, before the last day."),
        choices=HandedOver.choices,
        initial=HandedOver.NOBODY,
        required=False,
        widget=Radios(),
    )
    handover_to = forms.CharField(label=_("Who takes over?"), max_length=300, required=False)
    if_hard = forms.CharField(
        label=_("What can they do if it gets hard again?"), max_length=5000, required=False, widget=Textarea(rows=3)
    )
    follow_up_agreed = forms.BooleanField(
        label=_("They agree that we ask, some weeks later, how they are"), required=False
    )
    closed_on = DateField(label=_("The last day"))
    knowing = forms.BooleanField(label=_("I know what is still open, and I want to close the case"), required=False)
    anyway = forms.CharField(
        label=_("Why is it closed all the same?"),
        help_text=_("You supervise this program. What you write here is recorded."),
        max_length=300,
        required=False,
        widget=Textarea(rows=2, limit=300),
    )
    groups: ClassVar[Sequence[Group]] = (
        Group(_("What they say"), ["achievements", "feedback_rating", "feedback_words"]),
        Group(_("How it ends"), ["reason", "closed_on"]),
        Group(_("Afterwards"), ["supports_in_place", "handed_over", "handover_to", "if_hard", "follow_up_agreed"]),
    )

    def __init__(
        self,
        data: Any,
        *,
        today: date,
        ends: OpenEnds,
        plan: ExitPlan | None = None,
        standing: Iterable[Standing] = (),
        supervises: bool = False,
    ) -> None:
        """What was planned from the first day stands there already; `standing` is measured here, at the end."""
        planned = {name: getattr(plan, planned_as) for name, planned_as in PLANNED.items()} if plan else {}
        super().__init__(data, initial={"closed_on": today, **planned})
        found = open_ends_in_words(ends)
        self.measured = [each for each in standing if each.stops_the_end]
        add_measures(self, self.measured)
        if not found:
            del self.fields["knowing"]
        if not supervises or all(end.allowed for end in found):
            del self.fields["anyway"]

    def sections(self) -> Iterator[dict[str, Any]]:
        """The numbers that are due stand together before the last questions."""
        *groups, rest = super().sections()
        numbers = [field for field in rest["fields"] if field.name.startswith(MEASURE)]
        yield from groups
        if numbers:
            yield {"title": _("Where they stand at the end"), "hint": "", "fields": numbers}
        yield {**rest, "fields": [field for field in rest["fields"] if field not in numbers]}

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
            given["handed_over"] or HandedOver.NOBODY.value,
            given["handover_to"],
            given["if_hard"],
            given["follow_up_agreed"],
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
        choices=[each for each in FollowUpOutcome.choices if each[0] not in SET_BY_ITSELF],
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

    def __init__(
        self, data: Any, *, today: date, ways: Iterable[Reach] = (), referrals: Iterable[OutgoingReferral] = ()
    ) -> None:
        super().__init__(data, initial={"done_on": today})
        by = {str(way.point.pk): way for way in ways}
        self.ways = {key: way.point for key, way in by.items()}
        self.referrals = list(referrals)
        self.fields["way"] = forms.ChoiceField(
            label=_("How did you ask them?"),
            choices=[*((key, way.named) for key, way in by.items()), (IN_PERSON, _("In person"))],
            widget=Radios(hints={key: str(way.clearance.reason) for key, way in by.items()}),
        )
        for referral in self.referrals:
            self.fields[f"referral_{referral.pk}"] = forms.ChoiceField(
                label=gettext("Did they get to {service}?").format(service=referral.service_name),
                choices=Arrived.choices,
                initial=Arrived.NOT_KNOWN,
                required=False,
                widget=Radios(inline=True),
            )
        self.order_fields(["way", "outcome"])

    def answers(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        given = self.cleaned_data
        well = {"yes": True, "no": False}.get(given["still_well"])
        return {
            "outcome": FollowUpOutcome(given["outcome"]),
            "done_on": given["done_on"],
            "still_well": well,
            "words": given["words"],
            "way": self.ways.get(given["way"]),
            "referrals": {
                referral.pk: given[f"referral_{referral.pk}"]
                for referral in self.referrals
                if given[f"referral_{referral.pk}"]
            },
        }
