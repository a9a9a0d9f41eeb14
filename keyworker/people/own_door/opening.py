"""What a worker does: open somebody's own page for them, make a link, let them in again, shut it."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from keyworker.access import doors
from keyworker.access.doing import action
from keyworker.access.models import DoorKey, DoorKind
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.accounts.models import User
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist, no, yes
from keyworker.base.ids import new_id
from keyworker.base.models import change
from keyworker.people.models import THEIR_OWN, ContactPoint, Passkey, Person, PortalAccount
from keyworker.people.own_door.rules import ALPHABET, CODE_SIGNS, SENT_FOR, SHOWN_FOR, may_open_door, same_word
from keyworker.people.queries import code_words, safety_of
from keyworker.people.reaching import careful_of, way_of
from keyworker.people.rules import Clearance, Doing, may_contact

NOWHERE = "own-door.invalid"  # its sign-in has no address: nobody can ask for a letter to it


@dataclass(frozen=True, slots=True)
class Enrolment:
    """How the worker met them, why they get a page of their own, and whether others use the phone they open it on."""

    met: str
    because: str
    shared_device: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """What opens the door once, shown this one time: a token for an address, the same as a code to read out."""

    token: str
    code: str
    until: datetime


@action(needs=Permission.PORTAL_MANAGE, on="person")
def enrol(*, actor: Actor, person: Person, enrolment: Enrolment) -> PortalAccount:
    """Open somebody's own page for them, by whoever meets them face to face. They choose the PIN by their first link.

    Raises `Refused` for somebody who has died, has a page already, or has no code word.
    """
    held = facts(PortalAccount, because="one page of their own for one person").filter(THEIR_OWN, person=person)
    insist(
        may_open_door(
            died=person.died_on is not None, has_one=held.exists(), has_code_word=bool(code_words(actor, person))
        )
    )
    account = open_portal(actor=actor, person=person, user=User.objects.create_user(f"{new_id()}@{NOWHERE}"))
    change(
        account,
        opened_by_id=actor.staff_id,
        met=enrolment.met,
        because=enrolment.because,
        shared_device=enrolment.shared_device,
    )
    return account


@action(needs=Permission.PORTAL_MANAGE, on="person")
def open_portal(*, actor: Actor, person: Person, user: User) -> PortalAccount:
    """Give the person a sign-in to their own file; never a colleague's, who would keep it when they leave."""
    insist(no(_("This sign-in is a colleague's.")) if doors.resolve(DoorKind.SIGN_IN, str(user.pk)) else yes())
    account = PortalAccount(person=person, user=user)
    account.save(force_insert=True)
    doors.issue(DoorKind.PORTAL, str(user.pk), subject_id=account.id, person_id=person.id)
    trail.record("people.portal_opened", subject=account, person_id=person.id)
    return account


@action(needs=Permission.PORTAL_MANAGE, on="account")
def make_link(*, actor: Actor, account: PortalAccount) -> Link:
    """A link and a code to show or read out; the one before opens nothing any more. Raises `Refused`."""
    _insist_open(account)
    link = _issue(account, SHOWN_FOR)
    told(account, "people.portal_link_made")
    return link


@action(needs=Permission.PORTAL_MANAGE, on="account")
def make_link_to_send(*, actor: Actor, account: PortalAccount, point: ContactPoint) -> tuple[Link, Clearance]:
    """A link to send by e-mail, and that it may be sent. Raises `Refused` where safe contact does not plainly say yes.

    Nor before they chose a PIN: whoever read the letter first could choose it. A warning is a no here, whoever read
    it: what is said on the telephone is gone, and a link stays in the letter.
    """
    _insist_open(account)
    insist(no(_("Read a guardian or supporter the code. Nothing is sent to them.")) if account.beside else yes())
    insist(yes() if account.pin_chosen_at else no(_("They have no PIN yet. Show them the first link yourself.")))
    point.person = account.person
    careful = careful_of(safety_of(actor, account.person))
    cleared = may_contact(way_of(point), doing=Doing.EMAIL, at=workplace(actor).now, careful=careful)
    insist(cleared)
    insist(no(_("A link is not sent where there is a danger. Read it out.")) if cleared.is_warning else yes())
    link = _issue(account, SENT_FOR)
    trail.record("people.portal_link_sent", subject=account, person_id=account.person_id)
    return link, cleared


