"""Tells, each morning, whoever holds something that runs out soon; throws practice agencies away when they are over."""

from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from keyworker.access import doors
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, require
from keyworker.access.workplace import workplace
from keyworker.base import actor as actors
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.jobs import every, job
from keyworker.notices import sending
from keyworker.training.actions import remind_again_later, remind_of_expiry
from keyworker.training.models import Credential, PracticeAgency
from keyworker.training.practising.actions import THROW_AWAY, by_itself, throw_practice_away
from keyworker.training.practising.queries import practices_to_throw_away
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


@job(THROW_AWAY)
def throw_away(agency_id: str, practice_id: str) -> None:
    """One that was ended before its time."""
    actor = by_itself(UUID(agency_id))
    with reading(actor):
        practice = require(PracticeAgency, practice_id, actor=actor, needs=Permission.PRACTICE_MAKE)
    _throw_away(actor, practice)


@every("17 * * * *", "training.throw_away_what_is_over")
def throw_away_what_is_over(timestamp: int) -> None:
    for agency_id in doors.every_agency():
        actor = by_itself(agency_id)
        with reading(actor):
            over = practices_to_throw_away(actor)
        for practice in over:
            _throw_away(actor, practice)


def _throw_away(actor: Actor, practice: PracticeAgency) -> None:
    try:
        throw_practice_away(actor=actor, practice=practice)
    except (Refused, Absent):
        return  # another worker was quicker, or it goes with the agency that it hung on


def _remind(actor: Actor, credential: Credential) -> None:
    try:
        to = remind_of_expiry(actor=actor, credential=credential)
    except (Refused, Absent):
        return  # another worker was quicker, or it was renewed meanwhile
    text = _("Something of yours runs out soon. It stands in Keyworker, on your page “Qualifications”.")
    if not sending.post_to_colleague(actor, to, _("A reminder"), f"{text}\n"):
        remind_again_later(actor=actor, credential=credential)
