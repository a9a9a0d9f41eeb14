"""What either side looks at of messages: the conversations, one of them, a file that came, and who answers when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, require, rows
from keyworker.audit import trail
from keyworker.base import keyset
from keyworker.base.actor import Actor, ActorKind
from keyworker.cases.models import Absence, Case, CaseStatus
from keyworker.delivery.actions.messaging import note_read
from keyworker.delivery.models import Message, MessageFile, MessageThread, Side
from keyworker.documents.keeping import give_out
from keyworker.notices.models import Notice
from keyworker.notices.queries import reminders_of
from keyworker.people.models import Person
from keyworker.people.withholding.queries import is_kept_back
from keyworker.tasks.declining import saying_no
from keyworker.tasks.models import NoTo

PAGE_SIZE = 30
VIEW = Permission.MESSAGE_VIEW
Cursor = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class Threads:
    """A page of conversations, the one that was written in last first; `last` is where the next page goes on."""

    shown: list[MessageThread]
    last: MessageThread | None


@dataclass(frozen=True, slots=True)
class Words:
    """A page of one conversation, the oldest at the top; `first` is where what came before goes on.

    `declined`: the person does not wish to be written to any more.
    """

    thread: MessageThread
    shown: list[Message]
    first: Message | None
    declined: bool


@dataclass(frozen=True, slots=True)
class Away:
    """Whoever has the case is away until this day (it included), and who reads meanwhile."""

    until: date
    cover: str


def threads(actor: Actor, person: Person, *, before: Cursor | None = None, size: int = PAGE_SIZE) -> Threads:
    """The person's conversations, each with `unread`: whether the other side wrote what nobody has opened. One query.

    At their own door none of which they see nothing any more.
    """
    found = rows(MessageThread, actor=actor, needs=VIEW).filter(person=person)
    if before is not None:
        found = found.filter(keyset.before("last_at", *before))
    shown, other = rows(Message, actor=actor, needs=VIEW).filter(thread=OuterRef("pk")), Side.CLIENT
    if actor.kind is ActorKind.CLIENT:
        found, other = found.filter(Exists(shown)), Side.TEAM
    marked = found.annotate(unread=Exists(shown.filter(side=other, read_at=None)))
    page: list[Any] = list(marked.select_related("case__owner", "program").order_by("-last_at", "-id")[: size + 1])
    for thread in page:
        thread.person = person
    return Threads(page[:size], page[size - 1] if len(page) > size else None)


def unread_by_me(actor: Actor) -> int:
    """How many messages wait at the client's own door. One query."""
    return rows(Message, actor=actor, needs=VIEW).filter(side=Side.TEAM, read_at=None).count()


def open_thread(
    actor: Actor, thread_id: UUID, *, before: Cursor | None = None, size: int = PAGE_SIZE, noted: bool = True
) -> Words:
    """The newest messages of one conversation, or those before; what the other side wrote is read from now on.

    Recorded for staff, as every look into a file. Raises `Absent`.
    """
    join = ("person", "program", "case__owner")
    thread = require(MessageThread, thread_id, actor=actor, needs=VIEW, join=join)
    found = _words(actor, thread)
    if before is not None:
        found = found.filter(keyset.before("created_at", *before))
    page: list[Any] = list(found.order_by("-created_at", "-id")[: size + 1])
    for message in page:
        message.person = thread.person
    if noted:
        note_read(actor, thread)
    if noted and actor.kind is ActorKind.STAFF:
        trail.record(
            "delivery.messages_opened", subject=thread, person_id=thread.person_id, program_id=thread.program_id
        )
    shown = page[:size][::-1]
    return Words(thread, shown, shown[0] if len(page) > size else None, any(message.declined for message in page))


def _words(actor: Actor, thread: MessageThread) -> "QuerySet[Message]":
    found = rows(Message, actor=actor, needs=VIEW).filter(thread=thread)
    marked = found.annotate(declined=saying_no(NoTo.MESSAGES), kept=is_kept_back("by_id"))
    return marked.select_related("by", "read_by", "file__document")


def told_of(actor: Actor, words: Words) -> Notice | None:
    """Whether they were told, by e-mail or text, that something of this page still waits for them. One query."""
    ours = [message for message in words.shown if not message.is_theirs]
    found = reminders_of(actor, [message.pk for message in ours], needs=VIEW)
    return next((found[message.pk] for message in ours if message.pk in found and message.read_at is None), None)


def opened_file(actor: Actor, file_id: UUID) -> tuple[MessageFile, bytes]:
    """A file that came with a message, whole; recorded before it is sent. Raises `Absent`, `Unreadable`."""
    held = require(MessageFile, file_id, actor=actor, needs=VIEW, join=("document", "message"))
    content = b"".join(give_out(held.document))
    if actor.kind is ActorKind.STAFF:
        trail.record("delivery.message_file_opened", subject=held, person_id=held.person_id, program_id=held.program_id)
    return held, content


def teams(actor: Actor) -> list[Case]:
    """The client's open cases, one a program, with who has each: those to whom they may write. One query."""
    found = rows(Case, actor=actor, needs=Permission.MESSAGE_WRITE).filter(status=CaseStatus.ACTIVE)
    return list(found.select_related("program", "owner").order_by("program__name", "id"))


def away(cases: Sequence[Case], *, today: date) -> dict[UUID, Away]:
    """Who of those who have these cases is away today, by case. One query, none for no case."""
    owners = {case.owner_id for case in cases}
    if not owners:
        return {}
    held = facts(Absence, because="whoever writes is told who reads it").filter(
        staff__in=owners, begun_at__isnull=False, ended_at=None, from_on__lte=today, until_on__gte=today
    )
    known: list[Any] = list(held.select_related("cover").annotate(kept=is_kept_back("cover_id")))
    found = {
        (one.staff_id, one.program_id): Away(one.until_on, gettext("A colleague") if one.kept else one.cover.name)
        for one in known
    }
    at = {case.pk: (case.owner_id, case.program_id) for case in cases}
    return {key: found[place] for key, place in at.items() if place in found}
