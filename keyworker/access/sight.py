"""Seeing: one policy a model, one way to list and to fetch, so that the two cannot disagree."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import Http404
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

from keyworker.access.here import here
from keyworker.access.permissions import Permission
from keyworker.access.roles import ENTITLEMENTS, JOBS, PUBLIC_FORM, Entitlement, Reach, Role
from keyworker.base import context
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.guarded import GuardedQuerySet

AnyModel = TypeVar("AnyModel", bound=models.Model)


class Unpoliced(Exception):
    """A model has no policy: nobody can see it until somebody writes one."""


class Absent(Http404):
    """No such record for this actor: it does not exist or is not theirs to see, and the two look the same."""


@dataclass(frozen=True, slots=True)
class Authority:
    """One permission an actor holds at one reach. `programs` is None for the whole agency."""

    permission: Permission
    reach: Reach
    programs: frozenset[UUID] | None


Policy = Callable[[Actor, Authority], Q]
Granted = tuple[tuple[tuple[Entitlement, ...], UUID | None], ...]
NOBODY = Q(pk__in=[])  # the one empty cover: told apart by identity
Veto = Callable[[type[models.Model], Actor], Q | None]
_policies: dict[type[models.Model], Policy] = {}
_vetoes: list[Veto] = []


def policy(model: type[models.Model]) -> Callable[[Policy], Policy]:
    """Declare a model's one policy: which rows an authority covers."""

    def declare(function: Policy) -> Policy:
        if _policies.get(model, function) is not function:
            raise Unpoliced(f"{model._meta.label} has two policies.")
        _policies[model] = function
        return function

    return declare


def veto(function: Veto) -> Veto:
    """Declare rows that are taken away whatever was granted (a person's deny list)."""
    _vetoes.append(function)
    return function


def policed_models() -> frozenset[type[models.Model]]:
    return frozenset(_policies)


def discover() -> None:
    """Load every app's `policy.py` and `actions.py`, so that both registers are whole."""
    autodiscover_modules("policy", "actions")


def authorities(actor: Actor, needs: Permission) -> tuple[Authority, ...]:
    """The authorities an actor holds for one permission, one for each reach. Read once a transaction."""
    memo = context.current().memo
    held: Mapping[Permission, tuple[Authority, ...]] | None = memo.get("authorities")
    if held is None:
        held = memo["authorities"] = _merge(_granted(actor))
    return held.get(needs, ())


def may(actor: Actor, needs: Permission) -> bool:
    """Whether the actor holds the permission at all, for any row. For menus and page guards; rows are checked apart."""
    return bool(authorities(actor, needs))


def _granted(actor: Actor) -> Granted:
    match actor.kind:
        case ActorKind.STAFF:
            return tuple((ENTITLEMENTS[role], program_id) for role, program_id in here(actor).roles)
        case ActorKind.CLIENT:
            return ((ENTITLEMENTS[Role.CLIENT], None),)
        case ActorKind.VISITOR:
            return ((ENTITLEMENTS[Role.PARTNER] if actor.share_id else PUBLIC_FORM, None),)
        case ActorKind.JOB:
            return ((JOBS[actor.name], None),)
        case ActorKind.API_CLIENT:
            return ()


@lru_cache(maxsize=4096)  # by what is granted, never by whom: colleagues share it, and a changed role is another key
def _merge(granted: Granted) -> Mapping[Permission, tuple[Authority, ...]]:
    programs: dict[tuple[Permission, Reach], set[UUID] | None] = {}
    for entitlement, program_id in ((each, where) for held, where in granted for each in held):
        key = (entitlement.permission, entitlement.reach)
        known = programs.setdefault(key, set())
        if program_id is None:
            programs[key] = None
        elif known is not None:
            known.add(program_id)
    merged: dict[Permission, tuple[Authority, ...]] = {}
    for (permission, reach), found in programs.items():
        limit = None if found is None else frozenset(found)
        merged[permission] = (*merged.get(permission, ()), Authority(permission, reach, limit))
    return MappingProxyType(merged)


def covered(model: type[models.Model], *, actor: Actor, needs: Permission) -> Q:
    """What the actor's authorities for `needs` cover of `model`, before any veto. Raises `Unpoliced`."""
    if model not in _policies:
        raise Unpoliced(f"{model._meta.label} has no policy.")
    found = NOBODY
    for authority in authorities(actor, needs):
        one = _policies[model](actor, authority)
        if one is not NOBODY:
            found = one if found is NOBODY else found | one
    return found


def rows(model: type[AnyModel], *, actor: Actor, needs: Permission) -> "models.QuerySet[AnyModel]":
    """The rows of `model` the actor may see under `needs`. Raises `Unpoliced` for a model without a policy."""
    found: models.QuerySet[AnyModel] = GuardedQuerySet(model).policed().filter(covered(model, actor=actor, needs=needs))
    for refuse in _vetoes:
        if (taken_away := refuse(model, actor)) is not None:
            found = found.exclude(taken_away)
    return found


def require(
    model: type[AnyModel],
    pk: UUID | str,
    *,
    actor: Actor,
    needs: Permission,
    lock: bool = False,
    join: tuple[str, ...] = (),
) -> AnyModel:
    """The one row, if it is the actor's to see. Raises `Absent`. `lock` holds it until the transaction ends."""
    found = rows(model, actor=actor, needs=needs)
    if join:
        found = found.select_related(*join)
    if lock and getattr(model, "locks", True):
        found = found.select_for_update(no_key=True, of=("self",))
    try:
        return found.get(pk=pk)
    except (model.DoesNotExist, ValueError, ValidationError) as error:  # type: ignore[attr-defined]
        raise Absent(_("There is nothing here, or it is not yours to see.")) from error


def facts(model: type[AnyModel], *, because: str) -> "models.QuerySet[AnyModel]":
    """Rows a rule must count or compare although the actor may not see them; never shown. `because` says why.

    Row security still keeps other agencies' rows away. Only actions and rules' callers use it; a sweep lists them.
    """
    if not because:
        raise Unpoliced("Say why these rows are needed.")
    found: models.QuerySet[AnyModel] = GuardedQuerySet(model).policed()
    return found
