"""Noting what is hard and what helps: from an answer by one click, or by hand."""

from dataclasses import dataclass
from uuid import UUID

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.assessment.answered import Answered, answered_in
from keyworker.assessment.domains import Domain
from keyworker.assessment.models import Assessment, Need, Strength
from keyworker.assessment.rules import may_note, may_note_answer
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.cases.models import Case
from keyworker.people.timeline import tell
from keyworker.questionnaires.keeping import filling_of

FOUND: dict[str, type[Need] | type[Strength]] = {"need": Need, "strength": Strength}
SHOWN_WORDS = 140


@dataclass(frozen=True, slots=True)
class FindingWords:
    """In which area of life, and in whose words."""

    domain: Domain
    text: str


@action(needs=Permission.ASSESSMENT_RECORD, on="assessment")
def note_answer(*, actor: Actor, assessment: Assessment, kind: str, place: str) -> Need | Strength:
    """Keep an answer of a finished assessment as a strength or a need, in its area of life and its words."""
    answered = answered_in(filling_of(assessment.response)).get(place)
    model = FOUND[kind]
    alike = facts(model, because="an answer is noted once").filter(assessment=assessment, place=place, ended_at=None)
    insist(may_note_answer(finished=assessment.is_finished, answered=answered is not None, noted=alike.exists()))
    found = model(
        person_id=assessment.person_id,
        program_id=assessment.program_id,
        assessment=assessment,
        by_id=_hand(actor),
        **_of(answered),
    )
    found.save(force_insert=True)
    return _told("noted", found)


@action(needs=Permission.ASSESSMENT_RECORD, on="case")
def note_by_hand(*, actor: Actor, case: Case, kind: str, words: FindingWords) -> Need | Strength:
    """Keep what came up between the questions."""
    insist(may_note(case_open=case.is_open, text=words.text))
    found = FOUND[kind](
        person_id=case.person_id,
        program_id=case.program_id,
        domain=words.domain.value,
        text=words.text,
        by_id=_hand(actor),
    )
    found.save(force_insert=True)
    return _told("noted", found)


@action(needs=Permission.ASSESSMENT_RECORD, on="need")
def change_need(*, actor: Actor, need: Need, words: FindingWords, seen: int | None = None) -> Need:
    """Say a need in other words or in another area. Raises `StaleRecord`."""
    change(need, seen=seen, domain=words.domain.value, text=words.text)
    _told("changed", need)
    return need


@action(needs=Permission.ASSESSMENT_RECORD, on="strength")
def change_strength(*, actor: Actor, strength: Strength, words: FindingWords, seen: int | None = None) -> Strength:
    """Say a strength in other words or in another area. Raises `StaleRecord`."""
    change(strength, seen=seen, domain=words.domain.value, text=words.text)
    _told("changed", strength)
    return strength


@action(needs=Permission.ASSESSMENT_RECORD, on="need")
def end_need(*, actor: Actor, need: Need) -> Need:
    """It holds no longer, or was noted by mistake."""
    change(need, ended_at=clock.now())
    _told("ended", need)
    return need


@action(needs=Permission.ASSESSMENT_RECORD, on="strength")
def end_strength(*, actor: Actor, strength: Strength) -> Strength:
    """It holds no longer, or was noted by mistake."""
    change(strength, ended_at=clock.now())
    _told("ended", strength)
    return strength


def _of(answered: Answered | None) -> dict[str, str]:
    """The words of an answer that is there."""
    if answered is None:
        return {}
    return {
        "place": answered.place,
        "question": answered.question,
        "domain": answered.domain.value,
        "text": answered.in_their_words,
    }


VERBS = {
    ("noted", Need): "assessment.need_noted",
    ("noted", Strength): "assessment.strength_noted",
    ("changed", Need): "assessment.need_changed",
    ("changed", Strength): "assessment.strength_changed",
    ("ended", Need): "assessment.need_ended",
    ("ended", Strength): "assessment.strength_ended",
}


def _told(what: str, found: Need | Strength) -> Need | Strength:
    verb = VERBS[what, type(found)]
    tell(verb, found, needs=Permission.ASSESSMENT_VIEW, facts={"words": found.text[:SHOWN_WORDS]})
    return found


def _hand(actor: Actor) -> UUID | None:
    return actor.id if actor.kind is ActorKind.STAFF else None
