"""Inviting colleagues by letter: who asks for an address to be taken on never learns whether it is known here."""

from dataclasses import dataclass

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from keyworker.access import doors
from keyworker.access.actions import give_sign_in
from keyworker.access.doing import action
from keyworker.access.models import DoorKind
from keyworker.access.permissions import Permission
from keyworker.access.workplace import workplace
from keyworker.accounts.models import User
from keyworker.agencies.models import Staff
from keyworker.audit import trail
from keyworker.base.actor import Actor
from keyworker.base.decision import insist, no, yes
from keyworker.base.ids import new_id

# No letter can ever be sent there (RFC 2606), so nobody ever signs in with it.
NOWHERE = "invited.invalid"
ANY_PLACE = (DoorKind.SIGN_IN, DoorKind.PORTAL, DoorKind.COMPANION)


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written to the address an administrator gave. Without a `link` it says that the address cannot be used.

    Only the letter knows: whoever sent it is shown the same page, the same list and the same trail either way.
    `to_hand` is the address to show once where no letter can be sent: it looks the same either way, and what cannot
    be used looks there like a link that has run out.
    """

    email: str
    name: str
    link: str
    to_hand: str = ""


@action(needs=Permission.STAFF_MANAGE, on="member")
def invite_again(*, actor: Actor, member: Staff, email: str, by_hand: bool = False) -> Letter:
    """Write once more, perhaps to another address. `by_hand`: the link is shown instead, once, and that is recorded.

    Raises `Refused` for a colleague who has chosen a password, and in an agency for practice: sign-ins are of all.
    """
    practice = workplace(actor).agency.is_practice
    insist(no(_("Nobody is employed in a practice agency.")) if practice else yes())
    insist(yes() if member.ended_at is None else no(_("They no longer work here.")))
    user = sign_in_for(email, member=member)
    give_sign_in(actor=actor, member=member, user=user)
    trail.record("workspace.invited_again", subject=member)
    if by_hand:
        note_shown(member)
    return letter_to(member, user, email)


def note_shown(member: Staff) -> None:
    """Whoever was shown the link might have used it themselves: the trail says who it was."""
    trail.record("workspace.link_shown", subject=member)


def sign_in_for(email: str, *, member: Staff | None = None) -> User:
    """The sign-in that an invitation to this address opens a place with; its password is still to be chosen.

    One that opens another place already (another agency's, or somebody's own file) is left alone, and a sign-in that
    nobody can ever use stands in for it.
    """
    known = User.objects.filter(email__iexact=email).first()
    if known is None:
        return User.objects.create_user(email)
    if _opens_another_place(known, member):
        return User.objects.create_user(f"{new_id()}@{NOWHERE}")
    known.set_unusable_password()
    known.save(update_fields=["password"])
    return known


def _opens_another_place(user: User, member: Staff | None) -> bool:
    opened = [doors.resolve(kind, str(user.pk)) for kind in ANY_PLACE]
    return any(found is not None and (member is None or found.subject_id != member.id) for found in opened)


def letter_to(member: Staff, user: User, email: str) -> Letter:
    """The letter to an invited colleague, with the address at which they choose their password."""
    if user.email.endswith(f"@{NOWHERE}"):
        never = User(pk=user.pk, email=user.email)
        never.set_unusable_password()
        return Letter(email, member.name, "", to_hand=_place_to_choose(never))
    link = _place_to_choose(user)
    return Letter(email, member.name, link, to_hand=link)


def _place_to_choose(user: User) -> str:
    """Where they choose a password: works once, runs out, and is kept nowhere."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
