"""What we ask about a list of people: the file, what its columns and words are, and who its rows are about."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.languages import LANGUAGES
from keyworker.delivery.models import ContactKind
from keyworker.design.forms import FileField, Form, Group, Radios, Select
from keyworker.interop.models import Alike, Sheet, SheetMapping, SheetRow
from keyworker.interop.sheets.actions import Matching
from keyworker.interop.sheets.columns import FIELDS, problems
from keyworker.interop.sheets.deciding import Choice
from keyworker.interop.sheets.headers import Field
from keyworker.interop.sheets.noting import as_word
from keyworker.interop.sheets.reading import MOST_BYTES, Unusable, beginning
from keyworker.interop.sheets.values import DAY_FIRST, MONTH_FIRST

NOT_USED = ("", _("Leave this column out"))
LEFT = ("", _("We do not know it"))
ORDERS = (
    (DAY_FIRST, _("The day: 4/12 is the fourth of December")),
    (MONTH_FIRST, _("The month: 4/12 is the twelfth of April")),
)
YES_OR_NO = (("yes", _("Yes")), ("no", _("No")))
SAID_YES_OR_NO = (Field.INTERPRETER, Field.SAFE, Field.VOICEMAIL, Field.NOTE_SIGNED)


class SendForm(Form):
    file = FileField(
        label=_("The list"),
        help_text=_("A spreadsheet: .csv or .xlsx, with the names of the columns in the first row. Up to 24 MB."),
        kinds=("csv", "xlsx", "txt", "tsv"),
        most=MOST_BYTES,
    )
    mapping = forms.ChoiceField(
        label=_("How is it laid out?"), required=False, widget=Select, choices=[("", _("Guess by its columns"))]
    )

    def __init__(self, *args: Any, mappings: Sequence[SheetMapping], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mappings = {str(each.pk): each for each in mappings}
        if mappings:
            known = [(key, _("As in “%(name)s”") % {"name": each.name}) for key, each in self.mappings.items()]
            self.offer("mapping", [("", _("Guess by its columns")), *known])
        else:
            del self.fields["mapping"]

    def clean_file(self) -> Any:
        """What the list begins with is read at once, so that what cannot be read is said here."""
        sent = self.cleaned_data["file"]
        try:
            self.begins = beginning(sent.file)
        except Unusable as wrong:
            raise ValidationError(str(wrong)) from wrong
        sent.seek(0)
        return sent


def ask_about_columns(
    form: Form,
    headers: Sequence[str],
    sample: Sequence[Sequence[str]],
    known: Sequence[tuple[str, Any]],
    said: Mapping[str, str],
) -> dict[str, str]:
    """A question for each column, beside the first cells of it: by the question's name, the header."""
    asked = {}
    for at, header in enumerate(headers):
        seen = [row[at][:40] for row in sample if at < len(row) and row[at]]
        asked[f"column_{at}"] = header
        form.fields[f"column_{at}"] = forms.ChoiceField(
            label=header,
            help_text=", ".join(seen),
            choices=[NOT_USED, *known],
            widget=Select,
            required=False,
            initial=said.get(header, ""),
        )
    return asked


