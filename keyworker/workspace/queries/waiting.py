"""What waits for the worker themselves: notes, plans, answers, messages, consents taken back, what is to be asked.

And how many new referrals there are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import (
    CharField,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, NullIf, TruncDate

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, may, rows
from keyworker.access.worded import worded
from keyworker.access.workplace import workplace
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.cases.models import Absence, Case, CaseStatus
from keyworker.cases.queries import caseload
from keyworker.delivery.models import CaseContact, CaseNote, MessageThread, NoteStatus, PaperSent
from keyworker.delivery.models.recorded import TO_NOTE
from keyworker.intake.models import DeclineFollowUp, IncomingReferral, ReferralStatus, WaitlistPlace
from keyworker.notices.models import TextReceived, Word
from keyworker.people.models import Person, TimelineEntry, Withheld
from keyworker.people.queries import names_told
from keyworker.planning.models import PlanSignature, PlanStatus, ServicePlan, Signer
from keyworker.planning.rules import FOR_THE_CLIENT
from keyworker.referrals.models import OutgoingReferral
from keyworker.reviews.models import Indicator, IndicatorReading, Moment

MOST = 30
MANY_REFERRALS = 99
NEWS_FOR = timedelta(days=14)
DAYS = IntegerField()
NOBODY = Value("", output_field=CharField())


class Kind(StrEnum):
    NOTE = "note"
    OWED = "owed"
    ANSWER = "answer"
    SIGN = "sign"
    APPROVE = "approve"
    TAKEN_BACK = "taken-back"
    STILL_WAITS = "still-waits"
    LOOK_BACK = "look-back"
    MEASURE = "measure"
    MESSAGE = "message"
    PAPER = "paper"
    KEPT_BACK = "kept-back"
    TEXT = "text"
    SAID_NO = "said-no"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing, about whom, and since when it waits. `key` is the record's; the person's when it is about them.

    `within`: of a contact whose note is to be written, the program's limit in days.
    `due_on` is of what has a day: asking somebody who waits, looking back at a no, measuring at the start, a message.
    """

    key: UUID
    kind: Kind
    called: str
    since: datetime
    person_id: UUID | None
    within: int
    due_on: date | None


def waiting_for(actor: Actor, *, known: Mapping[UUID, str] | None = None) -> list[Waiting]:
    """Everything that waits for this worker, the longest first. `known`: whose names the page has looked up already.

    One query, and one for names when it is about anybody else.
    """
    place = workplace(actor)
    found = _everything(actor, place.today, place.zone) if any(may(actor, needs) for needs in LOOKS) else []
    unnamed = {person_id for _key, _kind, called, _since, person_id, *_ in found if person_id and not called}
    names = dict(known or {})
    # Looked up apart: PostgreSQL plans a statement with every table in it each time, and mostly nothing waits.
    if others := unnamed - names.keys():
        names |= names_told(actor, others)
    return [
        Waiting(key, Kind(kind), called or names.get(person_id, ""), since, person_id, *more)
        for key, kind, called, since, person_id, *more in found
    ]


@dataclass(frozen=True, slots=True)
class _When:
    """The agency's day, and its zone."""

    today: date
    zone: tzinfo


@worded(Person)
def _everything(actor: Actor, today: date, zone: tzinfo) -> "QuerySet[Any, Any]":
    now = _When(today, zone)
    first, *more = (look(actor, now) for needs, looks in LOOKS.items() if may(actor, needs) for look in looks)
    return first.union(*more, all=True).order_by("waits_since")[:MOST]


def _as(
    kind: Kind,
    found: "QuerySet[Any]",
    since: str,
    *,
    key: str = "pk",
    by: str = "",
    within: Any = None,
    due: Any = None,
) -> "QuerySet[Any]":
    """The same columns from every table; `by` leads from the row to the referral it is about, which has a name."""
    named = found.order_by().annotate(
        of_kind=Value(kind.value, output_field=CharField()),
        called=Coalesce(NullIf(f"{by}preferred_name", NOBODY), f"{by}full_name") if by else NOBODY,
        waits_since=F(since),
        whose=F(f"{by}person_id"),
        days=Cast(within or Value(0), DAYS),
        day=Cast(Value(None), DateField()) if due is None else due,
    )
    columns: QuerySet[Any] = named.values_list(key, "of_kind", "called", "waits_since", "whose", "days", "day")
    return columns


