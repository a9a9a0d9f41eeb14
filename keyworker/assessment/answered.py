"""Each answer of a filling-in by itself: its question, its words, and the area of life it is about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from keyworker.assessment.domains import Domain
from keyworker.assessment.rules import domain_of
from keyworker.questionnaires.engine.definition import Definition, Item, ItemType
from keyworker.questionnaires.engine.names import name_of
from keyworker.questionnaires.engine.nodes import id_of
from keyworker.questionnaires.engine.wording import answer_in_words
from keyworker.questionnaires.filling import Filling

IN_OWN_WORDS = frozenset({ItemType.TEXT, ItemType.STRING})
# What whole instruments are about, by the code of their panel (LOINC).
PANELS = {
    "44249-1": Domain.MENTAL_HEALTH,
    "55757-9": Domain.MENTAL_HEALTH,
    "69737-5": Domain.MENTAL_HEALTH,
    "72109-2": Domain.SUBSTANCE_USE,
    "96841-2": Domain.SUBSTANCE_USE,
}


@dataclass(frozen=True, slots=True)
class Answered:
    """One answered question. `place` names its box, `anchor` its id on a page; several answers stand in one row."""

    place: str
    anchor: str
    question: str
    words: str
    domain: Domain
    own_words: bool

    @property
    def in_their_words(self) -> str:
        return in_their_words(self.question, self.words, own_words=self.own_words)


def in_their_words(question: str, answer: str, *, own_words: bool) -> str:
    """What they wrote themselves; an answer from a list only means something with its question."""
    return answer if own_words else _("{question} – {answer}").format(question=question, answer=answer)


def answered_in(filling: Filling) -> Mapping[str, Answered]:
    """Every answer that a person gave, by its place, in the form's order; what was worked out is none."""
    return {found.place: found for found in _answered(filling)}


def _answered(filling: Filling) -> Iterator[Answered]:
    definition, language = filling.definition, filling.language
    for item in definition.walk():
        if not item.is_asked or item.hidden or definition.is_computed(item):
            continue
        for place in filling.answers.places(definition, item):
            if values := filling.answers.at(place):
                words = ", ".join(answer_in_words(item, value, language) for value in values)
                own = item.type in IN_OWN_WORDS and not item.options
                question = item.text.in_language(language) or item.link_id
                yield Answered(
                    name_of(place), id_of(definition, place), question, words, area_of(definition, item), own
                )


def area_of(definition: Definition, item: Item) -> Domain:
    """The area of life: what the form says of this question, else of one beside it, else of the whole form."""
    for near in _nearer_first(definition, item):
        for marker in near.markers:
            return domain_of(marker.domain)
    return next((PANELS[coding.code] for coding in definition.codes if coding.code in PANELS), Domain.OTHER)


def _nearer_first(definition: Definition, item: Item) -> Iterator[Item]:
    yield item
    for group in reversed(item.ancestors):
        for other in definition.walk():
            if group in other.ancestors:
                yield other
