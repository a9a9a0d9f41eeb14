"""Texts: into the outbox, asked about once more when they leave, and what became of them."""

from datetime import timedelta

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
from keyworker.notices import words
from keyworker.notices.causes import link_brought, link_left, still_stands
from keyworker.notices.gateways import settings_in_use
from keyworker.notices.gateways.contract import NotTaken, Outcome, OutText, Taken
from keyworker.notices.models import (
    Notice,
    NoticeKind,
    NoticeState,
    TextKind,
    TextMessage,
    TextState,
    Why,
)
from keyworker.notices.rules import MOST_TRIES, may_send, next_try
from keyworker.notices.segments import segments
from keyworker.notices.standing import agreed_ways, standing_of
from keyworker.people.models import ContactPoint, Person
from keyworker.people.numbers import country_of, e164
from keyworker.people.rules import Doing
from keyworker.people.timeline import tell

NEEDS = {
    NoticeKind.VISIT: Permission.VISIT_VIEW,
    NoticeKind.STEP: Permission.PLAN_VIEW,
    NoticeKind.MESSAGE: Permission.MESSAGE_VIEW,
    NoticeKind.LINK: Permission.VISIT_VIEW,
}
# What became of a text in the words of what it reminds of.
OF_STEP = {
    "notices.texted": "notices.texted_of_step",
    "notices.text_given_up": "notices.text_given_up_step",
    "notices.text_unknown": "notices.text_unknown_step",
    "notices.text_undelivered": "notices.text_undelivered_step",
}
OF_MESSAGE = {
    "notices.texted": "notices.texted_of_message",
    "notices.text_given_up": "notices.text_given_up_message",
    "notices.text_unknown": "notices.text_unknown_message",
    "notices.text_undelivered": "notices.text_undelivered_message",
}
OF_LINK = {
    "notices.texted": "notices.texted_link",
    "notices.text_given_up": "notices.text_given_up_link",
    "notices.text_unknown": "notices.text_unknown_link",
    "notices.text_undelivered": "notices.text_undelivered_link",
}
WORDED: dict[NoticeKind, dict[str, str]] = {
    NoticeKind.STEP: OF_STEP,
    NoticeKind.MESSAGE: OF_MESSAGE,
    NoticeKind.LINK: OF_LINK,
}
SOON = timedelta(hours=2)  # what is answered at once need not be in time for anything


def set_out_text(*, kind: TextKind, point: ContactPoint, program: Program, notice: Notice | None = None) -> TextMessage:
    """Put a text into the outbox, in the transaction of what it is about; part of that action."""
    text = TextMessage(
        person_id=point.person_id,
        program=program,
        point=point,
        notice=notice,
        kind=kind.value,
        next_try_at=clock.now(),
    )
    text.save(force_insert=True)
    return text


@action(needs=Permission.NOTICE_SEND, on="text")
def hand_over_text(*, actor: Actor, text: TextMessage) -> OutText | None:
    """Ask once more, at this moment, whether it may leave; answers what is handed to the gateway, None for nothing.

    From here on it is `UNKNOWN`, until `settle_text`: whoever asks a second time is refused, so it leaves once.
    Raises `Refused` for one that does not wait.
    """
    now = clock.now()
    insist(yes() if text.state == TextState.WAITING and text.next_try_at <= now else no(_("This text does not wait.")))
    notice = _its_notice(text)
    if notice is not None and not _still_needed(notice):
        _stay(text, notice, NoticeState.CANCELLED, Why.CALLED_OFF)
        return None
    answer = _asked_again(actor, text, notice)
    cleared = answer.facts.get("clearance")
    number = e164(cleared.used_for(Doing.TEXT), country_of(workplace(actor).agency.time_zone)) if cleared else ""
    if answer.facts.get("wait_until"):
        change(text, next_try_at=answer.facts["wait_until"])
        _record(text, "notices.text_put_off")
        return None
    if cleared is None or not number:
        _stay(text, notice, NoticeState.WITHHELD, answer.facts.get("why") or Why.NO_WAY)
        return None
    out = OutText(str(text.pk), number, _words(actor, text, notice), cleared)
    by, parts = settings_in_use().gateway, segments(out.words)
    change(text, state=TextState.UNKNOWN.value, tries=text.tries + 1, segments=parts, gateway=by)
    _follow(notice, NoticeState.FAILED, Why.UNKNOWN)
    _record(text, "notices.text_handed_over")
    return out


