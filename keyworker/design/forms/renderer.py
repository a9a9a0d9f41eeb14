"""How Django draws our forms; named in settings.FORM_RENDERER, so it also draws those of other libraries."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.template import TemplateDoesNotExist


class BoundField(forms.BoundField):
    """A field on the page: what its template needs to know."""

    @property
    def layout(self) -> str:
        """Which kind of question: "choices", "tick" (one box), "group" (several inputs), "input"."""
        widget = self.field.widget
        if isinstance(widget, forms.CheckboxInput):
            return "tick"
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            return "choices"
        return "group" if widget.use_fieldset else "input"

    @property
    def is_optional(self) -> bool:
        """Optional questions say so; a single box to tick never does, for not ticking is an answer."""
        marks = getattr(self.form, "marks_optional", True)
        return marks and not self.field.required and not self.is_hidden and self.layout != "tick"

    @property
    def focus_id(self) -> str:
        """The first control a person would mend: the error summary links there."""
        if self.layout == "choices":
            return f"{self.auto_id}_0"
        pick = getattr(self.field.widget, "focus_id", None)
        return cast(str, pick(self.auto_id, self.value()) if pick else self.id_for_label)

    @property
    def questions(self) -> Sequence[Any]:
        """What the worker may ask out loud to come to an answer."""
        return cast("Sequence[Any]", getattr(self.form, "questions", {}).get(self.name, ()))

    @property
    def options(self) -> list[dict[str, Any]]:
        """The choices, each with the questions that choosing it opens."""
        opens = getattr(self.form, "reveals", {}).get(self.name, {})
        return [
            {"data": choice.data, "reveals": [self.form[name] for name in opens.get(str(choice.data["value"]), ())]}
            for choice in self.subwidgets
        ]


class Renderer(TemplatesSetting):
    """Looks for a template where pages look, so that ours win, and then among Django's own."""

    form_template_name = "design/forms/form.html"
    formset_template_name = "design/forms/formset.html"
    field_template_name = "design/forms/field.html"
    bound_field_class = BoundField
    built_in = DjangoTemplates()

    def get_template(self, template_name: str) -> Any:
        try:
            return super().get_template(template_name)
        except TemplateDoesNotExist:
            return self.built_in.get_template(template_name)
