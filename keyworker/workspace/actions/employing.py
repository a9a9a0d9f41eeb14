"""Employ somebody: sign-in, place and role at once; and let them in again when what they sign in with is lost."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _

from keyworker.access import doors
from keyworker.access.actions import add_staff, grant_role
from keyworker.access.doing import action
from keyworker.access.models import DoorKind, RoleProposal
from keyworker.access.permissions import Permission
from keyworker.access.roles import Role
from keyworker.accounts.models import User
from keyworker.agencies.models import Agency, Program, Staff
from keyworker.audit import trail
from keyworker.base.actor import Actor
from keyworker.base.decision import insist, no, yes
from keyworker.workspace.actions.inviting import Letter, letter_to, note_shown, sign_in_for


@dataclass(frozen=True, slots=True)
class Employed:
    """A new colleague, the letter that invites them, and whether their role waits for a second person."""

    member: Staff
    letter: Letter
    waits: bool


@action(needs=Permission.STAFF_MANAGE, on="agency")
def employ(
    *,
    actor: Actor,
    agency: Agency,
    email: str,
    name: str,
    job_title: str,
    role: Role,
    program: Program | None,
    by_hand: bool = False,
) -> Employed:
    """A new colleague, and the letter in which they find where to choose their own password; nobody else knows one.

    Whether the address is known to another agency, or to somebody's own door, is told to nobody but its owner (see
    `inviting.sign_in_for`). `by_hand`: the link is shown instead, once, and that is recorded.
    Raises `Refused` for the address of a colleague of this agency, and in one that is for practice.
    """
    insist(no(_("Nobody is employed in a practice agency.")) if agency.is_practice else yes())
    insist(no(_("A colleague signs in with this address. Use another.")) if _works_here(actor, email) else yes())
    user = sign_in_for(email)
    member = add_staff(actor=actor, agency=agency, user=user, name=name, job_title=job_title)
    given = grant_role(actor=actor, member=member, role=role, program=program)
    if by_hand:
        note_shown(member)
    return Employed(member, letter_to(member, user, email), isinstance(given, RoleProposal))


def _works_here(actor: Actor, email: str) -> bool:
    """A colleague who has come. One only invited does not count: asked for twice, an address would tell on itself."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None or not user.has_usable_password():
        return False
    opened = doors.resolve(DoorKind.SIGN_IN, str(user.pk))
    return opened is not None and opened.agency_id == actor.agency_id


@action(needs=Permission.STAFF_MANAGE, on="member")
def forget_second_step(*, actor: Actor, member: Staff) -> None:
    """They lost their phone and their spare codes: with their password they set up another second step.

    What is open anywhere ends, for whoever has the phone. Nobody does this for themselves.
    """
    insist(yes() if member.pk != actor.id else no(_("Ask another administrator: nobody does this for themselves.")))
    insist(yes() if member.ended_at is None else no(_("They no longer work here.")))
    Authenticator.objects.filter(user=member.user_id).delete()
    for session in UserSession.objects.filter(user=member.user_id):
        session.end()
    trail.record("workspace.second_step_forgotten", subject=member)
