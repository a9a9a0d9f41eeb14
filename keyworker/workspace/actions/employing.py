"""Employ somebody: sign-in, place and role at once; and let them in again when what they sign in with is lost."""

from dataclasses import dataclass

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from keyworker.access.actions import add_staff, grant_role
from keyworker.access.doing import action
from keyworker.access.models import RoleProposal
from keyworker.access.permissions import Permission
from keyworker.access.roles import Role
from keyworker.accounts.models import User
from keyworker.agencies.models import Agency, Program, Staff
from keyworker.audit import trail
from keyworker.base.actor import Actor
from keyworker.base.decision import insist, no, yes


@dataclass(frozen=True, slots=True)
class Employed:
    """A new colleague, where they choose their password, and whether their role waits for a second person."""

    member: Staff
    link: str
    waits: bool


@action(needs=Permission.STAFF_MANAGE, on="agency")
def employ(
    *, actor: Actor, agency: Agency, email: str, name: str, job_title: str, role: Role, program: Program | None
) -> Employed:
    """A new colleague, and the address at which they choose their own password; nobody else ever knows one.

    Raises `Refused` when somebody already signs in with that e-mail address.
    """
    taken = User.objects.filter(email__iexact=email).exists()
    insist(no(_("Somebody already signs in with this address. Use another.")) if taken else yes())
    user = User.objects.create_user(email)
    member = add_staff(actor=actor, agency=agency, user=user, name=name, job_title=job_title)
    given = grant_role(actor=actor, member=member, role=role, program=program)
    key = default_token_generator.make_token(user)
    link = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
    return Employed(member, link, isinstance(given, RoleProposal))


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
