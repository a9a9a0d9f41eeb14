"""Setting another level than the one that was worked out, with a reason."""

from dataclasses import dataclass
from decimal import Decimal

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.workplace import workplace
from keyworker.assessment.levels import levelled
from keyworker.assessment.models import Assessment, SetLevel
from keyworker.assessment.rules import may_set_level
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.people.timeline import tell
from keyworker.questionnaires.filling import Filling

MOST_WORDS = 200


@dataclass(frozen=True, slots=True)
class OtherLevel:
    """For which result, the band the worker holds to be right (by its lowest score), and why."""

    link_id: str
    low: Decimal | None
    because: str


@action(needs=Permission.ASSESSMENT_RECORD, on="assessment")
def set_level(*, actor: Actor, assessment: Assessment, other: OtherLevel) -> SetLevel:
    """Hold another level to be right. What was worked out stays beside it, and both are told."""
    language = workplace(actor).agency.language
    content = assessment.response.content
    results = levelled(Filling(assessment.questionnaire, response=content, language=language))
    result = next((each for each in results if each.link_id == other.link_id), None)
    band = next((band for band in result.bands if band.low == other.low), None) if result else None
    insist(
        may_set_level(
            finished=assessment.is_finished,
            known=band is not None,
            same=result is not None and band is result.computed,
            because=other.because,
        )
    )
    assert result is not None and band is not None  # noqa: S101, PT018 - tells mypy what was just insisted on
    held = SetLevel(
        assessment=assessment,
        person_id=assessment.person_id,
        program_id=assessment.program_id,
        link_id=result.link_id,
        result=result.label[:300],
        computed=result.computed.label.in_language(language)[:MOST_WORDS],
        code=band.level[:60],
        level=band.label.in_language(language)[:MOST_WORDS],
        because=other.because,
        by_id=actor.staff_id,
    )
    held.save(force_insert=True)
    tell(
        "assessment.level_set",
        held,
        needs=Permission.ASSESSMENT_VIEW,
        facts={"title": assessment.title, "computed": held.computed, "level": held.level, "because": held.because},
    )
    return held
