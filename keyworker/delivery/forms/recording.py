"""What is asked about a contact and a note."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import DistanceUnit
from keyworker.base import clock
from keyworker.base.ids import new_id
from keyworker.base.privacy import Category
from keyworker.cases.models import Case
from keyworker.consent.forms import CATEGORY_WORDS
from keyworker.delivery import travel
from keyworker.delivery.actions import Draft, Happened, NextStep
from keyworker.delivery.formats import PARTS, NoteFormat, Part, in_one_piece, laid_out_again
from keyworker.delivery.models import CaseContact, CaseNote, ContactKind, ContactOutcome, Direction
from keyworker.delivery.rules import may_be_held
from keyworker.design.forms import DateField, Form, Group, Radios, SeenField, Select, Textarea, TextInput
from keyworker.tasks.forms import CaseForm

LONGEST_NOTE = 50_000
LONGEST_PART = 12_000
SENSITIVE = [(one.value, words) for one, words in CATEGORY_WORDS.items() if one is not Category.GENERAL]
# A group has a page of its own, where who came is written down for everybody in it.
ONE_BY_ONE = [(kind, words) for kind, words in ContactKind.choices if kind != ContactKind.GROUP]
TALKED = {"": None, "yes": True, "no": False}
HOW_FAR = {
    DistanceUnit.MILE.value: _("How many miles, there and back?"),
    DistanceUnit.KILOMETER.value: _("How many kilometers, there and back?"),
}


class MomentFields(Form):
    """Asks for a day and a time, meant on the agency's clock; `moment()` gives the instant."""

    day = DateField(label=_("Which day?"))
    at = forms.TimeField(
        label=_("At what time?"), help_text=_("For example 14:30."), widget=TextInput(width=10, attrs={"type": "time"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        now = timezone.localtime(clock.now())
        start = {"day": now.date(), "at": now.strftime("%H:%M")}
        super().__init__(*args, **{**kwargs, "initial": {**start, **kwargs.get("initial", {})}})

    def moment(self) -> datetime:
        return datetime.combine(
            self.cleaned_data["day"], self.cleaned_data["at"], tzinfo=timezone.get_current_timezone()
        )


class MomentForm(MomentFields, CaseForm):
    """A day and a time in one of a person's open cases."""


class ContactForm(MomentForm):
    kind = forms.ChoiceField(label=_("How?"), choices=ONE_BY_ONE, widget=Radios)
    outcome = forms.ChoiceField(label=_("How did it go?"), choices=ContactOutcome.choices, widget=Radios)
    why_failed = forms.CharField(label=_("What happened?"), max_length=300, required=False, widget=TextInput)
    direction = forms.ChoiceField(label=_("Who started it?"), choices=Direction.choices, widget=Radios(inline=True))
    note = forms.CharField(
        label=_("What was it about?"),
        help_text=_("This becomes a signed note. It can be added to later, but not changed."),
        required=False,
        max_length=LONGEST_NOTE,
        widget=Textarea(rows=8),
    )
    who_took_part = forms.CharField(label=_("Who took part?"), max_length=300, required=False, widget=TextInput)
    safe_to_talk = forms.ChoiceField(
        label=_("Could they talk safely?"),
        choices=[("", _("I did not ask")), ("yes", _("Yes")), ("no", _("No"))],
        required=False,
        widget=Radios(inline=True),
    )
    minutes = forms.IntegerField(
        label=_("How many minutes?"), required=False, min_value=0, max_value=1440, widget=TextInput(width=4)
    )
    travel_minutes = forms.IntegerField(
        label=_("How many minutes on the way?"), required=False, min_value=0, max_value=1440, widget=TextInput(width=4)
    )
    distance = forms.DecimalField(
        required=False, min_value=0, max_value=travel.MOST, max_digits=5, decimal_places=1, widget=TextInput(width=5)
    )
    next_step = forms.CharField(
        label=_("What is to be done next?"),
        help_text=_("It becomes a task for whoever has the case."),
        max_length=300,
        required=False,
        widget=TextInput,
    )
    next_on = DateField(label=_("By when?"), earliest=timezone.localdate, required=False)

    reveals = {"outcome": {ContactOutcome.ATTEMPTED.value: ["why_failed"]}}
    groups = [
        Group(_("What happened"), ["case_id", "kind", "outcome", "day", "at", "note"]),
        Group(_("What comes next"), ["next_step", "next_on"]),
        Group(_("A little more, if you like"), [
            "direction", "who_took_part", "safe_to_talk", "minutes", "travel_minutes", "distance",
        ]),
    ]  # fmt: skip

    def __init__(self, *args: Any, distance_unit: str, **kwargs: Any) -> None:
        initial = {"direction": Direction.OUTGOING.value, "safe_to_talk": "", **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["distance"].label = HOW_FAR[distance_unit]
        if not any(case.program.counselling for case in self.cases.values()):
            self.offer("kind", [each for each in ONE_BY_ONE if each[0] != ContactKind.COUNSELLING])

    def clean(self) -> dict[str, Any] | None:
        """A next step is something to do and a day to do it by: the one without the other helps nobody."""
        super().clean()
        if self._case_is_known() and "kind" in self.cleaned_data:
            held = may_be_held(self.cleaned_data["kind"], counselling=self.case.program.counselling)
            if not held:
                self.add_error("kind", str(held.reason))
        said, on = self.cleaned_data.get("next_step"), self.cleaned_data.get("next_on")
        if said and on is None and "next_on" not in self.errors:
            self.add_error("next_on", _("Say by when this is to be done."))
        if on is not None and not said:
            self.add_error("next_step", _("Write what is to be done by then."))
        return self.cleaned_data

    def comes_next(self) -> NextStep | None:
        """What `record_contact` plans, if anything was said."""
        given = self.cleaned_data
        return NextStep(given["next_step"], given["next_on"]) if given["next_step"] else None

    def happened(self) -> Happened:
        given = self.cleaned_data
        return Happened(
            kind=ContactKind(given["kind"]),
            outcome=ContactOutcome(given["outcome"]),
            happened_at=self.moment(),
            direction=Direction(given["direction"]),
            why_failed=given["why_failed"],
            minutes=given["minutes"],
            travel_minutes=given["travel_minutes"],
            distance=given["distance"],
            who_took_part=given["who_took_part"],
            safe_to_talk=TALKED[given["safe_to_talk"]],
        )


class NoteForm(CaseForm):
    """A note being written. `draft`, `seen` and `page` tell the server which words these are and from which page.

    `about` is the contact it is of, where it is of one: it is then written in the contact's case.
    """

    text = forms.CharField(
        label=_("Your note"), required=False, max_length=LONGEST_NOTE, strip=False, widget=Textarea(rows=14)
    )
    category = forms.ChoiceField(
        label=_("What is it mainly about?"),
        help_text=_("It decides which consent lets it be told."),
        choices=[(Category.GENERAL.value, _("Nothing sensitive")), *SENSITIVE],
        widget=Select,
    )
    marks_optional = False  # a draft may be empty, but nobody should be told that a note is optional
    draft = forms.UUIDField(widget=forms.HiddenInput)
    seen = SeenField()
    page = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    about = forms.UUIDField(widget=forms.HiddenInput, required=False)

    format = forms.ChoiceField(choices=NoteFormat.choices, widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, note: CaseNote | None = None, contact: CaseContact | None = None, **kwargs: Any
    ) -> None:
        start: dict[str, Any] = {"draft": new_id(), "seen": 0, "page": new_id().hex, "category": Category.GENERAL}
        if note is not None:
            start |= {"draft": note.pk, "seen": note.version, "text": note.text, "category": note.category}
            start |= {"format": note.format, **{f"part_{key}": words for key, words in note.parts.items()}}
        self.contact = contact if contact or note is None else note.contact
        if self.contact is not None:
            start["about"] = self.contact.pk
            kwargs["cases"] = [case for case in kwargs["cases"] if case.pk == self.contact.case_id]
        if note is None:
            start["format"] = _begins_as(self.contact, kwargs["cases"])
        super().__init__(*args, initial=start, **kwargs)
        sent = self.data.get("format") if self.is_bound else start["format"]
        self.layout = NoteFormat(sent) if sent in NoteFormat.values else NoteFormat.FREE
        self._ask_for_parts()
        # A draft is kept before anybody thinks of which case it is for; it can be changed until it is signed.
        self.initial["case_id"] = str(note.case_id) if note else next(iter(self.cases), "")

    def _ask_for_parts(self) -> None:
        """A note in parts is asked for part by part, and its text is made of them."""
        if not (parts := PARTS[self.layout]):
            return
        del self.fields["text"]
        rows = {f"part_{part.key}": _part_field(part) for part in parts}
        self.fields = {**rows, **self.fields}

    @property
    def parts(self) -> dict[str, str]:
        """The words of each part as they were sent."""
        given = {part.key: self.data.get(f"part_{part.key}", "") for part in PARTS[self.layout]}
        return {key: words.replace("\r\n", "\n") for key, words in given.items()}

    def relaid(self, layout: NoteFormat) -> QueryDict:
        """What was sent, in another layout: nothing typed is lost on the way."""
        parts, text = laid_out_again(self.layout, self.parts, self.data.get("text", ""), layout)
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["format"], data["text"] = layout.value, text
        for key, words in parts.items():
            data[f"part_{key}"] = words
        return data

    def words(self) -> Draft:
        given = self.cleaned_data
        text = in_one_piece(self.layout, self.parts) if PARTS[self.layout] else given["text"].replace("\r\n", "\n")
        return Draft(
            id=given["draft"],
            text=text,
            format=self.layout,
            parts=self.parts,
            category=Category(given["category"]),
            contact=self.contact,
            seen=given["seen"],
            page=given["page"],
        )


def _begins_as(contact: CaseContact | None, cases: Sequence[Case]) -> NoteFormat:
    """Clinical notes begin in parts: of a counselling session, or where all that is open is counselling."""
    of_a_session = contact is not None and contact.kind == ContactKind.COUNSELLING
    only = {case.program.counselling for case in cases if case.is_open} == {True}
    return NoteFormat.DAP if of_a_session or only else NoteFormat.FREE


def _part_field(part: Part) -> forms.CharField:
    area = Textarea(rows=4)
    return forms.CharField(
        label=part.label, help_text=part.hint, required=False, max_length=LONGEST_PART, strip=False, widget=area
    )


class AmendForm(Form):
    text = forms.CharField(label=_("What should be added?"), max_length=LONGEST_NOTE, widget=Textarea(rows=8))
    reason = forms.CharField(
        label=_("Why?"), help_text=_("For example: I mixed up the dates."), max_length=300, widget=TextInput
    )


class SeenForm(Form):
    """Which version the page showed."""

    seen = SeenField()


class SendNoteBackForm(SeenForm):
    because = forms.CharField(
        label=_("What should be added?"),
        help_text=_("Whoever wrote the note reads this. It stands in the file."),
        max_length=240,
        widget=Textarea(rows=3, limit=240),
    )
