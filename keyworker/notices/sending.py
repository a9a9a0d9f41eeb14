"""The one place from which mail leaves. Nothing else may send any; a sweep looks for it."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail


def go_out() -> bool:
    """Whether a mail server is named at all."""
    return bool(settings.LETTERS_GO_OUT)


def post(subject: str, text: str, to: str) -> bool:
    """Whether the mail server took it. Nothing of it is kept, here or in a log."""
    try:
        return bool(send_mail(subject, text, None, [to]))
    except (SMTPException, OSError, ValueError):
        return False
