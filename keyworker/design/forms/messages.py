"""What a form says when an answer cannot be used: what to do, in words the person can follow."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

REQUIRED: tuple[tuple[type[forms.Field], Text], ...] = (
    (forms.BooleanField, _("Please tick “%(label)s” to go on.")),
    (forms.FileField, _("Please choose a file for “%(label)s”.")),
    (forms.ChoiceField, _("Please choose an answer for “%(label)s”.")),
    (forms.ModelChoiceField, _("Please choose an answer for “%(label)s”.")),
    (forms.Field, _("Please fill in “%(label)s”.")),
)

BY_KIND: tuple[tuple[type[forms.Field], dict[str, Text]], ...] = (
    (forms.IntegerField, {"invalid": _("Please enter a number in digits, like 4.")}),
    (forms.EmailField, {"invalid": _("Please enter an email address like name@example.org.")}),
    (forms.URLField, {"invalid": _("Please enter a web address like https://example.org.")}),
    (forms.TimeField, {"invalid": _("Please enter a time like 14:30.")}),
    (forms.DateTimeField, {"invalid": _("Please enter a day and a time.")}),
    (forms.FileField, {"empty": _("That file is empty. Please choose another.")}),
    (forms.ChoiceField, {"invalid_choice": _("Please choose one of the answers shown.")}),
    (forms.ModelChoiceField, {"invalid_choice": _("Please choose one of the answers shown.")}),
    (
        forms.Field,
        {
            "max_length": _("Please use %(limit_value)d characters or fewer. You have %(show_value)d."),
            "min_length": _("Please use at least %(limit_value)d characters. You have %(show_value)d."),
            "max_value": _("Please enter %(limit_value)s or less."),
            "min_value": _("Please enter %(limit_value)s or more."),
        },
    ),
)


def word_kindly(field: forms.Field, label: Text) -> None:
    """Replace Django's own messages; those the form's author wrote stay."""
    required = next(text for kind, text in REQUIRED if isinstance(field, kind))
    _replace(field, "required", str(required) % {"label": label})
    for kind, messages in BY_KIND:
        if isinstance(field, kind):
            for code, text in messages.items():
                _replace(field, code, text)


def _replace(field: forms.Field, code: str, text: Text) -> None:
    plain = _django_text(type(field), code)
    if field.error_messages.get(code, plain) == plain:
        field.error_messages[code] = text  # type: ignore[assignment]


def _django_text(kind: type[forms.Field], code: str) -> Text | None:
    """The message Django itself gives this kind of field; our own field classes keep theirs."""
    for parent in kind.__mro__:
        messages = vars(parent).get("default_error_messages", {})
        if code in messages:
            return messages[code] if parent.__module__.startswith("django.") else ""
    return None
