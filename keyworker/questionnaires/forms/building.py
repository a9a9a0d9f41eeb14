"""What the builder asks about a form, a question, when it is shown, and what answers mean."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms import Checkboxes, Form, Radios, Select, Textarea, TextInput
from keyworker.questionnaires.building import logic, tree
from keyworker.questionnaires.building.kinds import NOT_ANSWERED, WITH_CHOICES, WITH_LIMITS, Kind, kind_of
from keyworker.questionnaires.building.questions import Choice, Question, read_question

MOST_CHOICES = 60
SPARE_ROWS = 3
LONGEST_TEXT = 2_000
LEVELS = [
    ("", _("No level")),
    ("low", _("Low")),
    ("medium", _("Medium")),
    ("high", _("High")),
    ("very-high", _("Very high")),
]
COMPARISONS = {
    "=": _("is"),
    "!=": _("is not"),
    ">": _("is more than"),
    "<": _("is less than"),
    ">=": _("is at least"),
    "<=": _("is at most"),
}


class DetailsForm(Form):
    """What the form is called and whose it is."""

    title = forms.CharField(label=_("What is the form called?"), max_length=200, widget=TextInput)
    description = forms.CharField(
        label=_("What is it for?"), required=False, max_length=LONGEST_TEXT, widget=Textarea(rows=3)
    )
    copyright = forms.CharField(
        label=_("Whose words are they?"),
        help_text=_("Shown under the form. For a form from elsewhere, its notice, word for word."),
        max_length=1000,
        widget=Textarea(rows=2),
    )


class ItemForm(Form):
    """The words and limits of one item; only the fields that its kind needs."""

    show_summary = False  # the page has one for these and for the rows of answers

    text = forms.CharField(label=_("What do you ask?"), max_length=LONGEST_TEXT, widget=Textarea(rows=2))
    help = forms.CharField(
        label=_("A hint under the question"), required=False, max_length=LONGEST_TEXT, widget=Textarea(rows=2)
    )
    required = forms.BooleanField(
        label=_("An answer is needed before they can finish"),
        required=False,
        help_text=_("Ask for no more than you need."),
    )
    low = forms.DecimalField(label=_("Smallest number"), required=False, widget=TextInput(width=10))
    high = forms.DecimalField(label=_("Largest number"), required=False, widget=TextInput(width=10))
    unit = forms.CharField(
        label=_("Counted in"),
        help_text=_("For example: days."),
        required=False,
        max_length=40,
        widget=TextInput(width=10),
    )
    counts = forms.MultipleChoiceField(label=_("Which answers does it add up?"), widget=Checkboxes)
    section = forms.ChoiceField(label=_("In which section does it stand?"), required=False, widget=Select)

    def __init__(self, *args: Any, kind: Kind | None, form: tree.Form, name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for field in self._not_asked(kind):
            del self.fields[field]
        if kind is Kind.SCALE:
            self.fields["low"].required = self.fields["high"].required = True
        if kind in {Kind.SECTION, Kind.READ, Kind.SCORE}:
            self.fields["text"].label = _("What does it say?") if kind is Kind.READ else _("What is it called?")
        if "counts" in self.fields:
            offered = [(one.link_id, tree.text_of(one.item)) for one in logic.scored(form)]
            self.offer("counts", offered)
        self._offer_sections(form, name)

    @staticmethod
    def _not_asked(kind: Kind | None) -> list[str]:
        fields = [] if kind in WITH_LIMITS else ["low", "high", "unit"]
        fields += ["required"] if kind in NOT_ANSWERED else []
        fields += ["help"] if kind is Kind.READ else []
        return fields if kind is Kind.SCORE else [*fields, "counts"]

    def _offer_sections(self, form: tree.Form, name: str) -> None:
        own = {name, *(one.link_id for one in tree.placed(tree.find(form, name)))} if name else set()
        sections = [one for one in tree.placed(form) if kind_of(one.item) is Kind.SECTION and one.link_id not in own]
        if not sections:
            del self.fields["section"]
            return
        offered = [("", _("In none")), *((one.link_id, tree.text_of(one.item)) for one in sections)]
        self.offer("section", offered)

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        low, high = given.get("low"), given.get("high")
        if low is not None and high is not None and low > high:
            self.add_error("high", _("The largest number must not be smaller than the smallest."))
        return given

    def question(self, choices: tuple[Choice, ...]) -> Question:
        """What was given, as the builder writes it."""
        given = self.cleaned_data
        return Question(
            self.kind,
            given["text"],
            given.get("help", ""),
            given.get("required", False),
            choices,
            given.get("low"),
            given.get("high"),
            given.get("unit", ""),
        )


def initial_of(item: tree.Raw, parent: str) -> dict[str, Any]:
    """The item as `ItemForm` shows it."""
    asked = read_question(item)
    return {
        "text": asked.text, "help": asked.help, "required": asked.required, "low": asked.low, "high": asked.high,
        "unit": asked.unit, "counts": logic.counted(item), "section": parent,
    }  # fmt: skip


class ChoiceForm(Form):
    """One answer in a list; a row whose words are empty is no answer."""

    show_summary = False
    marks_optional = False
    code = forms.CharField(required=False, widget=forms.HiddenInput, max_length=500)
    text = forms.CharField(label=_("Answer"), required=False, max_length=500, widget=TextInput(width=30))
    weight = forms.DecimalField(
        label=_("Score"), required=False, max_digits=8, decimal_places=3, widget=TextInput(width=5)
    )


class _Choices(forms.BaseFormSet):  # type: ignore[type-arg]  # Django's own class takes no argument
    def choices(self) -> tuple[Choice, ...]:
        """The rows that say something, in order."""
        rows = [row.cleaned_data for row in self.forms]
        return tuple(Choice(row["text"], row["code"], row["weight"]) for row in rows if row.get("text"))

    def clean(self) -> None:
        words = [row.cleaned_data.get("text", "") for row in self.forms if row.is_valid()]
        said = [each for each in words if each]
        if not said:
            raise forms.ValidationError(_("Write at least one answer."))
        if len(set(said)) < len(said):
            raise forms.ValidationError(_("Two answers say the same."))


ChoiceRows = forms.formset_factory(ChoiceForm, formset=_Choices, extra=SPARE_ROWS, max_num=MOST_CHOICES)


def choice_rows(item: tree.Raw, data: Any = None) -> Any:
    """The rows of an item's answers, and some to spare."""
    known = [
        {"text": choice.text, "code": choice.code, "weight": choice.weight} for choice in read_question(item).choices
    ]
    return ChoiceRows(data, initial=known, prefix="choice") if kind_of(item) in WITH_CHOICES else None


