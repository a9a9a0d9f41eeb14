"""What was learned of somebody after they asked, and with whom we spoke about it."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.base.languages import LANGUAGES
from keyworker.design.forms import (
    Checkboxes,
    DateField,
    Group,
    PartialDateField,
    Radios,
    Select,
    Textarea,
    TextInput,
)
from keyworker.intake.actions import Learned, Talk
from keyworker.intake.codes import HelpKind, HouseholdKind, TalkedBy, Whom
from keyworker.intake.forms.decisions import DecisionForm
from keyworker.intake.forms.referrals import LONGEST_NOTE, WORKERS_WORDS
from keyworker.intake.models import IncomingReferral, Urgency
from keyworker.people.births import as_known, known_birth
from keyworker.people.details.forms import UNNAMED, UNNAMED_HELP

NOT_KNOWN = ("", _("Not known"))


class LearnForm(DecisionForm):
    """All that a referral says of the person, to be completed or put right."""

    full_name = forms.CharField(label=WORKERS_WORDS["full_name"], max_length=200, widget=TextInput(width=30))
    unnamed = forms.BooleanField(label=UNNAMED, help_text=UNNAMED_HELP, required=False)
    preferred_name = forms.CharField(
        label=_("What they like to be called"), max_length=100, required=False, widget=TextInput(width=20)
    )
    born = PartialDateField(label=WORKERS_WORDS["born"], required=False, latest=timezone.localdate)
    language = forms.ChoiceField(
        label=WORKERS_WORDS["language"], choices=[NOT_KNOWN, *LANGUAGES], required=False, widget=Select
    )
    area = forms.CharField(label=WORKERS_WORDS["area"], max_length=120, required=False, widget=TextInput(width=20))
    household = forms.ChoiceField(
        label=WORKERS_WORDS["household"], choices=[NOT_KNOWN, *HouseholdKind.choices], required=False, widget=Select
    )
    help_kinds = forms.MultipleChoiceField(
        label=WORKERS_WORDS["help_kinds"], choices=HelpKind.choices, required=False, widget=Checkboxes
    )
    urgency = forms.ChoiceField(label=WORKERS_WORDS["urgency"], choices=Urgency.choices, widget=Radios)
    contact = forms.CharField(
        label=WORKERS_WORDS["contact"], max_length=200, required=False, widget=TextInput(width=30)
    )
    safe_to_contact = forms.CharField(
        label=WORKERS_WORDS["safe_to_contact"], max_length=LONGEST_NOTE, required=False, widget=Textarea(rows=2)
    )
    groups = (
        Group(
            _("The person"),
            ("seen", "full_name", "unnamed", "preferred_name", "born", "language", "area", "household"),
        ),
        Group(_("What is needed"), ("help_kinds", "urgency")),
        Group(_("How to reach them safely"), ("contact", "safe_to_contact")),
    )

    def __init__(self, data: Any = None, *, referral: IncomingReferral, **kwargs: Any) -> None:
        plain = (
            "full_name", "unnamed", "preferred_name", "language", "area", "household", "help_kinds", "urgency",
            "contact", "safe_to_contact",
        )  # fmt: skip
        known = {name: getattr(referral, name) for name in plain}
        known["born"] = as_known(referral.born_on, referral.born_precision)
        super().__init__(data, referral=referral, initial=known, **kwargs)

    def said(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        seen = said.pop("seen")
        born_on, born_precision = known_birth(said.pop("born"))
        kinds = tuple(said.pop("help_kinds"))
        learned = Learned(born_on=born_on, born_precision=born_precision, help_kinds=kinds, **said)
        return {"learned": learned, "seen": seen}


class TalkForm(DecisionForm):
    """Whom we called, wrote to or met, when, and whether it worked."""

    whom = forms.ChoiceField(
        label=_("Whom did you try to reach?"), choices=Whom.choices, initial=Whom.PERSON, widget=Radios
    )
    how = forms.ChoiceField(label=_("How?"), choices=TalkedBy.choices, initial=TalkedBy.PHONE, widget=Radios)
    happened_on = DateField(label=_("On which day?"), latest=timezone.localdate)
    reached = forms.ChoiceField(
        label=_("Did you reach them?"),
        choices=[("yes", _("Yes, we spoke")), ("no", _("No"))],
        widget=Radios(inline=True),
    )
    about = forms.CharField(
        label=_("What was it about?"),
        help_text=_("As little as is needed."),
        max_length=LONGEST_NOTE,
        required=False,
        widget=Textarea(rows=2),
    )

    def __init__(self, data: Any = None, *, referral: IncomingReferral, **kwargs: Any) -> None:
        first: dict[str, date] = {"happened_on": timezone.localdate()}
        super().__init__(data, referral=referral, initial=first, **kwargs)

    def said(self) -> dict[str, Any]:
        said = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return {"talk": Talk(**{**said, "reached": said["reached"] == "yes"})}
