"""Runs a form's expressions on one set of answers: variables in scope order, kept until a result changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from keyworker.questionnaires.engine.answers import Answers, Place, Tree
from keyworker.questionnaires.engine.budget import Budget
from keyworker.questionnaires.engine.definition import Definition, Expression, Item, is_repeating_group
from keyworker.questionnaires.engine.expressions import ExpressionFailed, ExpressionTooCostly, Surroundings, evaluate
from keyworker.questionnaires.engine.findings import Finding, Level
from keyworker.questionnaires.engine.functions import AnsweredCoding
from keyworker.questionnaires.engine.values import Coding, Quantity, Value

TOO_COSTLY = "calculation-too-costly"
RESPONSE = "QuestionnaireResponse"
RESPONSE_ITEM = "QuestionnaireResponse.item"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """When a form is worked out, what is known of the person (FHIR resources under the `%names` of the form's launch
    context), and how much work it may cause."""

    now: datetime
    about: Mapping[str, Any] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget)


class Calculator:
    """One round of calculations. `faults` names what could not be worked out.

    `populating`: what a group says may be read below it while a form is filled for the first time, may be read.
    """

    def __init__(
        self,
        definition: Definition,
        answers: Answers,
        computed: Mapping[Place, tuple[Value, ...]],
        circumstances: Circumstances,
        *,
        populating: bool = False,
    ) -> None:
        self.faults: dict[Finding, None] = {}
        self._definition = definition
        self._answers = answers
        self._learnt = dict(computed)
        self._now = circumstances.now
        self._about = circumstances.about
        self._budget = circumstances.budget
        self._populating = populating
        self._weights = _weights_by_code(definition)
        self._contained = _contained(definition.source)
        self._tree: Tree | None = None
        self._variables: dict[Place, dict[str, Any]] = {}

    def learn(self, place: Place, values: tuple[Value, ...]) -> None:
        """A result is known: expressions from here on see it."""
        if self._learnt.get(place) != values:
            self._learnt[place] = values
            if self._tree is not None:
                self._tree.learn(place, values)
            self._variables.clear()

    def fail(self, item: Item | None, error: ExpressionFailed) -> None:
        """Name what could not be worked out; the form goes on without it."""
        name = TOO_COSTLY if isinstance(error, ExpressionTooCostly) else "calculation-failed"
        self.faults[Finding(Level.WARNING, name, item.link_id if item else "", str(error))] = None

    def work_out(self, expression: Expression, item: Item | None, place: Place) -> list[Any]:
        """The results of an expression that stands on this item (None: on the form). Raises ExpressionFailed."""
        return self._evaluate(expression, item, place, self._in_scope(item, place))

    def holds(self, expression: Expression, item: Item | None, place: Place) -> bool:
        """Whether it yields a plain true. Raises ExpressionFailed."""
        return self.work_out(expression, item, place) == [True]

    def one_value(self, expression: Expression | None, item: Item, place: Place) -> Value | None:
        """The one plain result of an expression, if there is one and it can be worked out."""
        if expression is None:
            return None
        try:
            results = self.work_out(expression, item, place)
        except ExpressionFailed as error:
            self.fail(item, error)
            return None
        return results[0] if len(results) == 1 and isinstance(results[0], str | int | Decimal) else None

    def verdicts(self) -> dict[Place, bool]:
        """The outcome of every `enableWhenExpression`; one that fails leaves its item shown."""
        found: dict[Place, bool] = {}
        for item in self._definition.walk():
            if item.enable_expression is None:
                continue
            for place in self._answers.places(self._definition, item):
                try:
                    found[place] = self.holds(item.enable_expression, item, place)
                except ExpressionFailed as error:
                    self.fail(item, error)
                    found[place] = True
        return found

    def _evaluate(
        self, expression: Expression, item: Item | None, place: Place, variables: Mapping[str, Any]
    ) -> list[Any]:
        tree = self._whole_tree()
        response = {"resourceType": RESPONSE, "item": tree.items}
        surroundings = Surroundings(
            response, self._definition.source, self._now, tree.find, self._weights, self._contained
        )
        focus: Mapping[str, Any] = response
        if item is not None:
            focus = tree.by_place.get(place, {"linkId": item.link_id})
        path = RESPONSE if item is None else RESPONSE_ITEM
        return evaluate(expression, focus, path, variables, surroundings, self._budget)

    def _whole_tree(self) -> Tree:
        if self._tree is None:
            whole = self._answers.with_values(self._learnt)
            self._tree = Tree(self._definition, whole, _for_expressions)
        return self._tree

    def _in_scope(self, item: Item | None, place: Place) -> dict[str, Any]:
        """The form's variables, then those of each group above, then the item's own: later ones hide earlier."""
        names: dict[str, Any] = {name: self._about.get(name, []) for name in self._definition.launch_names}
        names |= self._scope(None, Place(""), self._definition.variables, names)
        if item is None:
            return names
        depth = 0
        for link_id in (*item.ancestors, item.link_id):
            above = self._definition.by_link_id[link_id]
            depth += is_repeating_group(above)
            here = Place(link_id, place.at[:depth])
            names |= self._scope(above, here, self._given_by(above), names)
        return names

    def _given_by(self, item: Item) -> tuple[Expression, ...]:
        if self._populating and item.populates is not None and item.populates.name:
            return (*item.variables, item.populates)
        return item.variables

    def _scope(
        self, item: Item | None, place: Place, variables: tuple[Expression, ...], outer: dict[str, Any]
    ) -> dict[str, Any]:
        if place in self._variables:
            return self._variables[place]
        found: dict[str, Any] = {}
        for variable in variables:
            try:
                found[variable.name] = self._evaluate(variable, item, place, {**outer, **found})
            except ExpressionFailed as error:
                found[variable.name] = []
                self.fail(item, error)
        self._variables[place] = found
        return found


def _for_expressions(item: Item, value: Value) -> Any:
    match value:
        case Coding():
            coding = AnsweredCoding(
                {k: v for k, v in (("system", value.system), ("code", value.code), ("display", value.display)) if v}
            )
            option = item.option_for(value)
            coding.ordinal = option.ordinal if option else None
            return coding
        case Quantity():
            parts = {"unit": value.unit, "system": value.system, "code": value.code}
            return {"value": value.value} | {name: part for name, part in parts.items() if part}
        case _:
            return value


def _weights_by_code(definition: Definition) -> dict[Any, Decimal | None]:
    """For codings that are no one's answer: the weight of a code, unless two questions weigh it differently."""
    found: dict[Any, Decimal | None] = {}
    for item in definition.walk():
        for option in item.options:
            if option.ordinal is None:
                continue
            value = option.value
            name = (value.system, value.code) if isinstance(value, Coding) else value
            found[name] = option.ordinal if found.get(name, option.ordinal) == option.ordinal else None
    return found


def _contained(source: Mapping[str, Any]) -> dict[str, Any]:
    listed = source.get("contained")
    resources = listed if isinstance(listed, list) else []
    return {
        f"#{resource['id']}": resource for resource in resources if isinstance(resource, Mapping) and "id" in resource
    }
