"""FHIRPath that a form brings with it: read strictly, then worked out by fhirpathpy under a budget."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, NoReturn

from antlr4 import CommonTokenStream, InputStream  # type: ignore[import-untyped]
from antlr4.error.ErrorListener import ErrorListener  # type: ignore[import-untyped]
from antlr4.tree.Tree import ParseTreeWalker  # type: ignore[import-untyped]
from django.utils.translation import gettext as _
from fhirpathpy.engine import do_eval
from fhirpathpy.engine.nodes import FP_Quantity, FP_TimeBase
from fhirpathpy.models import models
from fhirpathpy.parser.ASTPathListener import ASTPathListener
from fhirpathpy.parser.generated.FHIRPathLexer import FHIRPathLexer
from fhirpathpy.parser.generated.FHIRPathParser import FHIRPathParser

from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.answers import Found
from keyworker.questionnaires.engine.budget import Budget, TooCostly
from keyworker.questionnaires.engine.definition import Expression
from keyworker.questionnaires.engine.functions import FUNCTIONS, create_node, get_data
from keyworker.questionnaires.engine.shortcuts import SHORTCUTS, shorten

Node = dict[str, Any]
BUILT_IN = frozenset({"context", "resource", "questionnaire", "ucum"})
_STRINGS = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")


class BadExpression(ValueError):
    """Not FHIRPath, or larger than any form needs."""


class UnsupportedExpression(BadExpression):
    """FHIRPath that calls a function we do not have."""


class ExpressionFailed(Exception):
    """The expression could not be worked out on these answers."""


class ExpressionTooCostly(ExpressionFailed):
    """Working it out was stopped: it takes too long, or makes something too large."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an expression may look at. `find` knows the items of the response by their link ids."""

    resource: Mapping[str, Any]
    questionnaire: Mapping[str, Any]
    now: datetime
    find: Callable[[str], list[Found]]
    weights: Mapping[Any, Decimal | None] = field(default_factory=dict)
    contained: Mapping[str, Any] = field(default_factory=dict)


class _Strict(ErrorListener):  # type: ignore[misc]
    """fhirpathpy reads past mistakes in silence; a form's score must not rest on half an expression."""

    def syntaxError(self, _recognizer: Any, _symbol: Any, _line: int, column: int, *_rest: Any) -> NoReturn:
        raise BadExpression(_("Its calculation cannot be read from character %d on.") % (column + 1))


def compiled(text: str, name: str = "") -> Expression:
    """Raises BadExpression for what is malformed or too large, UnsupportedExpression for unknown functions."""
    if len(text) > limits.EXPRESSION_LENGTH or _nesting(text) > limits.EXPRESSION_NESTING:
        raise BadExpression(_("Its calculation is too long or nested too deep."))
    try:
        node = _parsed(text)
    except RecursionError as error:
        raise BadExpression(_("Its calculation is too long or nested too deep.")) from error
    functions, names = _inspected(node)
    if unknown := sorted(functions - (FUNCTIONS.keys() - SHORTCUTS)):
        raise UnsupportedExpression(
            _("Its calculation uses what cannot be worked out here: %s.") % ", ".join(unknown)[:100]
        )
    shorten(node)
    return Expression(text, name, node, frozenset(names))


def _nesting(text: str) -> int:
    deepest = depth = 0
    for letter in _STRINGS.sub("", text):
        depth += (letter in "([{") - (letter in ")]}")
        deepest = max(deepest, depth)
    return deepest


def texts_in(text: str) -> set[str]:
    """The quoted texts in an expression."""
    return {quoted[1:-1].replace("\\'", "'") for quoted in _STRINGS.findall(text)}


def _parsed(text: str) -> Node:
    lexer = FHIRPathLexer(InputStream(text))
    parser = FHIRPathParser(CommonTokenStream(lexer))
    for part in (lexer, parser):
        part.removeErrorListeners()
        part.addErrorListener(_Strict())
    tree = parser.entireExpression()  # type: ignore[no-untyped-call]
    listener = ASTPathListener()  # type: ignore[no-untyped-call]
    ParseTreeWalker().walk(listener, tree)
    whole: Node = listener.parentStack[0]["children"][0]
    found: Node = whole["children"][0]
    return found


def _inspected(node: Node) -> tuple[set[str], set[str]]:
    """The functions it calls and the `%names` it reads; raises BadExpression when it is too large."""
    functions: set[str] = set()
    names: set[str] = set()
    waiting = [(node, 1)]
    seen = 0
    while waiting:
        found, depth = waiting.pop()
        seen += 1
        if seen > limits.EXPRESSION_NODES or depth > limits.EXPRESSION_DEPTH:
            raise BadExpression(_("Its calculation is too long or nested too deep."))
        children = found.get("children", [])
        if found["type"] == "Functn":
            functions.add(children[0]["text"].strip("`"))
        if found["type"] == "ExternalConstant":
            names.add(children[0]["text"].strip("`\"'"))
        waiting.extend((child, depth + 1) for child in children)
    return functions, names


def evaluate(
    expression: Expression,
    focus: Any,
    path: str,
    variables: Mapping[str, Any],
    surroundings: Surroundings,
    budget: Budget,
) -> list[Any]:
    """What the expression yields, as plain values. `path` is the FHIR type path of the focus.

    Raises ExpressionFailed, or ExpressionTooCostly when the budget is spent.
    """
    if unknown := sorted(expression.reads - variables.keys() - BUILT_IN):
        raise ExpressionFailed(_("Its calculation reads what is not known here: %s.") % ", ".join(unknown)[:100])
    root = [create_node(focus, path)]
    context = {
        "dataRoot": root,
        "vars": {
            "context": root,
            "resource": surroundings.resource,
            "questionnaire": surroundings.questionnaire,
            "ucum": "http://unitsofmeasure.org",
            **variables,
        },
        "model": models["r4"],
        "userInvocationTable": FUNCTIONS,
        "budget": budget,
        "now": surroundings.now,
        "weights": surroundings.weights,
        "contained": surroundings.contained,
        "find": surroundings.find,
    }
    budget.start()
    try:
        # The message of an error below may quote answers, so it is never passed on.
        result = do_eval(context, root, expression.program)  # type: ignore[no-untyped-call]
        budget.keep_small(result)
    except (TooCostly, RecursionError, MemoryError) as error:
        raise ExpressionTooCostly(_("Its calculation was stopped: it takes too long.")) from error
    except Exception as error:  # fhirpathpy raises bare Exception, and ValueError, TypeError... on odd data
        raise ExpressionFailed(_("Its calculation does not work on these answers.")) from error
    return [_plain(value) for value in result if _plain(value) is not None]


def _plain(value: Any) -> Any:
    content = get_data(value)
    if isinstance(content, FP_Quantity):
        return {"value": content.value, "unit": str(content.unit or "").strip("'")}
    if isinstance(content, FP_TimeBase):
        return str(content)
    return content
