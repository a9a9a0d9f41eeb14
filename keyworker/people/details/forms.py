"""What is asked of who somebody is."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from keyworker.base.languages import LANGUAGES
from keyworker.design.forms import (
    Checkboxes,
    DateField,
    Form,
    Group,
    PartialDateField,
    Radios,
    SeenField,
    Select,
    Textarea,
    TextInput,
)
from keyworker.people.actions import Death, Identity, Numbered
from keyworker.people.births import as_known, known_birth
from keyworker.people.details.code_lists import CodeList
from keyworker.people.details.schemes import OTHER, SCHEMES, checked, countries, masked, name_of
from keyworker.people.models import Identifier, OtherNameKind, Person, SaidKind, SaidOfThemselves

NOT_EASILY = "none"
KINDS_OF_NAMES = [each for each in OtherNameKind.choices if each[0] != OtherNameKind.LABEL]
SPOKEN = [("", _("Not known")), *LANGUAGES]
READ = [("", _("Not known")), (NOT_EASILY, _("Does not read easily: say it aloud")), *LANGUAGES]
AS_THEY_ARE = (
    "full_name", "unnamed", "preferred_name", "own_script_name", "given", "family", "pronouns", "language", "reads",
    "needs_interpreter", "about",
)  # fmt: skip


UNNAMED = _("This is no name: it only tells who is meant")
UNNAMED_HELP = _("For example: unaccompanied child, about 6. Note their name when you know it.")


class NamesForm(Form):
    """What somebody is called, wherever it is asked."""

    full_name = forms.CharField(label=_("Full name, as they say it"), max_length=200, widget=TextInput(width=30))
    unnamed = forms.BooleanField(label=UNNAMED, help_text=UNNAMED_HELP, required=False)
    preferred_name = forms.CharField(
        label=_("What they like to be called"), max_length=100, required=False, widget=TextInput(width=20)
    )
    own_script_name = forms.CharField(
        label=_("Name in their own writing"), max_length=200, required=False, widget=TextInput(width=30)
    )
    pronouns = forms.CharField(
        label=_("Pronouns"),
        help_text=_("For example: she, her."),
        max_length=40,
        required=False,
        widget=TextInput(width=20),
    )


class IdentityForm(NamesForm):
    """Names, birth and language, as they stand."""

    given = forms.CharField(
        label=_("Given names, as papers have them"), max_length=100, required=False, widget=TextInput(width=20)
    )
    family = forms.CharField(
        label=_("Family names, as papers have them"),
        help_text=_("Only so that they are found again. Leave both empty where a name has no such parts."),
        max_length=100,
        required=False,
        widget=TextInput(width=20),
    )
    keeps_former = forms.BooleanField(
        label=_("If the full name is another one now: keep the old one, so that they are still found by it"),
        help_text=_("Leave this out where the old name would hurt or endanger them."),
        required=False,
    )
    born = PartialDateField(label=_("Date of birth"), required=False, latest=timezone.localdate)
    language = forms.ChoiceField(label=_("Language they prefer"), choices=SPOKEN, required=False, widget=Select)
    needs_interpreter = forms.BooleanField(label=_("They need an interpreter"), required=False)
    reads = forms.ChoiceField(label=_("Language they read"), choices=READ, required=False, widget=Select)
    about = forms.CharField(
        label=_("What they want us to know about them, in their own words"),
        max_length=2000,
        required=False,
        widget=Textarea(rows=3),
    )
    version = SeenField()
    groups: ClassVar = (
        Group(_("Names"), ("full_name", "unnamed", "preferred_name", "own_script_name", "pronouns", "given", "family",
                           "keeps_former")),
        Group(_("Birth"), ("born",)),
        Group(_("Language"), ("language", "needs_interpreter", "reads")),
    )  # fmt: skip

    def __init__(self, data: Any, *, prefix: str, person: Person) -> None:
        stands = {name: getattr(person, name) for name in AS_THEY_ARE}
        born = as_known(person.born_on, person.born_precision)
        super().__init__(data, prefix=prefix, initial={**stands, "born": born, "version": person.version})
        self.person = person

    @property
    def identity(self) -> Identity:
        said = self.cleaned_data
        born_on, born_precision = known_birth(said["born"])
        return Identity(born_on=born_on, born_precision=born_precision, **{name: said[name] for name in AS_THEY_ARE})


class OtherNameForm(Form):
    """Another name by which they are known, or were."""

    name = forms.CharField(label=_("The other name"), max_length=200, widget=TextInput(width=30))
    kind = forms.ChoiceField(label=_("What kind of name is it?"), choices=KINDS_OF_NAMES, widget=Radios)
    since = DateField(label=_("Since when?"), latest=timezone.localdate, required=False)


class SaidForm(Form):
    """One thing they say of themselves: in their words, and where the agency must report it, as codes of its list."""

    own_words = forms.CharField(
        label=_("In their own words"),
        help_text=_("As they say it. Leave it empty if they do not want to say."),
        max_length=300,
        required=False,
        widget=Textarea(rows=2, limit=300),
    )
    version = SeenField()

    def __init__(
        self, data: Any, *, prefix: str, kind: SaidKind, said: SaidOfThemselves | None, asked: CodeList | None
    ) -> None:
        stands = {"own_words": said.own_words or "", "version": said.version} if said else {"version": 0}
        super().__init__(data, prefix=prefix, initial=stands)
        self.kind, self.asked = kind, asked
        if asked is not None:
            codes = said.codes if said and said.code_list == asked.name else []
            self.fields["codes"] = _codes_field(asked, codes)

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        if self.asked is not None and not self.asked.fit(self.codes):
            self.add_error("codes", _("These do not go together. Choose what they said, or why there is no answer."))
        return self.cleaned_data

    @property
    def codes(self) -> list[str]:
        chosen = self.cleaned_data.get("codes") or []
        return [chosen] if isinstance(chosen, str) else list(chosen)


def _codes_field(asked: CodeList, codes: list[str]) -> forms.Field:
    label = _("What do they choose on the list (%(list)s)?") % {"list": asked.title}
    help_text = _("Show them the list. Nobody chooses for them by looking at them.")
    if asked.several:
        return forms.MultipleChoiceField(
            label=label, help_text=help_text, choices=list(asked.codes.items()), initial=codes, required=False,
            widget=Checkboxes,
        )  # fmt: skip
    return forms.ChoiceField(
        label=label, help_text=help_text, choices=list(asked.codes.items()), initial=next(iter(codes), ""),
        required=False, widget=Radios,
    )  # fmt: skip


class DeathForm(Form):
    """That they have died, when, and who told us."""

    died = PartialDateField(label=_("When did they die?"), latest=timezone.localdate)
    told = forms.CharField(
        label=_("Who told us?"),
        help_text=_("Everybody who works with them reads this."),
        max_length=120,
        required=False,
        widget=TextInput(width=20),
    )
    sure = forms.BooleanField(label=_("I am sure that it is this person"))
    version = SeenField()

    def __init__(self, data: Any, *, prefix: str, person: Person) -> None:
        super().__init__(data, prefix=prefix, initial={"version": person.version})

    @property
    def death(self) -> Death:
        died_on, precision = known_birth(self.cleaned_data["died"])
        assert died_on is not None  # noqa: S101 - the form asks for it
        return Death(died_on, precision, self.cleaned_data["told"])


class AliveForm(Form):
    """That it was a mistake."""

    sure = forms.BooleanField(label=_("They are alive. That they had died was a mistake."))


class NumberForm(Form):
    """A number of a card or a paper, of a scheme that is known or any other."""

    scheme = forms.ChoiceField(label=_("What number is it?"), widget=Select)
    called = forms.CharField(
        label=_("What is it called?"),
        help_text=_("For example: library card, school number, passport."),
        max_length=60,
        widget=TextInput(width=20),
    )
    country = forms.ChoiceField(label=_("Which country gave it?"), required=False, widget=Select)
    value = forms.CharField(
        label=_("The number"), max_length=60, widget=TextInput(width=20, attrs={"autocomplete": "off"})
    )
    keeps_doubted = forms.BooleanField(
        label=_("It stands so on the card or paper. Keep it as not checked."), required=False
    )
    valid_from = DateField(label=_("Valid from"), required=False)
    valid_until = DateField(label=_("Valid until"), required=False)
    reveals: ClassVar = {"scheme": {OTHER: ("called", "country")}}

    def __init__(self, data: Any, *, prefix: str, country: str) -> None:
        super().__init__(data, prefix=prefix)
        near = sorted(SCHEMES, key=lambda code: (SCHEMES[code].country != country, name_of(code).casefold()))
        self.offer("scheme", [("", _("Choose")), (OTHER, _("Another one")), *((code, name_of(code)) for code in near)])
        self.offer("country", [("", _("Not known")), *countries(get_language() or "en").items()])
        self.wrong = self._check()
        if not self.wrong:
            del self.fields["keeps_doubted"]

    def _check(self) -> Any:
        """What is wrong with what was sent; nothing while nothing was."""
        if not self.is_bound:
            return ""
        known = checked(self["scheme"].data or "", self["value"].data or "")
        return known.reason if known.is_warning and self["value"].data else ""

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        said = self.cleaned_data
        if self.wrong and not said.get("keeps_doubted"):
            self.add_error("value", self.wrong)
        if said.get("valid_from") and said.get("valid_until") and said["valid_until"] < said["valid_from"]:
            self.add_error("valid_until", _("It cannot end before it began."))
        return said

    @property
    def of_scheme(self) -> str:
        chosen: str = self.cleaned_data["scheme"]
        return self.cleaned_data["called"] if chosen == OTHER else chosen

    @property
    def more(self) -> Numbered:
        said = self.cleaned_data
        return Numbered(said["country"], said["valid_from"], said["valid_until"], bool(self.wrong))


class EndNumberForm(Form):
    """A number that ran out, or was never theirs."""

    number = forms.ChoiceField(label=_("Which number?"), widget=Radios)
    why = forms.ChoiceField(
        label=_("What is it?"),
        choices=[("over", _("It has run out, or was replaced")), ("wrong", _("It was never theirs"))],
        widget=Radios,
    )
    until = DateField(label=_("Since when?"), latest=timezone.localdate)
    reveals: ClassVar = {"why": {"over": ("until",)}}

    def __init__(self, data: Any, *, prefix: str, numbers: Sequence[Identifier]) -> None:
        super().__init__(data, prefix=prefix)
        self.numbers = {str(each.pk): each for each in numbers}
        told = {key: f"{name_of(each.scheme, each.country)} {masked(each.value)}" for key, each in self.numbers.items()}
        self.offer("number", told.items())

    @property
    def meant(self) -> Identifier:
        return self.numbers[self.cleaned_data["number"]]
