"""Keep something back, look at it again, give it out after all."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import Decision, insist, no, yes
from keyworker.base.models import change
from keyworker.people.models import About, Person, Withheld
from keyworker.people.timeline import tell
from keyworker.people.withholding.rules import LOOKED_AT_AGAIN, may_withhold

SEE = Permission.PERSON_EDIT


@dataclass(frozen=True, slots=True)
class Withholding:
    """On which ground, why in the worker's words, until when; `said`: the person reads that something is missing."""

    ground: str
    because: str
    review_on: date
    said: bool = True


@action(needs=Permission.PERSON_EDIT, on="person")
def withhold(
    *, actor: Actor, person: Person, program: Program, record: models.Model, withholding: Withholding
) -> Withheld:
    """Keep a record, or the name of a colleague, from the person's door and copy. Raises `Refused`."""
    today = workplace(actor).today
    ground, because = withholding.ground, withholding.because
    insist(may_withhold(ground=ground, because=because, review_on=withholding.review_on, today=today))
    insist(_can_be(record, program))
    held = facts(Withheld, because="nothing is kept back twice").filter(
        person=person, record_id=record.pk, lifted_at=None
    )
    insist(no(_("This is kept back already.")) if held.exists() else yes())
    found = Withheld(
        person=person,
        program=program,
        about=record._meta.label_lower,
        record_id=record.pk,
        ground=ground,
        because=because.strip(),
        said=withholding.said,
        review_on=withholding.review_on,
        withheld_by_id=actor.staff_id,
    )
    found.save(force_insert=True)
    tell("people.withheld", found, needs=SEE, facts=_told(found))
    return found


@action(needs=Permission.PERSON_EDIT, on="withheld")
def look_again(*, actor: Actor, withheld: Withheld) -> Withheld:
    """The reason still holds: it stays kept back, and is looked at once more. Raises `Refused`."""
    insist(no(_("This is given out already.")) if withheld.lifted_at else yes())
    change(withheld, review_on=workplace(actor).today + LOOKED_AT_AGAIN)
    tell("people.withheld_looked_at", withheld, needs=SEE, facts=_told(withheld))
    return withheld


@action(needs=Permission.PERSON_EDIT, on="withheld")
def give_out(*, actor: Actor, withheld: Withheld) -> Withheld:
    """The reason is gone: the person sees it from now on. Raises `Refused`."""
    insist(no(_("This is given out already.")) if withheld.lifted_at else yes())
    change(withheld, lifted_at=clock.now())
    tell("people.withheld_given_out", withheld, needs=SEE, facts=_told(withheld))
    return withheld


def _can_be(record: models.Model, program: Program) -> Decision:
    if record._meta.label_lower not in About.values or getattr(record, "program_id", program.pk) != program.pk:
        return no(_("This cannot be kept back."))
    return yes()


def _told(withheld: Withheld) -> dict[str, str]:
    return {"ground_code": withheld.ground, "review_on": withheld.review_on.isoformat()}
