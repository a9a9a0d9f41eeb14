"""Writing a reminder down with its cause, taking it up when its time has come, and what became of its letter."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist, no, yes
from keyworker.base.models import change
from keyworker.notices import words
from keyworker.notices.actions.texting import set_out_text
from keyworker.notices.causes import link_brought, link_left, still_stands
from keyworker.notices.models import WAITING, Notice, NoticeKind, NoticeState, TextKind, Why
from keyworker.notices.rules import DAY_BEFORE, MOST_TRIES, may_send, next_try
from keyworker.notices.standing import agreed_ways, standing_of
from keyworker.people.models import Channel, ContactPoint, Person
from keyworker.people.rules import Clearance
from keyworker.people.timeline import tell


@dataclass(frozen=True, slots=True)
class Letter:
    """What is handed to the mail server, and kept nowhere; to whom says the clearance."""

    clearance: Clearance
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """How a kind of reminder is worded, how the file tells of it, and what one must be allowed to read that there."""

    words: Callable[..., tuple[str, str]]
    reminded: str
    given_up: str
    needs: Permission


TOLD = {
    NoticeKind.VISIT: Told(words.of_visit, "notices.reminded", "notices.given_up", Permission.VISIT_VIEW),
    NoticeKind.STEP: Told(words.of_step, "notices.reminded_of_step", "notices.given_up_step", Permission.PLAN_VIEW),
    NoticeKind.MESSAGE: Told(
        words.of_message, "notices.told_of_message", "notices.given_up_message", Permission.MESSAGE_VIEW
    ),
    NoticeKind.LINK: Told(words.of_link, "notices.link_mailed", "notices.given_up_link", Permission.VISIT_VIEW),
}


def set_out_reminder(
    *,
    person_id: UUID,
    program: Program,
    about: UUID,
    happens_at: datetime,
    kind: NoticeKind = NoticeKind.VISIT,
    send_at: datetime | None = None,
) -> Notice:
    """Write a reminder down, in the transaction of what it reminds of; part of that action.

    It goes at `send_at`, else a day before `happens_at`.
    Whether it may be sent is asked when it is sent. A sealed program's never is, and says so from the first moment.
    """
    state, why = (NoticeState.WITHHELD, Why.SEALED.value) if program.sealed else (NoticeState.QUEUED, "")
    notice = Notice(
        person_id=person_id,
        program=program,
        kind=kind.value,
        about=about,
        happens_at=happens_at,
        state=state.value,
        why=why,
        next_try_at=send_at or happens_at - DAY_BEFORE,
    )
    notice.save(force_insert=True)
    return notice


def call_off_reminder(about: UUID) -> None:
    """What it reminds of will not take place; part of the action that says so."""
    waiting = facts(Notice, because="nobody is reminded of what was called off").filter(about=about, state__in=WAITING)
    for notice in waiting.select_for_update(no_key=True):
        change(notice, state=NoticeState.CANCELLED.value)


def move_reminder(about: UUID, *, send_at: datetime, not_before: datetime) -> None:
    """It goes on another day, and speaks of no day before `not_before`; part of the action that moves its cause."""
    waiting = facts(Notice, because="a reminder goes when its cause is due").filter(
        about=about, state=NoticeState.QUEUED.value
    )
    for notice in waiting.select_for_update(no_key=True):
        change(notice, next_try_at=send_at, happens_at=max(notice.happens_at, not_before))


@action(needs=Permission.NOTICE_SEND, on="notice")
def take_up(*, actor: Actor, notice: Notice) -> Letter | None:
    """Ask whether it may be sent, at this moment; answers the letter, None when it may not, or not yet.

    Where they are reminded by text, that is put into the outbox and leaves from there (see `texting`).
    The try is written down before the letter leaves: a machine that stops in between tries again later, and two that
    start together send one. Raises `Refused` for one that does not wait.
    """
    now = clock.now()
    insist(yes() if notice.waits and notice.next_try_at <= now else no(_("This notice does not wait.")))
    if not still_stands(NoticeKind(notice.kind), notice.about):
        change(notice, state=NoticeState.CANCELLED.value)
        _record(notice, "notices.called_off")
        return None
    points = agreed_ways(notice.person_id)
    program = notice.program
    answer = may_send(standing_of(actor, notice.person_id, program, points=points, happens_at=notice.happens_at))
    if answer and points[answer.facts["way"]].channel == Channel.SMS:
        _remind_by_text(notice, points[answer.facts["way"]])
        return None
    if answer:
        point, tries = points[answer.facts["way"]], notice.tries + 1
        again = now + next_try(tries)
        change(notice, state=NoticeState.SENDING.value, point=point, tries=tries, next_try_at=again)
        _record(notice, "notices.taken_up")
        return _letter(actor, notice, answer.facts["clearance"])
    if answer.facts.get("wait_until"):
        change(notice, state=NoticeState.QUEUED.value, next_try_at=answer.facts["wait_until"])
        _record(notice, "notices.put_off")
    else:
        change(notice, state=NoticeState.WITHHELD.value, why=answer.facts["why"].value)
        _record(notice, "notices.withheld")
    return None


@action(needs=Permission.NOTICE_SEND, on="notice")
def settle(*, actor: Actor, notice: Notice, taken: bool) -> Notice:
    """Whether the mail server took it. What it did not take is tried again, each time after a longer pause."""
    insist(yes() if notice.state == NoticeState.SENDING else no(_("This notice does not wait.")))
    told = TOLD[NoticeKind(notice.kind)]
    link_left(NoticeKind(notice.kind), notice.about, taken=taken)
    if taken:
        change(notice, state=NoticeState.SENT.value, sent_at=clock.now())
        tell(told.reminded, notice, needs=told.needs)
    elif notice.tries < MOST_TRIES:
        change(notice, state=NoticeState.QUEUED.value)
        _record(notice, "notices.not_taken")
    else:
        change(notice, state=NoticeState.FAILED.value, why=Why.NOT_TAKEN.value)
        tell(told.given_up, notice, needs=told.needs)
    return notice


def _remind_by_text(notice: Notice, point: ContactPoint) -> None:
    """From now on the text says how the reminder stands; should nothing come of it, it is looked at once more."""
    set_out_text(kind=TextKind.REMINDER, point=point, program=notice.program, notice=notice)
    change(notice, state=NoticeState.SENDING.value, point=point, next_try_at=notice.happens_at)
    _record(notice, "notices.taken_up")


def _letter(actor: Actor, notice: Notice, clearance: Clearance) -> Letter:
    person: Person = facts(Person, because="a reminder is in their language").get(pk=notice.person_id)
    here = workplace(actor)
    kind, language = NoticeKind(notice.kind), words.language_for(person.language, here.agency.language)
    at = notice.happens_at.astimezone(here.now.tzinfo)
    subject, text = TOLD[kind].words(at, language, *link_brought(kind, notice.about))
    return Letter(clearance, subject, text)


def _record(notice: Notice, verb: str) -> None:
    told = {"why_code": notice.why, "tries": notice.tries}
    trail.record(verb, subject=notice, person_id=notice.person_id, program_id=notice.program_id, facts=told)
