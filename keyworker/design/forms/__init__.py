"""Forms as Keyworker asks them: what to inherit from, what to ask with, and how it is drawn."""

from keyworker.design.forms.dates import DateField, PartialDate, PartialDateField
from keyworker.design.forms.drawing import DrawingField
from keyworker.design.forms.fields import FileField, HourField, MoneyField, SeenField, TypeaheadField
from keyworker.design.forms.form import FilterForm, Form, Group, SignatureFields
from keyworker.design.forms.renderer import Renderer
from keyworker.design.forms.widgets import (
    Checkboxes,
    DateParts,
    FileUpload,
    MoneyInput,
    Radios,
    Select,
    Textarea,
    TextInput,
    Typeahead,
)

__all__ = [
    "Checkboxes",
    "DateField",
    "DateParts",
    "DrawingField",
    "FileField",
    "FileUpload",
    "FilterForm",
    "Form",
    "Group",
    "HourField",
    "MoneyField",
    "MoneyInput",
    "PartialDate",
    "PartialDateField",
    "Radios",
    "Renderer",
    "SeenField",
    "Select",
    "SignatureFields",
    "TextInput",
    "Textarea",
    "Typeahead",
    "TypeaheadField",
]
