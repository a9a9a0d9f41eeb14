"""What a form says when an answer cannot be used: what to do, in words the person can follow."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms.fields import MoneyField

Text = str | Promise

REQUIRED: tuple[tuple[type[forms.Field], Text], ...] = (
    (forms.BooleanField, _("Please tick “%(label)s” to go on.")),
    (forms.FileField, _("Please choose a file for “%(label)s”.")),
    (forms.ChoiceField, _("Please choose an answer for “%(label)s”.")),
    (forms.ModelChoiceField, _("Please choose an answer for “%(label)s”.")),
    (forms.Field, _("Please fill in “%(label)s”.")),
)

BY_KIND: tuple[tuple[type[forms.Field], dict[str, Text]], ...] = (
    (MoneyField, {"invalid": _("Please enter an amount like 120 or 120.50.")}),
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
            "max_digits": _("Please use no more than %(max)s digits."),
            "max_whole_digits": _("Please use no more than %(max)s digits before the point."),
            "max_decimal_places": _("Please give no more than %(max)s digits after the point."),
        },
    ),
)
# On a page of many alike fields, what cannot be used of one of them says which.
NAMED = _("“%(label)s”: %(what)s")
FILLED_IN = frozenset({
    "max_length", "min_length", "max_value", "min_value", "max_digits", "max_whole_digits", "max_decimal_places",
    "invalid_choice",
})  # fmt: skip
"""Messages that Django fills in once more, so that a percent sign in a label has to be doubled."""


def word_kindly(field: forms.Field, label: Text) -> None:
    """Replace Django's own messages; those the form's author wrote stay."""
    required = next(text for kind, text in REQUIRED if isinstance(field, kind))
    _replace(field, "required", str(required) % {"label": label})
    for kind, messages in BY_KIND:
        if isinstance(field, kind):
            for code, text in messages.items():
                _replace(field, code, _named(text, label, code) if _is_alike(field, code) else text)


def _is_alike(field: forms.Field, code: str) -> bool:
    return code in FILLED_IN or (code == "invalid" and isinstance(field, forms.IntegerField | forms.TimeField))


def _named(text: Text, label: Text, code: str) -> str:
    name = str(label).replace("%", "%%") if code in FILLED_IN else label
    return str(NAMED) % {"label": name, "what": text}


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
