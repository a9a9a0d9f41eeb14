"""What a program measures, set in the browser; and measuring it on a case."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

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
from keyworker.cases.models import Case
from keyworker.people.timeline import tell
from keyworker.reviews.models import Indicator, IndicatorKind, IndicatorReading, Moment, PlanReview
from keyworker.reviews.rules import is_sound_indicator, may_change_indicator, may_measure

FIXED_ONCE_READ = ("name", "kind", "unit")


@dataclass(frozen=True, slots=True)
class IndicatorWords:
    """What an administrator says about an indicator. Numbers in `unit`."""

    name: str
    unit: str
    kind: str = IndicatorKind.OUTCOME.value
    baseline: Decimal | None = None
    target: Decimal | None = None
    less_is_better: bool = False
    at_intake: bool = False
    at_review: bool = False
    at_exit: bool = True


@dataclass(frozen=True, slots=True)
class Measures:
    """Numbers by indicator, taken at one of the moments, on a day."""

    moment: str
    on: date
    values: Mapping[UUID, Decimal]


@action(needs=Permission.REVIEW_RULES, on="program")
def add_indicator(*, actor: Actor, program: Program, words: IndicatorWords) -> Indicator:
    """Measure one more thing in a program, from now on."""
    _insist_on_sense(program.pk, words)
    indicator = Indicator(program=program, **asdict(words))
    indicator.save(force_insert=True)
    trail.record("reviews.indicator_added", subject=indicator, program_id=program.pk)
    return indicator


@action(needs=Permission.REVIEW_RULES, on="indicator")
def change_indicator(
    *, actor: Actor, indicator: Indicator, words: IndicatorWords, seen: int | None = None
) -> Indicator:
    """Say it differently. Raises `StaleRecord`; `Refused` when what was measured would mean something else."""
    wanted = asdict(words)
    changed = {name for name in FIXED_ONCE_READ if getattr(indicator, name) != wanted[name]}
    read = facts(IndicatorReading, because="what was measured keeps its meaning").filter(indicator=indicator)
    insist(may_change_indicator(ended=indicator.ended_at is not None, meaning=bool(changed), read=read.exists()))
    _insist_on_sense(indicator.program_id, words, but=indicator)
    change(indicator, seen=seen, **wanted)
    trail.record("reviews.indicator_changed", subject=indicator, program_id=indicator.program_id)
    return indicator


@action(needs=Permission.REVIEW_RULES, on="indicator")
def end_indicator(*, actor: Actor, indicator: Indicator) -> Indicator:
    """It is measured no more. What was measured stays, and stays in the figures."""
    if indicator.ended_at is None:
        change(indicator, ended_at=clock.now())
    trail.record("reviews.indicator_ended", subject=indicator, program_id=indicator.program_id)
    return indicator


def _insist_on_sense(program_id: UUID, words: IndicatorWords, but: Indicator | None = None) -> None:
    moments = (words.at_intake, words.at_review, words.at_exit)
    insist(
        is_sound_indicator(
            words.name,
            words.unit,
            baseline=words.baseline,
            target=words.target,
            less_is_better=words.less_is_better,
            any_moment=any(moments),
        )
    )
    others = facts(Indicator, because="two of one name could not be told apart").filter(
        ~Q(pk=but.pk if but else None), program_id=program_id, name__iexact=words.name, ended_at=None
    )
    insist(no(_("This program has one of that name already.")) if others.exists() else yes())


@action(needs=Permission.REVIEW_RECORD, on="case")
def measure(*, actor: Actor, case: Case, measures: Measures) -> list[IndicatorReading]:
    """Write down where the case stands. Raises `Refused` for what the program does not measure, or a day to come."""
    insist(may_measure(case_open=case.is_open, numbers=len(measures.values)))
    return keep_measures(actor, case, measures)


def keep_measures(
    actor: Actor, case: Case, measures: Measures, review: PlanReview | None = None
) -> list[IndicatorReading]:
    """The same as part of a review or of the end, which tell of it."""
    if not measures.values:
        return []
    known = facts(Indicator, because="a case is measured as its program says").filter(
        program=case.program_id, ended_at=None
    )
    indicators = known.in_bulk(list(measures.values))
    if measures.moment == Moment.REVIEW:
        review = review or _last_review(case)
    said = no(_("The program measures something else now. Please look at the page again."))
    insist(yes() if set(indicators) == set(measures.values) else said)
    insist(yes() if measures.on <= workplace(actor).today else no(_("This day is still to come.")))
    insist(yes() if review or measures.moment != Moment.REVIEW else no(_("There was no review yet to measure at.")))
    found = []
    for key, value in measures.values.items():
        reading = IndicatorReading(
            indicator=indicators[key],
            case=case,
            person_id=case.person_id,
            program_id=case.program_id,
            moment=measures.moment,
            review=review,
            value=value,
            on=measures.on,
            by_id=actor.staff_id,
        )
        reading.save(force_insert=True)
        found.append(reading)
    tell("reviews.measured", found[0], needs=Permission.REVIEW_VIEW, facts={"number": len(found)})
    return found


def _last_review(case: Case) -> PlanReview | None:
    held = facts(PlanReview, because="it is measured at the last review").filter(case=case)
    found: PlanReview | None = held.order_by("-reviewed_on", "-id").first()
    return found
