"""Where somebody puts their name under their rights while they are taken in."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.consent.acknowledging import Acknowledged
from keyworker.consent.authority import Mandate
from keyworker.consent.forms import DecidedForm, SigningForm
from keyworker.consent.models import Authority
from keyworker.consent.rights import THE_RIGHTS, digest, in_language
from keyworker.consent.signing import SignedHow
from keyworker.design.forms import Radios, TextInput

LATER = "later"
OF_THE_DECIDER = tuple(name for names in DecidedForm.deciding["authority"].values() for name in names)
OF_WHO_SIGNS = ("signer_name", "interpreter", "agrees", "digest", "authority", *OF_THE_DECIDER)


class RightsSigningForm(SigningForm, DecidedForm):
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
    reveals = {**SigningForm.reveals, **DecidedForm.deciding}

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        self.language = language
        self.words = in_language(THE_RIGHTS, language)
        super().__init__(*args, **kwargs)
        field = self.offer("authority", [(Authority.SELF.value, _("I sign for myself")), *Authority.choices[1:]])
        field.label, field.required, field.initial = _("Who signs?"), False, Authority.SELF.value

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
            **{name: self.cleaned_data[name] for name in names},
            language=self.language,
            drawing=self.drawn,
            mandate=self._mandate(),
        )

    def _mandate(self) -> Mandate | None:
        """Of whoever signs for the person, or with them; None when they sign themselves."""
        kind = Authority(self.cleaned_data["authority"] or Authority.SELF.value)
        name, paper, until = self.decider()
        return None if kind is Authority.SELF else Mandate(kind, name, timezone.localdate(), paper, until)
