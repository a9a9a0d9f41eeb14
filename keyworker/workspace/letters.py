"""Sends letters to colleagues, in the agency's language."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation

from keyworker.agencies.models import Agency
from keyworker.workspace.actions import Letter


def go_out() -> bool:
    """Whether a mail server is named at all; else the link is handed over."""
    return bool(settings.LETTERS_GO_OUT)


def send(request: HttpRequest, agency: Agency, letter: Letter) -> bool:
    """Whether the mail server took it. Nothing of it is kept here."""
    name = "invitation" if letter.link else "no_place"
    context = {
        "agency": agency.name,
        "name": letter.name,
        "link": request.build_absolute_uri(letter.link) if letter.link else "",
    }
    with translation.override(agency.language):
        subject = render_to_string("workspace/letters/subject.txt", context).strip()
        text = render_to_string(f"workspace/letters/{name}.txt", context).strip() + "\n"
    try:
        return bool(send_mail(subject, text, None, [letter.email]))
    except (SMTPException, OSError):
        return False
