"""The words of a plan, as workers and clients are asked for them."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from keyworker.assessment.domains import Domain
from keyworker.assessment.models import Strength
from keyworker.design.forms import (
    Checkboxes,
    DateField,
    Form,
    Group,
    Radios,
    SeenField,
    Select,
    Textarea,
    TextInput,
    Typeahead,
)
from keyworker.planning.actions import GoalWords, PlanWords, Said, StepWords
from keyworker.planning.clear_goals import GoalFacts, is_sound_goal, is_sound_step
from keyworker.planning.forms.questions import COPING, EXCEPTIONS, MIRACLE, SCALING
from keyworker.planning.models import MOST_PROGRESS, Goal, Horizon, SaidBy
from keyworker.planning.rules import with_strengths
from keyworker.tasks.models import Doer

LONG, SHORT, IN_A_LIST = 2000, 300, 80
GOAL_WORDS = tuple(field.name for field in fields(GoalWords))
STEP_WORDS = tuple(field.name for field in fields(StepWords))


class PlanForm(Form):
    """What the plan says beside its goals."""

    strengths = forms.CharField(
        label=_("What already helps?"),
        help_text=_("People, skills, places, things that went well. For example: “My sister watches the children.”"),
        required=False,
        max_length=LONG,
        widget=Textarea(rows=3),
    )
    frequency = forms.CharField(
        label=_("How often are we in touch?"),
        help_text=_("For example: “A visit every week, and a call on Fridays.”"),
        required=False,
        max_length=200,
        widget=TextInput(),
    )
    duration = forms.CharField(
        label=_("For how long?"),
        help_text=_("For example: “Until the lease is signed, and a month after it.”"),
        required=False,
        max_length=200,
        widget=TextInput(),
    )
    resources = forms.CharField(
        label=_("What do we need for it?"),
        help_text=_("Money, a ride, papers, an interpreter. For example: “A bus pass and a copy of the ID.”"),
        required=False,
        max_length=LONG,
        widget=Textarea(rows=2),
    )
    cost = forms.CharField(
        label=_("What does it cost, and who pays?"),
        help_text=_("For example: “1,400 deposit: 1,000 from the fund, 400 from Rosa.”"),
        required=False,
        max_length=SHORT,
        widget=TextInput(),
    )
    contingency = forms.CharField(
        label=_("What do we do if things get worse?"),
        help_text=_("Who to call, where to go, what helps. For example: “I call Amina. At night I call 988.”"),
        required=False,
        max_length=LONG,
        widget=Textarea(rows=3),
    )
    version = SeenField()

    field_order = ("strengths", "helps")
    questions = {"strengths": EXCEPTIONS, "contingency": COPING}

    def __init__(self, *args: Any, offered: Sequence[Strength] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_strengths(self, offered)

    def words(self, *, language: str) -> PlanWords:
        given = self.cleaned_data
        strengths = with_strengths(given["strengths"], given.get("helps", ()))
        own = {name: given[name] for name in ("frequency", "duration", "resources", "cost", "contingency")}
        return PlanWords(strengths=strengths, language=language, **own)


class GoalForm(Form):
    """A goal: first the client's own words, then what makes it clear."""

    words = forms.CharField(
        label=_("What do they want? Use their own words."),
        help_text=_("Write it as they say it. For example: “I want us to stay near the school.”"),
        max_length=LONG,
        widget=Textarea(rows=3),
    )
    domain = forms.ChoiceField(
        label=_("Which part of life is it about?"), choices=[("", _("Choose one")), *Domain.choices], widget=Select()
    )
    why_it_matters = forms.CharField(
        label=_("Why does it matter to them?"),
        help_text=_("For example: “Mateo has his friends there.”"),
        required=False,
        max_length=LONG,
        widget=Textarea(rows=2),
    )
    horizon = forms.ChoiceField(
        label=_("Is it for soon or for later?"),
        choices=Horizon.choices,
        initial=Horizon.SHORT.value,
        widget=Radios(),
    )
    serves_id = forms.TypedChoiceField(
        label=_("Does it lead to one of their goals for later?"),
        coerce=UUID,
        empty_value=None,
        required=False,
        widget=Select(),
    )
    specific = forms.CharField(
        label=_("What exactly will be different?"),
        help_text=_("For example: “Rosa rents a two-bedroom flat within two miles of Lincoln School.”"),
        required=False,
        max_length=LONG,
        widget=Textarea(rows=2),
    )
    measure = forms.CharField(
        label=_("How will we know it has happened?"),
        help_text=_("Something you can see or count. For example: “A signed lease.”"),
        required=False,
        max_length=SHORT,
        widget=TextInput(),
    )
    baseline = forms.CharField(
        label=_("Where are things today?"),
        help_text=_("For example: “Staying with her sister, four people in one room.”"),
        required=False,
        max_length=SHORT,
        widget=TextInput(),
    )
    target = forms.CharField(
        label=_("Where should they be?"),
        help_text=_("For example: “A home of their own that costs less than 700 a month.”"),
        required=False,
        max_length=SHORT,
        widget=TextInput(),
    )
    less_is_better = forms.BooleanField(
        label=_("A smaller number is better"),
        help_text=_("For example: debts, nights without sleep, days in hospital."),
        required=False,
    )
    target_on = DateField(label=_("By when?"), required=False, help_text=_("A day you can both picture."))
    strengths = forms.CharField(
        label=_("Which of their strengths help with this?"),
        help_text=_("For example: “She talks with everybody in her street.”"),
        required=False,
        max_length=LONG,
        widget=Textarea(rows=2),
    )
    who_helps = forms.CharField(
        label=_("Who helps?"),
        help_text=_("For example: “Her sister Elena, the school secretary, Amina.”"),
        required=False,
        max_length=SHORT,
        widget=TextInput(),
    )
    version = SeenField()

    groups = (
        Group(_("In their words"), ("words", "domain", "why_it_matters", "helps", "horizon", "serves_id")),
        Group(
            _("Make it clear together"),
            ("specific", "measure", "baseline", "target", "less_is_better", "target_on"),
            _("You can leave these for later. They help both of you see when it is done."),
        ),
        Group(_("What and who helps"), ("strengths", "who_helps")),
    )
    questions = {
        "words": MIRACLE,
        "specific": EXCEPTIONS,
        "baseline": SCALING,
        "strengths": COPING,
    }

    def __init__(
        self,
        *args: Any,
        offered: Sequence[Strength] = (),
        far: Sequence[tuple[UUID, str]] = (),
        domains: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        """`far` are the goals for later that this one may lead to; `domains` stand first, as the template says."""
        super().__init__(*args, **kwargs)
        areas = sorted(Domain.choices, key=lambda choice: _place(str(choice[0]), domains))
        self.offer("domain", [("", _("Choose one")), *areas])
        _offer_strengths(self, offered)
        goals = [(str(key), _shortly(text)) for key, text in far]
        self.offer("serves_id", [("", _("No, it stands on its own")), *goals])
        if not far:
            del self.fields["serves_id"]

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        given = self.cleaned_data
        if given.get("horizon") == Horizon.LONG:
            given["serves_id"] = None  # what is for later leads to nothing further
        numbers = {name: given.get(name, "") for name in ("baseline", "target")}
        sound = is_sound_goal(GoalFacts("", less_is_better=given.get("less_is_better", False), **numbers))
        if not sound:
            self.add_error("target", str(sound.reason))
        return given

    def goal_words(self) -> GoalWords:
        return GoalWords(**{name: value for name, value in self.cleaned_data.items() if name in GOAL_WORDS})

    @property
    def helps(self) -> list[str]:
        """Strengths that were chosen for the plan."""
        return list(self.cleaned_data.get("helps", ()))


def goal_answers(goal: Goal) -> dict[str, Any]:
    """A goal as the form shows it."""
    return {name: getattr(goal, name) for name in GOAL_WORDS} | {"version": goal.version}


def _place(domain: str, first: Sequence[str]) -> int:
    """The template's areas of life, then the others as they stand."""
    return first.index(domain) if domain in first else len(first)


def _shortly(words: str) -> str:
    return Truncator(" ".join(words.split())).chars(IN_A_LIST)


def _offer_strengths(form: Form, offered: Sequence[Strength]) -> None:
    """What assessments found to help, to be ticked; without any, nothing is asked."""
    texts = list(dict.fromkeys(strength.text for strength in offered))
    if texts:
        form.fields["helps"] = forms.MultipleChoiceField(
            label=_("What helps? Tick what belongs in the plan."),
            help_text=_("This was noted in assessments. It stands under “What already helps?”."),
            choices=[(text, text) for text in texts],
            required=False,
            widget=Checkboxes(),
        )
        form.order_fields(form.field_order)


class StepForm(Form):
    """Who does what by when."""

    what = forms.CharField(
        label=_("What will be done?"),
        help_text=_("Small enough to do in a week or two. For example: “Call the landlord on Elm Street.”"),
        max_length=SHORT,
        widget=Typeahead(),
    )
    who = forms.ChoiceField(label=_("Who does it?"), choices=Doer.choices, widget=Radios())
    who_name = forms.CharField(
        label=_("Their name"),
        help_text=_("When it is family, a friend or somebody else."),
        required=False,
        max_length=120,
        widget=TextInput(width=20),
    )
    due_on = DateField(label=_("By when?"), required=False)
    remind_on = DateField(
        label=_("When should the case manager be reminded?"),
        help_text=_(
            "It then stands on their day, whoever does the step. Whoever does their own step and agreed to reminders by"
            " e-mail gets one that morning, too; it does not say of what."
        ),
        required=False,
    )
    version = SeenField()

    def __init__(self, *args: Any, called: str, suggested: Sequence[str] = (), **kwargs: Any) -> None:
        """`suggested` are steps that often help, as the plan's template says."""
        super().__init__(*args, **kwargs)
        cast(Typeahead, self.fields["what"].widget).suggestions = suggested
        self.offer("who", [(value, called if value == Doer.CLIENT else text) for value, text in Doer.choices])

    def step_words(self) -> StepWords:
        given = self.cleaned_data
        return StepWords(**{name: given[name] for name in STEP_WORDS})

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        given = self.cleaned_data
        sound = is_sound_step(due_on=given.get("due_on"), remind_on=given.get("remind_on"))
        if not sound:
            self.add_error("remind_on", str(sound.reason))
        return given


class ReadingForm(Form):
    """The scaling question: where are you today?"""

    number = forms.TypedChoiceField(
        label=_("Where are you today, from 0 to 10?"),
        help_text=_("0: it has not begun. 10: it is there. There is no wrong answer."),
        choices=[(str(number), str(number)) for number in range(MOST_PROGRESS + 1)],
        coerce=int,
        widget=Radios(inline=True),
    )
    said_by = forms.ChoiceField(
        label=_("Who says so?"), choices=SaidBy.choices, initial=SaidBy.CLIENT.value, widget=Radios()
    )
    words = forms.CharField(
        label=_("What makes it this number, and not a lower one?"),
        help_text=_("Write it as they say it."),
        required=False,
        max_length=LONG,
        widget=Textarea(rows=3),
    )
    on = DateField(label=_("On which day?"))

    questions = {"number": SCALING, "words": COPING}

    def __init__(self, *args: Any, called: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": {"on": today}})
        self.offer("said_by", [(value, called if value == SaidBy.CLIENT else text) for value, text in SaidBy.choices])

    def said(self) -> Said:
        given = self.cleaned_data
        return Said(given["number"], given["on"], given["said_by"], given["words"])
