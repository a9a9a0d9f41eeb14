"""Sends letters to colleagues, in the agency's language."""

from django.template.loader import render_to_string
from django.utils import translation

from keyworker.access.pages import StaffRequest
from keyworker.agencies.models import Agency
from keyworker.notices import sending
from keyworker.notices.sending import go_out as go_out
from keyworker.workspace.actions import Letter


def send(request: StaffRequest, agency: Agency, letter: Letter) -> bool:
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
    return sending.post_to_colleague(request.actor, letter.email, subject, text)
