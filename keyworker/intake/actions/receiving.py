"""A referral comes in: from the public form, or written down by a worker."""

import secrets
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.agencies.models import Program
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.intake.models import IncomingReferral, SourceKind, Urgency
from keyworker.people.models import DatePrecision

# Without letters and digits that look alike when read aloud or copied by hand.
REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody tells us when they ask for help, for themselves or for another."""

    source_kind: str
    full_name: str
    needs: str
    preferred_name: str = ""
    born_on: date | None = None
    born_precision: str = DatePrecision.DAY.value
    language: str = ""
    contact: str = ""
    safe_to_contact: str = ""
    area: str = ""
    urgency: str = Urgency.ROUTINE.value
    consent_of_person: bool = False
    referrer_name: str = ""
    referrer_organization: str = ""
    referrer_contact: str = ""

    def values(self) -> dict[str, Any]:
        """Fields of the row; nothing is sealed where nothing was said."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {**found, "contact": self.contact or None, "referrer_contact": self.referrer_contact or None}


@action(needs=Permission.REFERRAL_RECEIVE, on="program")
def receive_referral(
    *, actor: Actor, program: Program, asked: Asked, received_at: datetime | None = None
) -> IncomingReferral:
    """Write a referral down. A colleague's is known to be theirs; anybody else's referrer is still to be checked.

    A visitor cannot read what they sent, so the row is never fetched again here.
    """
    ours = actor.kind is not ActorKind.VISITOR and asked.source_kind == SourceKind.WORKER
    referral = IncomingReferral(
        program=program,
        reference=new_reference(),
        referrer_verified=ours,
        received_at=received_at or clock.now(),
        **asked.values(),
    )
    referral.save(force_insert=True)
    trail.record(
        "intake.referral_received",
        subject=referral,
        program_id=program.id,
        facts={"source_kind": asked.source_kind, "urgency_code": asked.urgency},
    )
    return referral


def new_reference() -> str:
    """Something to quote on the telephone, which tells nothing: eight random letters and digits."""
    drawn = "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"
