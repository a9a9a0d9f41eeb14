"""Keeping the list of what somebody takes: a change ends the former row, a stop has a reason, a review comes again."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, require
from keyworker.access.workplace import workplace
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.cases.models import Case
from keyworker.delivery import medicines
from keyworker.delivery.actions.next_step import plan_next
from keyworker.delivery.models import Allergy, KnownFrom, Medication, MedicationReview
from keyworker.people.timeline import tell
from keyworker.tasks.actions import finish_tasks, plan_task
from keyworker.tasks.models import TaskKind


@dataclass(frozen=True, slots=True)
class Medicine:
    """What somebody takes, in their words. `known_from`: how we know."""

    what: str
    known_from: KnownFrom
    dose: str = ""
    what_for: str = ""
    prescriber: str = ""
    since: date | None = None


@action(needs=Permission.NOTE_WRITE, on="case")
def list_medicine(
    *, actor: Actor, case: Case, medicine: Medicine, replaces: Medication | None = None, because: str = ""
) -> Medication:
    """Put a medicine on the list; what it `replaces` ends on the same day, with the reason. Raises `Refused`."""
    today = workplace(actor).today
    insist(medicines.may_be_listed(medicine.what, medicine.since, case_open=case.is_open, today=today))
    former = _ended_by(actor, replaces, medicine.since or today, because) if replaces else None
    listed = Medication(**_whose(case), **asdict(medicine), replaces=former, by_id=actor.staff_id)
    listed.save(force_insert=True)
    plan_next(actor, case)
    verb = "delivery.medicine_changed" if former else "delivery.medicine_listed"
    tell(verb, listed, needs=Permission.NOTE_VIEW)
    return listed


@action(needs=Permission.NOTE_WRITE, on="medication")
def stop_medicine(*, actor: Actor, medication: Medication, on: date, because: str) -> Medication:
    """It is taken no longer, and why. Raises `Refused`, once it was stopped before."""
    _end(medication, on, because, today=workplace(actor).today)
    tell("delivery.medicine_stopped", medication, needs=Permission.NOTE_VIEW)
    return medication


@action(needs=Permission.NOTE_WRITE, on="case")
def list_allergy(*, actor: Actor, case: Case, what: str, known_from: KnownFrom, what_happens: str = "") -> Allergy:
    """Put down what somebody cannot bear. Raises `Refused`."""
    insist(medicines.may_be_listed(what, None, case_open=case.is_open, today=workplace(actor).today))
    listed = Allergy(
        **_whose(case), what=what.strip(), what_happens=what_happens, known_from=known_from, by_id=actor.staff_id
    )
    listed.save(force_insert=True)
    tell("delivery.allergy_listed", listed, needs=Permission.NOTE_VIEW)
    return listed


@action(needs=Permission.NOTE_WRITE, on="allergy")
def take_allergy_back(*, actor: Actor, allergy: Allergy, because: str) -> Allergy:
    """It is not so after all. Raises `Refused`."""
    insist(medicines.may_be_taken_back(because, taken_back=allergy.taken_back_at is not None))
    change(allergy, taken_back_at=clock.now(), taken_back_because=because.strip())
    tell("delivery.allergy_taken_back", allergy, needs=Permission.NOTE_VIEW)
    return allergy


@action(needs=Permission.NOTE_WRITE, on="case")
def review_medicines(
    *, actor: Actor, case: Case, on: date, words: str, with_whom: str = "", next_on: date | None = None
) -> MedicationReview:
    """Keep that the list was gone through together; the next time becomes a task. Raises `Refused`."""
    today = workplace(actor).today
    insist(medicines.may_be_reviewed(words, on, next_on, case_open=case.is_open, today=today))
    before = facts(MedicationReview, because="whoever goes through the list has done what was planned")
    held = MedicationReview(
        **_whose(case), reviewed_on=on, words=words.strip(), with_whom=with_whom, next_on=next_on, by_id=actor.staff_id
    )
    done = list(before.filter(case=case))
    held.save(force_insert=True)
    finish_tasks(case, TaskKind.TO_DO, by=actor, asked_for_by=done)
    if next_on is not None:
        what = _("Go through the medicines again together")
        plan_task(case, what=what, due_on=next_on, kind=TaskKind.TO_DO, source=held)
    plan_next(actor, case)
    tell("delivery.medicines_reviewed", held, needs=Permission.NOTE_VIEW)
    return held


def _ended_by(actor: Actor, former: Medication, on: date, because: str) -> Medication:
    """What is replaced, ended; locked, so that two changes at once do not both end it."""
    held = require(Medication, former.pk, actor=actor, needs=Permission.NOTE_WRITE, lock=True)
    _end(held, on, because, today=workplace(actor).today)
    return held


def _end(held: Medication, on: date, because: str, *, today: date) -> None:
    stopped = held.stopped_on is not None
    insist(medicines.may_be_stopped(because, on, since=held.since, stopped=stopped, today=today))
    change(held, stopped_on=on, stopped_because=because.strip())


def _whose(case: Case) -> dict[str, Any]:
    return {"case": case, "person_id": case.person_id, "program_id": case.program_id}
