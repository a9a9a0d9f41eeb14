"""Whether letters can be sent: invitations to colleagues, and new passwords."""

import smtplib
from collections.abc import Iterator

from django.conf import settings

from keyworker.console.health.finding import Finding, note, well

WAIT_SECONDS = 5


def mail_server() -> Iterator[Finding]:
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return
    if not settings.LETTERS_GO_OUT:
        yield note(
            "No mail server is named: administrators hand invitations over, nobody gets a new password by letter,"
            " and nobody is reminded of an appointment.",
            "Set KEYWORKER_EMAIL_HOST and the settings beside it.",
        )
        return
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=WAIT_SECONDS):
            yield well(f"The mail server answers ({where}).")
    except (OSError, smtplib.SMTPException):
        yield note(
            f"No mail server answers at {where}: colleagues can neither be invited nor get a new password.",
            "Set KEYWORKER_EMAIL_HOST and the settings beside it.",
        )
