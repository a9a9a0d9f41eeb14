"""Messages with a client: begun and gone on with by either side, read, let go, and cleared from the client's side."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, rows
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Agency, Program
from keyworker.audit import trail
from keyworker.base import clock, live
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import insist, no, yes
from keyworker.base.models import change
from keyworker.cases.models import Case, CaseStatus
from keyworker.delivery import messaging
from keyworker.delivery.models import Message, MessageFile, MessageThread, Side
from keyworker.documents.keeping import erase, take_in
from keyworker.notices.actions import set_out_reminder
from keyworker.notices.causes import cause
from keyworker.notices.models import NoticeKind
from keyworker.people.models import THEIR_OWN, PortalAccount
from keyworker.people.timeline import tell
from keyworker.tasks.declining import says_no
from keyworker.tasks.models import NoTo

VIEW, WRITE = Permission.MESSAGE_VIEW, Permission.MESSAGE_WRITE
NEXT = F("version") + 1
PURGED_AT_ONCE = 1_000
FIRST_ON_THE_PAGE = timedelta(minutes=10)
WORTH_TELLING = timedelta(days=7)  # who could not be told by then, for want of a safe hour, is not told any more


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that comes with a message, as it was given to us."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody writes. `key` is the page's, the same at every try, so that it stands there once."""

    key: UUID
    words: str
    about: str = ""
    file: Sent | None = None


@action(needs=WRITE, on="case")
def begin_thread(*, actor: Actor, case: Case, said: Said) -> Message:
    """A worker writes first. Raises `Refused` in a sealed program, and for whom has no page of their own."""
    doors = facts(PortalAccount, because="only who has a door can read it there").filter(
        THEIR_OWN, person_id=case.person_id
    )
    program = _program(case.program_id)
    declined = says_no(case.person_id, NoTo.MESSAGES)
    insist(
        messaging.may_begin(case_open=case.is_open, sealed=program.sealed, has_door=doors.exists(), declined=declined)
    )
    return _sent_before(actor, case.person_id, said) or _first(actor, case, said)


@action(needs=WRITE, on="program")
def write_to_team(*, actor: Actor, program: Program, said: Said) -> Message:
    """A client writes first, to the team of one of their programs. Raises `Refused` without an open case there."""
    insist(yes() if actor.kind is ActorKind.CLIENT else no(_("Only who has a page of their own writes here.")))
    case = rows(Case, actor=actor, needs=WRITE).filter(program=program, status=CaseStatus.ACTIVE).first()
    insist(yes() if case is not None else no(_("Nobody there works with you just now. Please call us.")))
    assert case is not None  # noqa: S101 - just insisted on
    return _sent_before(actor, case.person_id, said) or _first(actor, case, said)


@action(needs=WRITE, on="thread")
def write_message(*, actor: Actor, thread: MessageThread, said: Said) -> Message:
    """Go on with a conversation. Raises `Refused` once the case is closed, or they said no to messages."""
    declined = actor.kind is not ActorKind.CLIENT and says_no(thread.person_id, NoTo.MESSAGES)
    sealed = _program(thread.program_id).sealed
    insist(messaging.may_go_on(case_open=_case(thread).is_open, sealed=sealed, declined=declined))
    return _sent_before(actor, thread.person_id, said) or _write(actor, thread, said)


@action(needs=WRITE, on="thread")
def let_thread_rest(*, actor: Actor, thread: MessageThread) -> MessageThread:
    """What the client wrote needs no answer: a thank-you, or it was said by telephone. It waits for nobody any more."""
    insist(yes() if thread.waits else no(_("Nobody waits for an answer here.")))
    _read_by_team(actor, thread)
    change(thread, unanswered_since=None, answer_by=None)
    _record("delivery.message_let_rest", thread)
    return thread


@action(needs=WRITE, on="thread")
def forget_messages(
    *, actor: Actor, thread: MessageThread, after: timedelta | None, now_too: bool = False
) -> MessageThread:
    """The client lets messages disappear from their own page after so long, and those there now at once, if they like.

    They stay in the file. Raises `Refused` for anybody else.
    """
    insist(yes() if actor.kind is ActorKind.CLIENT else no(_("Only the client clears their own page.")))
    change(thread, forget_after=after)
    if now_too:
        mine = rows(Message, actor=actor, needs=VIEW).filter(thread=thread)
        for message in mine.order_by("id"):
            change(message, hidden_at=clock.now())
    _record("delivery.messages_cleared", thread)
    return thread


@action(needs=Permission.MESSAGE_PURGE, on="agency")
def purge_messages(*, actor: Actor, agency: Agency) -> int:
    """Words and files of closed cases that are older than `messaging.KEPT` go for good; answers how many messages.

    Who wrote when, and who read it, stays.
    """
    now = clock.now()
    old = facts(Message, because="what nobody needs any more is not kept").filter(
        purged_at=None, created_at__lt=now - messaging.KEPT, thread__case__status=CaseStatus.FINISHED
    )
    found = list(old.select_related("file__document", "thread").order_by("created_at", "id")[:PURGED_AT_ONCE])
    for message in found:
        change(message, body=None, purged_at=now)
        if hasattr(message, "file"):
            erase(message.file.document)
        if message.thread.about is not None:
            change(message.thread, about=None)
    trail.record("delivery.messages_purged", subject=agency, facts={"messages": len(found)})
    return len(found)


