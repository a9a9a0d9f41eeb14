"""Choosing an instrument, saying how it is done, handing it over."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.assessment.actions import Asking, FindingWords, HandOver, How, OtherLevel, When
from keyworker.assessment.danger import key_of, number_of
from keyworker.assessment.domains import Domain
from keyworker.assessment.levels import Levelled
from keyworker.assessment.models import AnsweredBy, Assessment, Interpreter, Mode, Operator
from keyworker.cases.models import Case
from keyworker.design.forms import Checkboxes, DateField, Form, Radios, SeenField, Select, Textarea, TextInput
from keyworker.questionnaires.engine.definition import NUMBERS, Definition, Item, ItemType
from keyworker.questionnaires.models import Questionnaire
from keyworker.tasks.forms import CaseForm

MOST_DAYS = 3650
DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


class HowForm(Form):
    """How it is done: who answers, in what way, who is there."""

    answered_by = forms.ChoiceField(
        label=_("Who answers?"),
        choices=[
            (AnsweredBy.TOGETHER.value, _("We answer together")),
            (AnsweredBy.CLIENT.value, _("They answer by themselves")),
            (AnsweredBy.WORKER.value, _("I answer, from what I know")),
        ],
        initial=AnsweredBy.TOGETHER.value,
        widget=Radios(),
    )
    mode = forms.ChoiceField(
        label=_("How?"), choices=Mode.choices, initial=Mode.IN_PERSON.value, widget=Radios(inline=True)
    )
    interpreter = forms.ChoiceField(
        label=_("Who interprets?"),
        choices=Interpreter.choices,
        required=False,
        help_text=_("A trained interpreter is best. Family may leave things out, or should not hear them."),
        widget=Select(),
    )
    present = forms.CharField(
        label=_("Who else is there?"),
        help_text=_("For example: “Her sister.” Some things are hard to say when others listen."),
        max_length=200,
        required=False,
        widget=TextInput(),
    )

    @property
    def how(self) -> How:
        given = self.cleaned_data
        return How(
            AnsweredBy(given["answered_by"]),
            Mode(given["mode"]),
            given["present"],
            Interpreter(given["interpreter"]),
        )


def how_of(assessment: Assessment) -> dict[str, str]:
    """What the form shows of an assessment that was begun."""
    return {name: getattr(assessment, name) for name in HowForm.base_fields}


class StartForm(HowForm):
    """Which instrument, in which case, and how."""

    questionnaire = forms.TypedChoiceField(label=_("Which one?"), choices=(), widget=Radios())
    case = forms.TypedChoiceField(label=_("For which case?"), choices=(), widget=Radios())

    field_order = ("questionnaire", "case", *HowForm.base_fields)

    def __init__(
        self, *args: Any, questionnaires: Iterable[Questionnaire], cases: Iterable[Case], **kwargs: Any
    ) -> None:
        self.questionnaires = {str(found.pk): found for found in questionnaires}
        self.cases = {str(case.pk): case for case in cases}
        super().__init__(*args, **kwargs)
        _offer_cases_and_forms(self)

    def choose(self, *, url: str, case: str) -> None:
        """Choose a form and a case beforehand, as a link to what is due says."""
        chosen = next((key for key, found in self.questionnaires.items() if found.url == url), None)
        if chosen:
            self.initial["questionnaire"] = chosen
        if case in self.cases:
            self.initial["case"] = case

    @property
    def questionnaire_chosen(self) -> Questionnaire:
        return self.questionnaires[self.cleaned_data["questionnaire"]]

    @property
    def case_chosen(self) -> Case:
        return self.cases[self.cleaned_data["case"]]


class AskForm(Form):
    """What the client is asked to answer alone, and by when."""

    questionnaire = forms.ChoiceField(label=_("Which one?"), choices=(), widget=Radios())
    case = forms.ChoiceField(label=_("For which case?"), choices=(), widget=Radios())
    until = DateField(label=_("Best answered by"), earliest=timezone.localdate)
    words = forms.CharField(
        label=_("Your words to them"),
        help_text=_("They read this above the questions. For example: “Then we can talk about it on Tuesday.”"),
        max_length=300,
        required=False,
        widget=Textarea(rows=2, limit=300),
    )

    def __init__(
        self, *args: Any, questionnaires: Iterable[Questionnaire], cases: Iterable[Case], language: str, **kwargs: Any
    ) -> None:
        self.questionnaires = {str(found.pk): found for found in questionnaires}
        self.cases = {str(case.pk): case for case in cases}
        self.language = language
        super().__init__(*args, **kwargs)
        _offer_cases_and_forms(self)

    @property
    def case_chosen(self) -> Case:
        return self.cases[self.cleaned_data["case"]]

    @property
    def asking(self) -> Asking:
        given = self.cleaned_data
        return Asking(self.questionnaires[given["questionnaire"]], given["until"], self.language, given["words"])


class ReadingForm(Form):
    """On which days, and by when, somebody reads what clients answered alone."""

    program = forms.ChoiceField(label=_("In which program?"), choices=(), widget=Select())
    days = forms.MultipleChoiceField(
        label=_("On which days does somebody read?"),
        choices=[(str(number), name) for number, name in enumerate(DAYS, 1)],
        initial=list("12345"),
        widget=Checkboxes(inline=True),
    )
    by = forms.TimeField(label=_("By what time?"), initial="10:00", widget=TextInput(width=10, attrs={"type": "time"}))

    def __init__(self, *args: Any, programs: Iterable[Program], **kwargs: Any) -> None:
        self.programs = {str(program.pk): program for program in programs}
        super().__init__(*args, **kwargs)
        self.offer("program", [("", _("Choose one")), *((key, p.name) for key, p in self.programs.items())])

    @property
    def program_chosen(self) -> Program:
        return self.programs[self.cleaned_data["program"]]

    @property
    def days_chosen(self) -> str:
        return "".join(sorted(self.cleaned_data["days"]))


class LevelForm(Form):
    """Which level the worker holds to be right, and why."""

    level = forms.ChoiceField(label=_("Which level is right?"), choices=(), widget=Radios())
    because = forms.CharField(
        label=_("Why?"),
        help_text=_("Your supervisor reads it. The person may read it, too."),
        max_length=1000,
        widget=Textarea(rows=3, limit=1000),
    )

    def __init__(self, *args: Any, result: Levelled, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.result = result
        others = [(number, band) for number, band in enumerate(result.bands) if band is not result.computed]
        self.offer("level", [(str(number), band.label.in_language(language)) for number, band in others])

    @property
    def other(self) -> OtherLevel:
        band = self.result.bands[int(self.cleaned_data["level"])]
        return OtherLevel(self.result.link_id, band.low, self.cleaned_data["because"])


class RuleForm(Form):
    """When a form is due in a program."""

    program = forms.ChoiceField(label=_("In which program?"), choices=(), widget=Select())
    questionnaire = forms.ChoiceField(label=_("Which form?"), choices=(), widget=Select())
    first = forms.IntegerField(
        label=_("First, within how many days after the case was opened?"),
        min_value=0,
        max_value=MOST_DAYS,
        required=False,
        widget=TextInput(width=4, attrs={"inputmode": "numeric"}),
    )
    again = forms.IntegerField(
        label=_("Again, every how many days?"),
        min_value=1,
        max_value=MOST_DAYS,
        required=False,
        widget=TextInput(width=4, attrs={"inputmode": "numeric"}),
    )
    at_exit = forms.BooleanField(label=_("Also before the case ends"), required=False)

    def __init__(
        self, *args: Any, programs: Iterable[Program], questionnaires: Iterable[Questionnaire], **kwargs: Any
    ) -> None:
        self.programs = {str(program.pk): program for program in programs}
        self.questionnaires = {str(found.pk): found for found in questionnaires}
        super().__init__(*args, **kwargs)
        first = ("", str(_("Choose one")))
        self.offer("program", [first, *((key, one.name) for key, one in self.programs.items())])
        self.offer("questionnaire", [first, *((key, one.called) for key, one in self.questionnaires.items())])

    @property
    def program_chosen(self) -> Program:
        return self.programs[self.cleaned_data["program"]]

    @property
    def questionnaire_chosen(self) -> Questionnaire:
        return self.questionnaires[self.cleaned_data["questionnaire"]]

    @property
    def when(self) -> When:
        given = self.cleaned_data
        return When(given["first"], given["again"], given["at_exit"])


class FindingForm(Form):
    """What is hard or what helps, in which area of life."""

    text = forms.CharField(
        label=_("In their words"),
        help_text=_("As they say it. For example: “My sister watches the children.”"),
        max_length=2000,
        widget=Textarea(rows=3),
    )
    domain = forms.ChoiceField(
        label=_("Which part of life is it about?"), choices=[("", _("Choose one")), *Domain.choices], widget=Select()
    )
    seen = SeenField()

    @property
    def words(self) -> FindingWords:
        return FindingWords(Domain(self.cleaned_data["domain"]), self.cleaned_data["text"])


class FindingOfCaseForm(FindingForm, CaseForm):
    """The same, noted by hand in one of the open cases."""


class HandOverForm(Form):
    """Who goes on with it, by when, and why."""

    to = forms.ChoiceField(label=_("Who goes on with it?"), choices=(), widget=Radios())
    due_on = DateField(label=_("By when?"), earliest=timezone.localdate)
    because = forms.CharField(label=_("Why?"), max_length=200, widget=Textarea(rows=2, limit=200))

    def __init__(self, *args: Any, colleagues: Iterable[Staff], **kwargs: Any) -> None:
        self.colleagues = {str(staff.pk): staff for staff in colleagues}
        super().__init__(*args, **kwargs)
        self.offer("to", [(key, staff.name) for key, staff in self.colleagues.items()])

    @property
    def over(self) -> HandOver:
        given = self.cleaned_data
        return HandOver(self.colleagues[given["to"]], given["because"], given["due_on"])


class QuestionForm(Form):
    """Which question of a form an agency marks."""

    question = forms.ChoiceField(label=_("Which question?"), choices=(), widget=Select())

    def __init__(self, *args: Any, definition: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [(item.link_id, words_of(item)) for item in definition.walk() if can_be_marked(item)]
        self.offer("question", [("", str(_("Choose one"))), *asked])


class MarkForm(Form):
    """Which answer to it calls for action, and what to do then."""

    answer = forms.ChoiceField(label=_("Which answer calls for action?"), choices=(), widget=Radios())
    number = forms.CharField(label=_("From which number on?"), max_length=20, widget=TextInput(width=5))
    message = forms.CharField(
        label=_("What should whoever reads it do?"),
        help_text=_("For example: “Call them today and ask where they sleep tonight.”"),
        max_length=200,
        widget=Textarea(rows=2, limit=200),
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answers = dict(_answers_to_mark(item))
        del self.fields["number" if self.answers else "answer"]
        if self.answers:
            self.offer("answer", [(key, words) for key, words in self.answers.items()])

    def clean_number(self) -> str:
        number = number_of(self.cleaned_data["number"])
        if number is None:
            raise ValidationError(_("Write a number, such as 3."))
        return str(number)

    @property
    def marked(self) -> tuple[Operator, str, str]:
        """How an answer is compared, with what, and how that reads."""
        if "number" in self.cleaned_data:
            number = self.cleaned_data["number"]
            return Operator.AT_LEAST, number, number
        key = self.cleaned_data["answer"]
        operator, _bar, value = key.partition(":")
        return Operator(operator), value, self.answers[key]


def can_be_marked(item: Item) -> bool:
    """A question whose answer is one of a list, yes or no, or a number."""
    return item.is_asked and (bool(item.options) or item.type is ItemType.BOOLEAN or item.type in NUMBERS)


def words_of(item: Item) -> str:
    """The question, short enough for a list."""
    return (item.text.default or item.link_id)[:300]


def _answers_to_mark(item: Item) -> Iterator[tuple[str, str]]:
    if item.type is ItemType.BOOLEAN and not item.options:
        yield from ((f"{Operator.IS}:true", str(_("Yes"))), (f"{Operator.IS}:false", str(_("No"))))
    for option in item.options:
        yield f"{Operator.IS}:{key_of(option.value)}", option.label.default
    for option in item.options:
        if option.ordinal:
            words = _("{answer}, or any answer that counts more").format(answer=option.label.default)
            yield f"{Operator.AT_LEAST}:{option.ordinal.normalize():f}", words


def _offer_cases_and_forms(form: StartForm | AskForm) -> None:
    """What may be chosen; with one case only, it is not asked about."""
    form.offer("questionnaire", [(key, found.called) for key, found in form.questionnaires.items()])
    form.offer("case", [(key, f"{case.program.name} · {case.number}") for key, case in form.cases.items()])
    if len(form.cases) == 1:
        form.fields["case"].initial = next(iter(form.cases))
        form.fields["case"].widget = forms.HiddenInput()
