"""Open the door for a guardian or supporter, shut it, take it back; and what they do there under their own name."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from keyworker.access import doors
from keyworker.access.companions import granted_beside
from keyworker.access.doing import action
from keyworker.access.models import DoorKind
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.accounts.models import User
from keyworker.agencies.models import Program
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist, no, yes
from keyworker.base.ids import new_id
from keyworker.base.models import change
from keyworker.consent.authority import standin_of
from keyworker.consent.companions.rules import may_be_granted, may_take_back
from keyworker.consent.models import Companion, DecisionMaker
from keyworker.people.kin.queries import ties
from keyworker.people.models import Met, Person, PortalAccount
from keyworker.people.own_door.opening import NOWHERE, begin_anew, shut
from keyworker.people.timeline import tell

VIEW = Permission.CONSENT_VIEW
# One sentence for all of it: who asks at the desk must not learn that somebody is warned of, nor by whom.
NOT_LET_IN = _("They cannot be given a page. Talk with your supervisor first, and not with them.")


@dataclass(frozen=True, slots=True)
class Grant:
    """What they see of the file and until when; how the worker met them, and why they are let in.

    `knows_them_as` is what they read of the person; `asked_alone`: a supporter is named by the person, with nobody by.
    """

    granted: frozenset[str]
    until_on: date
    knows_them_as: str
    met: str
    because: str
    asked_alone: bool = False
    shared_device: bool = True


@action(needs=Permission.PORTAL_MANAGE, on="person")
def let_in_beside(*, actor: Actor, person: Person, maker: DecisionMaker, tie: UUID, grant: Grant) -> Companion:
    """Give somebody a page of their own beside the person. They choose the PIN by their first link.

    `tie` is who they are in the family and circle, noted in either file. Raises `Refused` for what goes beyond their
    order or paper, in a sealed program, for a supporter whom nobody asked the person about alone, for a second page,
    and for whoever must not be let near the person, whoever noted that.
    """
    program: Program = facts(Program, because="a sealed program lets nobody in").get(pk=maker.program_id)
    insist(no(_("Nobody comes in beside somebody in this program.")) if program.sealed else yes())
    insist(no(_("They have died.")) if person.died_on is not None else yes())
    insist(may_be_granted(standin_of(maker), grant.granted, until_on=grant.until_on, today=workplace(actor).today))
    asked = grant.asked_alone or maker.kind != "supporter"
    insist(yes() if asked else no(_("Ask the person first, alone. A supporter is theirs to choose.")))
    held = facts(Companion, because="one page for one who decides").filter(maker=maker, ended_at=None)
    insist(no(_("They have a page already. Shut that one first.")) if held.exists() else yes())
    known = ties(actor, person).filter(pk=tie, until=None)
    insist(yes() if known.exists() else no(_("First note who they are in the family and circle.")))
    account = _account(actor, person, grant)
    companion = Companion(
        person=person,
        program=program,
        account=account,
        maker=maker,
        tie_id=tie,
        kind=maker.kind,
        name=maker.name,
        knows_them_as=grant.knows_them_as.strip(),
        granted=sorted(grant.granted),
        because=grant.because,
        until_on=grant.until_on,
        opened_by_id=actor.staff_id,
    )
    companion.save(force_insert=True)
    insist(yes() if granted_beside(account.pk) is not None else no(NOT_LET_IN))
    tell("consent.companion_let_in", companion, needs=VIEW, facts=_told(companion))
    return companion


def _account(actor: Actor, person: Person, grant: Grant) -> PortalAccount:
    account = PortalAccount(
        person=person,
        user=User.objects.create_user(f"{new_id()}@{NOWHERE}"),
        beside=True,
        opened_by_id=actor.staff_id,
        met=grant.met,
        because=grant.because,
        shared_device=grant.shared_device,
    )
    account.save(force_insert=True)
    doors.issue(DoorKind.COMPANION, str(account.user_id), subject_id=account.id, person_id=person.id)
    return account


@action(needs=Permission.PORTAL_MANAGE, on="companion")
def let_choose_again(*, actor: Actor, companion: Companion, met: str) -> Companion:
    """Five wrong PINs, or a forgotten one: whoever sees that it is them lets them choose another. Raises `Refused`.

    They have no code word: it is looked at face to face or by video, as when they were let in.
    """
    insist(no(_("They see nothing any more.")) if companion.ended_at else yes())
    insist(yes() if met in Met.values else no(_("See who they are first, face to face or by video.")))
    insist(yes() if granted_beside(companion.account_id) is not None else no(NOT_LET_IN))
    account: PortalAccount = facts(PortalAccount, because="its PIN is chosen anew").get(pk=companion.account_id)
    begin_anew(account)
    tell("consent.companion_chooses_again", companion, needs=VIEW, facts=_told(companion))
    return companion


@action(needs=Permission.PORTAL_MANAGE, on="companion")
def keep_out(*, actor: Actor, companion: Companion) -> Companion:
    """They see nothing any more, from this moment. Raises `Refused` when it is over already."""
    insist(no(_("They see nothing any more.")) if companion.ended_at else yes())
    _out(companion)
    return companion


def keep_all_out(person_id: UUID, program_id: UUID) -> None:
    """Where the work with the person ends nobody reads along any more; part of the action that ends it."""
    inside = facts(Companion, because="who comes in beside somebody does so while they are worked with").filter(
        person_id=person_id, program_id=program_id, ended_at=None
    )
    for companion in inside.select_for_update(no_key=True):
        _out(companion)


def _out(companion: Companion) -> None:
    account: PortalAccount = facts(PortalAccount, because="its page is shut with it").get(pk=companion.account_id)
    if account.ended_at is None:
        shut(account)
    change(companion, ended_at=clock.now())
    tell("consent.companion_kept_out", companion, needs=VIEW, facts=_told(companion))


@action(needs=Permission.PORTAL_ACT, on="companion")
def take_companion_back(*, actor: Actor, companion: Companion) -> Companion:
    """The person themselves: a supporter sees nothing any more. Raises `Refused` for a guardian."""
    insist(may_take_back(companion.kind, ended=companion.ended_at is not None))
    change(companion, ended_at=clock.now())
    tell("consent.companion_taken_back", companion, needs=VIEW, facts=_told(companion))
    return companion


def _told(companion: Companion) -> dict[str, str]:
    return {"name": companion.name, "authority_kind": companion.kind, "until_on": companion.until_on.isoformat()}
