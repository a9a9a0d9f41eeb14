"""Which answers call for action now, whatever the total: those the form marks, and those the agency marks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Protocol

from keyworker.assessment.instruments import next_form
from keyworker.questionnaires.engine.definition import Item
from keyworker.questionnaires.engine.values import Coding, Value
from keyworker.questionnaires.engine.wording import answer_in_words
from keyworker.questionnaires.filling import Filling

IS, AT_LEAST = "is", "at-least"


class Mark(Protocol):
    """An agency's own mark: this question, answered so, calls for action, and what to say then."""

    link_id: str
    operator: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Danger:
    """An answer that calls for action, in words, and the url of the form that helps then."""

    link_id: str
    question: str
    answer: str
    message: str
    next_form: str


def dangers(filling: Filling, marks: Iterable[Mark]) -> list[Danger]:
    """One for each question, in the form's order; where form and agency both mark it, both messages are said."""
    found: dict[str, Danger] = {}
    for link_id, question, answer, message in (*_of_the_form(filling), *_of_the_agency(filling, list(marks))):
        known = found.get(link_id)
        said = " ".join(dict.fromkeys([*([known.message] if known else []), message])).strip()
        path = next_form(filling.definition, link_id)
        found[link_id] = Danger(link_id, question, known.answer if known else answer, said, path)
    order = {link_id: item.number for link_id, item in filling.definition.by_link_id.items()}
    return sorted(found.values(), key=lambda danger: order[danger.link_id])


Hit = tuple[str, str, str, str]


def _of_the_form(filling: Filling) -> Iterator[Hit]:
    return ((each.link_id, each.question, each.answer, each.message) for each in filling.critical)


def _of_the_agency(filling: Filling, marks: list[Mark]) -> Iterator[Hit]:
    definition, language = filling.definition, filling.language
    for mark in marks:
        item = definition.by_link_id.get(mark.link_id)
        if item is None:
            continue  # a later version of the form no longer asks it
        for place in filling.answers.places(definition, item):
            for value in filling.answers.at(place):
                if is_hit(item, value, mark):
                    question = item.text.in_language(language) or item.link_id
                    yield mark.link_id, question, answer_in_words(item, value, language), mark.message


def is_hit(item: Item, value: Value, mark: Mark) -> bool:
    """Whether an answer is the marked one, or weighs (or is) at least the marked number."""
    if mark.operator == IS:
        return key_of(value) == mark.value
    weight, least = item.weight_of(value), number_of(mark.value)
    return weight is not None and least is not None and weight >= least


def key_of(value: Value) -> str:
    """An answer as a mark keeps it, the same in every version and language of the form."""
    match value:
        case bool():
            return "true" if value else "false"
        case Coding():
            return f"{value.system}|{value.code or value.display}"
        case _:
            return str(value)


def number_of(text: str) -> Decimal | None:
    """A number somebody typed; None when it is none."""
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
