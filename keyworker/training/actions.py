"""What workers note of what they may and can do, who has seen it, and what a program asks for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, rows
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program, Staff
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import Decision, insist, no, yes
from keyworker.base.models import change
from keyworker.training.models import Course, Credential, CredentialKind, RequiredCredential
from keyworker.training.rules import may_log_course, may_note_credential, runs_out_soon

OWN, OVERSEE = Permission.STAFF_VIEW, Permission.CREDENTIAL_OVERSEE


@dataclass(frozen=True, slots=True)
class Held:
    """A credential as its holder says it."""

    kind: CredentialKind
    title: str
    issued_on: date
    expires_on: date | None = None
    issued_by: str = ""
    jurisdiction: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Learned:
    """Something they learned."""

    title: str
    hours: Decimal
    done_on: date
    provider: str = ""


@action(needs=OWN, on="member")
def note_credential(*, actor: Actor, member: Staff, held: Held) -> Credential:
    """A worker notes one of their own. It counts from now on; that somebody saw it is said apart."""
    insist(
        may_note_credential(
            theirs=member.pk == actor.id,
            issued_on=held.issued_on,
            expires_on=held.expires_on,
            needs_place=held.kind is CredentialKind.LICENSE and not held.jurisdiction.strip(),
            today=workplace(actor).today,
        )
    )
    made = Credential(
        staff=member,
        kind=held.kind.value,
        title=held.title.strip(),
        issued_by=held.issued_by.strip(),
        jurisdiction=held.jurisdiction.strip(),
        number=held.number.strip() or None,
        issued_on=held.issued_on,
        expires_on=held.expires_on,
    )
    made.save(force_insert=True)
    _record("training.credential_noted", made)
    return made


@action(needs=OWN, on="credential")
def renew_credential(
    *, actor: Actor, credential: Credential, issued_on: date, expires_on: date | None, seen: int
) -> Credential:
    """It was given anew. Somebody has to see it again. Raises `StaleRecord`."""
    insist(_stands(credential))
    insist(
        may_note_credential(
            theirs=True, issued_on=issued_on, expires_on=expires_on, needs_place=False, today=workplace(actor).today
        )
    )
    unseen = {"verified_by": None, "verified_at": None, "reminded_at": None}
    change(credential, seen=seen, issued_on=issued_on, expires_on=expires_on, **unseen)
    _record("training.credential_renewed", credential)
    return credential


@action(needs=OWN, on="credential")
def end_credential(*, actor: Actor, credential: Credential) -> Credential:
    """They hold it no more, or noted it by mistake."""
    insist(_stands(credential))
    change(credential, ended_at=clock.now())
    _record("training.credential_ended", credential)
    return credential


@action(needs=OVERSEE, on="credential")
def verify_credential(*, actor: Actor, credential: Credential, seen: int) -> Credential:
    """Somebody who answers for it has seen the paper, or looked it up. Raises `StaleRecord`; never one's own."""
    insist(_stands(credential))
    insist(no(_("A colleague has seen it already.")) if credential.verified_at else yes())
    change(credential, seen=seen, verified_by_id=actor.staff_id, verified_at=clock.now())
    _record("training.credential_verified", credential)
    return credential


@action(needs=OWN, on="member")
def log_course(*, actor: Actor, member: Staff, learned: Learned) -> Course:
    """A worker notes what they learned."""
    today = workplace(actor).today
    insist(may_log_course(theirs=member.pk == actor.id, hours=learned.hours, done_on=learned.done_on, today=today))
    made = Course(
        staff=member,
        title=learned.title.strip(),
        provider=learned.provider.strip(),
        hours=learned.hours,
        done_on=learned.done_on,
    )
    made.save(force_insert=True)
    trail.record("training.course_logged", subject=made)
    return made


@action(needs=OWN, on="course")
def strike_course(*, actor: Actor, course: Course) -> Course:
    """It was noted by mistake."""
    insist(no(_("This was struck out already.")) if course.ended_at else yes())
    change(course, ended_at=clock.now())
    trail.record("training.course_struck", subject=course)
    return course


@action(needs=Permission.AGENCY_MANAGE, on="program")
def require_credentials(*, actor: Actor, program: Program, kinds: Collection[CredentialKind]) -> None:
    """From now on whoever carries cases in the program must hold these, and no others."""
    asked = rows(RequiredCredential, actor=actor, needs=Permission.AGENCY_MANAGE)
    held = {each.kind: each for each in asked.filter(program=program, ended_at=None).select_for_update(no_key=True)}
    wanted = {kind.value for kind in kinds}
    for kind in sorted(wanted - set(held)):
        RequiredCredential(program=program, kind=kind).save(force_insert=True)
    for kind, each in held.items():
        if kind not in wanted:
            change(each, ended_at=clock.now())
    trail.record("training.credentials_required", subject=program, program_id=program.pk, facts={"kinds": len(wanted)})


@action(needs=OVERSEE, on="credential")
def remind_of_expiry(*, actor: Actor, credential: Credential) -> str:
    """Write down that its holder is reminded, once until it is renewed; answers where they get mail."""
    due = runs_out_soon(credential.expires_on, workplace(actor).today) and not credential.reminded_at
    insist(_stands(credential))
    insist(yes() if due else no(_("There is nothing to remind of.")))
    change(credential, reminded_at=clock.now())
    _record("training.expiry_reminded", credential)
    member: Staff = (
        facts(Staff, because="whoever holds it is reminded").select_related("user").get(pk=credential.staff_id)
    )
    return str(member.user.email)


@action(needs=OVERSEE, on="credential")
def remind_again_later(*, actor: Actor, credential: Credential) -> None:
    """The mail server did not take it: tomorrow is another day."""
    change(credential, reminded_at=None)
    _record("training.expiry_not_reminded", credential)


def _stands(credential: Credential) -> Decision:
    return no(_("This was taken away already.")) if credential.ended_at else yes()


def _record(verb: str, credential: Credential) -> None:
    until = credential.expires_on.isoformat() if credential.expires_on else ""
    told = {"credential_kind": credential.kind, "until_on": until, "staff": str(credential.staff_id)}
    trail.record(verb, subject=credential, facts=told)
