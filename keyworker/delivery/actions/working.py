"""Writing down work that is not with the client, for a case or for a program."""

from dataclasses import dataclass
from datetime import date

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import require
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program
from keyworker.audit import trail
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.cases.models import Case
from keyworker.delivery import working
from keyworker.delivery.models import OtherWork, WorkKind
from keyworker.people.timeline import tell


@dataclass(frozen=True, slots=True)
class Worked:
    """So many minutes of one kind of work on a day."""

    kind: WorkKind
    minutes: int
    worked_on: date
    what: str = ""


@action(needs=Permission.CONTACT_RECORD, on="case")
def note_case_work(*, actor: Actor, case: Case, worked: Worked) -> OtherWork:
    """Work for one case. Raises `Refused` for minutes or a day that cannot be."""
    insist(working.may_have_been(worked.minutes, worked.worked_on, today=workplace(actor).today))
    work = _work(actor, worked, program_id=case.program_id, case=case, person_id=case.person_id)
    tell("delivery.other_work", work, needs=Permission.CONTACT_VIEW, facts={"minutes": worked.minutes})
    return work


@action(needs=Permission.CONTACT_RECORD, on="program")
def note_program_work(*, actor: Actor, program: Program, worked: Worked) -> OtherWork:
    """Work for a whole program, about nobody in particular. Raises `Absent` where the worker has no role."""
    require(Program, program.pk, actor=actor, needs=Permission.REFERRAL_VIEW)
    insist(working.may_have_been(worked.minutes, worked.worked_on, today=workplace(actor).today))
    work = _work(actor, worked, program_id=program.pk)
    trail.record("delivery.other_work", subject=work, program_id=program.pk, facts={"minutes": worked.minutes})
    return work


def _work(actor: Actor, worked: Worked, **whose: object) -> OtherWork:
    work = OtherWork(
        kind=worked.kind.value,
        minutes=worked.minutes,
        worked_on=worked.worked_on,
        what=worked.what.strip(),
        by_id=actor.staff_id,
        **whose,
    )
    work.save(force_insert=True)
    return work
