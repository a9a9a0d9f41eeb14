"""How somebody puts their name under words they were shown, the same at every step that takes signatures.

Intent and attribution make it a signature, whatever it looks like (ESIGN Act, 15 USC 7006(5)).
"""

from django.db import models
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes


class SignedHow(models.TextChoices):
    TYPED = "typed", _("typed their name")
    DRAWN = "drawn", _("drew their name")
    VERBAL = "verbal", _("said yes aloud")
    PAPER = "on-paper", _("signed on paper")


def is_whole(*, name: str, how: str, witness: str, drawn: bool) -> Decision:
    """Whether a signature has all that its way of signing asks for: a name, a witness, a drawing."""
    if not name.strip():
        return no(_("Type the name of the person who signs."))
    if how == SignedHow.VERBAL and not witness.strip():
        return no(_("Name somebody who heard the yes."))
    if (how == SignedHow.DRAWN) is not drawn:
        return no(_("Draw your name in the box, or choose another way to say yes."))
    return yes()


def in_words(how: str, witness: str) -> str:
    """The way of signing in words, with who heard a yes said aloud."""
    said = str(SignedHow(how).label)
    return _g("{how}, heard by {who}").format(how=said, who=witness) if witness else said
