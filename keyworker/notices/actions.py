"""Writing a reminder down with its cause, taking it up when its time has come, and what became of it."""

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
from keyworker.base.decision import Decision, insist, no, yes
from keyworker.base.models import change
from keyworker.base.privacy import Category
from keyworker.consent.actions import scope_of
from keyworker.consent.models import Consent, Purpose
from keyworker.consent.rules import Telling, may_disclose
from keyworker.notices import words
from keyworker.notices.causes import still_stands
from keyworker.notices.models import WAITING, Notice, NoticeKind, NoticeState, Why
from keyworker.notices.rules import DAY_BEFORE, MOST_TRIES, UNTIL_SAFE, Standing, may_send, next_try
from keyworker.people.models import Channel, ContactPoint, Person, SafetyRule
from keyworker.people.pages import way_of
from keyworker.people.timeline import tell


@dataclass(frozen=True, slots=True)
class Letter:
    """What is handed to the mail server, and kept nowhere."""

    to: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """How a kind of reminder is worded, how the file tells of it, and what one must be allowed to read that there."""

    words: Callable[[datetime, str], tuple[str, str]]
    reminded: str
    given_up: str
    needs: Permission


TOLD = {
    NoticeKind.VISIT: Told(words.of_visit, "notices.reminded", "notices.given_up", Permission.VISIT_VIEW),
    NoticeKind.STEP: Told(words.of_step, "notices.reminded_of_step", "notices.given_up_step", Permission.PLAN_VIEW),
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

    The try is written down before the letter leaves: a machine that stops in between tries again later, and two that
    start together send one. Raises `Refused` for one that does not wait.
    """
    now = clock.now()
    insist(yes() if notice.waits and notice.next_try_at <= now else no(_("This notice does not wait.")))
    if not still_stands(NoticeKind(notice.kind), notice.about):
        change(notice, state=NoticeState.CANCELLED.value)
        _record(notice, "notices.called_off")
        return None
    points = _agreed_ways(notice)
    answer = may_send(_standing(actor, notice, points))
    if answer:
        point, tries = points[answer.facts["way"]], notice.tries + 1
        again = now + next_try(tries)
        change(notice, state=NoticeState.SENDING.value, point=point, tries=tries, next_try_at=again)
        _record(notice, "notices.taken_up")
        return _letter(actor, notice, point)
    if answer.facts.get("wait"):
        change(notice, state=NoticeState.QUEUED.value, next_try_at=now + UNTIL_SAFE)
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


def _agreed_ways(notice: Notice) -> list[ContactPoint]:
    """E-mail addresses they agreed to be reminded at, the one they like best first; none that a shelter noted."""
    found = facts(ContactPoint, because="a reminder goes only where they agreed to have one").filter(
        person_id=notice.person_id, channel=Channel.EMAIL, reminders_ok=True, ended_at=None, sealed_in=None
    )
    return list(found.order_by("-preferred", "created_at", "id"))


def _standing(actor: Actor, notice: Notice, points: list[ContactPoint]) -> Standing:
    risks = facts(SafetyRule, because="whoever knows of a danger, nothing is sent").filter(person_id=notice.person_id)
    here = workplace(actor)
    return Standing(
        now=clock.now(),
        at=here.now.time(),
        happens_at=notice.happens_at,
        sealed=notice.program.sealed,
        at_risk=risks.exclude(risk_if_contacted="").exists() or _has_died(notice),
        consent=_consent(actor, notice),
        ways=[way_of(point) for point in points],
    )


def _has_died(notice: Notice) -> bool:
    person: Person = facts(Person, because="nobody is reminded after their death").get(pk=notice.person_id)
    return person.died_on is not None


def _consent(actor: Actor, notice: Notice) -> Decision:
    """Whether they agreed, in this program, that we are in touch with them; asked today, not when it was written."""
    here = workplace(actor)
    held = facts(Consent, because="a reminder rests on the person's consent").filter(
        person_id=notice.person_id, program_id=notice.program_id, purpose=Purpose.SERVICE
    )
    telling = Telling(Purpose.SERVICE, here.agency.name, None, frozenset({Category.CONTACT}))
    return may_disclose(
        [scope_of(each, on=here.today) for each in held.select_related("decided_by")], telling, on=here.today
    )


def _letter(actor: Actor, notice: Notice, point: ContactPoint) -> Letter:
    person: Person = facts(Person, because="a reminder is in their language").get(pk=notice.person_id)
    here = workplace(actor)
    subject, text = TOLD[NoticeKind(notice.kind)].words(
        notice.happens_at.astimezone(here.now.tzinfo), words.language_for(person.language, here.agency.language)
    )
    return Letter(point.value.strip(), subject, text)


def _record(notice: Notice, verb: str) -> None:
    told = {"why_code": notice.why, "tries": notice.tries}
    trail.record(verb, subject=notice, person_id=notice.person_id, program_id=notice.program_id, facts=told)
