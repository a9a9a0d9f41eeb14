"""Which reminders and texts wait for their time, how one stands, and which texts somebody must look at."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Case as Choose
from django.db.models import Value, When

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.notices.models import WAITING, Notice, TextMessage, TextReceived, TextState, Word

AT_ONCE = 200


def due(actor: Actor) -> list[Notice]:
    """The agency's notices whose time has come, the longest waiting first."""
    found = rows(Notice, actor=actor, needs=Permission.NOTICE_SEND).filter(
        state__in=WAITING, next_try_at__lte=clock.now()
    )
    return list(found.order_by("next_try_at", "id")[:AT_ONCE])


def due_texts(actor: Actor) -> list[TextMessage]:
    """The agency's texts whose time has come, the longest waiting first."""
    found = rows(TextMessage, actor=actor, needs=Permission.NOTICE_SEND).filter(
        state=TextState.WAITING, next_try_at__lte=clock.now()
    )
    return list(found.order_by("next_try_at", "id")[:AT_ONCE])


def texts_to_look_at(actor: Actor) -> list[TextReceived]:
    """What came in and nobody has looked at: who asks for help first, then the longest waiting. One query."""
    found = rows(TextReceived, actor=actor, needs=Permission.TEXT_TRIAGE).filter(waits=True)
    asks_for_help = Choose(When(word=Word.HELP, then=Value(0)), default=Value(1))
    return list(found.order_by(asks_for_help, "created_at", "id")[:AT_ONCE])


def reminder_of(actor: Actor, about: UUID) -> Notice | None:
    """The reminder of a visit, for its page; None where none was written. One query."""
    return reminders_of(actor, [about], needs=Permission.VISIT_VIEW).get(about)


def reminders_of(actor: Actor, about: Collection[UUID], *, needs: Permission) -> dict[UUID, Notice]:
    """The reminders of these, by what they are about. One query, none for nothing."""
    found = rows(Notice, actor=actor, needs=needs).filter(about__in=about) if about else ()
    return {notice.about: notice for notice in found}
