"""Choosing a template to begin a plan with, and setting one up."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.assessment.domains import Domain
from keyworker.design.forms import Checkboxes, Form, Group, Radios, SeenField, Textarea, TextInput
from keyworker.planning.examples import Example, TemplateWords, example_of
from keyworker.planning.models import PlanTemplate

LONG, LINE = 3000, 300
NONE = "none"


class StartForm(Form):
    """What the plan begins with."""

    template = forms.ChoiceField(label=_("What do you begin with?"), widget=Radios())

    def __init__(self, *args: Any, offered: Sequence[PlanTemplate], **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": {"template": str(offered[0].pk) if offered else NONE}})
        hints = {str(each.pk): each.about for each in offered}
        titles = ((str(each.pk), each.title) for each in offered)
        self.offer("template", [*titles, (NONE, _("An empty plan"))], hints=hints)


def _lines(label: Any, hint: Any, rows: int = 6) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=LONG, widget=Textarea(rows=rows, limit=LONG)
    )


def _line(label: Any, hint: Any = "", most: int = LINE) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, max_length=most, widget=TextInput())


class TemplateForm(Form):
    """A template in full: where to look, what to ask, steps, and a filled example."""

    title = forms.CharField(label=_("Title"), max_length=120, widget=TextInput())
    about = _line(_("When does it fit?"), _("Workers read this when they choose."))
    domains = forms.MultipleChoiceField(
        label=_("Areas of life to look at"), choices=Domain.choices, required=False, widget=Checkboxes()
    )
    prompts = _lines(_("Questions to ask"), _("One a line. They stand beside the plan while it is written."))
    steps = _lines(_("Steps that often help"), _("One a line. They are offered when a step is added."))
    frequency = _line(_("How often you are in touch"), _("Stands in the plan from the beginning."), 200)
    duration = _line(_("For how long"), _("Stands in the plan from the beginning."), 200)
    contingency = _lines(_("If things get worse"), _("Stands in the plan from the beginning."), 3)
    example_words = _line(_("The goal, in somebody's own words"))
    example_why_it_matters = _line(_("Why it matters"))
    example_specific = _line(_("What will be different"))
    example_measure = _line(_("How we will know"))
    example_baseline = _line(_("Where things are today"))
    example_target = _line(_("Where they should be"))
    example_steps = _lines(_("Steps: who does what by when"), _("One a line."), 4)
    version = SeenField()

    groups = (
        Group(_("What it is"), ("title", "about", "domains")),
        Group(_("What helps to write it"), ("prompts", "steps")),
        Group(_("What stands in it from the beginning"), ("frequency", "duration", "contingency")),
        Group(
            _("A filled example"),
            tuple(f"example_{name}" for name in Example.__slots__),
            _("Invent somebody: never take it from a real file."),
        ),
    )

    def words(self) -> TemplateWords:
        given = self.cleaned_data
        example = Example(**{name: given[f"example_{name}"] for name in Example.__slots__})
        own = {name: given[name] for name in TemplateWords.__slots__ if name not in {"example", "domains"}}
        return TemplateWords(**own, domains=tuple(given["domains"]), example=example)


def template_answers(template: PlanTemplate) -> dict[str, Any]:
    """A template as the form shows it."""
    example = example_of(template.example)
    own = {name: getattr(template, name) for name in TemplateWords.__slots__ if name != "example"}
    shown = {f"example_{name}": getattr(example, name) for name in Example.__slots__}
    return {**own, **shown, "version": template.version}
