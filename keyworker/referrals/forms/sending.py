"""What is asked when a person is referred to a service, and when the service answers."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.base.privacy import Category
from keyworker.consent.forms import CATEGORY_WORDS
from keyworker.design.forms import Checkboxes, Form, Group, Radios, Textarea
from keyworker.directory.models import Service
from keyworker.referrals.actions import Sending
from keyworker.referrals.models import ReferralStatus, Urgency
from keyworker.referrals.rules import SHAREABLE, answers_open
from keyworker.tasks.forms import CaseForm

LONGEST_WORDS = 2000
ANSWER_WORDS = {
    ReferralStatus.ACCEPTED: _("Yes, we can help"),
    ReferralStatus.REJECTED: _("No, we cannot help"),
    ReferralStatus.IN_PROGRESS: _("They arrived, and we are working together"),
    ReferralStatus.COMPLETED: _("We helped, and it is done"),
    ReferralStatus.FAILED: _("It did not work out"),
}


CATEGORIES = [(category.value, CATEGORY_WORDS[category]) for category in SHAREABLE]
NO_NAME = _("Without this they are told no name. Say in your words above how they will know who comes.")
NAME_NOT_AGREED = _("The person has not agreed that their name is told. Without it they are told no name.")


def _hint_of_names(agreed: frozenset[str]) -> Any:
    return NO_NAME if Category.IDENTITY.value in agreed or not agreed else NAME_NOT_AGREED


class SendForm(CaseForm):
    reason = forms.CharField(
        label=_("What help is needed, and why there?"),
        help_text=_("They will read this. Write it as the person would say it."),
        max_length=LONGEST_WORDS,
        widget=Textarea(rows=5, limit=LONGEST_WORDS),
    )
    categories = forms.MultipleChoiceField(
        label=_("What do you share?"),
        help_text=_("Only what the person agreed to can be shared."),
        choices=CATEGORIES,
        widget=Checkboxes,
    )
    urgency = forms.ChoiceField(label=_("How soon?"), choices=Urgency.choices, widget=Radios)

    groups = [Group("", ["case_id", "reason", "categories", "urgency"])]

    def __init__(
        self,
        *args: Any,
        service: Service,
        agreed: frozenset[str],
        typed: Mapping[str, Any] = MappingProxyType({}),
        **kwargs: Any,
    ) -> None:
        """`typed`: what was half-written before a consent was recorded; what is shared begins with what it covers."""
        start = {"urgency": Urgency.ROUTINE.value, **typed}
        start["categories"] = [c.value for c in SHAREABLE if c.value in agreed]
        super().__init__(*args, initial=start, **kwargs)
        self.service = service
        self.offer("categories", CATEGORIES, hints={Category.IDENTITY.value: _hint_of_names(agreed)})

    def sending(self) -> Sending:
        given = self.cleaned_data
        categories = frozenset(Category(value) for value in given["categories"])
        return Sending(self.service, given["reason"], categories, Urgency(given["urgency"]))


class AnswerForm(Form):
    answer = forms.ChoiceField(label=_("What do they say?"), widget=Radios)
    words = forms.CharField(
        label=_("In their words"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=Textarea(rows=4, limit=LONGEST_WORDS),
    )

    def __init__(self, *args: Any, status: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("answer", [(one.value, ANSWER_WORDS[one]) for one in answers_open(status)])

    def given(self) -> dict[str, Any]:
        """What `answer_referral` takes."""
        return {"answer": ReferralStatus(self.cleaned_data["answer"]), "words": self.cleaned_data["words"]}


class PartnerAnswerForm(AnswerForm):
    """The same question, put to the partner themselves."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = _("What do you say?")
        self.fields["words"].label = _("In your words")
