"""Signing in, asked in our own words."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm, ResetPasswordKeyForm
from allauth.mfa.base.forms import AuthenticateForm as CodeAtSignInForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


def _plainly(form: forms.BaseForm) -> None:
    """Without allauth's own links and grey hints: the page has both, in our look."""
    for field in form.fields.values():
        field.help_text = ""
        field.widget.attrs.pop("placeholder", None)


def _ask_for_a_new_password(form: forms.BaseForm) -> None:
    form.fields["password1"].label = _("A new password")
    form.fields["password1"].help_text = _("At least 12 letters or signs. A few words in a row are best.")
    form.fields["password2"].label = _("The new password once more")


def _ask_for_a_code(form: forms.BaseForm, label: Any) -> None:
    _plainly(form)
    form.fields["code"].label = label
    form.fields["code"].widget.attrs.update({"inputmode": "numeric", "class": "govuk-input--width-10"})


class SignInForm(LoginForm):  # type: ignore[misc]
    """An address and a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        _plainly(self)


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The password once more, from the worker's head: a browser that fills it in would do so for anybody."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plainly(self)
        self.fields["password"].widget.attrs["autocomplete"] = "new-password"


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """Another password, by whoever knows the one that is used now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plainly(self)
        self.fields["oldpassword"].label = _("My password now")
        _ask_for_a_new_password(self)


class PasswordByLinkForm(ResetPasswordKeyForm):  # type: ignore[misc]
    """A password chosen by the link in a letter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plainly(self)
        _ask_for_a_new_password(self)


class CodeAppForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a code app shows that it knows the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_a_code(self, _("The six digits"))


class CodeForm(CodeAtSignInForm):  # type: ignore[misc]
    """Six digits, or a spare code, as the second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_a_code(self, _("The code"))


class CodeOnceMoreForm(CodeAgainForm):  # type: ignore[misc]
    """The same, to show once more that it is you."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_a_code(self, _("The code"))


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey unless its owner says that it is only a second step: some small keys can be no more than that."""

    marks_optional = False
    field_order = ("name", "passwordless")
    name = forms.CharField(
        label=_("What do you call it?"),
        help_text=_("For example: my phone, or the small key on my key ring."),
        max_length=60,
        required=False,
    )
    passwordless = forms.BooleanField(
        label=_("I want to sign in with it alone, without my password"),
        help_text=_("It asks for your finger, face or code. Leave this out for a key that cannot."),
        required=False,
        initial=True,
    )


class RenameKeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a key."""

    name = forms.CharField(label=_("What do you call it?"), max_length=60)