@action(needs=Permission.PORTAL_MANAGE, on="account")
def let_in_again(*, actor: Actor, account: PortalAccount, heard: str) -> PortalAccount:
    """Five wrong PINs, or a forgotten one: whoever says the code word chooses another. Raises `Refused`."""
    insist(no(_("This page of theirs is shut.")) if account.ended_at else yes())
    insist(
        no(_("A code word is the person's own. Of a guardian or supporter see who they are."))
        if account.beside
        else yes()
    )
    words = code_words(actor, account.person)
    insist(yes() if same_word(heard, words) else no(_("That is not their code word. Meet them, and see who they are.")))
    begin_anew(account)
    trail.record("people.portal_let_in_again", subject=account, person_id=account.person_id)
    return account


@action(needs=Permission.PORTAL_MANAGE, on="account")
def take_keys_back(*, actor: Actor, account: PortalAccount) -> None:
    """No phone opens it by a key any more, for example when somebody else can unlock theirs."""
    _end_keys(account)
    trail.record("people.passkeys_taken_back", subject=account, person_id=account.person_id)


@action(needs=Permission.PORTAL_MANAGE, on="account")
def look_as_they_see_it(*, actor: Actor, account: PortalAccount, page: str) -> None:
    """A worker looks at what stands on somebody's own page, of that name. Raises `Refused` for one that was shut."""
    insist(no(_("This page of theirs is shut.")) if account.ended_at else yes())
    told(account, "people.portal_looked_at", facts={"page_code": page})


@action(needs=Permission.PORTAL_MANAGE, on="person")
def close_portal(*, actor: Actor, person: Person) -> None:
    """Shut the person's own door at once, for example when somebody else may be using it."""
    for account in person.portal_accounts.filter(THEIR_OWN):
        shut(account)
    trail.record("people.portal_closed", subject=person, person_id=person.id)


def told(account: PortalAccount, verb: str, *, facts: dict[str, Any] | None = None) -> None:
    """What was done at a door goes into the trail; at a companion's never as if it were the person's own."""
    said = verb.replace(".portal_", ".beside_") if account.beside else verb
    trail.record(said, subject=account, person_id=account.person_id, facts=facts)


def shut(account: PortalAccount) -> None:
    """Nothing opens it any more, and whoever is inside is outside. Part of an action, which records it."""
    change(account, ended_at=clock.now())
    _end_keys(account)
    doors.close(account.id)


def forget(account: PortalAccount) -> None:
    """Links that wait, known phones and their keys open nothing any more. Part of an action, which records it."""
    doors.close(account.id, kind=DoorKind.PORTAL_LINK)
    doors.close(account.id, kind=DoorKind.PORTAL_PHONE)
    _end_keys(account)


def begin_anew(account: PortalAccount) -> None:
    """They choose another PIN by their next link, and whoever is inside is outside. Part of an action, as above."""
    forget(account)
    account.user.set_unusable_password()
    account.user.save(update_fields=["password"])
    change(account, pin_chosen_at=None, wrong_tries=0, locked_at=None)


def keys_of(account: PortalAccount) -> list[Passkey]:
    """The keys that open it now, the newest first."""
    held = facts(Passkey, because="what opens a page, asked by whoever may open or shut it")
    return list(held.filter(account=account, ended_at=None).order_by("-id"))


def live_keys(account: PortalAccount, kind: DoorKind, key: str) -> bool:
    """Whether this very key opens the account now, asked with the account locked: no two can use it."""
    held = facts(DoorKey, because="a link opens the door once").filter(
        kind=kind, key_hash=doors.key_hash(key), subject_id=account.id, revoked_at=None, expires_at__gt=clock.now()
    )
    return held.exists()


def _end_keys(account: PortalAccount) -> None:
    for key in keys_of(account):
        change(key, ended_at=clock.now())
    doors.close(account.id, kind=DoorKind.PORTAL_PASSKEY)


def _issue(account: PortalAccount, good_for: timedelta) -> Link:
    doors.close(account.id, kind=DoorKind.PORTAL_LINK)
    until = clock.now() + good_for
    link = Link(doors.new_token(), "".join(secrets.choice(ALPHABET) for _sign in range(CODE_SIGNS)), until)
    for key in (link.token, link.code):
        doors.issue(
            DoorKind.PORTAL_LINK, key, subject_id=account.id, person_id=account.person_id, expires_at=link.until
        )
    return link


def _insist_open(account: PortalAccount) -> None:
    insist(no(_("This page of theirs is shut.")) if account.ended_at else yes())
    locked = account.locked_at is not None
    insist(no(_("It is locked after five wrong PINs. Ask for the code word first.")) if locked else yes())
