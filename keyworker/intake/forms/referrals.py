"""Asking for help: the worker's form, and the one anybody can fill in."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program
from keyworker.base.languages import LANGUAGES
from keyworker.design.forms import (
    Checkboxes,
    Form,
    Group,
    PartialDateField,
    Radios,
    Select,
    Textarea,
    TextInput,
)
from keyworker.intake.actions import Asked
from keyworker.intake.codes import HelpKind, HouseholdKind
from keyworker.intake.models import SourceKind, Urgency
from keyworker.people.births import known_birth
from keyworker.people.details.forms import UNNAMED, UNNAMED_HELP

LONGEST_STORY = 4000
LONGEST_NOTE = 500


class AskingForm(Form):
    """What both forms ask about the person and what they need."""

    full_name = forms.CharField(max_length=200, widget=TextInput(width=30, attrs={"autocomplete": "off"}))
    born = PartialDateField(required=False, latest=timezone.localdate)
    language = forms.ChoiceField(choices=[("", _("Not known")), *LANGUAGES], required=False, widget=Select)
    area = forms.CharField(max_length=120, required=False, widget=TextInput(width=20, attrs={"autocomplete": "off"}))
    contact = forms.CharField(max_length=200, required=False, widget=TextInput(width=30, attrs={"autocomplete": "off"}))
    safe_to_contact = forms.CharField(max_length=LONGEST_NOTE, required=False, widget=Textarea(rows=2))
    needs = forms.CharField(max_length=LONGEST_STORY, widget=Textarea(rows=6, limit=LONGEST_STORY))
    help_kinds = forms.MultipleChoiceField(choices=HelpKind.choices, required=False, widget=Checkboxes)
    household = forms.ChoiceField(choices=[("", _("Not known")), *HouseholdKind.choices], required=False, widget=Select)
    urgency = forms.ChoiceField(choices=Urgency.choices, widget=Radios)
    referrer_name = forms.CharField(max_length=120, required=False, widget=TextInput(width=30))
    referrer_organization = forms.CharField(max_length=160, required=False, widget=TextInput(width=30))
    referrer_contact = forms.CharField(max_length=200, required=False, widget=TextInput(width=30))

    def __init__(self, *args: Any, programs: Sequence[Program], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programs = {str(program.pk): program for program in programs}
        field = self.offer("program", [(key, program.name) for key, program in self.programs.items()])
        if len(self.programs) == 1:
            field.initial = next(iter(self.programs))

    @property
    def chosen_program(self) -> Program:
        """The program that was chosen."""
        return self.programs[self.cleaned_data["program"]]

    def asked(self) -> Asked:
        """What was said, for the action."""
        said = self.cleaned_data
        born_on, born_precision = known_birth(said["born"])
        plain = (
            "full_name", "language", "area", "contact", "safe_to_contact", "needs", "urgency", "referrer_name",
            "referrer_organization", "referrer_contact",
        )  # fmt: skip
        return Asked(
            source_kind=self.kind_of_source(),
            born_on=born_on,
            born_precision=born_precision,
            preferred_name=said.get("preferred_name", ""),
            unnamed=bool(said.get("unnamed")),
            consent_of_person=bool(said.get("consent_of_person")),
            help_kinds=tuple(said.get("help_kinds", ())),
            household=said.get("household", ""),
            **{name: said[name] for name in plain},
        )

    def kind_of_source(self) -> str:
        return str(self.cleaned_data["source_kind"])


NAMED = ("full_name", "unnamed", "preferred_name")


class ReferralForm(AskingForm):
    """A worker writes down a referral that came by telephone, letter or at the desk."""

    program = forms.ChoiceField(label=_("Which program is it for?"), widget=Radios)
    source_kind = forms.ChoiceField(label=_("Who is asking?"), choices=SourceKind.choices, widget=Radios)
    unnamed = forms.BooleanField(label=UNNAMED, help_text=UNNAMED_HELP, required=False)
    preferred_name = forms.CharField(
        label=_("What they like to be called"), max_length=100, required=False, widget=TextInput(width=20)
    )
    consent_of_person = forms.BooleanField(label=_("They know about this referral and agree to it"), required=False)
    groups = (
        Group(_("Where it came from"), ("program", "source_kind")),
        Group(
            _("The referrer"),
            ("referrer_name", "referrer_organization", "referrer_contact"),
            hint=_("Leave this out when they ask for themselves."),
        ),
        Group(
            _("The person"),
            (
                "full_name",
                "unnamed",
                "preferred_name",
                "born",
                "language",
                "area",
                "household",
                "contact",
                "safe_to_contact",
            ),
        ),
        Group(_("What is needed"), ("needs", "help_kinds", "urgency", "consent_of_person")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in WORKERS_WORDS.items():
            self.fields[name].label = label
        self.fields["needs"].help_text = _("Use their own words where you can.")


WORKERS_WORDS = {
    "full_name": _("Full name, as they say it"),
    "born": _("Date of birth"),
    "language": _("Language they prefer"),
    "area": _("Where they live or stay"),
    "contact": _("How to reach them"),
    "safe_to_contact": _("When and how is it safe to reach them?"),
    "needs": _("What do they need?"),
    "help_kinds": _("What kinds of help is this?"),
    "household": _("Who lives with them?"),
    "urgency": _("How soon?"),
    "referrer_name": _("Name of the referrer"),
    "referrer_organization": _("Organization"),
    "referrer_contact": _("Telephone or email of the referrer"),
}
PUBLIC_WORDS = {
    "full_name": _("Name of the person who needs help"),
    "born": _("Date of birth, as far as you know it"),
    "language": _("Language they like to speak"),
    "area": _("Town or postcode"),
    "contact": _("A safe way to reach the person who needs help"),
    "safe_to_contact": _("Is there anything we must know before we call or write?"),
    "needs": _("What is happening, and what would help?"),
    "help_kinds": _("What is it about?"),
    "household": _("Who lives with the person who needs help?"),
    "urgency": _("How soon is help needed?"),
    "referrer_name": _("Your name"),
    "referrer_organization": _("Where you work, if you ask as part of your work"),
    "referrer_contact": _("Your telephone number or email"),
}
PUBLIC_HINTS = {
    "full_name": _("Any name we can use is fine. It does not have to be the name on papers."),
    "contact": _("A phone number or email. Leave it empty if none is safe, and call us instead."),
    "safe_to_contact": _("For example: only mornings, no voicemail, someone else reads my messages."),
    "needs": _("A few words are enough."),
}


class PublicReferralForm(AskingForm):
    """The form on the open web: for oneself, or for somebody one knows."""

    ME, OTHER = "me", "other"
    program = forms.ChoiceField(label=_("What kind of help?"), widget=Radios)
    for_whom = forms.ChoiceField(
        label=_("Who needs help?"),
        choices=[(ME, _("I do")), (OTHER, _("Someone else"))],
        widget=Radios,
    )
    relation = forms.ChoiceField(
        label=_("How do you know them?"),
        choices=[
            (SourceKind.FAMILY.value, _("They are family or a friend")),
            (SourceKind.PROFESSIONAL.value, _("Through my work, such as a school or a clinic")),
            (SourceKind.PARTNER.value, _("I work for a partner organization")),
        ],
        widget=Radios,
    )
    consent_of_person = forms.BooleanField(label=_("They know that I am asking, and agree"), required=False)
    website = forms.CharField(
        label=_("Leave this box empty"),
        required=False,
        widget=TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    reveals = {
        "for_whom": {
            OTHER: (
                "relation", "referrer_name", "referrer_organization", "referrer_contact", "consent_of_person",
            ),
        },
    }  # fmt: skip
    groups = (
        Group("", ("for_whom", "program")),
        Group("", ("full_name", "born", "language", "area", "household")),
        Group("", ("needs", "help_kinds", "urgency", "contact", "safe_to_contact")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in PUBLIC_WORDS.items():
            self.fields[name].label = label
            self.fields[name].help_text = PUBLIC_HINTS.get(name, "")
        self._ask_only_what_counts()
        described = {key: program.description for key, program in self.programs.items()}
        self.offer("program", [(key, program.name) for key, program in self.programs.items()], hints=described)

    def _ask_only_what_counts(self) -> None:
        """A short form: kinds of help and household are asked where a program goes by them."""
        programs = self.programs.values()
        if not any(program.needs for program in programs):
            del self.fields["help_kinds"]
        if not any(program.households for program in programs):
            del self.fields["household"]

    def kind_of_source(self) -> str:
        said = self.cleaned_data
        return SourceKind.SELF.value if said["for_whom"] == self.ME else str(said["relation"])

    def clean_website(self) -> str:
        """Programs that fill in every box are stopped here; a person is told what to do, and loses nothing."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Please leave the last box empty, then send the form again."))
        return ""


class QueueFilter(Form):
    """Narrowing the queue."""

    program = forms.ChoiceField(label=_("Program"), required=False, widget=Select)

    def __init__(self, *args: Any, programs: Sequence[Program], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("program", [("", _("All my programs")), *((str(one.pk), one.name) for one in programs)])

    def chosen(self) -> UUID | None:
        """The program, or None for all, also when what was asked for makes no sense."""
        self.is_valid()
        key = self.cleaned_data.get("program")
        return UUID(key) if key else None
