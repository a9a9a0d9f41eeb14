"""What administrators do: give people a place of work and a role, and take it back."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from keyworker.access import doors
from keyworker.access.doing import action
from keyworker.access.models import DoorKey, DoorKind, Grant, RoleProposal
from keyworker.access.permissions import Permission
from keyworker.access.queries import confirming, holders, seconds
from keyworker.access.roles import Role
from keyworker.access.rules import may_confirm, needs_second_person
from keyworker.access.sight import facts
from keyworker.accounts.models import User
from keyworker.agencies.models import Agency, Program, Staff
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import insist, no, yes
from keyworker.base.models import change


@action(needs=Permission.AGENCY_MANAGE, on="agency")
def open_program(*, actor: Actor, agency: Agency, program: Program) -> Program:
    """Set up a program."""
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
def give_sign_in(*, actor: Actor, member: Staff, user: User) -> Staff:
    """Another sign-in opens an invited colleague's place; what should have opened it so far opens nothing.

    Never once they have chosen a password: whoever changed it then would come in as them. Nor while they hold a role
    in a sealed program: a second person confirmed it for somebody, not for another address. An administrator's role
    counts from now on: how long they have had it says nothing of whoever opens the place from here.
    """
    insist(no(_("They have chosen a password already.")) if member.user.has_usable_password() else yes())
    sealed = facts(Grant, because="a role in a sealed program was confirmed for whoever was invited").filter(
        staff=member, program__sealed=True, revoked_at=None
    )
    insist(no(_("They have a role in a sealed program. Take it back first.")) if sealed.exists() else yes())
    for key in facts(DoorKey, because="the earlier sign-in opens nothing any more").filter(
        kind=DoorKind.SIGN_IN, subject_id=member.id, revoked_at=None
    ):
        change(key, revoked_at=clock.now())
    for grant in facts(Grant, because="an administrator's time begins with their sign-in").filter(
        staff=member, role=Role.AGENCY_ADMINISTRATOR.value, revoked_at=None
    ):
        change(grant, since=clock.now())
    change(member, user=user)
    doors.issue(DoorKind.SIGN_IN, str(user.pk), subject_id=member.id)
    trail.record("access.sign_in_given", subject=member)
    return member


@action(needs=Permission.STAFF_MANAGE, on="member")
def grant_role(
    *, actor: Actor, member: Staff, role: Role, program: Program | None, because: str = ""
) -> Grant | RoleProposal:
    """Give a role, for one program or the whole agency. One that needs a second person is only proposed.

    A job gives it at once: it was started by whoever runs the installation, who holds the database anyway.
    """
    asked = Asked(member, role, program, because)
    if actor.kind is ActorKind.STAFF and _needs_second_person(actor, asked):
        return _propose(actor, asked)
    trail.record("access.role_granted", subject=member, program_id=asked.program_id, facts={"role": role.value})
    return _grant(asked)


def put_roles_up_again(actor: Actor, program: Program) -> int:
    """Roles in a program that is sealed from now on wait for a second person, and give nothing until then.

    They may have been given by one person alone while it was open. Called inside the action that seals it; answers
    how many.
    """
    given = facts(Grant, because="one person alone may have given them").filter(program=program, revoked_at=None)
    waiting = facts(RoleProposal, because="nobody is proposed twice").filter(program=program, decided_at=None)
    known = set(waiting.values_list("staff_id", "role"))
    found = list(given.filter(staff__ended_at=None).select_related("staff").order_by("since", "id"))
    for grant in found:
        change(grant, revoked_at=clock.now())
        trail.record("access.role_revoked", subject=grant, program_id=program.id, facts={"role": grant.role})
        if (grant.staff_id, grant.role) not in known:
            known.add((grant.staff_id, grant.role))
            _propose(actor, Asked(grant.staff, Role(grant.role), program, grant.because))
    return len(found)


@action(needs=Permission.ROLE_CONFIRM, on="proposal")
def confirm_role(*, actor: Actor, proposal: RoleProposal) -> Grant:
    """Be the second person: the role counts from now on. Raises `Refused` for whoever may not be."""
    known = holders()
    insist(may_confirm(confirming(actor, proposal, known)))
    second = next(holder for holder in seconds(proposal, known) if holder.staff_id == actor.id)
    change(proposal, decided_by_id=actor.staff_id, decided_at=clock.now(), confirmed=True)
    trail.record(
        "access.role_confirmed",
        subject=proposal.staff,
        program_id=proposal.program_id,
        facts={"role": proposal.role, "proposed_by": str(proposal.proposed_by_id), "as": second.role.value},
    )
    return _grant(Asked(proposal.staff, Role(proposal.role), proposal.program, proposal.because))


@action(needs=Permission.ROLE_CONFIRM, on="proposal")
def turn_down_role(*, actor: Actor, proposal: RoleProposal) -> None:
    """A proposed role is not given. Whoever proposed it may take it back so."""
    insist(no(_("Somebody has decided this already.")) if proposal.decided_at else yes())
    change(proposal, decided_by_id=actor.staff_id, decided_at=clock.now())
    trail.record(
        "access.role_turned_down",
        subject=proposal.staff,
        program_id=proposal.program_id,
        facts={"role": proposal.role, "proposed_by": str(proposal.proposed_by_id)},
    )


@action(needs=Permission.STAFF_MANAGE, on="grant")
def revoke_role(*, actor: Actor, grant: Grant) -> None:
    """Take a role back; it ends at once."""
    change(grant, revoked_at=clock.now())
    trail.record("access.role_revoked", subject=grant, program_id=grant.program_id, facts={"role": grant.role})


@action(needs=Permission.STAFF_MANAGE, on="member")
def end_place(*, actor: Actor, member: Staff) -> None:
    """Somebody leaves: their sign-in opens nothing here from now on."""
    change(member, ended_at=clock.now())
    doors.close(member.id)
    trail.record("access.staff_ended", subject=member)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which role is to be given to whom, where and why."""

    member: Staff
    role: Role
    program: Program | None
    because: str

    @property
    def program_id(self) -> UUID | None:
        return self.program.id if self.program else None


def _needs_second_person(actor: Actor, asked: Asked) -> bool:
    others = [holder for holder in holders() if holder.staff_id not in {actor.id, asked.member.id}]
    return needs_second_person(
        asked.role,
        own=asked.member.id == actor.id,
        sealed=asked.program is not None and asked.program.sealed,
        other_administrators=any(holder.role is Role.AGENCY_ADMINISTRATOR for holder in others),
    )


def _propose(actor: Actor, asked: Asked) -> RoleProposal:
    waiting = facts(RoleProposal, because="nobody is proposed twice").filter(
        staff=asked.member, role=asked.role.value, program=asked.program, decided_at=None
    )
    insist(no(_("This waits for a second person already.")) if waiting.exists() else yes())
    proposal = RoleProposal(
        staff=asked.member,
        role=asked.role.value,
        program=asked.program,
        because=asked.because,
        proposed_by_id=actor.staff_id,
    )
    proposal.save(force_insert=True)
    trail.record(
        "access.role_proposed", subject=asked.member, program_id=asked.program_id, facts={"role": asked.role.value}
    )
    return proposal


def _grant(asked: Asked) -> Grant:
    grant = Grant(staff=asked.member, role=asked.role.value, program=asked.program, because=asked.because)
    grant.save(force_insert=True)
    return grant
