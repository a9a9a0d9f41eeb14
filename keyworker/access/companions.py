"""Who comes in beside a person, and may they still? The database answers, of whoever it is, at every page."""

from uuid import UUID

from django.db import connections

from keyworker.base import context
from keyworker.base.actor import Actor
from keyworker.base.context import reading


def granted_beside(account_id: UUID | None) -> tuple[str, ...] | None:
    """Codes of `Beside` that hold now for a guardian's or supporter's account, in one order; None: not to be let in.

    It is no once their authority is over, they are known as a danger, or one of those who opened it shut it (see
    `keyworker_companion_now`). Asked in the open context of whoever looks: the companion, a worker, or the door's job.
    """
    alias = context.current().actor.alias
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT granted FROM keyworker_companion_now(%s)", [account_id])
        row = cursor.fetchone()
    return tuple(sorted(row[0])) if row else None


def stands_beside(actor: Actor) -> bool:
    """Whether a companion may be inside at this moment."""
    with reading(actor):
        return granted_beside(actor.id) is not None