class MatchForm(Form):
    """One question a column, one for each word that we do not know, and whose people they are."""

    marks_optional = False
    program = forms.ChoiceField(
        label=_("Which program are these people in?"),
        help_text=_("For rows that name no program."),
        widget=Select,
    )
    worker = forms.ChoiceField(
        label=_("Who looks after them?"),
        help_text=_("For rows that name no worker. They can open these files."),
        widget=Select,
    )
    order = forms.ChoiceField(label=_("What comes first in a date?"), choices=ORDERS, widget=Radios)
    save_as = forms.CharField(
        label=_("Keep this under a name"),
        help_text=_("For the next list that is laid out in this way."),
        max_length=80,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        sheet: Sheet,
        sample: Sequence[Sequence[str]],
        programs: Sequence[Program],
        workers: Sequence[Staff],
        **kwargs: Any,
    ) -> None:
        said = {"order": sheet.order, "program": str(sheet.program_id or ""), "worker": str(sheet.worker_id or "")}
        super().__init__(*args, initial=said, **kwargs)
        self.sheet = sheet
        there = [(str(each.pk), each.name) for each in programs]
        staff = [(str(each.pk), each.name) for each in workers]
        self.offer("program", [("", _("Choose a program")), *there])
        self.offer("worker", [("", _("Choose a colleague")), *staff])
        known = [(field.value, known.label) for field, known in FIELDS.items()]
        self.asked = ask_about_columns(self, self.sheet.headers, sample, known, self.sheet.columns)
        self.unknown = self._ask_about_words({Field.PROGRAM: there, Field.WORKER: staff, Field.NOTE_BY: staff})
        self.groups = (  # type: ignore[misc]  # of this form alone
            Group(_("Words we do not know"), list(self.unknown), _("Say once what each stands for.")),
            Group(_("Whose people they are"), ("program", "worker")),
            Group(_("What the columns are"), (*self.asked, "order")),
            Group(_("Next time"), ("save_as",)),
        )[0 if self.unknown else 1 :]

    def _ask_about_words(self, known: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, tuple[str, str]]:
        """Words of the last look, with what was said of them since."""
        choices: dict[str, Sequence[tuple[str, Any]]] = {**known, Field.LANGUAGE: LANGUAGES}
        choices |= dict.fromkeys(SAID_YES_OR_NO, YES_OR_NO) | {Field.CONTACT_KIND: ContactKind.choices}
        asked = {}
        for what, words in self.sheet.counts.get("unknown", {}).items():
            for number, (word, times) in enumerate(words.items()):
                name = f"word_{what}_{number}"
                asked[name] = (what, word)
                label = _("“%(word)s” in “%(column)s” (rows: %(times)d)")
                self.fields[name] = forms.ChoiceField(
                    label=label % {"word": word, "column": FIELDS[Field(what)].label, "times": times},
                    choices=[LEFT, *choices[what]],
                    widget=Select,
                    required=False,
                    initial=self.sheet.words.get(what, {}).get(as_word(word), ""),
                )
        return asked

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        for wrong in problems(self._columns()):
            self.add_error(None, str(wrong))
        return self.cleaned_data

    def _columns(self) -> dict[str, str]:
        return {header: self.cleaned_data.get(name, "") for name, header in self.asked.items()}

    @property
    def matching(self) -> Matching:
        """What was said, as it is kept; what was said of other words before stays."""
        words = {what: dict(said) for what, said in self.sheet.words.items()}
        for name, (what, word) in self.unknown.items():
            if said := self.cleaned_data.get(name, ""):
                words.setdefault(what, {})[as_word(word)] = said
        return Matching(
            columns=self._columns(),
            words=words,
            order=self.cleaned_data["order"],
            alike=self.sheet.alike,
            save_as=self.cleaned_data["save_as"].strip(),
        )


class DecideForm(Form):
    """A rule for all rows that may be about somebody who is here, and a question for each on the page."""

    marks_optional = False
    alike = forms.ChoiceField(label=_("If somebody may be here already"), choices=Alike.choices, widget=Radios)

    def __init__(
        self, *args: Any, sheet: Sheet, asked: Sequence[tuple[SheetRow, str, Sequence[tuple[str, str]]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, initial={"alike": sheet.alike}, **kwargs)
        self.numbers = {f"row_{row.number}": row.number for row, _label, _known in asked}
        for row, label, known in asked:
            choices = [*known, (Choice.NEW.value, _("Somebody new")), (Choice.SKIP.value, _("Leave this row out"))]
            self.fields[f"row_{row.number}"] = forms.ChoiceField(
                label=label,
                choices=choices,
                widget=Radios,
                required=False,
                initial=str(row.person_id) if row.choice == Choice.FILE else row.choice,
            )

    @property
    def choices(self) -> dict[int, str]:
        """What was decided, by row."""
        found = {number: self.cleaned_data.get(name, "") for name, number in self.numbers.items()}
        return {number: choice for number, choice in found.items() if choice}
