"""What we ask about a directory file that is sent, and about a text that somebody looked at."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms import FileField, Form, Radios, SeenField, TypeaheadField
from keyworker.interop.hsds import own_list
from keyworker.interop.sheets.forms import ask_about_columns
from keyworker.notices.models import Outcome, TextReceived

MOST_BYTES = 5 * 1024 * 1024


class DirectoryFileForm(Form):
    file = FileField(
        label=_("The file"),
        help_text=_(
            "A list of your own, .csv or .xlsx, with columns such as Organization, Service, Phone, Address, City. "
            "Or a directory in the HSDS 3.0 standard: .json, .csv, or a .zip of its tables. Up to 5 MB."
        ),
        kinds=("json", "csv", "xlsx", "zip"),
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


class ServicesMatchForm(Form):
    """One question a column of an agency's own list of services."""

    marks_optional = False

    def __init__(
        self,
        *args: Any,
        headers: Sequence[str],
        sample: Sequence[Sequence[str]],
        said: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        known = [(says.value, label) for says, label in own_list.LABELS.items()]
        guessed = {header: says or "" for header, says in own_list.matched(headers, said).items()}
        self.asked = ask_about_columns(self, headers, sample, known, guessed)

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        if not self.errors:
            for wrong in own_list.problems(self.columns):
                self.add_error(None, wrong)
        return self.cleaned_data

    @property
    def columns(self) -> dict[str, str]:
        """What was said, by header; "" for a column that is left out."""
        return {header: self.cleaned_data.get(name, "") for name, header in self.asked.items()}


# That it is in a file nobody says: it is put there.
SAID = [(each.value, each.label) for each in Outcome if each is not Outcome.IN_FILE]


class LookedAtForm(Form):
    """What came of one text. Several stand on a page, so each carries its text's key before its names."""

    outcome = forms.TypedChoiceField(label=_("What came of it?"), choices=SAID, coerce=Outcome, widget=Radios)
    version = SeenField()

    @classmethod
    def about(cls, text: TextReceived) -> Self:
        return cls(prefix=str(text.pk), initial={"version": text.version})