def _notes(actor: Actor, now: _When) -> "QuerySet[Any]":
    mine = rows(CaseNote, actor=actor, needs=Permission.NOTE_WRITE).filter(author_id=actor.id, status=NoteStatus.DRAFT)
    return _as(Kind.NOTE, mine.exclude(text=""), "saved_at")


def _owed(actor: Actor, now: _When) -> "QuerySet[Any]":
    """Contacts the worker had, in open cases, that nobody has written about yet."""
    mine = rows(CaseContact, actor=actor, needs=Permission.NOTE_WRITE).filter(
        TO_NOTE, by_id=actor.id, case__status=CaseStatus.ACTIVE
    )
    return _as(Kind.OWED, mine, "happened_at", within=F("program__note_within_days"))


def _answers(actor: Actor, now: _When) -> "QuerySet[Any]":
    mine = rows(OutgoingReferral, actor=actor, needs=Permission.REFERRAL_OUT_VIEW).filter(
        sent_by_id=actor.id, answered_at__isnull=False, seen_at=None
    )
    return _as(Kind.ANSWER, mine, "answered_at")


def _to_sign(actor: Actor, now: _When) -> "QuerySet[Any]":
    """Drafts of the worker's own cases that the client has signed and they have not."""
    mine = rows(ServicePlan, actor=actor, needs=Permission.PLAN_SIGN).filter(
        Exists(_signed(*FOR_THE_CLIENT)),
        ~Exists(_signed(Signer.WORKER)),
        case__owner_id=actor.id,
        status=PlanStatus.DRAFT,
    )
    return _as(Kind.SIGN, mine, "created_at")


def _to_approve(actor: Actor, now: _When) -> "QuerySet[Any]":
    found = rows(ServicePlan, actor=actor, needs=Permission.PLAN_APPROVE).filter(
        status=PlanStatus.DRAFT, approval__isnull=False
    )
    return _as(Kind.APPROVE, found, "approval__created_at")


def _taken_back(actor: Actor, now: _When) -> "QuerySet[Any]":
    """Consents that people of the worker's own cases took back at their own door: nobody here was there to hear it."""
    return _as(Kind.TAKEN_BACK, _said_at_their_door(actor, "consent.withdrawn"), "happened_at", key="person_id")


def _said_no(actor: Actor, now: _When) -> "QuerySet[Any]":
    """The same of what they were asked to agree to, and did not."""
    return _as(Kind.SAID_NO, _said_at_their_door(actor, "consent.refused_by_them"), "happened_at", key="person_id")


def _said_at_their_door(actor: Actor, verb: str) -> "QuerySet[TimelineEntry]":
    return rows(TimelineEntry, actor=actor, needs=Permission.CONSENT_VIEW).filter(
        verb=verb,
        actor_kind=ActorKind.CLIENT,
        happened_at__gte=clock.now() - NEWS_FOR,
        person_id__in=caseload(actor).order_by().values("person_id"),
    )


def _cries(actor: Actor, now: _When) -> "QuerySet[Any]":
    """Texts that ask for help, for those who look at what came in; they are in nobody's file."""
    found = rows(TextReceived, actor=actor, needs=Permission.TEXT_TRIAGE).filter(waits=True, word=Word.HELP)
    return _as(Kind.TEXT, found.annotate(person_id=Value(None, output_field=UUIDField())), "created_at")


def _kept_back(actor: Actor, now: _When) -> "QuerySet[Any]":
    """What is kept back from people of the worker's own cases, and is to be looked at again."""
    found = rows(Withheld, actor=actor, needs=Permission.PERSON_EDIT).filter(
        lifted_at=None, review_on__lte=now.today, person_id__in=caseload(actor).order_by().values("person_id")
    )
    return _as(Kind.KEPT_BACK, found, "created_at", key="person_id", due=F("review_on"))


def _theirs(actor: Actor) -> Q:
    """Whoever decided about a referral answers for it; where nobody did, or they left, all who may decide there do."""
    return Q(referral__decided_by=actor.id) | Q(referral__decided_by=None) | ~Q(referral__decided_by__ended_at=None)


def _still_waiting(actor: Actor, now: _When) -> "QuerySet[Any]":
    """People in line whom it is time to ask whether they still wait."""
    found = rows(WaitlistPlace, actor=actor, needs=Permission.REFERRAL_ACCEPT).filter(
        _theirs(actor), ended_at=None, review_on__lte=now.today
    )
    return _as(Kind.STILL_WAITS, found, "since", by="referral__", due=F("review_on"))


