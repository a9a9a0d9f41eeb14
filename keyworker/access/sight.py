"""Seeing: one policy a model, one way to list and to fetch, so that the two cannot disagree."""

from collections.abc import Callable
from typing import Any, TypeVar, cast
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import Http404
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

from keyworker.access.permissions import Permission
from keyworker.access.rights import Authority as Authority
from keyworker.access.rights import authorities as authorities
from keyworker.access.rights import may as may
from keyworker.access.worded import worded
from keyworker.base.actor import Actor
from keyworker.base.guarded import GuardedQuerySet

AnyModel = TypeVar("AnyModel", bound=models.Model)


class Unpoliced(Exception):
    """A model has no policy: nobody can see it until somebody writes one."""


class Absent(Http404):
    """No such record for this actor: it does not exist or is not theirs to see, and the two look the same."""


Policy = Callable[[Actor, Authority], Q]
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
    held = lock and bool(getattr(model, "locks", True))
    try:
        key = cast(UUID, model._meta.pk.to_python(pk))
    except ValidationError as error:
        raise _absent() from error
    for found in _the_one(actor, model, key, needs, held, join):
        return cast(AnyModel, found)
    raise _absent()


@worded()
def _the_one(
    actor: Actor, model: type[models.Model], key: UUID, needs: Permission, lock: bool, join: tuple[str, ...]
) -> "models.QuerySet[Any]":
    found = rows(model, actor=actor, needs=needs)
    if join:
        found = found.select_related(*join)
    if lock:
        found = found.select_for_update(no_key=True, of=("self",))
    return found.filter(pk=key)


def _absent() -> Absent:
    return Absent(_("There is nothing here, or it is not yours to see."))


def facts(model: type[AnyModel], *, because: str) -> "models.QuerySet[AnyModel]":
    """Rows a rule must count or compare although the actor may not see them; never shown. `because` says why.

    Row security still keeps other agencies' rows away. Only actions and rules' callers use it; a sweep lists them.
    """
    if not because:
        raise Unpoliced("Say why these rows are needed.")
    found: models.QuerySet[AnyModel] = GuardedQuerySet(model).policed()
    return found
