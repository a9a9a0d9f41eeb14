"""The results of an assessment that have levels: what was worked out, and which others there are."""

from dataclasses import dataclass

from keyworker.questionnaires.engine.definition import Band
from keyworker.questionnaires.filling import Filling


@dataclass(frozen=True, slots=True)
class Levelled:
    """One result with its bands; `computed` is the band that the answers give."""

    link_id: str
    label: str
    number: str
    computed: Band
    bands: tuple[Band, ...]


def levelled(filling: Filling) -> list[Levelled]:
    """Every result with a level, in the form's order; none while answers are missing."""
    return [
        Levelled(
            score.place.link_id,
            score.label.in_language(filling.language),
            f"{score.number.normalize():f}",
            score.band,
            filling.definition.by_link_id[score.place.link_id].bands,
        )
        for score in filling.scores
        if score.band is not None and score.number is not None and not score.place.at
    ]
