"""What an administrator says of a program and of the agency."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import MOST_DAYS_TO_ANSWER, Agency, PathStep, Program
from keyworker.agencies.wording import Codes, PeopleWord, PlanWord, SessionWord
from keyworker.base.languages import LANGUAGES, NAMES
from keyworker.design.forms import Checkboxes, Form, Group, Radios, SeenField, Select, Textarea, TextInput
from keyworker.intake.codes import HelpKind, HouseholdKind
from keyworker.visits.platforms.rules import MOST_HOSTS, is_host
from keyworker.workspace.actions import ProgramSettings


class LanguagesField(forms.CharField):
    """Languages by their names, with commas between; kept as codes."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(NAMES.get(code, code)) for code in value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> tuple[str, ...]:  # type: ignore[override]
        known = {str(name).casefold(): code for code, name in LANGUAGES} | {code: code for code, _name in LANGUAGES}
        with translation.override("en"):
            known |= {str(name).casefold(): code for code, name in LANGUAGES}
        words = str(super().to_python(value) or "").replace("،", ",").split(",")
        asked = [word.strip() for word in words if word.strip()]
        if unknown := [word for word in asked if word.casefold() not in known]:
            raise ValidationError(
                _("We do not know %(names)s. Write each language in full, with commas between."),
                params={"names": ", ".join(unknown)},
            )
        return tuple(dict.fromkeys(known[word.casefold()] for word in asked))


