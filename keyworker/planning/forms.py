"""The words of a plan, as workers and clients are asked for them."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.assessment.domains import Domain
from keyworker.assessment.models import Strength
from keyworker.design.forms import Checkboxes, DateField, Form, Group, Radios, Select, Textarea, TextInput
from keyworker.planning.actions import GoalWords, PlanWords, StepWords
from keyworker.planning.models import Doer, Goal, Priority, SignedHow, Signer
from keyworker.planning.rules import Signing, with_strengths

LONG, SHORT = 2000, 300
GOAL_WORDS = tuple(field.name for field in fields(GoalWords))


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
    contingency = forms.CharField(
        label=_("What do we do if things get worse?"),
        help_text=_("Who to call, where to go, what helps. For example: “I call Amina. At night I call 988.”"),
        required=False,
        max_length=LONG,
        widget=Textarea(rows=3),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    field_order = ("strengths", "helps")

    def __init__(self, *args: Any, offered: Sequence[Strength] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_strengths(self, offered)

    def words(self, *, language: str) -> PlanWords:
        given = self.cleaned_data
        strengths = with_strengths(given["strengths"], given.get("helps", ()))
        return PlanWords(strengths, given["frequency"], given["contingency"], language)


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
    priority = forms.TypedChoiceField(
        label=_("How soon do they want to work on it?"),
        choices=Priority.choices,
        coerce=int,
        initial=Priority.NEXT.value,
        widget=Radios(inline=True),
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
    target_on = DateField(label=_("By when?"), required=False, help_text=_("A day you can both picture."))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    groups = (
        Group(_("In their words"), ("words", "domain", "why_it_matters", "helps", "priority")),
        Group(
            _("Make it clear together"),
            ("specific", "measure", "baseline", "target", "target_on"),
            _("You can leave these for later. They help both of you see when it is done."),
        ),
    )

    def __init__(self, *args: Any, offered: Sequence[Strength] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_strengths(self, offered)

    def goal_words(self) -> GoalWords:
        return GoalWords(**{name: value for name, value in self.cleaned_data.items() if name in GOAL_WORDS})

    @property
    def helps(self) -> list[str]:
        """Strengths that were chosen for the plan."""
        return list(self.cleaned_data.get("helps", ()))


def goal_answers(goal: Goal) -> dict[str, Any]:
    """A goal as the form shows it."""
    return {name: getattr(goal, name) for name in GOAL_WORDS} | {"version": goal.version}


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
        widget=TextInput(),
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
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, called: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who = cast(forms.ChoiceField, self.fields["who"])
        who.choices = [(value, called if value == Doer.CLIENT else text) for value, text in Doer.choices]

    def step_words(self) -> StepWords:
        given = self.cleaned_data
        return StepWords(given["what"], given["who"], given["who_name"], given["due_on"])


class ClientSignForm(Form):
    """The page handed to the client: their name, or a yes said aloud, or a paper they signed."""

    signer = forms.ChoiceField(
        label=_("Whose plan is it?"),
        choices=[
            (Signer.CLIENT.value, _("It is my plan")),
            (Signer.GUARDIAN.value, _("I am a parent or guardian and sign for the person")),
        ],
        initial=Signer.CLIENT.value,
        widget=Radios(),
    )
    how = forms.ChoiceField(
        label=_("How do you want to say yes?"),
        choices=[
            (SignedHow.TYPED.value, _("I type my name")),
            (SignedHow.VERBAL.value, _("I say yes aloud, and somebody hears it")),
            (SignedHow.PAPER.value, _("I signed it on paper")),
        ],
        initial=SignedHow.TYPED.value,
        widget=Radios(),
    )
    witness = forms.CharField(label=_("Who heard you say yes?"), max_length=120, widget=TextInput(width=20))
    signer_name = forms.CharField(
        label=_("Your full name"), max_length=200, widget=TextInput(width=20, attrs={"autocomplete": "off"})
    )
    agrees = forms.BooleanField(label=_("I have read this plan, or somebody read it to me. I agree with it."))
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    reveals = {"how": {SignedHow.VERBAL.value: ["witness"]}}

    def signing(self) -> Signing:
        given = self.cleaned_data
        return Signing(given["signer"], given["signer_name"], given["how"], given["digest"], given["witness"])


class StaffSignForm(Form):
    """Staff sign with a tick: their name is known from their sign-in."""

    agrees = forms.BooleanField(label=_("I have read this plan and agree to do my part in it."))
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
