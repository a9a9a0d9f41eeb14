"""The waiting list: asking whether somebody still waits, moving them with a reason, offering the place."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.audit import trail
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import insist, no, yes
from keyworker.base.models import change
from keyworker.intake.actions.deciding import close_referral
from keyworker.intake.codes import StillWaits
from keyworker.intake.models import IncomingReferral, WaitlistPlace, WaitReview
from keyworker.intake.rules import SAY_WHY, may_ask_again_on, may_offer, may_wait_on
from keyworker.intake.waiting import Move, in_line

BESIDE = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody who waits answered. `again_on` is the next day to ask; None when they no longer want the place."""

    answer: str
    safe: str
    other_help: str = ""
    again_on: date | None = None


@action(needs=Permission.REFERRAL_ACCEPT, on="place")
def review_wait(*, actor: Actor, place: WaitlistPlace, asking: Asking, seen: int | None = None) -> WaitReview:
    """Write down what they said. Who no longer wants the place leaves the list, and their referral is closed.

    Raises `Refused` without a next day to ask, and when they no longer stand on the list; `StaleRecord`.
    """
    today = workplace(actor).today
    insist(may_wait_on(place.ended_at is not None))
    leaves = asking.answer == StillWaits.NO
    insist(yes() if leaves else may_ask_again_on(asking.again_on, today=today))
    review = WaitReview(
        place=place,
        program_id=place.program_id,
        asked_on=today,
        answer=asking.answer,
        safe=asking.safe,
        other_help=asking.other_help,
        asked_by_id=actor.id if actor.kind is ActorKind.STAFF else None,
    )
    review.save(force_insert=True)
    change(place, seen=seen, asked_on=today, review_on=asking.again_on or place.review_on)
    told = {"answer_code": asking.answer, "safe_code": asking.safe}
    trail.record("intake.wait_reviewed", subject=review, program_id=review.program_id, facts=told)
    if leaves:
        referral = facts(IncomingReferral, because="who leaves the list is not asked again").get(pk=place.referral_id)
        close_referral(actor=actor, referral=referral, because=_("They no longer want the place."))
    return review


@action(needs=Permission.REFERRAL_ACCEPT, on="place")
def move_in_line(
    *, actor: Actor, place: WaitlistPlace, to: str, priority: str, because: str, seen: int | None = None
) -> WaitlistPlace:
    """Let somebody stand elsewhere in the line, always with a reason. `to` is one of `waiting.Move`.

    Raises `Refused` without a reason or when they no longer wait; `StaleRecord`.
    """
    insist(may_wait_on(place.ended_at is not None))
    insist(yes() if because.strip() else no(SAY_WHY))
    others = in_line(facts(WaitlistPlace, because="a place in line is one among others"), place.program_id)
    stands_at = _new_stand(place, others.filter(priority=priority).exclude(pk=place.pk), Move(to))
    change(
        place,
        seen=seen,
        priority=priority,
        stands_at=stands_at,
        moved_on=workplace(actor).today,
        moved_because=because.strip(),
    )
    told = {"to_code": to, "priority_code": priority}
    trail.record("intake.moved_in_line", subject=place, program_id=place.program_id, facts=told)
    return place


def _new_stand(place: WaitlistPlace, others: "QuerySet[WaitlistPlace]", to: Move) -> datetime:
    """Where in the order they stand now, among those as pressing."""
    stands = list(others.select_for_update(no_key=True).values_list("stands_at", flat=True))
    if to is Move.STAY or not stands:
        return place.stands_at
    ahead = [each for each in stands if each <= place.stands_at]
    behind = [each for each in stands if each > place.stands_at]
    match to:
        case Move.FRONT:
            return stands[0] - BESIDE
        case Move.END:
            return stands[-1] + BESIDE
        case Move.UP:
            return _between(ahead[-2] if len(ahead) > 1 else None, ahead[-1]) if ahead else place.stands_at
        case Move.DOWN:
            return _beyond(behind[0], behind[1] if len(behind) > 1 else None) if behind else place.stands_at


def _between(before: datetime | None, after: datetime) -> datetime:
    return after - BESIDE if before is None else before + (after - before) / 2


def _beyond(before: datetime, after: datetime | None) -> datetime:
    return before + BESIDE if after is None else before + (after - before) / 2


@action(needs=Permission.REFERRAL_ACCEPT, on="place")
def offer_place(*, actor: Actor, place: WaitlistPlace, answer_by: date, seen: int | None = None) -> WaitlistPlace:
    """A place came free and is offered to them, kept until `answer_by`. They take it when the referral is accepted."""
    today = workplace(actor).today
    insist(may_offer(place.ended_at is not None, answer_by, today=today))
    change(place, seen=seen, offered_on=today, answer_by=answer_by)
    told = {"answer_by_on": answer_by.isoformat()}
    trail.record("intake.place_offered", subject=place, program_id=place.program_id, facts=told)
    return place
