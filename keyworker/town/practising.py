"""Makes a practice agency: Harbor House and its stories under another key, with nobody who could sign in to it."""

from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.agencies.models import Agency
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.town import cast, loading
from keyworker.training.models import PracticeAgency
from keyworker.training.practising.actions import (
    begin_practice,
    by_itself,
    fail_practice,
    finish_practice,
    note_practice_made,
    open_practice,
)

EVERY = 3  # people; so often whoever waits is told
NEEDS = Permission.PRACTICE_MAKE


def make(agency_id: UUID, practice_id: str) -> None:
    """Make one that was asked for. Whatever goes wrong, it is said to have failed, and the clock throws it away."""
    actor = by_itself(agency_id)
    with reading(actor):
        practice = require(PracticeAgency, practice_id, actor=actor, needs=NEEDS)
        true = require(Agency, agency_id, actor=actor, needs=NEEDS)
    with translation.override(true.language):
        name = _("Practice – {agency}").format(agency=true.name)[: Agency._meta.get_field("name").max_length]
    try:
        practice = begin_practice(actor=actor, practice=practice, name=name)
    except Refused:
        return  # it was ended meanwhile, or another worker is at it
    try:
        _fill(actor, practice)
    except Refused:
        return  # it was ended meanwhile
    except Exception:
        fail_practice(actor=actor, practice=practice)
        raise


def _fill(actor: Actor, practice: PracticeAgency) -> None:
    inside = by_itself(practice.practice_id)
    with reading(inside):
        agency = require(Agency, practice.practice_id, actor=inside, needs=NEEDS)
    now = clock.now()

    def went_on(done: int, whole: int) -> None:
        if done % EVERY == 0:
            note_practice_made(actor=actor, practice=practice, done=done, whole=whole)

    with clock.at(now - loading.BEGINNING):
        house = cast.move_in(cast.HARBOR_HOUSE, agency, password=None)
    loading.fill({cast.HARBOR_HOUSE.slug: house}, now, went_on)
    open_practice(actor=inside, agency=agency)
    finish_practice(actor=actor, practice=practice, places=_places(house))


def _places(house: cast.Agencies) -> list[dict[str, str]]:
    return [
        {"staff": str(house.staff[each.key].pk), "name": each.name, "title": each.job_title}
        for each in house.house.staff
    ]
