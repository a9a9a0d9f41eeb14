"""What we ask about a directory file that is sent."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms import FileField, Form, TypeaheadField

MOST_BYTES = 5 * 1024 * 1024


class DirectoryFileForm(Form):
    file = FileField(
        label=_("The file"),
        help_text=_("A directory in the HSDS 3.0 standard: .json, .csv, or a .zip of its tables. Up to 5 MB."),
        kinds=("json", "csv", "zip"),
        most=MOST_BYTES,
    )
    source = TypeaheadField(
        label=_("What do you call this list?"),
        help_text=_("Use the same name next time, and we update the list instead of adding it twice."),
        max_length=80,
        suggestions=(),
    )
    whole = forms.BooleanField(
        label=_("This is the whole list"),
        help_text=_("We take out services of this list that are no longer in the file."),
        required=False,
    )

    def __init__(self, *args: Any, lists: Sequence[str], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"source": lists[0] if lists else "directory"})
        super().__init__(*args, **kwargs)
        self.fields["source"].widget.suggestions = lists
