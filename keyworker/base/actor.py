"""Who is acting. Never nobody: each action, read and audit row names one of these."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    STAFF = "staff"
    CLIENT = "client"
    COMPANION = "companion"
    API_CLIENT = "api-client"
    JOB = "job"
    VISITOR = "visitor"


OUTSIDE = frozenset({ActorKind.CLIENT, ActorKind.COMPANION, ActorKind.VISITOR})
AT_A_DOOR_OF_THEIR_OWN = frozenset({ActorKind.CLIENT, ActorKind.COMPANION})


class NotStaff(Exception):
    """Somebody who is not staff was asked for their staff place."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone (or a named job) acting within one agency.

    `id` is the staff member, portal account, API client or shared record; `name` is the job's name or the
    visitor's door. A companion, a guardian or supporter, comes in beside `person_id` and is not them. What the actor
    may do is not here: `access` looks it up within the transaction.
    """

    kind: ActorKind
    agency_id: UUID
    id: UUID | None = None
    name: str = ""
    person_id: UUID | None = None
    share_id: UUID | None = None

    @property
    def staff_id(self) -> UUID:
        """The member of staff who acts. Raises `NotStaff` for anybody else: some things only staff can sign for."""
        if self.kind is not ActorKind.STAFF or self.id is None:
            raise NotStaff("Only a member of staff can do this.")
        return self.id

    @property
    def alias(self) -> str:
        """Which database login serves this actor: people outside the agency come in by the narrower one."""
        return "door" if self.kind in OUTSIDE else "default"


def staff(*, agency_id: UUID, staff_id: UUID) -> Actor:
    return Actor(ActorKind.STAFF, agency_id, staff_id)


def client(*, agency_id: UUID, account_id: UUID, person_id: UUID) -> Actor:
    return Actor(ActorKind.CLIENT, agency_id, account_id, person_id=person_id)


def companion(*, agency_id: UUID, account_id: UUID, person_id: UUID) -> Actor:
    """Somebody who comes in beside a person: their guardian, or who supports them."""
    return Actor(ActorKind.COMPANION, agency_id, account_id, person_id=person_id)


def job(name: str, *, agency_id: UUID) -> Actor:
    return Actor(ActorKind.JOB, agency_id, name=name)


def visitor(door: str, *, agency_id: UUID, share_id: UUID | None = None) -> Actor:
    """Somebody without an account: the public form (no `share_id`) or a link to one shared record."""
    return Actor(ActorKind.VISITOR, agency_id, share_id, name=door, share_id=share_id)
