"""What we ask of whoever wants everything the agency owns."""

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms import Form, Radios
from keyworker.interop.leaving.writing import Format

FORMATS = (
    (Format.CSV, _("Tables for a spreadsheet (CSV)")),
    (Format.JSON, _("Data for another program (JSON)")),
)


class AskForm(Form):
    because = forms.CharField(
        label=_("What do you need it for?"),
        help_text=_("Every administrator sees this. Name no client."),
        max_length=300,
    )
    form = forms.TypedChoiceField(
        label=_("How is it written?"), choices=FORMATS, coerce=Format, widget=Radios, initial=Format.CSV
    )
