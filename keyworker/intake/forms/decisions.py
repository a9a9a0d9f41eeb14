"""Deciding on a referral; each form remembers which version of it the worker saw."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision
from keyworker.design.forms import DateField, Form, Radios, SeenField, Textarea, TextInput
from keyworker.intake.actions import Alternative
from keyworker.intake.codes import Arrived, DeclinedFor
from keyworker.intake.models import IncomingReferral, Urgency

LONGEST_REASON = 500
LOOK_AGAIN = _("A colleague changed this referral while you were writing. Your words are still here: look again first.")


class DecisionForm(Form):
    """`seen` is the version of the referral on the page."""

    seen = SeenField()

    def __init__(self, data: Any = None, *, referral: IncomingReferral, **kwargs: Any) -> None:
        super().__init__(data, initial={"seen": referral.version, **kwargs.pop("initial", {})}, **kwargs)

    def said(self) -> dict[str, Any]:
        """Keywords for the action."""
        return dict(self.cleaned_data)

    def look_again(self, version: int) -> None:
        """Somebody else changed the referral meanwhile; the next save is on top of what stands now."""
        data = cast(QueryDict, self.data).copy()
        data["seen"] = str(version)
        self.data = data
        self.add_error(None, LOOK_AGAIN)


def _reason(label: Any, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST_REASON, widget=Textarea(rows=3), **kwargs)


class AcceptForm(DecisionForm):
    because = _reason(_("Why do you accept?"), required=False)

    def __init__(self, data: Any = None, *, screening: Decision, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if not screening.allowed:
            self.fields["because"].required = True
            self.fields["because"].help_text = _("The criteria are not met, so say why you accept all the same.")


class WaitlistForm(DecisionForm):
    priority = forms.ChoiceField(label=_("How pressing is it?"), choices=Urgency.choices, widget=Radios(inline=True))
    review_on = DateField(label=_("When do we ask if they still wait?"), earliest=timezone.localdate)
    because = _reason(_("Why must they wait?"), required=False)


class DeclineForm(DecisionForm):
    """`services` are what the directory found for `look_for`; pressing "look" only searches."""

    declined_for = forms.ChoiceField(label=_("What stands in the way?"), choices=DeclinedFor.choices, widget=Radios)
    reason = _reason(_("Say it in words they can be told"))
    look_for = forms.CharField(
        label=_("Look in the directory for another service"),
        max_length=200,
        required=False,
        widget=TextInput(width=20, attrs={"autocomplete": "off"}),
    )
    alternative = forms.ChoiceField(label=_("A service that may help"), required=False, widget=Radios)
    alternative_text = forms.CharField(
        label=_("Or say in words where they may find help"), max_length=300, required=False, widget=Textarea(rows=2)
    )
    follow_up_on = DateField(
        label=_("When do we ask how things went?"),
        help_text=_("Leave this empty if it is not safe or not wanted."),
        required=False,
        earliest=timezone.localdate,
    )

    def __init__(self, data: Any = None, *, services: Sequence[tuple[UUID, str]] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.names = {str(key): name for key, name in services}
        self.offer("alternative", [("", _("None of these")), *self.names.items()])
        if not services:
            del self.fields["alternative"]

    def said(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        chosen = said.pop("alternative", "")
        text = said.pop("alternative_text") or self.names.get(chosen, "")
        del said["look_for"]
        return {**said, "alternative": Alternative(text[:300], UUID(chosen) if chosen else None)}


class CloseForm(DecisionForm):
    because = _reason(_("Why is it closed?"))


class VerifyForm(DecisionForm):
    how = forms.CharField(
        label=_("How do you know they are who they say?"),
        help_text=_("For example: I called the clinic on the number we have for it."),
        max_length=200,
        widget=TextInput(width=30),
    )


class FollowUpForm(Form):
    found = forms.ChoiceField(label=_("Did they find help?"), choices=Arrived.choices, widget=Radios)
    outcome = forms.CharField(
        label=_("How did it go for them?"), max_length=300, required=False, widget=Textarea(rows=2)
    )
    again_on = DateField(label=_("When do we ask again?"), required=False, earliest=timezone.localdate)
