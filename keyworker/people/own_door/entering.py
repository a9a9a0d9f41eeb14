"""What somebody does at the door before they are inside. A named job acts: nobody is known there yet."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from keyworker.access import doors
from keyworker.access.companions import granted_beside
from keyworker.access.doing import action
from keyworker.access.models import DoorKey, DoorKind
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, facts, require
from keyworker.accounts.models import User
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor, job
from keyworker.base.context import reading
from keyworker.base.decision import insist, no, yes
from keyworker.base.keyring import ring
from keyworker.base.models import change
from keyworker.people.models import PortalAccount
from keyworker.people.own_door.opening import forget, live_keys, shut, told
from keyworker.people.own_door.rules import PHONE_KNOWN_FOR, TRIES, good_pin

AT_THE_DOOR = "own-door"


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a PIN. `left`: how many tries more. `phone`: what a phone keeps to be known again, if it may."""

    right: bool
    left: int = 0
    phone: str = ""


def at_the_door(agency_id: UUID) -> Actor:
    return job(AT_THE_DOOR, agency_id=agency_id)


def account_behind(opened: doors.Opened) -> PortalAccount | None:
    """The account that a key opens, with its person; None for one that was shut, or whose owner may not be let in."""
    actor = at_the_door(opened.agency_id)
    try:
        with reading(actor):
            found = require(
                PortalAccount, opened.subject_id, actor=actor, needs=Permission.PORTAL_ENTER, join=("person", "user")
            )
            let_in = not found.beside or granted_beside(found.pk) is not None
    except Absent:
        return None
    return found if found.ended_at is None and let_in else None


def account_of(actor: Actor) -> PortalAccount | None:
    """The account by which somebody is inside, while it lets them in."""
    assert actor.id is not None  # noqa: S101 - whoever is inside came in by one
    return account_behind(doors.Opened(actor.agency_id, actor.id, actor.person_id))


def how_it_stands(account: PortalAccount) -> str:
    """Which PIN and which link counted last: whoever came by a link gets no further once the team mended something.

    Somebody who used it and knew no PIN must not choose one in the minute in which the team lets the person in again.
    """
    actor = at_the_door(account.agency_id)
    with reading(actor):
        made = facts(DoorKey, because="a newer link is meant for whoever comes now").filter(
            kind=DoorKind.PORTAL_LINK, subject_id=account.id
        )
        newest = made.aggregate(at=Max("created_at"))["at"]
    return f"{account.pin_chosen_at}|{newest}"


@action(needs=Permission.PORTAL_ENTER, on="account")
def spend_link(*, actor: Actor, account: PortalAccount, key: str) -> PortalAccount:
    """Use up a link or its code: both open nothing from now on. Raises `Refused` for whoever was second."""
    live = account.ended_at is None and live_keys(account, DoorKind.PORTAL_LINK, key)
    insist(yes() if live else no(_("This link is closed")))
    doors.close(account.id, kind=DoorKind.PORTAL_LINK)
    told(account, "people.portal_link_spent")
    return account


@action(needs=Permission.PORTAL_ENTER, on="account")
def choose_pin(*, actor: Actor, account: PortalAccount, pin: str) -> PortalAccount:
    """The first PIN, or another one once the team let them in again. Raises `Refused` for one that is easy to guess."""
    insist(no(_("There is a PIN already.")) if account.pin_chosen_at or account.ended_at else yes())
    _keep_pin(account, pin)
    told(account, "people.portal_pin_chosen")
    return account


@action(needs=Permission.PORTAL_ENTER, on="account")
def try_pin(*, actor: Actor, account: PortalAccount, pin: str, keep_phone: bool = False) -> Tried:
    """Whether this is their PIN. The fifth wrong one in a row locks the door, and only the team opens it again."""
    if account.locked_at or account.ended_at or account.pin_chosen_at is None:
        told(account, "people.portal_pin_wrong")
        return Tried(False)
    if not account.user.check_password(_hardened(account, pin)):
        return _wrong(account)
    change(account, wrong_tries=0, here_at=clock.now())
    told(account, "people.portal_entered")
    return Tried(True, TRIES, _know_phone(account) if keep_phone and not account.shared_device else "")


@action(needs=Permission.PORTAL_ENTER, on="account")
def show_pin(*, actor: Actor, account: PortalAccount, pin: str) -> Tried:
    """Whether it is them who asks for more than to read; a wrong one counts as at the door."""
    if not _knows(account, pin):
        return _wrong(account)
    change(account, wrong_tries=0)
    trail.record("people.portal_pin_shown", subject=account, person_id=account.person_id)
    return Tried(True, TRIES)


@action(needs=Permission.PORTAL_ENTER, on="account")
def change_pin(*, actor: Actor, account: PortalAccount, pin: str, other: str) -> Tried:
    """Another PIN, by whoever knows the one that stands; a wrong one counts as at the door. Raises `Refused`."""
    if not _knows(account, pin):
        return _wrong(account)
    _keep_pin(account, other)
    told(account, "people.portal_pin_chosen")
    return Tried(True, TRIES)


@action(needs=Permission.PORTAL_ENTER, on="account")
def forget_phones(*, actor: Actor, account: PortalAccount) -> None:
    """Every phone that was known must bring a new link."""
    forget(account)
    told(account, "people.portal_phones_forgotten")


@action(needs=Permission.PORTAL_ENTER, on="account")
def leave_for_good(*, actor: Actor, account: PortalAccount) -> None:
    """The person shuts their own door, at once."""
    insist(no(_("This page is shut already.")) if account.ended_at else yes())
    shut(account)
    told(account, "people.portal_left")


def _knows(account: PortalAccount, pin: str) -> bool:
    asked = account.locked_at is None and account.pin_chosen_at is not None
    return asked and bool(account.user.check_password(_hardened(account, pin)))


def _wrong(account: PortalAccount) -> Tried:
    tries = account.wrong_tries + 1
    last = tries >= TRIES
    change(account, wrong_tries=min(tries, TRIES), locked_at=account.locked_at or (clock.now() if last else None))
    if last:
        forget(account)
    told(account, "people.portal_locked" if last else "people.portal_pin_wrong")
    return Tried(False, max(TRIES - tries, 0))


def _keep_pin(account: PortalAccount, pin: str) -> None:
    insist(good_pin(pin, born_on=account.person.born_on))
    user: User = account.user
    user.set_password(_hardened(account, pin))
    user.save(update_fields=["password"])
    change(account, pin_chosen_at=clock.now(), wrong_tries=0)


def _hardened(account: PortalAccount, pin: str) -> str:
    """Six digits alone are guessed from a copy of the database in a day; not without a key that is not in it."""
    return ring().find(f"{account.pk}:{pin}", purpose="pin").hex()


def _know_phone(account: PortalAccount) -> str:
    token = doors.new_token()
    doors.issue(
        DoorKind.PORTAL_PHONE,
        token,
        subject_id=account.id,
        person_id=account.person_id,
        expires_at=clock.now() + PHONE_KNOWN_FOR,
    )
    return token
