"""Where the last sitting stopped, so that the next goes on there."""

from dataclasses import dataclass

from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.nodes import id_of
from keyworker.questionnaires.filling import Filling


@dataclass(frozen=True, slots=True)
class Stopped:
    """`answered` of `of` questions; `anchor` is the id on the page of the question to go on with, "" when none is."""

    answered: int
    of: int
    question: str = ""
    anchor: str = ""


def stopped_at(filling: Filling) -> Stopped | None:
    """Goes on after the last answer, or where a question was left out before it. None before the first answer."""
    places = _asked(filling)
    answered = [number for number, place in enumerate(places) if filling.answers.at(place)]
    if not answered:
        return None
    left = [number for number in range(len(places)) if number not in set(answered)]
    ahead = [number for number in left if number > answered[-1]] or left
    if not ahead:
        return Stopped(len(answered), len(places))
    place = places[ahead[0]]
    item = filling.definition.by_link_id[place.link_id]
    question = item.text.in_language(filling.language) or item.link_id
    return Stopped(len(answered), len(places), question, id_of(filling.definition, place))


def _asked(filling: Filling) -> list[Place]:
    """Every question that is asked just now and answered by a person, in the form's order."""
    definition = filling.definition
    return [
        place
        for item in definition.walk()
        if item.is_asked and not item.read_only and not item.hidden and not definition.is_computed(item)
        for place in filling.answers.places(definition, item)
        if place in filling.asked
    ]
