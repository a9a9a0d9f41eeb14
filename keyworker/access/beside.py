"""Records given to an action beside the one it acts on: a second way in, so each is held to a rule of its own."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from keyworker.access.permissions import Permission
from keyworker.access.roles import Reach
from keyworker.access.sight import Absent, authorities
from keyworker.agencies.models import Program
from keyworker.base.actor import Actor

# (actor, what the action needs, the record it acts on, the record beside it) → may it be used here?
Check = Callable[[Actor, Permission, models.Model, models.Model], bool]
_checks: list[Check] = []


def beside(check: Check) -> Check:
    """Declare a rule for records given beside; all of them must say yes."""
    _checks.append(check)
    return check


def check_beside(actor: Actor, needs: Permission, on: models.Model, given: Mapping[str, Any]) -> None:
    """Raise `Absent` when a record given beside `on`, however deep in a dataclass or list, is not to be used."""
    for other in _records(given.values()):
        if not all(check(actor, needs, on, other) for check in _checks):
            raise Absent(_("There is nothing here, or it is not yours to see."))


def _records(values: Any) -> Iterator[models.Model]:
    for value in values:
        if isinstance(value, models.Model):
            yield value
        elif isinstance(value, list | tuple | set | frozenset):
            yield from _records(value)
        elif is_dataclass(value) and not isinstance(value, Actor | type):
            yield from _records([getattr(value, field.name) for field in fields(value)])


@beside
def of_ones_own_program(actor: Actor, needs: Permission, on: models.Model, other: models.Model) -> bool:
    """A program: the one of the record acted on, when that has one, and one where the actor may do this."""
    if not isinstance(other, Program):
        return True
    if getattr(on, "program_id", None) not in {None, other.pk}:
        return False
    for authority in authorities(actor, needs):
        if authority.reach is Reach.AGENCY or other.pk in (authority.programs or ()):
            return True
        if authority.programs is None and (authority.reach is not Reach.PROGRAM or not other.sealed):
            return True
    return False
