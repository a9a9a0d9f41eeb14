"""Texts that come in: what they switch off at once, what somebody must look at, and that it was looked at."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.agencies.models import Agency, Program
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist, no, yes
from keyworker.base.encryption import new_salt
from keyworker.base.models import change
from keyworker.notices.actions.texting import set_out_text
from keyworker.notices.gateways.contract import Came
from keyworker.notices.keywords import Heard, heard
from keyworker.notices.models import Outcome, TextKind, TextMessage, TextReceived, Word
from keyworker.people.models import Channel, ContactPoint
from keyworker.people.numbers import number_hash

MOST_KEPT = 1600  # characters of one text; more no telephone sends


@dataclass(frozen=True, slots=True)
class Received:
    """A text as it was taken in; `not_theirs` are the ways that nobody may use any more because of it.

    `cried_from`: the ways from which somebody may have cried for help.
    """

    text: TextReceived
    not_theirs: tuple[ContactPoint, ...] = ()
    cried_from: tuple[ContactPoint, ...] = ()


@action(needs=Permission.TEXT_RECEIVE, on="agency")
def receive_text(*, actor: Actor, agency: Agency, gateway: str, came: Came) -> Received:
    """Do what it asks for, at once, and hold what somebody must read. Raises `Refused` for one that came before."""
    insist(no(_("This text came before.")) if _came_before(gateway, came) else yes())
    points, meant = _ways(came.number), heard(came.words)
    text = _kept(gateway, came, meant, points)
    live = [point for point in points if point.ended_at is None]
    match meant.word:
        case Word.STOP:
            _stop(points)
        case Word.START:
            _start(points)
        case Word.HELP if meant.answered:
            _answer_help(live)
        case Word.WRONG:
            _take_out_of_use(live)
    trail.record("notices.text_received", subject=text, facts={"word_kind": meant.word.value})
    theirs = tuple(live)
    return Received(text, theirs if meant.word is Word.WRONG else (), theirs if meant.cries else ())


@action(needs=Permission.TEXT_TRIAGE, on="text")
def deal_with_text(
    *, actor: Actor, text: TextReceived, outcome: Outcome, seen: int, filed: bool = False
) -> TextReceived:
    """Somebody looked at it, and says what came of it; its words and its number go. Raises `StaleRecord`, `Refused`.

    `filed`: its words stand in a file now. Without that nobody says that they do.
    """
    insist(yes() if text.waits else no(_("A colleague has looked at this text already.")))
    lost = outcome is Outcome.IN_FILE and not filed
    insist(no(_("It is in no file yet. Put it into a file first.")) if lost else yes())
    gone = {"number": None, "body": None, "key_salt": new_salt()}
    done = {"waits": False, "dealt_at": clock.now(), "dealt_by_id": actor.staff_id, "outcome": outcome.value}
    change(text, seen=seen, **gone, **done)
    trail.record("notices.text_dealt_with", subject=text, facts={"outcome_code": outcome.value})
    return text


def _came_before(gateway: str, came: Came) -> bool:
    held = facts(TextReceived, because="what comes twice does nothing twice")
    return held.filter(gateway=gateway, gateway_key=came.key).exists()


def _ways(number: str) -> list[ContactPoint]:
    """Everybody's ways by this number, also those that have ended: STOP is meant for the number."""
    held = facts(ContactPoint, because="an answer counts for its number, whoever's it is").filter(
        value_hash=number_hash(number), channel__in=(Channel.PHONE, Channel.SMS)
    )
    return list(held.select_for_update(no_key=True).order_by("id"))


def _kept(gateway: str, came: Came, meant: Heard, points: Iterable[ContactPoint]) -> TextReceived:
    text = TextReceived(
        program=_only_known_in(points),
        gateway=gateway,
        gateway_key=came.key,
        word=meant.word.value,
        known=any(point.ended_at is None for point in points),
        waits=meant.looked_at,
        number=came.number if meant.looked_at else None,
        body=came.words.replace("\0", "")[:MOST_KEPT] if meant.looked_at else None,
    )
    text.save(force_insert=True)
    return text


def _only_known_in(points: Iterable[ContactPoint]) -> Program | None:
    """The sealed program that alone noted the number: whoever is hidden there may be the one who writes."""
    live = [point.sealed_in_id for point in points if point.ended_at is None]
    walls = sorted({str(wall) for wall in live if wall is not None})
    if not walls or None in live:
        return None
    found: Program = facts(Program, because="what a shelter's people write stays there").get(pk=walls[0])
    return found


def _stop(points: Iterable[ContactPoint]) -> None:
    for point in points:
        if point.texts_stopped_at is None:
            change(point, texts_stopped_at=clock.now())
            _record(point, "notices.stopped")


def _start(points: Iterable[ContactPoint]) -> None:
    for point in points:
        if point.texts_stopped_at is not None:
            change(point, texts_stopped_at=None)
            _record(point, "notices.started")


def _take_out_of_use(points: Iterable[ContactPoint]) -> None:
    for point in points:
        change(point, safe=False, texts_stopped_at=point.texts_stopped_at or clock.now())
        _record(point, "notices.not_theirs")


def _answer_help(points: Iterable[ContactPoint]) -> None:
    """Only to a number that we texted before; whether this may leave is asked like of any other text."""
    for point in points:
        texts = facts(TextMessage, because="whoever was texted may ask what it is").filter(point=point)
        last = texts.select_related("program").order_by("-created_at").first()
        if point.channel == Channel.SMS and last is not None:
            set_out_text(kind=TextKind.HELP, point=point, program=last.program)
            return


def _record(point: ContactPoint, verb: str) -> None:
    trail.record(verb, subject=point, person_id=point.person_id, program_id=point.sealed_in_id)
