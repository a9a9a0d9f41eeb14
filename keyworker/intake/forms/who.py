"""Who somebody is: whether we know them already, asked before a record is made; of them, and of whom they live with."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from keyworker.base.languages import LANGUAGES
from keyworker.design.forms import Form, PartialDateField, Radios, Select, Textarea, TextInput
from keyworker.intake.actions import Aside
from keyworker.intake.queries import Described
from keyworker.people.actions import Identity
from keyworker.people.births import as_known, known_birth
from keyworker.people.details.forms import UNNAMED, NamesForm
from keyworker.people.models import AsideBecause
from keyworker.people.queries import IndexEntry

NEW = "new"
LANGUAGE_CHOICES = [("", _("Not known")), *LANGUAGES]
ASIDE = ("aside_because", "aside_words")


class WhoForm(NamesForm):
    """Is the person known already? If not, who are they?"""

    field_order: tuple[str, ...] = ("known",)
    known = forms.ChoiceField(label=_("Is this somebody we know already?"), widget=Radios)
    born = PartialDateField(label=_("Date of birth"), required=False, latest=timezone.localdate)
    language = forms.ChoiceField(
        label=_("Language they prefer"), choices=LANGUAGE_CHOICES, required=False, widget=Select
    )
    needs_interpreter = forms.BooleanField(label=_("They need an interpreter"), required=False)
    about = forms.CharField(
        label=_("What they want us to know about them, in their own words"),
        max_length=2000,
        required=False,
        widget=Textarea(rows=3),
    )
    reveals = {
        "known": {
            NEW: (
                "full_name", "unnamed", "preferred_name", "own_script_name", "pronouns", "born", "language",
                "needs_interpreter", "about",
            )
        }
    }  # fmt: skip

    def __init__(self, *args: Any, matches: Sequence[IndexEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matches = matches
        field = _offer_known(self, matches)
        if not matches:
            field.initial = NEW
            field.help_text = _("Nobody with this name was found in the index.")

    def set_aside(self) -> tuple[Aside, ...]:
        """Nobody has to be: nobody likely was found."""
        return ()

    @property
    def known_id(self) -> UUID | None:
        """The one who was picked, or None for somebody new."""
        picked = self.cleaned_data.get("known") or NEW
        return None if picked == NEW else UUID(picked)

    def identity(self) -> Identity:
        said = self.cleaned_data
        born_on, born_precision = known_birth(said["born"])
        plain = ("full_name", "preferred_name", "own_script_name", "pronouns", "language", "about")
        return Identity(
            born_on=born_on,
            born_precision=born_precision,
            needs_interpreter=bool(said["needs_interpreter"]),
            unnamed=bool(said["unnamed"]),
            **{name: said[name] for name in plain},
        )


class AsideFields(Form):
    """Why whoever is found alike is somebody else."""

    aside_because = forms.ChoiceField(
        label=_("How do you know that this is somebody else than who was found?"),
        choices=AsideBecause.choices,
        widget=Radios,
    )
    aside_words = forms.CharField(
        label=_("More about this"), max_length=200, required=False, widget=TextInput(width=30)
    )

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        said = self.cleaned_data
        if said.get("aside_because") == AsideBecause.OTHER and not said.get("aside_words"):
            self.add_error("aside_words", _("Please say how you know."))
        return said

    def asides(self, matches: Sequence[IndexEntry]) -> tuple[Aside, ...]:
        """Of everybody who had to be looked at."""
        said = self.cleaned_data
        if not said.get("aside_because"):
            return ()
        because = AsideBecause(said["aside_because"])
        return tuple(Aside(entry.id, because, said["aside_words"]) for entry in matches if entry.likely)


class LikelyWhoForm(AsideFields, WhoForm):
    """The same where somebody alike is known: whoever is new needs a reason."""

    field_order = ("known", *ASIDE)
    reveals = {"known": {NEW: (*ASIDE, *WhoForm.reveals["known"][NEW])}}

    def set_aside(self) -> tuple[Aside, ...]:
        return self.asides(self.matches)


class RelativeForm(Form):
    """Somebody they live with."""

    full_name = forms.CharField(label=_("Name"), max_length=200, required=False, widget=TextInput(width=20))
    unnamed = forms.BooleanField(label=UNNAMED, required=False)
    role = forms.CharField(
        label=_("Who are they to them?"),
        help_text=_("For example: daughter."),
        max_length=60,
        required=False,
        widget=TextInput(width=20),
    )
    born = PartialDateField(label=_("Date of birth"), required=False, latest=timezone.localdate)

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        said = self.cleaned_data
        if not said.get("full_name") and (said.get("role") or said.get("born")):
            self.add_error("full_name", _("Please write a name, or clear this part."))
        return said

    @property
    def known_id(self) -> UUID | None:
        """Who was picked from the index."""
        picked = self.cleaned_data.get("known") or NEW
        return None if picked == NEW else UUID(picked)

    def set_aside(self) -> tuple[Aside, ...]:
        """Nobody has to be: nobody likely was found."""
        return ()


class LikelyRelativeForm(AsideFields, RelativeForm):
    """The same where somebody alike is known."""

    known = forms.ChoiceField(label=_("Is this somebody we know already?"), widget=Radios)
    field_order = ("full_name", "unnamed", "role", "born", "known", *ASIDE)
    reveals = {"known": {NEW: ASIDE}}

    def __init__(self, *args: Any, matches: Sequence[IndexEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matches = matches
        _offer_known(self, matches)

    def set_aside(self) -> tuple[Aside, ...]:
        return self.asides(self.matches)


def described(data: Mapping[str, Any], *, ways: int) -> Described | None:
    """Who is told of on the page as somebody new; None for somebody who was picked, or has no name yet."""
    form = WhoForm(data, matches=())
    form.is_valid()
    said = form.cleaned_data
    if said.get("known") != NEW or not said.get("full_name"):
        return None
    numbers = tuple(data.get(f"way{number}-value", "").strip() for number in range(ways))
    name = "" if said.get("unnamed") else said["full_name"]
    return Described(name, *known_birth(said.get("born")), numbers)


def described_at_home(data: Mapping[str, Any], *, places: int) -> dict[int, Described]:
    """Those they live with, by the place on the page."""
    found = {}
    for number in range(places):
        form = RelativeForm(data, prefix=f"home{number}")
        form.is_valid()
        said = form.cleaned_data
        if said.get("full_name") and not said.get("unnamed"):
            found[number] = Described(said["full_name"], *known_birth(said.get("born")))
    return found


def who_form(data: Mapping[str, Any] | None, *, matches: Sequence[IndexEntry], initial: dict[str, Any]) -> WhoForm:
    """With a question for the reason where somebody found has to be looked at first."""
    kind = LikelyWhoForm if any(entry.likely for entry in matches) else WhoForm
    return kind(data, matches=matches, initial=initial)


def relative_form(data: Mapping[str, Any] | None, *, prefix: str, matches: Sequence[IndexEntry]) -> RelativeForm:
    """Asks whether they are known only where somebody alike is."""
    return LikelyRelativeForm(data, prefix=prefix, matches=matches) if matches else RelativeForm(data, prefix=prefix)


def _offer_known(form: Form, matches: Sequence[IndexEntry]) -> forms.ChoiceField:
    found = [(str(entry.id), _describe(entry)) for entry in matches]
    hints = {str(entry.id): _hint(entry) for entry in matches}
    return form.offer("known", [*found, (NEW, _("No, this is somebody new"))], hints=hints)


def _describe(entry: IndexEntry) -> str:
    born = as_known(entry.born_on, entry.born_precision)
    words = _("{name}, born {born}") if born else _("{name}, date of birth not known")
    return str(words).format(name=entry.name, born=born)


def _hint(entry: IndexEntry) -> str:
    """Why they are shown, and their file where it is the worker's to open."""
    why = format_html_join(" · ", "<bdi>{}</bdi>", ((reason,) for reason in entry.why))
    if not entry.may_open:
        return why
    href = reverse("workspace:file", args=[entry.id])
    words = _("Look at the file (opens in a new tab)")
    return format_html('{} <a class="govuk-link" href="{}" target="_blank" rel="noopener">{}</a>', why, href, words)
