"""What administrators do: give people a place of work and a role, and take it back."""

from keyworker.access import doors
from keyworker.access.doing import action
from keyworker.access.models import DoorKey, DoorKind, Grant
from keyworker.access.permissions import Permission
from keyworker.access.roles import Role
from keyworker.access.sight import facts
from keyworker.accounts.models import User
from keyworker.agencies.models import Agency, Program, Staff
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.models import change


@action(needs=Permission.AGENCY_MANAGE, on="agency")
def open_program(*, actor: Actor, agency: Agency, program: Program) -> Program:
    """Set up a programme."""
    program.save(force_insert=True)
    trail.record("access.program_opened", subject=program, program_id=program.id)
    return program


@action(needs=Permission.AGENCY_MANAGE, on="agency")
def open_public_form(*, actor: Actor, agency: Agency) -> None:
    """Let the agency's short name open its public referral form."""
    doors.issue(DoorKind.PUBLIC_FORM, agency.slug, subject_id=agency.id)
    trail.record("access.public_form_opened", subject=agency)


@action(needs=Permission.STAFF_MANAGE, on="agency")
def add_staff(*, actor: Actor, agency: Agency, user: User, name: str, job_title: str = "") -> Staff:
    """Give a sign-in a place of work in the agency."""
    member = Staff(user=user, name=name, job_title=job_title)
    member.save(force_insert=True)
    doors.issue(DoorKind.SIGN_IN, str(user.pk), subject_id=member.id)
    trail.record("access.staff_added", subject=member)
    return member


@action(needs=Permission.STAFF_MANAGE, on="member")
def grant_role(*, actor: Actor, member: Staff, role: Role, program: Program | None, because: str = "") -> Grant:
    """Give a role, for one programme or the whole agency."""
    grant = Grant(staff=member, role=role.value, program=program, because=because)
    grant.save(force_insert=True)
    trail.record(
        "access.role_granted",
        subject=member,
        program_id=program.id if program else None,
        facts={"role": role.value},
    )
    return grant


@action(needs=Permission.STAFF_MANAGE, on="grant")
def revoke_role(*, actor: Actor, grant: Grant) -> None:
    """Take a role back; it ends at once."""
    change(grant, revoked_at=clock.now())
    trail.record("access.role_revoked", subject=grant, program_id=grant.program_id, facts={"role": grant.role})


@action(needs=Permission.STAFF_MANAGE, on="member")
def end_place(*, actor: Actor, member: Staff) -> None:
    """Somebody leaves: their sign-in opens nothing here from now on."""
    change(member, ended_at=clock.now())
    for key in facts(DoorKey, because="the leaver's own keys must stop working").filter(subject_id=member.id):
        change(key, revoked_at=clock.now())
    trail.record("access.staff_ended", subject=member)
