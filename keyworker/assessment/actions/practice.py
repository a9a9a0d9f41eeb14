"""What a programme sets about how it assesses."""

from datetime import time

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.agencies.models import Program
from keyworker.assessment.models import ReadingHours
from keyworker.assessment.rules import may_promise
from keyworker.audit import trail
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import change


@action(needs=Permission.ASSESSMENT_RULES, on="program")
def set_reading_hours(*, actor: Actor, program: Program, days: str, by: time) -> ReadingHours:
    """Say on which days, and by when, somebody reads what clients answered alone. They are told so from now on."""
    insist(may_promise(days=days))
    held = facts(ReadingHours, because="a programme promises one thing").filter(program=program)
    hours: ReadingHours | None = held.select_for_update(no_key=True).first()
    if hours is None:
        hours = ReadingHours(program=program, days=days, by=by)
        hours.save(force_insert=True)
    else:
        change(hours, days=days, by=by)
    trail.record("assessment.reading_hours_set", subject=hours, program_id=program.pk)
    return hours
