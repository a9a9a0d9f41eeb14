"""What is true of somebody at the moment when something would leave for them: asked of the database, each time."""

from datetime import datetime
from uuid import UUID

from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import Decision
from keyworker.base.privacy import Category
from keyworker.consent.actions import scope_of
from keyworker.consent.models import Consent, Purpose
from keyworker.consent.rules import Telling, may_disclose
from keyworker.notices import sending
from keyworker.notices.gateways import texts_go_out
from keyworker.notices.rules import Standing
from keyworker.people.models import Channel, ContactPoint, Person, SafetyRule
from keyworker.people.reaching import way_of


def agreed_ways(person_id: UUID) -> list[ContactPoint]:
    """Addresses and numbers they agreed to be reminded at, the one they like best first, by what leaves from here.

    None that a shelter noted, and no number that answered STOP.
    """
    found = facts(ContactPoint, because="a reminder goes only where they agreed to have one").filter(
        person_id=person_id, reminders_ok=True, ended_at=None, sealed_in=None, texts_stopped_at=None
    )
    leaving = {Channel.EMAIL.value: sending.go_out(), Channel.SMS.value: texts_go_out()}
    by = [channel for channel, leaves in leaving.items() if leaves]
    return list(found.filter(channel__in=by).order_by("-preferred", "created_at", "id"))


def standing_of(
    actor: Actor, person_id: UUID, program: Program, *, points: list[ContactPoint], happens_at: datetime
) -> Standing:
    """The facts that `rules.may_send` decides by, as they are now."""
    risks = facts(SafetyRule, because="whoever knows of a danger, nothing is sent").filter(person_id=person_id)
    return Standing(
        now=clock.now(),
        at=workplace(actor).now,
        happens_at=happens_at,
        sealed=program.sealed,
        at_risk=risks.exclude(risk_if_contacted="").exists() or _has_died(person_id),
        consent=_consent(actor, person_id, program),
        ways=[way_of(point) for point in points],
    )


def _has_died(person_id: UUID) -> bool:
    person: Person = facts(Person, because="nobody is reminded after their death").get(pk=person_id)
    return person.died_on is not None


def _consent(actor: Actor, person_id: UUID, program: Program) -> Decision:
    """Whether they agreed, in this program, that we are in touch with them; asked today, not when it was written."""
    here = workplace(actor)
    held = facts(Consent, because="a reminder rests on the person's consent").filter(
        person_id=person_id, program_id=program.pk, purpose=Purpose.SERVICE
    )
    telling = Telling(Purpose.SERVICE, here.agency.name, None, frozenset({Category.CONTACT}))
    return may_disclose(
        [scope_of(each, on=here.today) for each in held.select_related("decided_by")], telling, on=here.today
    )