@action(needs=Permission.NOTICE_SEND, on="text")
def settle_text(*, actor: Actor, text: TextMessage, outcome: Outcome) -> TextMessage:
    """What the gateway answered. Only what it surely did not take waits for another try, each time longer."""
    insist(yes() if text.state == TextState.UNKNOWN else no(_("This text does not wait.")))
    notice = _its_notice(text)
    if notice is not None and isinstance(outcome, Taken | NotTaken):
        link_left(NoticeKind(notice.kind), notice.about, taken=isinstance(outcome, Taken))
    match outcome:
        case Taken(key):
            change(text, state=TextState.SENT.value, gateway_key=key, sent_at=clock.now())
            _follow(notice, NoticeState.SENT)
            _tell(text, notice, "notices.texted")
        case NotTaken(again=True) if text.tries < MOST_TRIES:
            change(text, state=TextState.WAITING.value, next_try_at=clock.now() + next_try(text.tries))
            _follow(notice, NoticeState.SENDING)
            _record(text, "notices.text_not_taken")
        case NotTaken():
            change(text, state=TextState.FAILED.value, why=Why.REFUSED.value)
            _follow(notice, NoticeState.FAILED, Why.REFUSED)
            _tell(text, notice, "notices.text_given_up")
        case _:
            _tell(text, notice, "notices.text_unknown")
    return text


@action(needs=Permission.NOTICE_SEND, on="text")
def note_receipt(*, actor: Actor, text: TextMessage, delivered: bool) -> TextMessage:
    """The gateway heard from their phone company. Raises `Refused` for a receipt that changes nothing."""
    insist(yes() if is_news(text) else no(_("What became of this text is known.")))
    notice = _its_notice(text)
    if notice is not None and text.state == TextState.UNKNOWN:
        link_left(NoticeKind(notice.kind), notice.about, taken=delivered)  # nobody answered; now it is known
    if delivered:
        change(text, state=TextState.DELIVERED.value, delivered_at=clock.now())
        _follow(notice, NoticeState.SENT)
        _record(text, "notices.text_delivered")
    else:
        change(text, state=TextState.FAILED.value, why=Why.UNDELIVERED.value)
        _follow(notice, NoticeState.FAILED, Why.UNDELIVERED)
        _tell(text, notice, "notices.text_undelivered")
    return text


def is_news(text: TextMessage) -> bool:
    """Whether a receipt can still tell something: the last word on a text is said once."""
    return text.state in {TextState.SENT, TextState.UNKNOWN}


def _its_notice(text: TextMessage) -> Notice | None:
    if text.notice_id is None:
        return None
    held = facts(Notice, because="a reminder stands as its text does").select_for_update(no_key=True)
    found: Notice = held.get(pk=text.notice_id)
    return found


def _still_needed(notice: Notice) -> bool:
    """Whoever called it off, or did what it reminds of, did so while the text waited."""
    return notice.state == NoticeState.SENDING and still_stands(NoticeKind(notice.kind), notice.about)


def _asked_again(actor: Actor, text: TextMessage, notice: Notice | None) -> Decision:
    """Their consent, the danger, the hours, the number: by the rules of every reminder, for this one number."""
    points = [point for point in agreed_ways(text.person_id) if point.pk == text.point_id]
    happens_at = clock.now() + SOON if notice is None else notice.happens_at
    return may_send(standing_of(actor, text.person_id, text.program, points=points, happens_at=happens_at))


def _words(actor: Actor, text: TextMessage, notice: Notice | None) -> str:
    person: Person = facts(Person, because="a text is in their language").get(pk=text.person_id)
    here = workplace(actor)
    language = words.language_for(person.language, here.agency.language)
    if notice is None:
        return words.text_of_help(language)
    kind, at = NoticeKind(notice.kind), notice.happens_at.astimezone(here.now.tzinfo)
    return words.TEXTS[kind](at, language, *link_brought(kind, notice.about))


def _stay(text: TextMessage, notice: Notice | None, state: NoticeState, why: Why) -> None:
    """It does not leave, and will not."""
    change(text, state=TextState.WITHHELD.value, why=why.value)
    _follow(notice, state, why if state is NoticeState.WITHHELD else None)
    _record(text, "notices.text_withheld")


def _follow(notice: Notice | None, state: NoticeState, why: Why | None = None) -> None:
    """The reminder stands as its text does: its page says what is true at every moment."""
    if notice is None:
        return
    sent_at = (notice.sent_at or clock.now()) if state is NoticeState.SENT else None
    change(notice, state=state.value, why=why.value if why else "", sent_at=sent_at)


def _tell(text: TextMessage, notice: Notice | None, verb: str) -> None:
    """Into the story where it was a reminder; who reads that reads of a visit, a step, or a message."""
    if notice is None:
        _record(text, verb)
        return
    kind = NoticeKind(notice.kind)
    tell(WORDED.get(kind, {}).get(verb, verb), notice, needs=NEEDS[kind])


def _record(text: TextMessage, verb: str) -> None:
    told = {"why_code": text.why, "tries": text.tries, "segments": text.segments}
    trail.record(verb, subject=text, person_id=text.person_id, program_id=text.program_id, facts=told)
