"""Which roles wait for a second person, and who that may be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from keyworker.access.models import Grant, RoleProposal
from keyworker.access.permissions import Permission
from keyworker.access.roles import Role
from keyworker.access.rules import ADMINISTRATOR_FOR, Confirming, may_confirm
from keyworker.access.sight import facts, rows
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import Decision

MOST_WAITING = 50


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who works here and holds one of the roles that can confirm others; no `program` is the whole agency.

    `since` is when they were given the role.
    """

    staff_id: UUID
    name: str
    role: Role
    program_id: UUID | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposed role, whether the reader may confirm it, and by name who may."""

    proposal: RoleProposal
    decision: Decision
    seconds: list[str]


def waiting_roles(actor: Actor) -> list[Waiting]:
    """Proposed roles the reader may see, the oldest first. Two queries."""
    found = list(_waiting(actor).select_related("staff", "program", "proposed_by").order_by("created_at", "id"))
    known = holders() if found else []
    return [_as_read_by(actor, proposal, known) for proposal in found[:MOST_WAITING]]


def count_waiting_roles(actor: Actor) -> int:
    """How many roles wait that the reader may see."""
    return _waiting(actor).count()


def _waiting(actor: Actor) -> "QuerySet[RoleProposal]":
    found = rows(RoleProposal, actor=actor, needs=Permission.ROLE_CONFIRM)
    return found.filter(decided_at=None, staff__ended_at=None)


def _as_read_by(actor: Actor, proposal: RoleProposal, known: Sequence[Holder]) -> Waiting:
    names = dict.fromkeys(holder.name for holder in seconds(proposal, known))
    return Waiting(proposal, may_confirm(confirming(actor, proposal, known)), list(names))


def holders() -> list[Holder]:
    """All administrators and supervisors of now."""
    live = facts(Grant, because="who can be the second person is known by the roles they hold").filter(
        role__in=[Role.AGENCY_ADMINISTRATOR.value, Role.SUPERVISOR.value],
        revoked_at=None,
        since__lte=clock.now(),
        staff__ended_at=None,
    )
    found = live.order_by("staff__name", "staff_id").values_list(
        "staff_id", "staff__name", "role", "program_id", "since"
    )
    return [Holder(staff_id, name, Role(role), program_id, since) for staff_id, name, role, program_id, since in found]


def seconds(proposal: RoleProposal, known: Sequence[Holder]) -> list[Holder]:
    """Who may confirm: administrators, and whoever supervises the program; never who proposed it or gets it.

    Where a sealed program has a supervisor, only they: an administrator can make another administrator, but then
    not their way into the shelter. While it has none, only who has been an administrator for some time.
    """
    others = [holder for holder in known if holder.staff_id not in {proposal.proposed_by_id, proposal.staff_id}]
    supervisors = [holder for holder in others if _supervises(holder, proposal)]
    administrators = [holder for holder in others if holder.role is Role.AGENCY_ADMINISTRATOR]
    if proposal.program is not None and proposal.program.sealed:
        known_for = clock.now() - ADMINISTRATOR_FOR
        return supervisors or [holder for holder in administrators if holder.since <= known_for]
    return [*supervisors, *administrators]


def _supervises(holder: Holder, proposal: RoleProposal) -> bool:
    if holder.role is not Role.SUPERVISOR or proposal.program is None:
        return False
    return holder.program_id == proposal.program_id or (holder.program_id is None and not proposal.program.sealed)


def confirming(actor: Actor, proposal: RoleProposal, known: Sequence[Holder]) -> Confirming:
    """What `may_confirm` asks."""
    supervised = any(_supervises(holder, proposal) for holder in known)
    return Confirming(
        decided=proposal.decided_at is not None,
        somebody_left=proposal.staff.ended_at is not None or proposal.proposed_by.ended_at is not None,
        is_proposer=proposal.proposed_by_id == actor.id,
        is_member=proposal.staff_id == actor.id,
        is_second=actor.id in {holder.staff_id for holder in seconds(proposal, known)},
        sealed_without_supervisor=proposal.program is not None and proposal.program.sealed and not supervised,
    )
