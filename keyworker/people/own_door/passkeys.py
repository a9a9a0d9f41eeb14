"""Keys on somebody's own phone: kept by whoever just gave the PIN, tried at the door, taken away in one step."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from keyworker.access import doors
from keyworker.access.doing import action
from keyworker.access.models import DoorKind
from keyworker.access.permissions import Permission
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import Decision, Refused, insist, no
from keyworker.base.models import change
from keyworker.people.models import Passkey, PortalAccount
from keyworker.people.own_door.opening import keys_of
from keyworker.people.own_door.rules import goes_on, may_keep_key
from keyworker.people.own_door.webauthn import PhoneAnswer, Unreadable, count_told, name_of, told_of_new


def may_make_one(account: PortalAccount) -> Decision:
    """Whether this page may have one more key."""
    return may_keep_key(shared=account.shared_device, open_now=not _is_shut(account), held=len(keys_of(account)))


@action(needs=Permission.PORTAL_ENTER, on="account")
def keep_passkey(*, actor: Actor, account: PortalAccount, answer: PhoneAnswer) -> Passkey:
    """Keep a key that a phone made for this page. Raises `Refused`."""
    insist(may_make_one(account))
    try:
        told = told_of_new(answer)
    except Unreadable:
        told = None
    if told is None or doors.resolve(DoorKind.PORTAL_PASSKEY, told.name):
        raise Refused(no(_("That did not work. Try again.")))
    key = Passkey(id=UUID(answer.state["key"]), account=account, person_id=account.person_id)
    key.credential, key.sign_count = told.credential, told.sign_count
    key.save(force_insert=True)
    doors.issue(DoorKind.PORTAL_PASSKEY, told.name, subject_id=account.id, person_id=account.person_id)
    trail.record("people.passkey_kept", subject=account, person_id=account.person_id)
    return key


@action(needs=Permission.PORTAL_ENTER, on="account")
def try_passkey(*, actor: Actor, account: PortalAccount, key: UUID, answer: PhoneAnswer) -> bool:
    """Whether this key opens the page now. One that does not count on has a copy: neither opens anything any more."""
    found = next((each for each in keys_of(account) if each.pk == key), None)
    try:
        count = count_told(answer, bytes(found.credential)) if found and _opens(account) else None
    except Unreadable:
        count = None
    if found is None or count is None:
        trail.record("people.passkey_refused", subject=account, person_id=account.person_id)
        return False
    if not goes_on(found.sign_count, count):
        _end(account, found)
        trail.record("people.passkey_copied", subject=account, person_id=account.person_id)
        return False
    change(found, sign_count=count, used_at=clock.now())
    change(account, here_at=clock.now())
    trail.record("people.portal_entered", subject=account, person_id=account.person_id)
    return True


@action(needs=Permission.PORTAL_ENTER, on="account")
def take_passkey_away(*, actor: Actor, account: PortalAccount, key: UUID) -> None:
    """One key opens the page no more. Raises `Refused` for one that is not theirs, or gone."""
    found = next((each for each in keys_of(account) if each.pk == key), None)
    if found is None:
        raise Refused(no(_("This key is gone already.")))
    _end(account, found)
    trail.record("people.passkey_taken_away", subject=account, person_id=account.person_id)


def _end(account: PortalAccount, key: Passkey) -> None:
    change(key, ended_at=clock.now())
    doors.close(account.id, kind=DoorKind.PORTAL_PASSKEY, key=name_of(bytes(key.credential)))


def _opens(account: PortalAccount) -> bool:
    return not _is_shut(account) and account.pin_chosen_at is not None and not account.shared_device


def _is_shut(account: PortalAccount) -> bool:
    return account.ended_at is not None or account.locked_at is not None