def _looking_back(actor: Actor, now: _When) -> "QuerySet[Any]":
    """People we could not help, of whom it is time to ask how it went elsewhere."""
    found = rows(DeclineFollowUp, actor=actor, needs=Permission.REFERRAL_ACCEPT).filter(
        _theirs(actor), done_at=None, due_on__lte=now.today
    )
    return _as(Kind.LOOK_BACK, found, "created_at", by="referral__", due=F("due_on"))


def _to_measure(actor: Actor, now: _When) -> "QuerySet[Any]":
    """Cases of the worker's own where something is to be measured at the start, by the program's first-contact days.

    What became an indicator after a case was opened is not asked of it (see `reviews.measuring`).
    """
    why = "what a program promises to measure is due, whoever looks"
    readings = facts(IndicatorReading, because=why).filter(
        indicator=OuterRef("pk"), case=OuterRef(OuterRef("pk")), moment=Moment.INTAKE
    )
    asked = facts(Indicator, because=why).filter(
        ~Exists(readings),
        program=OuterRef("program"),
        at_intake=True,
        ended_at=None,
        created_at__lte=OuterRef("opened_at"),
    )
    opened_on = TruncDate("opened_at", tzinfo=now.zone)
    due = ExpressionWrapper(opened_on + F("program__first_contact_days"), output_field=DateField())
    mine = rows(Case, actor=actor, needs=Permission.REVIEW_RECORD).filter(owner=actor.id, status=CaseStatus.ACTIVE)
    return _as(Kind.MEASURE, mine.filter(Exists(asked)), "opened_at", due=due)


def _to_answer(actor: Actor, now: _When) -> "QuerySet[Any]":
    """What clients wrote and nobody has answered: in the worker's own cases, and where they stand in for somebody."""
    found = rows(MessageThread, actor=actor, needs=Permission.MESSAGE_WRITE).filter(
        _in_charge(actor, now), unanswered_since__isnull=False
    )
    return _as(Kind.MESSAGE, found, "unanswered_since", due=TruncDate("answer_by", tzinfo=now.zone))


def _papers(actor: Actor, now: _When) -> "QuerySet[Any]":
    """What clients sent from their own page and nobody has looked at, in the same cases."""
    found = rows(PaperSent, actor=actor, needs=Permission.NOTE_WRITE).filter(_in_charge(actor, now), looked_at=None)
    return _as(Kind.PAPER, found, "created_at")


def _in_charge(actor: Actor, now: _When) -> Q:
    """Of rows with a case: the worker's own, or of somebody who is away and for whom they stand in."""
    standing_in = facts(Absence, because="whose case manager is away is answered by somebody").filter(
        staff=OuterRef("case__owner"),
        program=OuterRef("program"),
        cover=actor.id,
        begun_at__isnull=False,
        ended_at=None,
        from_on__lte=now.today,
        until_on__gte=now.today,
    )
    return Q(case__owner=actor.id) | Q(Exists(standing_in))


def _signed(*signers: str) -> "QuerySet[PlanSignature]":
    return facts(PlanSignature, because="who has yet to sign follows from who has").filter(
        plan=OuterRef("pk"), signer__in=signers
    )


# Where to look, by what somebody must be allowed: what is not theirs to do is not asked for.
LOOKS = {
    Permission.NOTE_WRITE: (_notes, _owed, _papers),
    Permission.REFERRAL_OUT_VIEW: (_answers,),
    Permission.PLAN_SIGN: (_to_sign,),
    Permission.PLAN_APPROVE: (_to_approve,),
    Permission.CONSENT_VIEW: (_taken_back, _said_no),
    Permission.REFERRAL_ACCEPT: (_still_waiting, _looking_back),
    Permission.REVIEW_RECORD: (_to_measure,),
    Permission.MESSAGE_WRITE: (_to_answer,),
    Permission.TEXT_TRIAGE: (_cries,),
    Permission.PERSON_EDIT: (_kept_back,),
}


def new_referrals(actor: Actor) -> int | None:
    """How many referrals nobody has looked at, counted to a hundred; None for somebody who does not see them."""
    if not may(actor, Permission.REFERRAL_VIEW):
        return None
    return len(_received(actor))


@worded(Person)
def _received(actor: Actor) -> "QuerySet[IncomingReferral, UUID]":
    found = rows(IncomingReferral, actor=actor, needs=Permission.REFERRAL_VIEW).filter(status=ReferralStatus.RECEIVED)
    return found.values_list("pk", flat=True)[: MANY_REFERRALS + 1]
