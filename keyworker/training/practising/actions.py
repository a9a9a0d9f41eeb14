"""What is done with a practice agency: asked for, made step by step, opened, ended, thrown away.

Each is carried out in the true agency, but one: the made-up agency's own door is opened inside it.
"""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from keyworker.access import doors
from keyworker.access.doing import action
from keyworker.access.models import DoorKind
from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.agencies.models import Agency
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor, job
from keyworker.base.decision import insist, no, yes
from keyworker.base.ids import new_id
from keyworker.base.jobs import enqueue
from keyworker.base.models import change
from keyworker.documents import vault
from keyworker.training.models import PracticeAgency, PracticeState
from keyworker.training.practising.rules import AT_WORK, LIVE, is_over, may_enter, may_make

MAKE, THROW_AWAY = "town.make_practice", "training.throw_practice_away"
JOB = "practice"
NEEDS = Permission.PRACTICE_MAKE
SLUG_SIGNS = 12


def by_itself(agency_id: UUID) -> Actor:
    return job(JOB, agency_id=agency_id)


@action(needs=NEEDS, on="agency")
def ask_for_practice(*, actor: Actor, agency: Agency, days: int) -> PracticeAgency:
    """Let an agency of made-up people be made, to live so many days. Raises `Refused`."""
    mine, today = rows(PracticeAgency, actor=actor, needs=NEEDS), clock.now() - timedelta(days=1)
    insist(
        may_make(
            inside=agency.is_practice,
            live=mine.filter(state__in=LIVE).exists(),
            made_today=mine.filter(created_at__gte=today).count(),
        )
    )
    practice = PracticeAgency(practice_id=new_id(), asked_by_id=actor.staff_id, days=days)
    practice.save(force_insert=True)
    trail.record("training.practice_asked", subject=practice, facts={"days": days})
    enqueue(MAKE, agency_id=str(agency.pk), practice_id=str(practice.pk))
    return practice


@action(needs=NEEDS, on="practice")
def begin_practice(*, actor: Actor, practice: PracticeAgency, name: str) -> PracticeAgency:
    """The agency's own row: it speaks and counts as the true one does. Raises `Refused` for one that is begun."""
    insist(yes() if practice.state == PracticeState.WAITING else no(_("It is being made already, or was ended.")))
    now = clock.now()
    slug = f"practice-{practice.practice_id.hex[-SLUG_SIGNS:]}"
    change(practice, state=PracticeState.MAKING.value, moved_at=now, ends_at=now + timedelta(days=practice.days))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT keyworker_make_practice(%s, %s, %s, %s)", [practice.practice_id, slug, name, practice.ends_at]
        )
    trail.record("training.practice_begun", subject=practice)
    return practice


@action(needs=NEEDS, on="practice")
def note_practice_made(*, actor: Actor, practice: PracticeAgency, done: int, whole: int) -> None:
    """How far it is. Raises `Refused` when it was ended meanwhile."""
    insist(yes() if practice.state == PracticeState.MAKING else no(_("It was ended meanwhile.")))
    change(practice, done=done, whole=whole, moved_at=clock.now())
    trail.record("training.practice_went_on", subject=practice, facts={"people": done})


@action(needs=NEEDS, on="agency")
def open_practice(*, actor: Actor, agency: Agency) -> None:
    """Inside the made-up agency: from now until its end it may be stepped into. Raises `Refused` in any other."""
    insist(yes() if agency.is_practice else no(_("This is no practice agency.")))
    doors.issue(DoorKind.PRACTICE, str(agency.pk), subject_id=agency.pk, expires_at=agency.practice_until)
    trail.record("training.practice_opened", subject=agency)


@action(needs=NEEDS, on="practice")
def finish_practice(*, actor: Actor, practice: PracticeAgency, places: list[dict[str, str]]) -> PracticeAgency:
    """It is made. `places`: who of the made-up staff one may be there: key, name, job title."""
    insist(yes() if practice.state == PracticeState.MAKING else no(_("It was ended meanwhile.")))
    change(practice, state=PracticeState.READY.value, moved_at=clock.now(), done=practice.whole, places=places)
    trail.record("training.practice_made", subject=practice)
    return practice


@action(needs=NEEDS, on="practice")
def fail_practice(*, actor: Actor, practice: PracticeAgency) -> None:
    """It was not finished; what was made of it is thrown away."""
    if practice.state in AT_WORK:
        change(practice, state=PracticeState.FAILED.value, moved_at=clock.now())
    trail.record("training.practice_failed", subject=practice)


@action(needs=Permission.AGENCY_VIEW, on="practice")
def enter_practice(*, actor: Actor, practice: PracticeAgency, place: UUID) -> UUID:
    """A member of staff steps in, as one of the made-up staff; answers whose place it is. Raises `Refused`."""
    insist(may_enter(practice.state, practice.ends_at, clock.now()))
    known = str(place) in {each["staff"] for each in practice.places}
    insist(yes() if known else no(_("There is no such place.")))
    trail.record("training.practice_entered", subject=practice)
    return place


@action(needs=NEEDS, on="practice")
def end_practice(*, actor: Actor, practice: PracticeAgency) -> None:
    """Before its time: nobody steps in any more, and it is thrown away at once in the background."""
    now = clock.now()
    if practice.state == PracticeState.READY:
        change(practice, ends_at=now)
    elif practice.state in AT_WORK:
        change(practice, state=PracticeState.FAILED.value, moved_at=now)
    trail.record("training.practice_ended", subject=practice)
    enqueue(THROW_AWAY, agency_id=str(practice.agency_id), practice_id=str(practice.pk))


@action(needs=NEEDS, on="practice")
def throw_practice_away(*, actor: Actor, practice: PracticeAgency) -> int:
    """Every row and file of it, whole, in one step; answers how many rows. Raises `Refused` for one that lives."""
    over = is_over(practice.state, practice.ends_at, practice.moved_at, clock.now())
    insist(yes() if over else no(_("It lives still, or is gone.")))
    with connection.cursor() as cursor:
        cursor.execute("SELECT keyworker_throw_practice_away(%s)", [practice.practice_id])
        ((gone,),) = cursor.fetchall()
    told: dict[str, Any] = {"state": PracticeState.GONE.value, "gone_at": clock.now(), "rows_gone": gone}
    change(practice, places=[], **told)
    trail.record("training.practice_gone", subject=practice, facts={"rows": gone})
    transaction.on_commit(partial(vault.forget_agency, practice.practice_id))
    return int(gone)
