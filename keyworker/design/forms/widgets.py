"""The controls people answer with: plain HTML inputs in GOV.UK's markup, working without scripts."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.widgets import ChoiceWidget
from django.utils.formats import get_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
DATE_PARTS = {"day": _("Day"), "month": _("Month"), "year": _("Year")}


def _classes(attrs: Mapping[str, Any] | None, *more: str) -> dict[str, Any]:
    given = dict(attrs or {})
    given["class"] = " ".join(filter(None, [given.get("class", ""), *more]))
    return given


class TextInput(forms.TextInput):
    """A line of text. width: about how many characters it should look fit for (2, 3, 4, 5, 10, 20 or 30)."""

    def __init__(self, attrs: Mapping[str, Any] | None = None, *, width: int = 30) -> None:
        super().__init__(_classes(attrs, f"govuk-input--width-{width}"))


class Textarea(forms.Textarea):
    """Longer text. limit: characters allowed, counted down on the page; give the field the same max_length."""

    template_name = "design/forms/widgets/textarea.html"

    def __init__(self, attrs: Mapping[str, Any] | None = None, *, rows: int = 5, limit: int | None = None) -> None:
        super().__init__({"rows": rows, "cols": None, **(attrs or {})})
        self.attrs.pop("cols", None)
        self.limit = limit

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["limit"] = self.limit
        if self.limit:
            about = [widget["attrs"].get("aria-describedby"), f"{widget['attrs'].get('id', name)}-info"]
            widget["attrs"]["aria-describedby"] = " ".join(filter(None, about))
            widget["attrs"].pop("maxlength", None)  # typing past the limit is allowed: cutting words is worse
        return context


class Select(forms.Select):
    """A long list to pick from; for fewer than eight answers use Radios."""


class _Choices(ChoiceWidget):
    """hints: {value: what it means}; inline sets short answers side by side."""

    def __init__(
        self,
        attrs: Mapping[str, Any] | None = None,
        choices: Iterable[Any] = (),
        *,
        hints: Mapping[str, Text] | None = None,
        inline: bool = False,
    ) -> None:
        super().__init__(dict(attrs or {}), choices)
        self.hints = hints or {}
        self.inline = inline

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        if option["hint"] and "id" in option["attrs"]:
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}-hint"
        return option


class Radios(_Choices, forms.RadioSelect):
    """One answer of a few."""


class Checkboxes(_Choices, forms.CheckboxSelectMultiple):
    """Any number of answers."""


class Typeahead(forms.TextInput):
    """A line of text with suggestions from the browser's own list; other answers remain possible."""

    template_name = "design/forms/widgets/typeahead.html"

    def __init__(self, attrs: Mapping[str, Any] | None = None, *, suggestions: Sequence[Text] = ()) -> None:
        super().__init__({"autocomplete": "off", **_classes(attrs, "govuk-input--width-30")})
        self.suggestions = suggestions

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["suggestions"] = self.suggestions
        context["widget"]["attrs"]["list"] = f"{context['widget']['attrs'].get('id', name)}-list"
        return context


class MoneyInput(forms.TextInput):
    """An amount with its sign in front."""

    template_name = "design/forms/widgets/money.html"

    def __init__(self, attrs: Mapping[str, Any] | None = None, *, sign: str = "$") -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **_classes(attrs, "govuk-input--width-10")})
        self.sign = sign

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["sign"] = self.sign
        return context


class FileUpload(forms.FileInput):
    """A file to send. A browser cannot keep a chosen file over a mistake, so the field's hint should say so."""

    template_name = "design/forms/widgets/file.html"


class DateParts(forms.Widget):
    """
    Day, month and year in three boxes, in the order of the reader's language: quicker and less error-prone to
    type than a calendar for known dates (GOV.UK date input). partial lets parts be missing; estimate adds a box
    to tick when the date is a guess.
    """

    template_name = "design/forms/widgets/date.html"
    use_fieldset = True

    def __init__(
        self, attrs: Mapping[str, Any] | None = None, *, estimate: bool = False, birthday: bool = False
    ) -> None:
        super().__init__(dict(attrs or {}))
        self.estimate = estimate
        self.birthday = birthday

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        given = _parts_of(value)
        id_ = context["widget"]["attrs"].get("id", f"id_{name}")
        context["widget"] |= {
            "parts": [
                {
                    "name": f"{name}_{part}",
                    "id": f"{id_}_{part}",
                    "label": DATE_PARTS[part],
                    "value": given.get(part, ""),
                    "width": 4 if part == "year" else 2,
                    "autocomplete": f"bday-{part}" if self.birthday else "off",
                }
                for part in date_order()
            ],
            "invalid": "aria-invalid" in context["widget"]["attrs"],
            "estimate": self.estimate,
            "estimate_id": f"{id_}_estimated",
            "estimate_name": f"{name}_estimated",
            "estimated": bool(given.get("estimated")),
        }
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, Any]:
        given: dict[str, Any] = {part: (data.get(f"{name}_{part}") or "").strip() for part in DATE_PARTS}
        return {**given, "estimated": bool(data.get(f"{name}_estimated"))}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return all(f"{name}_{part}" not in data for part in DATE_PARTS)

    def id_for_label(self, id_: str | None) -> str:
        return f"{id_}_{date_order()[0]}"

    def focus_id(self, id_: str, value: Any) -> str:
        """The first part left empty, else the first."""
        given = _parts_of(value)
        empty = [part for part in date_order() if not given.get(part)]
        return f"{id_}_{(empty or date_order())[0]}"


def date_order() -> list[str]:
    """Day, month and year in the order of the active language's date format."""
    letters = {
        "d": "day",
        "j": "day",
        "b": "month",
        "E": "month",
        "F": "month",
        "m": "month",
        "M": "month",
        "n": "month",
        "N": "month",
        "y": "year",
        "Y": "year",
    }
    found = [letters[letter] for letter in str(get_format("DATE_FORMAT")) if letter in letters]
    return found if len(found) == len(DATE_PARTS) else ["day", "month", "year"]


def _parts_of(value: Any) -> dict[str, Any]:
    if isinstance(value, datetime.date):
        return {"day": value.day, "month": value.month, "year": value.year}
    if isinstance(value, Mapping):
        return dict(value)
    if value is None:
        return {}
    return {part: getattr(value, part, None) or "" for part in (*DATE_PARTS, "estimated")}
