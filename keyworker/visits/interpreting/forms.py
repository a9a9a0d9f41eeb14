"""What is asked about interpreters: who they are, whom to book, whom somebody does not want."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.base.languages import LANGUAGES
from keyworker.design.forms import Checkboxes, DateField, Form, Group, Radios, SeenField, Select, TextInput
from keyworker.tasks.forms import CaseForm
from keyworker.visits.interpreting.actions import Known
from keyworker.visits.models import Interpreter, VisitKind

KEPT = ("name", "contact", "qualification", "qualified_until", "confidential_on", "modes")
SLOTS = ("language", "language_2", "language_3", "language_4")
CHOICES = [("", "—"), *LANGUAGES]


class InterpreterForm(Form):
    name = forms.CharField(label=_("What is their name?"), max_length=120, widget=TextInput(width=30))
    contact = forms.CharField(
        label=_("How do we reach them?"), help_text=_("For staff alone. Kept encrypted."), max_length=200,
        widget=TextInput(width=30),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Which language do they interpret?"), choices=CHOICES, widget=Select)
    language_2 = forms.ChoiceField(label=_("A second one"), choices=CHOICES, required=False, widget=Select)
    language_3 = forms.ChoiceField(label=_("A third one"), choices=CHOICES, required=False, widget=Select)
    language_4 = forms.ChoiceField(label=_("A fourth one"), choices=CHOICES, required=False, widget=Select)
    modes = forms.MultipleChoiceField(label=_("How do they work?"), choices=VisitKind.choices, widget=Checkboxes)
    qualification = forms.CharField(
        label=_("What are they qualified by?"), max_length=120, required=False, widget=TextInput(width=30)
    )
    qualified_until = DateField(label=_("Until when?"), required=False)
    confidential_on = DateField(
        label=_("When did they sign that what they hear stays with them?"),
        help_text=_("Before that they cannot be booked."),
        required=False,
        latest=timezone.localdate,
    )
    version = SeenField()

    groups = [
        Group(_("Who they are"), ["name", "contact"]),
        Group(_("What they do"), [*SLOTS, "modes"]),
        Group(_("What they have shown"), ["qualification", "qualified_until", "confidential_on"]),
    ]

    def __init__(self, *args: Any, interpreter: Interpreter | None = None, **kwargs: Any) -> None:
        start: dict[str, Any] = {}
        if interpreter is not None:
            start = {name: getattr(interpreter, name) for name in (*KEPT, "version")}
            start |= dict(zip(SLOTS, interpreter.languages, strict=False))
        super().__init__(*args, initial=start, **kwargs)
        if interpreter is None:
            del self.fields["version"]

    def known(self) -> Known:
        """What `keep_interpreter` and `change_interpreter` take."""
        said = self.cleaned_data
        return Known(
            name=said["name"],
            contact=said["contact"],
            languages=tuple(dict.fromkeys(said[slot] for slot in SLOTS if said[slot])),
            modes=tuple(VisitKind(each) for each in said["modes"]),
            qualification=said["qualification"],
            qualified_until=said["qualified_until"],
            confidential_on=said["confidential_on"],
        )


class BookForm(Form):
    interpreter_id = forms.ChoiceField(label=_("Whom did you ask?"), widget=Radios)

    def __init__(self, *args: Any, offered: Iterable[Interpreter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(each.pk): each for each in offered}
        self.offer("interpreter_id", [(key, each.name) for key, each in self.offered.items()])

    @property
    def meant(self) -> Interpreter:
        """Who was asked; only of a valid form."""
        return self.offered[self.cleaned_data["interpreter_id"]]


class RefusalForm(CaseForm):
    interpreter_id = forms.ChoiceField(label=_("Whom do they not want?"), widget=Select)
    because = forms.CharField(
        label=_("Is there anything to know about it?"),
        help_text=_("They need not say why. Kept encrypted."),
        max_length=300,
        required=False,
        widget=TextInput,
    )

    def __init__(self, *args: Any, offered: Iterable[Interpreter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(each.pk): each for each in offered}
        self.offer("interpreter_id", [(key, each.name) for key, each in self.offered.items()])

    @property
    def meant(self) -> Interpreter:
        """Who is not wanted; only of a valid form."""
        return self.offered[self.cleaned_data["interpreter_id"]]
