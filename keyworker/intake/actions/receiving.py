"""A referral comes in, from the public form or written down by a worker; and what is learned of it after."""

import secrets
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.agencies.models import Program
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import insist, no, yes
from keyworker.base.models import change
from keyworker.intake.models import OPEN, IncomingReferral, SourceKind, Urgency
from keyworker.people.models import DatePrecision

# Without letters and digits that look alike when read aloud or copied by hand.
REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody tells us when they ask for help, for themselves or for another."""

    source_kind: str
    full_name: str
    needs: str
    unnamed: bool = False
    preferred_name: str = ""
    born_on: date | None = None
    born_precision: str = DatePrecision.DAY.value
    language: str = ""
    contact: str = ""
    safe_to_contact: str = ""
    area: str = ""
    help_kinds: tuple[str, ...] = ()
    household: str = ""
    urgency: str = Urgency.ROUTINE.value
    consent_of_person: bool = False
    referrer_name: str = ""
    referrer_organization: str = ""
    referrer_contact: str = ""

    def values(self) -> dict[str, Any]:
        """Fields of the row; nothing is sealed where nothing was said."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        sealed = {"contact": self.contact or None, "referrer_contact": self.referrer_contact or None}
        return {**found, **sealed, "help_kinds": list(self.help_kinds)}


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


@dataclass(frozen=True, slots=True)
class Learned:
    """What we know of them by now: all of it, as it stands after somebody asked."""

    full_name: str
    preferred_name: str
    born_on: date | None
    born_precision: str
    language: str
    area: str
    help_kinds: tuple[str, ...]
    household: str
    urgency: str
    contact: str
    safe_to_contact: str
    unnamed: bool = False

    def values(self) -> dict[str, Any]:
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {**found, "contact": self.contact or None, "help_kinds": list(self.help_kinds)}


@action(needs=Permission.REFERRAL_SCREEN, on="referral")
def complete_referral(
    *, actor: Actor, referral: IncomingReferral, learned: Learned, seen: int | None = None
) -> IncomingReferral:
    """Write down what was not known yet, or was wrong; what they said they need stays in the words it came in.

    Raises `Refused` once the referral is finished, and `StaleRecord`.
    """
    insist(yes() if referral.status in OPEN else no(_("This referral is finished. Change their file instead.")))
    wanted = learned.values()
    changed = sorted(name for name, value in wanted.items() if getattr(referral, name) != value)
    change(referral, seen=seen, **wanted)
    trail.record(
        "intake.referral_completed",
        subject=referral,
        program_id=referral.program_id,
        facts={"what": ", ".join(changed), "urgency_code": learned.urgency},
    )
    return referral
