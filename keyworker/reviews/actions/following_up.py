"""Asking how somebody is after their case was closed."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.access.workplace import workplace
from keyworker.base.actor import Actor
from keyworker.base.decision import insist, no, yes
from keyworker.base.models import change
from keyworker.cases.models import Case, Step
from keyworker.people.models import ContactPoint
from keyworker.people.reaching import way_of
from keyworker.people.rules import FITS, Clearance, safe_at_all
from keyworker.people.timeline import tell
from keyworker.referrals.models import OutgoingReferral
from keyworker.reviews.actions.closing import STILL_SEEN_DAYS, end_sight
from keyworker.reviews.models import Arrived, FollowUp, FollowUpOutcome, ReferralAfter
from keyworker.reviews.rules import may_name_way, may_record_follow_up
from keyworker.tasks.actions import finish_tasks
from keyworker.tasks.models import TaskKind


@action(needs=Permission.REVIEW_RECORD, on="follow_up")
def record_follow_up(
    *,
    actor: Actor,
    follow_up: FollowUp,
    outcome: FollowUpOutcome,
    done_on: date,
    still_well: bool | None = None,
    words: str = "",
    way: ContactPoint | None = None,
    referrals: Mapping[UUID, str] | None = None,
) -> FollowUp:
    """Note how they are, and what became of the referrals made before the end (referral → `Arrived`).

    `way` is how they were reached; refused when it is not safe. The owner's sight ends then, later when they want help
    again.
    """
    today = workplace(actor).today
    if way is not None:
        insist(may_name_way(way.sealed_in_id, follow_up.program_id))
    safety = _safety(way, workplace(actor).now) if way else None
    insist(may_record_follow_up(done=follow_up.done_on is not None, done_on=done_on, today=today, way=safety))
    change(
        follow_up,
        done_on=done_on,
        outcome=outcome.value,
        still_well=still_well,
        words=words,
        way=way,
        done_by_id=actor.staff_id,
    )
    case: Case = facts(Case, because="the path ends here").select_for_update(no_key=True).get(pk=follow_up.case_id)
    _ask_after_referrals(follow_up, referrals or {})
    finish_tasks(case, TaskKind.FOLLOW_UP, by=actor)
    if not case.is_open:
        change(case, step=Step.EXIT)
        end_sight(case, after_days=STILL_SEEN_DAYS if outcome is FollowUpOutcome.WANTS_HELP else 0)
    told = {"outcome_code": outcome.value}
    tell("reviews.follow_up_done", follow_up, needs=Permission.REVIEW_VIEW, facts=told)
    return follow_up


def _safety(way: ContactPoint, now: datetime) -> Clearance:
    """Whether the way is safe at all: at which hour it was used that day, nobody asks afterwards."""
    return safe_at_all(way_of(way), doing=FITS[way.channel][0], at=now)


def _ask_after_referrals(follow_up: FollowUp, heard: Mapping[UUID, str]) -> None:
    held = facts(OutgoingReferral, because="referrals of the same case are asked after").filter(case=follow_up.case_id)
    known = held.in_bulk(list(heard))
    sound = set(known) == set(heard) and set(heard.values()) <= set(Arrived.values)
    insist(yes() if sound else no(_("The referrals have changed. Please look at the page again.")))
    for key, arrived in heard.items():
        ReferralAfter(
            follow_up=follow_up,
            referral=known[key],
            case_id=follow_up.case_id,
            person_id=follow_up.person_id,
            program_id=follow_up.program_id,
            arrived=arrived,
        ).save(force_insert=True)
