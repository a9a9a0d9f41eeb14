"""Each morning, tells whoever holds something that runs out soon; the letter does not say what."""

from django.utils import translation
from django.utils.translation import gettext as _

from keyworker.access import doors
from keyworker.access.sight import Absent
from keyworker.access.workplace import workplace
from keyworker.base import actor as actors
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.jobs import every
from keyworker.notices import sending
from keyworker.training.actions import remind_again_later, remind_of_expiry
from keyworker.training.models import Credential
from keyworker.training.queries import due_for_a_reminder

JOB = "credentials-due"


@every("40 5 * * *", "training.remind")
def remind(timestamp: int) -> None:
    """Without a mail server the page alone says it."""
    if not sending.go_out():
        return
    for agency_id in doors.every_agency():
        actor = actors.job(JOB, agency_id=agency_id)
        with reading(actor):
            due, language = due_for_a_reminder(actor), workplace(actor).agency.language
        with translation.override(language):
            for credential in due:
                _remind(actor, credential)


def _remind(actor: Actor, credential: Credential) -> None:
    try:
        to = remind_of_expiry(actor=actor, credential=credential)
    except (Refused, Absent):
        return  # another worker was quicker, or it was renewed meanwhile
    text = _("Something of yours runs out soon. It stands in Keyworker, on your page “Qualifications”.")
    if not sending.post_to_colleague(to, _("A reminder"), f"{text}\n"):
        remind_again_later(actor=actor, credential=credential)
