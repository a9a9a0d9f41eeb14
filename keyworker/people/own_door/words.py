"""The letter with a link to somebody's own page: it says nothing of us, nor of what stands there."""

from django.utils import translation
from django.utils.translation import gettext as _


def letter(link: str, language: str) -> tuple[str, str]:
    """Subject and text, in their language."""
    with translation.override(language or "en"):
        return _("Your link"), _("It works one time, until tomorrow. You need your PIN.\n\n{link}").format(link=link)
