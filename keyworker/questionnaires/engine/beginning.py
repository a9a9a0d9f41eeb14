"""What a form is filled with before anyone has answered, and what is known of the person already and only offered.

A first value that the form brings with it stands in its box. What comes from the person's file never does: it is
offered beside the question, and becomes an answer when somebody takes it. Only what nobody may change is filled in at
once, and says where it comes from.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from keyworker.questionnaires.engine.answers import Answers, Place, fitted
from keyworker.questionnaires.engine.calculating import Calculator, Circumstances
from keyworker.questionnaires.engine.definition import Definition, Item
from keyworker.questionnaires.engine.expressions import ExpressionFailed
from keyworker.questionnaires.engine.findings import Finding
from keyworker.questionnaires.engine.settling import fitted_results
from keyworker.questionnaires.engine.values import UnreadableValue, Value


@dataclass(frozen=True, slots=True)
class Beginning:
    """`answers` stand in the boxes at first; `offers` are known of the person and stand beside them."""

    answers: Answers = field(default_factory=Answers)
    offers: Mapping[Place, tuple[Value, ...]] = field(default_factory=dict)
    faults: tuple[Finding, ...] = ()


def given_at_first(definition: Definition) -> Answers:
    """The first values that the form itself says, with no expression run."""
    nothing = Answers()
    return Answers(
        {
            place: values
            for item in definition.walk()
            if (values := first_values(definition, item))
            for place in nothing.places(definition, item)
        }
    )


def first_values(definition: Definition, item: Item) -> tuple[Value, ...]:
    """What the form says this question is answered with at first."""
    if not item.is_question or definition.is_computed(item):
        return ()
    chosen = [option.value for option in item.options if option.selected] or list(_fitting(item))
    return tuple(chosen if item.repeats else chosen[:1])


def _fitting(item: Item) -> Iterator[Value]:
    for value in item.initial:
        with suppress(UnreadableValue):
            yield fitted(item, value)


def begin(definition: Definition, circumstances: Circumstances) -> Beginning:
    """The first values and the offers, with `initialExpression`s worked out."""
    given = given_at_first(definition)
    calculator = Calculator(definition, given, {}, circumstances, populating=True)
    personal = _personal_names(definition)
    values, offers = dict(given.values), {}
    for item in definition.walk():
        if item.initial_from is None or not item.is_question or definition.is_computed(item):
            continue
        about_the_person = bool(item.initial_from.reads & personal)
        for place in given.places(definition, item):
            found = _worked_out(item, place, calculator)
            if found and (item.read_only or not about_the_person):
                values[place] = found
            if found and about_the_person and not item.hidden:
                offers[place] = found
    return Beginning(Answers(values), offers, tuple(calculator.faults))


def _worked_out(item: Item, place: Place, calculator: Calculator) -> tuple[Value, ...]:
    assert item.initial_from is not None  # noqa: S101 -- the caller asked
    try:
        return fitted_results(item, calculator.work_out(item.initial_from, item, place))
    except ExpressionFailed as error:
        calculator.fail(item, error)
        return ()


def _personal_names(definition: Definition) -> frozenset[str]:
    """The `%names` that hold something about the person: those of the launch context, and what is made of them."""
    found = set(definition.launch_names)
    made = [*definition.variables]
    for item in definition.walk():
        made += [*item.variables, *([item.populates] if item.populates else [])]
    while more := {expression.name for expression in made if expression.reads & found} - found:
        found |= more
    return frozenset(found)
