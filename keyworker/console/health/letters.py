"""Whether letters and texts can be sent: invitations to colleagues, new passwords, reminders to clients."""

import smtplib
from collections.abc import Iterator

from django.conf import settings

from keyworker.console.health.finding import Finding, note, well, wrong
from keyworker.notices.gateways import GATEWAYS, NoSuchGateway, chosen, lacking, settings_in_use

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


def text_gateway() -> Iterator[Finding]:
    """Named, never called: a text would cost, and reach somebody."""
    held = settings_in_use()
    try:
        gateway, missing = chosen(), lacking()
    except NoSuchGateway:
        names = ", ".join(GATEWAYS)
        yield wrong("KEYWORKER_TEXTS_GATEWAY names no text gateway.", f"Set it to one of: {names}.")
        return
    if missing:
        yield wrong(
            f"The text gateway «{held.gateway}» cannot send: settings are missing.", f"Set {', '.join(missing)}."
        )
    elif not gateway.reaches_people:
        yield note(
            "No text gateway is connected: nobody is reminded by text.",
            "See docs/how-to/connect-a-text-gateway.md.",
        )
    else:
        yield well(f"Texts leave by the gateway «{held.gateway}».")
    if held.private:
        yield note("The text gateway may be at a private address, and without TLS.", "Unset KEYWORKER_TEXTS_PRIVATE.")
