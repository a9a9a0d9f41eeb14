"""What an actor may do, and how far it reaches. Read once a transaction, merged once for all who hold the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from uuid import UUID

from keyworker.access.companions import granted_beside
from keyworker.access.here import here
from keyworker.access.permissions import Permission
from keyworker.access.roles import BESIDE, COMPANION, ENTITLEMENTS, GUESTS, JOBS, PUBLIC_FORM, Entitlement, Reach, Role
from keyworker.base import context
from keyworker.base.actor import Actor, ActorKind


@dataclass(frozen=True, slots=True)
class Authority:
    """One permission an actor holds at one reach. `programs` is None for the whole agency."""

    permission: Permission
    reach: Reach
    programs: frozenset[UUID] | None


Granted = tuple[tuple[tuple[Entitlement, ...], UUID | None], ...]
Held = Mapping[Permission, tuple[Authority, ...]]


def authorities(actor: Actor, needs: Permission) -> tuple[Authority, ...]:
    """The authorities an actor holds for one permission, one for each reach. Read once a transaction.

    Raises `MixedActors` for anybody but the actor of the open context: their rights would be kept as that actor's.
    """
    opened = context.current()
    if opened.actor != actor:
        raise context.MixedActors("Rights are looked up for the actor whose transaction it is.")
    memo = opened.memo
    held: Held | None = memo.get("authorities")
    if held is None:
        held = memo["authorities"] = merged(granted_to(actor))
    return held.get(needs, ())


def may(actor: Actor, needs: Permission) -> bool:
    """Whether the actor holds the permission at all, for any row. For menus and page guards; rows are checked apart."""
    return bool(authorities(actor, needs))


def granted_to(actor: Actor) -> Granted:
    """What each of the actor's roles entitles to, with the role's program: None for the whole agency."""
    match actor.kind:
        case ActorKind.STAFF:
            return tuple((ENTITLEMENTS[role], program_id) for role, program_id in here(actor).roles)
        case ActorKind.CLIENT:
            return ((ENTITLEMENTS[Role.CLIENT], None),)
        case ActorKind.COMPANION:
            live = granted_beside(actor.id)
            return () if live is None else ((COMPANION, None), *((BESIDE[code], None) for code in live))
        case ActorKind.VISITOR:
            partner = GUESTS.get(actor.name, ENTITLEMENTS[Role.PARTNER])
            return ((partner if actor.share_id else PUBLIC_FORM, None),)
        case ActorKind.JOB:
            return ((JOBS[actor.name], None),)
        case ActorKind.API_CLIENT:
            return ()


@lru_cache(maxsize=4096)  # by what is granted, never by whom: colleagues share it, and a changed role is another key
def merged(granted: Granted) -> Held:
    """The authorities for each permission; programs of one reach together."""
    programs: dict[tuple[Permission, Reach], set[UUID] | None] = {}
    for entitlement, program_id in ((each, where) for held, where in granted for each in held):
        key = (entitlement.permission, entitlement.reach)
        known = programs.setdefault(key, set())
        if program_id is None:
            programs[key] = None
        elif known is not None:
            known.add(program_id)
    found: dict[Permission, tuple[Authority, ...]] = {}
    for (permission, reach), where in programs.items():
        limit = None if where is None else frozenset(where)
        found[permission] = (*found.get(permission, ()), Authority(permission, reach, limit))
    return MappingProxyType(found)
