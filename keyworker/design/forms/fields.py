"""Answers that need care before they are used: amounts, files, names picked from suggestions."""

import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms.widgets import FileUpload, MoneyInput, Typeahead

Text = str | Promise
PICTURES = {"jpg": "image/jpeg", "png": "image/png"}
THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d*)?")


class MoneyField(forms.DecimalField):
    """An amount to the cent; a currency sign, spaces and thousands commas are forgiven.

    A comma anywhere else is asked about: 12,50 is twelve and a half to some, and must not become 1250.
    """

    def __init__(self, *, sign: str = "$", **kwargs: Any) -> None:
        kwargs = {"max_digits": 12, "decimal_places": 2, "min_value": 0, "widget": MoneyInput(sign=sign), **kwargs}
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return super().to_python(value)
        bare = re.sub(r"[\s$£€]", "", value)
        if "," in bare and not THOUSANDS.fullmatch(bare):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(bare.replace(",", ""))


class HourField(forms.TimeField):
    """A time of day as people write it: 9 is nine in the morning, and 9:30, 9.30 and 2 pm are understood."""

    WRITTEN = ("%H:%M", "%H:%M:%S", "%H.%M", "%H", "%I:%M %p", "%I:%M%p", "%I %p", "%I%p")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=self.WRITTEN, **kwargs)


class TypeaheadField(forms.CharField):
    """Text with suggestions; only_listed refuses what is not among them."""

    default_error_messages = {"not_listed": _("Please choose one of the suggestions for “%(label)s”.")}

    def __init__(self, *, suggestions: Sequence[Text], only_listed: bool = False, **kwargs: Any) -> None:
        super().__init__(widget=Typeahead(suggestions=suggestions), **kwargs)
        self.suggestions = suggestions
        self.only_listed = only_listed

    def validate(self, value: Any) -> None:
        super().validate(value)
        known = {str(each).casefold() for each in self.suggestions}
        if value and self.only_listed and value.casefold() not in known:
            raise ValidationError(self.error_messages["not_listed"], code="not_listed", params={"label": self.label})


class SeenField(forms.IntegerField):
    """Which version of a record the page showed, hidden; 0 for none, which is no version at all.

    Whoever changes a record says what they saw of it. A page that leaves it out, or sends something else, has seen
    nothing: its save comes second (`base.models.StaleRecord`), and is never put over somebody else's unseen.
    """

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, required=False)

    def clean(self, value: Any) -> int:
        try:
            return super().clean(value) or 0
        except ValidationError:
            return 0


class FileField(forms.FileField):
    """A file with the endings and the size (bytes) that are allowed; what is inside is checked where it is stored."""

    default_error_messages = {
        "too_large": _("That file is too large (%(size)s). The most is %(most)s."),
        "wrong_kind": _("We can't take that kind of file. Please send one of these: %(kinds)s."),
    }

    def __init__(self, *, kinds: Sequence[str] = (), most: int = 20 * 1024 * 1024, **kwargs: Any) -> None:
        # Telephones offer their camera for types of pictures, and not for endings.
        pictures = [PICTURES[kind] for kind in kinds if kind in PICTURES]
        accept = ",".join([*(f".{kind}" for kind in kinds), *pictures])
        kwargs.setdefault("widget", FileUpload(attrs={"accept": accept} if kinds else {}))
        super().__init__(**kwargs)
        self.kinds = kinds
        self.most = most

    def validate(self, value: "UploadedFile[Any] | None") -> None:
        super().validate(value)
        if not value:
            return
        if (value.size or 0) > self.most:
            sizes = {"size": filesizeformat(value.size or 0), "most": filesizeformat(self.most)}
            raise ValidationError(self.error_messages["too_large"], code="too_large", params=sizes)
        if self.kinds and PurePath(value.name or "").suffix.lower().lstrip(".") not in self.kinds:
            kinds = {"kinds": ", ".join(self.kinds)}
            raise ValidationError(self.error_messages["wrong_kind"], code="wrong_kind", params=kinds)
