"""Who is asked for in the same words: whoever holds alike rights, in whatever programs, about whomever.

A stand-in has the same roles and places as somebody, in programs and with people who do not exist. What a policy says
for a stand-in it says for everybody alike, each of the stand-in's keys written where one of theirs goes.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import get_language

from keyworker.access.here import here
from keyworker.access.rights import granted_to, merged
from keyworker.base import context
from keyworker.base.actor import Actor, ActorKind

# Nobody has these keys: drawn once by lot, and counted up from there.
FIRST = 0x9D2C37E16C534B0E8F1A5B7D0F6E2A00
AGENCY, WHO, PERSON, SHARE = (UUID(int=FIRST + n) for n in range(4))
PROGRAMS, PLACES, DENIED, ASKED_FOR = (FIRST + (n << 64) for n in range(1, 5))


@dataclass(slots=True)
class Numbers:
    """Programs by the order in which somebody's rights name them, and the stand-in's key of each."""

    of: dict[UUID, int] = field(default_factory=dict)

    def number(self, program: UUID) -> int:
        return self.of.setdefault(program, len(self.of))

    def key(self, program: UUID) -> UUID:
        return UUID(int=PROGRAMS + self.number(program))


@dataclass(slots=True)
class Likeness:
    """`key` is the same for all who are alike; `memo` is what the stand-in's context knows of them.

    `means`: each of the stand-in's keys, and the key of theirs it stands for, or several of them.
    """

    key: Hashable
    actor: Actor
    memo: dict[Any, Any]
    means: dict[UUID, UUID | tuple[UUID, ...]]


# What else a policy looks at when it words a question about such rows: its key, memo and meanings; None when nobody
# is alike.
Aspect = tuple[Hashable, Mapping[Any, Any], Mapping[UUID, UUID | tuple[UUID, ...]]]
_aspects: list[Callable[[Actor, type[models.Model], Numbers], Aspect | None]] = []


def aspect(
    look: Callable[[Actor, type[models.Model], Numbers], Aspect | None],
) -> Callable[[Actor, type[models.Model], Numbers], Aspect | None]:
    """Declare something besides roles that policies look at (a worker's places and denials)."""
    _aspects.append(look)
    return look


def likeness(actor: Actor, model: type[models.Model]) -> Likeness | None:
    """Whom an actor is alike when asking for rows of `model`; None when nobody is. Worked out once a transaction."""
    now = context.current()
    known: dict[Hashable, Likeness | None] = now.memo.setdefault("likeness", {})
    key = model, now.writing, get_language()
    if key not in known:
        known[key] = _look(actor, model)
    return known[key]


def _look(actor: Actor, model: type[models.Model]) -> Likeness | None:
    numbers = Numbers()
    granted = tuple((rights, where and numbers.key(where)) for rights, where in granted_to(actor))
    roles = here(actor).roles if actor.kind is ActorKind.STAFF else ()
    held: Hashable = tuple((role, where and numbers.number(where)) for role, where in roles)
    if actor.kind is ActorKind.COMPANION:
        held = granted  # they hold no role: two who were granted different things are not alike
    stand_in = _stand_in(actor)
    keys: list[Hashable] = [context.current().writing, get_language(), stand_in, held]
    memo: dict[Any, Any] = {"authorities": merged(granted)}
    means: dict[UUID, UUID | tuple[UUID, ...]] = {
        theirs: mine
        for theirs, mine in zip(_who(stand_in), _who(actor), strict=True)
        if theirs is not None and mine is not None
    }
    for look in _aspects:
        if (seen := look(actor, model, numbers)) is None:
            return None
        keys.append(seen[0])
        memo.update(seen[1])
        means.update(seen[2])
    means |= {numbers.key(program): program for program in tuple(numbers.of)}
    return Likeness(tuple(keys), stand_in, memo, means)


def _who(actor: Actor) -> tuple[UUID | None, ...]:
    return actor.agency_id, actor.id, actor.person_id, actor.share_id


def _stand_in(actor: Actor) -> Actor:
    return replace(
        actor,
        agency_id=AGENCY,
        id=actor.id and WHO,
        person_id=actor.person_id and PERSON,
        share_id=actor.share_id and SHARE,
    )