def note_read(actor: Actor, thread: MessageThread) -> None:
    """To show messages is to read them: part of the page that shows them, in its own transaction."""
    if actor.kind is not ActorKind.CLIENT:
        _read_by_team(actor, thread)
    elif _unread(actor, thread, Side.TEAM).update(read_at=clock.now(), version=NEXT):
        live.wake(thread.pk)


def _read_by_team(actor: Actor, thread: MessageThread) -> None:
    unread = _unread(actor, thread, Side.CLIENT)
    if unread.update(read_at=clock.now(), read_by=actor.staff_id, version=NEXT):
        live.wake(thread.pk)


def _unread(actor: Actor, thread: MessageThread, side: Side) -> "QuerySet[Message]":
    return rows(Message, actor=actor, needs=VIEW).filter(thread=thread, side=side.value, read_at=None)


def _sent_before(actor: Actor, person_id: UUID, said: Said) -> Message | None:
    """The message, if this very one was sent already: a line that broke, a button pressed twice."""
    insist(messaging.is_sound(said.words, with_file=said.file is not None))
    known = facts(Message, because="what is sent twice stands there once").filter(
        person_id=person_id, sent_key=said.key
    )
    found: Message | None = known.select_related("thread").first()
    if found is not None:
        _record("delivery.message_sent_again", found)
    return found


def _first(actor: Actor, case: Case, said: Said) -> Message:
    thread = MessageThread(
        case=case,
        person_id=case.person_id,
        program_id=case.program_id,
        about=said.about.strip() or None,
        begun_by_id=actor.id if actor.kind is ActorKind.STAFF else None,
        last_at=clock.now(),
    )
    thread.save(force_insert=True)
    return _write(actor, thread, said)


def _write(actor: Actor, thread: MessageThread, said: Said) -> Message:
    theirs = actor.kind is ActorKind.CLIENT
    message = Message(
        thread=thread,
        person_id=thread.person_id,
        program_id=thread.program_id,
        side=Side.CLIENT if theirs else Side.TEAM,
        by_id=None if theirs else actor.staff_id,
        sent_key=said.key,
        body=said.words.strip(),
    )
    message.save(force_insert=True)
    if said.file is not None:
        _keep_file(message, said.file)
    if theirs:
        _wait(actor, thread, message)
    else:
        _answer(actor, thread, message)
    live.wake(thread.pk)
    return message


def _keep_file(message: Message, sent: Sent) -> None:
    """Looked through as every file is: by what is in it, up to so many bytes, pictures without place and time."""
    document = take_in(_program(message.program_id), name=sent.name, content=sent.content)
    MessageFile(message=message, person_id=message.person_id, program_id=message.program_id, document=document).save(
        force_insert=True
    )


def _wait(actor: Actor, thread: MessageThread, message: Message) -> None:
    """The clock runs from the first message that nobody has answered; the story tells of that one."""
    if thread.waits:
        change(thread, last_at=message.created_at)
        _record("delivery.client_wrote_again", message)
        return
    at = message.created_at.astimezone(workplace(actor).now.tzinfo)
    by = messaging.promised(at, working_days=_program(thread.program_id).answer_messages_days)
    change(thread, last_at=message.created_at, unanswered_since=message.created_at, answer_by=by)
    tell("delivery.client_wrote", message, needs=VIEW)


def _answer(actor: Actor, thread: MessageThread, message: Message) -> None:
    verb = "delivery.message_answered" if thread.waits else "delivery.message_written"
    _read_by_team(actor, thread)
    _let_know(thread, message)
    change(thread, last_at=message.created_at, unanswered_since=None, answer_by=None)
    tell(verb, message, needs=VIEW)


def _let_know(thread: MessageThread, message: Message) -> None:
    """By e-mail or text, as far as they agreed and it is safe then; once, until they have read what waits for them.

    Not at once: whoever has the page open reads it there.
    """
    others = facts(Message, because="nobody is told twice that something waits").filter(
        thread=thread, side=Side.TEAM, read_at=None
    )
    if not others.exclude(pk=message.pk).exists():
        send_at = message.created_at + FIRST_ON_THE_PAGE
        set_out_reminder(
            kind=NoticeKind.MESSAGE,
            person_id=thread.person_id,
            program=_program(thread.program_id),
            about=message.pk,
            happens_at=message.created_at + WORTH_TELLING,
            send_at=send_at,
        )


@cause(NoticeKind.MESSAGE)
def _is_unread(message_id: UUID) -> bool:
    """Whether anything waits at their own door that they could be told of."""
    held = facts(Message, because="nobody is told of what they have read").filter(pk=message_id, read_at=None)
    return held.filter(hidden_at=None, thread__case__closed_at=None).exists()


def _program(program_id: UUID) -> Program:
    found: Program = facts(Program, because="what a program promises holds for its people").get(pk=program_id)
    return found


def _case(thread: MessageThread) -> Case:
    found: Case = facts(Case, because="nobody writes in a case that is closed").get(pk=thread.case_id)
    return found


def _record(verb: str, about: MessageThread | Message) -> None:
    trail.record(verb, subject=about, person_id=about.person_id, program_id=about.program_id)