class HostsField(forms.CharField):
    """Names of hosts, with commas between; nothing else of an address."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> tuple[str, ...]:  # type: ignore[override]
        words = str(super().to_python(value) or "").replace("،", ",").split(",")
        asked = tuple(dict.fromkeys(word.strip().lower() for word in words if word.strip()))
        if wrong := [name for name in asked if not is_host(name)]:
            raise ValidationError(
                _("Write only the host, such as meet.example.org. This is none: %(names)s."),
                params={"names": ", ".join(wrong)},
            )
        if len(asked) > MOST_HOSTS:
            raise ValidationError(_("These are too many. Name only the hosts that your links lead to."))
        return asked


def _number(label: Any, hint: Any, *, least: int, most: int, required: bool = True) -> forms.IntegerField:
    digits = TextInput({"inputmode": "numeric"}, width=4)
    return forms.IntegerField(
        label=label, help_text=hint, min_value=least, max_value=most, required=required, widget=digits
    )


NO_LIMIT = _("Leave it empty for no limit.")
SEAL = [("no", _("Everybody who works here may find the name")), ("yes", _("Nobody outside the team: it is sealed"))]
SEAL_HINTS = {
    "no": _("Who is on the team opens the file; a colleague finds only that there is one."),
    "yes": _("For a shelter, for example. Its people are in no search and no list of anybody else's, for ever."),
}
WORDS: dict[str, type[TextChoices]] = {
    "calls_people": PeopleWord,
    "calls_plan": PlanWord,
    "calls_sessions": SessionWord,
}
# What a program is asked by another name than the one it is kept under.
ASKED_AS = {"forms": "forms_used"}


class ProgramForm(Form):
    """How a program works, in the words of the people who do the work."""

    name = forms.CharField(
        label=_("Name"), help_text=_("As people know it: on the public form and in every file."), max_length=120
    )
    description = forms.CharField(
        label=_("What it does"),
        help_text=_("Two or three plain sentences. Neighbours read them on the public form."),
        max_length=600,
        required=False,
        widget=Textarea(rows=3, limit=600),
    )
    languages = LanguagesField(
        label=_("Languages the team speaks"),
        help_text=_("With commas between, for example: Spanish, Arabic. Screening says when an interpreter is needed."),
        max_length=600,
        required=False,
    )
    accepts_public_referrals = forms.BooleanField(
        label=_("Anybody may ask this program for help on the public form"), required=False
    )
    minimum_age = _number(_("Youngest age"), NO_LIMIT, least=0, most=120, required=False)
    maximum_age = _number(_("Oldest age"), NO_LIMIT, least=0, most=120, required=False)
    area = forms.CharField(
        label=_("Places it serves"),
        help_text=_("With commas between, as people write them. Leave it empty for anywhere."),
        max_length=200,
        required=False,
    )
    capacity = _number(
        _("Open cases it can hold"),
        _("When it is full, screening offers the waiting list. Leave it empty for no limit."),
        least=1, most=100_000, required=False,
    )  # fmt: skip
    needs = forms.MultipleChoiceField(
        label=_("Kinds of help it gives"),
        help_text=_("Tick none when it helps with anything."),
        choices=HelpKind.choices,
        required=False,
        widget=Checkboxes(),
    )
    households = forms.MultipleChoiceField(
        label=_("Households it takes"),
        help_text=_("Tick none when it takes everybody."),
        choices=HouseholdKind.choices,
        required=False,
        widget=Checkboxes(),
    )
    first_contact_days = _number(
        _("Days until the first contact"), _("From the day a referral comes in, and again from the day a case opens."),
        least=1, most=90,
    )  # fmt: skip
    silence_limit_days = _number(
        _("Days of silence before the supervisor sees it"), _("How long an open case may be without any contact."),
        least=1, most=365,
    )  # fmt: skip
    note_within_days = _number(
        _("Days from a contact to its note"),
        _("A note that comes later is shown as late: to whoever writes it, and to the supervisor."),
        least=1, most=90,
    )  # fmt: skip
    review_every_days = _number(
        _("Days from one plan review to the next"), _("Counted from the day a plan is agreed."), least=1, most=366
    )
    follow_up_after_days = _number(_("Days after closing until somebody asks how they are"), "", least=1, most=366)
    escalate_after_days = _number(
        _("Days an important task may be late before the supervisor sees it"), "", least=1, most=90
    )
    answer_complaints_days = _number(
        _("Days until a complaint is answered"),
        _("They are told this day. Leave it empty for as many as the agency says."),
        least=1, most=MOST_DAYS_TO_ANSWER, required=False,
    )  # fmt: skip
    answer_messages_days = _number(
        _("Working days until a message is answered"),
        _("Clients are told this day when they write. Later, the supervisor sees it."),
        least=1, most=30,
    )  # fmt: skip
    supervisor_signs_plans = forms.BooleanField(label=_("A supervisor signs each plan, too"), required=False)
    supervisor_cosigns_notes = forms.BooleanField(label=_("A supervisor co-signs each note"), required=False)
    forms_used = forms.MultipleChoiceField(
        label=_("Forms it uses"),
        help_text=_("Tick none to use every form of the agency."),
        required=False,
        widget=Checkboxes(),
    )
    left_out = forms.MultipleChoiceField(
        label=_("What it works without"),
        help_text=_("Tick what this program does not do. What was begun before stays, and can be finished."),
        choices=PathStep.choices,
        required=False,
        widget=Checkboxes(),
    )
    calls_people = forms.ChoiceField(label=_("The people it serves"), required=False, widget=Select)
    calls_plan = forms.ChoiceField(label=_("The plan they sign"), required=False, widget=Select)
    calls_sessions = forms.ChoiceField(label=_("When they meet"), required=False, widget=Select)
    counselling = forms.BooleanField(
        label=_("It offers counselling"),
        help_text=_("Counselling sessions can be recorded, and notes begin in clinical parts (DAP)."),
        required=False,
    )
    platform = forms.CharField(
        label=_("Name of the platform"),
        help_text=_("Leave it empty to meet by video here alone: then nobody in between learns of it."),
        max_length=60,
        required=False,
    )
    platform_hosts = HostsField(
        label=_("Where its links lead"),
        help_text=_("The host, such as meet.example.org; several with commas between. No other link is taken."),
        max_length=600,
        required=False,
    )
    version = SeenField()

    groups: ClassVar[Sequence[Group]] = (
        Group(_("What it is"), ["name", "description", "languages", "accepts_public_referrals"]),
        Group(
            _("Whom it takes"),
            ["minimum_age", "maximum_age", "area", "needs", "households", "capacity"],
            hint=_("Screening holds each referral against this. A worker decides."),
        ),
        Group(
            _("How fast"),
            [
                "first_contact_days",
                "silence_limit_days",
                "note_within_days",
                "review_every_days",
                "follow_up_after_days",
                "escalate_after_days",
                "answer_complaints_days",
                "answer_messages_days",
            ],
        ),
        Group(
            _("How it works"),
            ["left_out", "counselling", "supervisor_signs_plans", "supervisor_cosigns_notes", "forms_used"],
        ),
        Group(
            _("Video on another company's platform"),
            ["platform", "platform_hosts"],
            hint=_("That company learns who meets, and could listen. Each person is asked first, and may say no."),
        ),
        Group(
            _("Its own words"),
            list(WORDS),
            hint=_("They stand in its files, on its plans and on the copies people take home, in every language."),
        ),
    )

    def __init__(
        self,
        data: Any,
        *,
        program: Program | None,
        offered: Iterable[tuple[str, str]],
        agency: Agency,
        begins_with: ProgramSettings | None = None,
    ) -> None:
        """`agency` lends its words where the program has none of its own."""
        self.program = program
        super().__init__(data, initial=_answers(program, begins_with))
        self.offer("forms_used", list(offered))
        for name, words in WORDS.items():
            usual = words(getattr(agency, name)).label
            self.offer(name, [("", _("As the agency says: {word}").format(word=usual)), *words.choices])

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        youngest, oldest = self.cleaned_data.get("minimum_age"), self.cleaned_data.get("maximum_age")
        if youngest is not None and oldest is not None and youngest > oldest:
            self.add_error("maximum_age", _("The oldest age is below the youngest."))
        for name, other in (("platform", "platform_hosts"), ("platform_hosts", "platform")):
            if self.cleaned_data.get(other) and not self.cleaned_data.get(name, " "):
                self.add_error(name, _("Fill in both, or neither: the platform and where its links lead."))
        return self.cleaned_data

    def clean_left_out(self) -> list[str]:
        """Without plans there are no plan reviews, and without those no looking at the risk at each."""
        said: list[str] = self.cleaned_data["left_out"]
        follows = {PathStep.PLAN: {PathStep.REVIEW, PathStep.RISK}, PathStep.REVIEW: {PathStep.RISK}}
        whole = set(said).union(*(follows.get(PathStep(each), set()) for each in said))
        return [step.value for step in PathStep if step in whole]

    @property
    def settings(self) -> ProgramSettings:
        """What was said; who may know stays as it is when it was not asked."""
        given: dict[str, Any] = {
            field.name: self.cleaned_data.get(ASKED_AS.get(field.name, field.name)) for field in SETTINGS
        }
        sealed = self.program is not None and self.program.sealed
        given["sealed"] = given["sealed"] == "yes" if "sealed" in self.fields else sealed
        return ProgramSettings(**{**given, **{name: tuple(given[name]) for name in LISTS}})


def _help_in(code: str) -> str:
    return f"help_{code.replace('-', '_')}"


def _whom_to_call(code: str, *, required: bool) -> forms.CharField:
    """The words for danger in one language; where one is left empty, those of the agency's own stand."""
    return forms.CharField(
        label=format_lazy(_("Whom clients call in danger, in this language: {language}"), language=NAMES[code]),
        help_text=_(
            "It stands first on their own page, on the public form and on papers. Short words, with the number."
        ),
        max_length=300,
        required=required,
        widget=Textarea(rows=3, limit=300, attrs={"lang": code, "dir": "auto"}),
    )