class WaitsForm(Form):
    """One condition: how the answer to a question compares. Its choices follow from the question."""

    marks_optional = False

    operator = forms.ChoiceField(label=_("How does it compare?"), widget=Radios)
    answer = forms.CharField(label=_("With what?"), required=False)

    def __init__(self, *args: Any, question: tree.Raw, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        operators = [(each, COMPARISONS[each]) for each in logic.operators_for(question) if each in COMPARISONS]
        if "exists" in logic.operators_for(question):
            operators += [("exists", _("is answered, whatever it is")), ("missing", _("is not answered"))]
        self.offer("operator", operators)
        self.fields["operator"].initial = operators[0][0]
        if answers := _answers(question):
            self.fields["answer"] = forms.ChoiceField(
                label=_("Which answer?"), required=False, choices=answers, widget=Radios
            )
        elif kind_of(question) not in WITH_LIMITS:
            del self.fields["answer"]

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        if given.get("operator") in COMPARISONS and not given.get("answer") and "answer" not in self.errors:
            self.add_error("answer", _("Say which answer it waits for."))
        return given

    def waits(self) -> logic.Waits:
        """The condition as given."""
        operator, answer = self.cleaned_data["operator"], self.cleaned_data.get("answer", "")
        if operator in {"exists", "missing"}:
            return logic.Waits(self.question["linkId"], "exists", "true" if operator == "exists" else "false")
        return logic.Waits(self.question["linkId"], operator, answer)


def _answers(question: tree.Raw) -> list[tuple[str, Any]]:
    if kind_of(question) is Kind.YES_NO:
        return [("true", _("Yes")), ("false", _("No"))]
    return [(choice.code, choice.text) for choice in read_question(question).choices]


class TellsForm(Form):
    """One answer that calls for action, or tells of a strength or a need."""

    marks_optional = False

    kind = forms.ChoiceField(
        label=_("What does the answer tell?"),
        choices=[
            ("strength", _("A strength")),
            ("need", _("A need")),
            ("danger", _("Danger: somebody must act today")),
        ],
        widget=Radios,
    )
    domain = forms.ChoiceField(
        label=_("In which area of life?"), help_text=_("For a strength or a need."), required=False, widget=Select
    )
    message = forms.CharField(
        label=_("What must the worker know and do?"),
        help_text=_("For danger. It stands on the file at once."),
        required=False,
        max_length=300,
        widget=Textarea(rows=2),
    )
    answer = forms.ChoiceField(label=_("Which answer?"), required=False, widget=Radios)

    def __init__(self, *args: Any, question: tree.Raw, domains: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("domain", [("", _("Choose one")), *domains])
        if answers := _answers(question):
            self.fields["answer"].required = True
            self.offer("answer", answers)
        else:
            del self.fields["answer"]

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        if given.get("kind") == "danger":
            given["domain"] = ""
            if not given.get("message"):
                self.add_error("message", _("Say what the worker must know and do."))
        elif given.get("kind"):
            given["message"] = ""
            if not given.get("domain"):
                self.add_error("domain", _("Choose an area of life."))
        return given

    def tells(self) -> logic.Tells:
        """What was given."""
        given: Mapping[str, str] = self.cleaned_data
        return logic.Tells(given["kind"], given.get("answer", ""), given.get("domain", ""), given.get("message", ""))


class BandForm(Form):
    """What a range of scores means; a row without a name is none."""

    show_summary = False
    marks_optional = False
    low = forms.DecimalField(label=_("From"), required=False, widget=TextInput(width=5))
    high = forms.DecimalField(label=_("To"), required=False, widget=TextInput(width=5))
    label = forms.CharField(label=_("Name"), required=False, max_length=100, widget=TextInput(width=20))
    meaning = forms.CharField(label=_("What it means"), required=False, max_length=500, widget=Textarea(rows=2))
    level = forms.ChoiceField(label=_("Level"), required=False, choices=LEVELS, widget=Select)

    def band(self) -> logic.Band | None:
        """The band, if the row has a name."""
        given: Mapping[str, Any] = self.cleaned_data
        low, high = cast("Decimal | None", given.get("low")), cast("Decimal | None", given.get("high"))
        if not given.get("label"):
            return None
        return logic.Band(low, high, given["label"], given["meaning"], given["level"])


BandRows = forms.formset_factory(BandForm, extra=SPARE_ROWS, max_num=30)


def band_rows(item: tree.Raw, data: Any = None) -> Any:
    """The rows of a score's meanings, and some to spare."""
    known = [
        {"low": band.low, "high": band.high, "label": band.label, "meaning": band.meaning, "level": band.level}
        for band in logic.read_bands(item)
    ]
    return BandRows(data, initial=known, prefix="band")
