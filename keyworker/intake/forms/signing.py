"""Where somebody puts their name under their rights while they are taken in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.consent.acknowledging import Acknowledged
from keyworker.consent.forms import SigningForm
from keyworker.consent.rights import THE_RIGHTS, digest, in_language
from keyworker.consent.signing import SignedHow
from keyworker.design.forms import Radios, TextInput

LATER = "later"
OF_WHO_SIGNS = ("signer_name", "interpreter", "agrees", "digest")


class RightsSigningForm(SigningForm):
    """Their name under their rights, in their language; nothing is asked of who signs another day."""

    how = forms.ChoiceField(
        label=_("How do you want to say yes?"),
        choices=[
            (LATER, _("Not today")),
            (SignedHow.TYPED.value, _("I type my name")),
            (SignedHow.DRAWN.value, _("I draw my name with my finger")),
            (SignedHow.VERBAL.value, _("I say yes aloud, and somebody hears it")),
        ],
        initial=LATER,
        required=False,
        widget=Radios(),
    )
    interpreter = forms.CharField(
        label=_("Who interpreted, if anybody did?"), max_length=120, required=False, widget=TextInput(width=20)
    )
    agrees = forms.BooleanField(label=_("I read this, or it was read to me, in a language that I understand."))

    marks_optional = False

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        self.language = language
        self.words = in_language(THE_RIGHTS, language)
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        if not self.signs:
            self._forget(OF_WHO_SIGNS)
        return self.cleaned_data

    @property
    def signs(self) -> bool:
        """Whether they sign now."""
        return self.cleaned_data.get("how") not in {"", LATER, None}

    @property
    def shown_digest(self) -> str:
        """Of the words as the page shows them now; what is signed next is under these."""
        return digest(self.words)

    def acknowledged(self) -> Acknowledged | None:
        """The name under the words of the page; None when they sign another day."""
        if not self.signs:
            return None
        names = ("signer_name", "how", "witness", "digest", "interpreter")
        return Acknowledged(
            **{name: self.cleaned_data[name] for name in names}, language=self.language, drawing=self.drawn
        )