class AgencyForm(Form):
    """What holds where a program says nothing of its own."""

    calls_people = forms.ChoiceField(label=_("The people we serve"), choices=PeopleWord.choices, widget=Select)
    calls_plan = forms.ChoiceField(label=_("The plan they sign"), choices=PlanWord.choices, widget=Select)
    calls_sessions = forms.ChoiceField(label=_("When we meet"), choices=SessionWord.choices, widget=Select)
    answer_complaints_days = _number(_("Days until a complaint is answered"), "", least=1, most=MOST_DAYS_TO_ANSWER)

    def __init__(self, data: Any, *, agency: Agency) -> None:
        held = {name: getattr(agency, name) for name in self.base_fields}
        help_now = {agency.language: agency.crisis_help, **dict(agency.crisis_help_in)}
        self._languages = list(dict.fromkeys([agency.language, *dict(settings.LANGUAGES)]))
        super().__init__(data, initial={**held, **{_help_in(code): words for code, words in help_now.items()}})
        for code in self._languages:
            self.fields[_help_in(code)] = _whom_to_call(code, required=code == agency.language)

    @property
    def nobody_to_call(self) -> bool:
        """Whether clients are told of nobody yet: their pages are silent where help should stand."""
        return not self.initial[_help_in(self._languages[0])]

    def help_now(self) -> dict[str, str]:
        return {code: self.cleaned_data[_help_in(code)] for code in self._languages}

    def codes(self) -> Codes:
        return Codes(*(self.cleaned_data[name] for name in WORDS))


class EmptyProgramForm(ProgramForm):
    """A program in which nobody was ever entered: it may still be said who may know."""

    sealed = forms.ChoiceField(
        label=_("Who may learn that somebody is served here?"),
        help_text=_("This is settled before the first file. After it, it stays."),
        choices=SEAL,
        widget=Radios(hints=SEAL_HINTS),
    )

    groups = (*ProgramForm.groups, Group(_("Who may know"), ["sealed"]))


SETTINGS = fields(ProgramSettings)
LISTS = ("languages", "forms", "needs", "households", "left_out", "platform_hosts")


def settings_of(program: Program) -> ProgramSettings:
    """How a program works now."""
    held = {field.name: getattr(program, field.name) for field in SETTINGS}
    return ProgramSettings(**{**held, **{name: tuple(held[name]) for name in LISTS}})


def _answers(program: Program | None, begins_with: ProgramSettings | None) -> dict[str, Any]:
    held = (begins_with or ProgramSettings(name="")) if program is None else settings_of(program)
    answers = {ASKED_AS.get(field.name, field.name): getattr(held, field.name) for field in SETTINGS}
    sealed = "" if program is None else "yes" if held.sealed else "no"
    return {**answers, "sealed": sealed, "version": program.version if program is not None else None}
