"""What a search of the directory asks."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms import Form, Select, TextInput
from keyworker.directory.queries import Sought


class SearchForm(Form):
    marks_optional = False  # every part of a search is
    q = forms.CharField(
        label=_("What help is needed?"),
        max_length=200,
        required=False,
        widget=TextInput(width=20, attrs={"type": "search", "autocomplete": "off"}),
    )
    place = forms.CharField(
        label=_("Town or postcode"),
        max_length=100,
        required=False,
        widget=TextInput(width=20, attrs={"autocomplete": "off"}),
    )
    category = forms.ChoiceField(label=_("Kind of help"), required=False, widget=Select)

    def __init__(self, *args: Any, categories: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("category", [("", _("Any kind")), *((str(key), name) for key, name in categories)])

    def sought(self) -> Sought:
        """What could be understood; the rest is left open, and the form says so."""
        self.is_valid()
        category = self.cleaned_data.get("category")
        return Sought(
            words=self.cleaned_data.get("q", ""),
            place=self.cleaned_data.get("place", ""),
            category=UUID(category) if category else None,
        )
