"""The file of a form, as it is sent."""

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms import FileField, Form
from keyworker.questionnaires.engine import limits


class BringInForm(Form):
    file = FileField(
        label=_("The form's file"),
        help_text=_(
            "A FHIR Questionnaire (.json), or an XLSForm (.xlsx, .xls) as KoboToolbox, ODK and SurveyCTO use. "
            "Nothing is kept until you have read what was understood."
        ),
        kinds=("json", "xlsx", "xls", "xlsm"),
        most=limits.BYTES,
    )


class KeepForm(forms.Form):
    """A form that was looked over, sent back to be kept. What it holds is looked over again."""

    definition = forms.CharField(max_length=2 * limits.BYTES, widget=forms.HiddenInput, strip=False)
    keep = forms.ChoiceField(choices=[("draft", ""), ("use", "")])
