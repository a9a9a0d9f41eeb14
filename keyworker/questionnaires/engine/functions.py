"""The functions FHIRPath expressions may call: fhirpathpy's, each under a budget, and those that it lacks."""

import functools
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, cast

import re2
from fhirpathpy.engine import nodes, util
from fhirpathpy.engine.invocations import invocation_registry
from fhirpathpy.engine.invocations import math as fhirpath_math

from keyworker.questionnaires.engine import limits, shortcuts
from keyworker.questionnaires.engine.budget import TooCostly
from keyworker.questionnaires.engine.patterns import compiled_pattern

Context = dict[str, Any]
Items = list[Mapping[str, Any]]

# fhirpathpy calls itself typed but leaves these without types.
get_data: Callable[[Any], Any] = util.get_data
create_node: Callable[..., Any] = nodes.ResourceNode.create_node
_number: Callable[[Any], Any] = fhirpath_math.ensure_number_singleton
_registry = cast(Mapping[str, dict[str, Any]], invocation_registry)


class AnsweredCoding(dict[str, Any]):
    """A coded answer that remembers the weight its own question gives it.

    Two questions may weigh one code differently, so a code alone never tells the weight.
    """

    ordinal: Decimal | None = None


def _where(context: Context, data: list[Any], keeps: Callable[[Any], list[Any]]) -> list[Any]:
    """As in fhirpathpy, but each test runs once: twice would double the work at every nesting."""
    kept = []
    for index, value in enumerate(data):
        context["$index"] = index
        verdict = keeps(value)
        if verdict and get_data(verdict[0]) not in (None, False):
            kept.append(value)
    return kept


def _where_link_id(context: Context, data: list[Any], *names: str) -> list[Any]:
    """`where(linkId = 'a' or linkId = 'b')`, see shortcuts."""
    return [value for value in data if isinstance(item := get_data(value), dict) and item.get("linkId") in names]


def _items_by_link_id(context: Context, data: list[Any], *names: str) -> list[Any]:
    """`item.where(linkId = 'a' ...)`."""
    found = []
    for value in data:
        content = get_data(value)
        if (known := _known(context, value, names, most=0)) is not None:
            found += _as_items(context, value, known)
            continue
        items = content.get("item") if isinstance(content, dict) else None
        items = items if isinstance(items, list) else []
        context["budget"].spend(len(items) // 16)
        chosen: Items = [item for item in items if isinstance(item, dict) and item.get("linkId") in names]
        found += _as_items(context, value, chosen)
    return found


def _repeated_by_link_id(context: Context, data: list[Any], *names: str) -> list[Any]:
    """`repeat(item).where(linkId = 'a' ...)`: FHIRPath takes equal items once."""
    found: dict[Any, None] = {}
    for value in data:
        items = _known(context, value, names, on_answers=False)
        items = items if items is not None else _below(context, value, names)
        found |= dict.fromkeys(_as_items(context, value, items))
    return list(found)


def _descendants_by_link_id(context: Context, data: list[Any], *names: str) -> list[Any]:
    """`descendants().where(linkId = 'a' ...)`."""
    found = []
    for value in data:
        items = _known(context, value, names, on_answers=True)
        if items is not None:
            found += _as_items(context, value, items)
        else:
            found += _where_link_id(context, FUNCTIONS["descendants"]["fn"](context, [value]), *names)
    return found


def _known(
    context: Context, value: Any, names: tuple[str, ...], *, on_answers: bool = True, most: int = limits.JSON_DEPTH
) -> Items | None:
    """Items of the whole response, level by level as FHIRPath walks, without a walk; None for anything else.

    `most` says how deep; `on_answers` whether those count that hang on an answer.
    """
    if get_data(value) is not context["vars"]["resource"]:
        return None
    found = [one for name in dict.fromkeys(names) for one in context["find"](name) if one.depth <= most]
    context["budget"].spend(len(found))
    found.sort(key=lambda one: (one.depth, one.number))
    return [one.node for one in found if on_answers or not one.answers]


def _below(context: Context, value: Any, names: tuple[str, ...]) -> Items:
    """The items below an item, level by level."""
    level: list[Any] = [get_data(value)]
    found: Items = []
    while level:
        items = [item for content in level if isinstance(content, dict) for item in content.get("item", ())]
        context["budget"].spend(len(items))
        found += [item for item in items if isinstance(item, dict) and item.get("linkId") in names]
        level = items
    return found


def _as_items(context: Context, value: Any, items: Items) -> list[Any]:
    """Items as what `item` yields: with the type that FHIR gives them."""
    path = f"{create_node(value).path or '_'}.item"
    model = context["model"]
    path = model["pathsDefinedElsewhere"].get(path, path)
    path = model["path2Type"].get(path, path)
    return [create_node(item, path) for item in items]


def _exists(context: Context, data: list[Any], keeps: Callable[[Any], list[Any]] | None = None) -> bool:
    return bool(data if keeps is None else _where(context, data, keeps))


def _aggregate(context: Context, data: list[Any], step: Callable[[Any], Any], start: Any = None) -> Any:
    outer = context.get("$total")
    context["$total"] = [] if start is None else start
    try:
        for index, value in enumerate(data):
            context["$index"] = index
            context["$total"] = step(value)
            context["budget"].keep_small(context["$total"])
        return context["$total"]
    finally:
        context["$total"] = outer


def _text(data: list[Any]) -> str:
    value = get_data(data[0]) if len(data) == 1 else None
    if not isinstance(value, str):
        raise TypeError("one text was expected")
    return value


def _matches(context: Context, data: list[Any], pattern: Any) -> Any:
    if not data or not pattern:
        return []
    return _pattern(pattern).search(_text(data)) is not None


def _replace_matches(context: Context, data: list[Any], pattern: Any, replacement: Any) -> Any:
    if isinstance(pattern, list) or isinstance(replacement, list):
        return []
    text = _text(data)
    _refuse_if_long((len(text) + 1) * (len(replacement) + 1))
    return _pattern(pattern).sub(re2.sub(r"\$(\d+)", r"\\\1", replacement), text)


def _pattern(pattern: str) -> Any:
    if len(pattern) > limits.PATTERN_LENGTH:
        raise TooCostly
    return compiled_pattern(f"(?s){pattern}")


def _replace(context: Context, data: list[Any], old: Any, new: Any) -> Any:
    if isinstance(old, list) or isinstance(new, list):
        return []
    text = _text(data)
    _refuse_if_long((text.count(old) + 1) * len(new) + len(text))
    return text.replace(old, new)


def _join(context: Context, data: list[Any], separator: str = "") -> Any:
    texts = [get_data(value) for value in data]
    _refuse_if_long(sum(len(text) for text in texts) + len(separator) * len(texts))
    return separator.join(texts) if texts else []


def _refuse_if_long(letters: int) -> None:
    if letters > limits.STRING:
        raise TooCostly


def _power(context: Context, data: list[Any], exponent: Any) -> Any:
    """FHIRPath allows fractional exponents; fhirpathpy answers them with nothing. No real result: empty."""
    if not data:
        return []
    base = _number(data)
    power = _number(exponent)
    try:
        result = Decimal(base) ** Decimal(power)
    except InvalidOperation:
        return []
    return int(result) if isinstance(base, int) and result == result.to_integral_value() < 10**15 else result


def _sum(context: Context, data: list[Any]) -> Any:
    return sum((get_data(value) for value in data), start=0)


def _average(context: Context, data: list[Any]) -> Any:
    return Decimal(_sum(context, data)) / len(data) if data else []


def _smallest(context: Context, data: list[Any]) -> Any:
    return min(get_data(value) for value in data) if data else []


def _largest(context: Context, data: list[Any]) -> Any:
    return max(get_data(value) for value in data) if data else []


def _weight(context: Context, data: list[Any]) -> list[Decimal]:
    """SDC's `weight()`, earlier `ordinal()`: the weights of coded answers, those without one left out."""
    weights = (_weight_of(context, get_data(value)) for value in data)
    return [weight for weight in weights if weight is not None]


def _weight_of(context: Context, value: Any) -> Decimal | None:
    if isinstance(value, AnsweredCoding):
        return value.ordinal
    if isinstance(value, Mapping) and "valueCoding" in value:
        return _weight_of(context, value["valueCoding"])
    known: Mapping[Any, Decimal | None] = context["weights"]
    name = (value.get("system", ""), value.get("code", "")) if isinstance(value, Mapping) else value
    return known.get(name) if isinstance(name, tuple | str | int | Decimal) else None


def _has_value(context: Context, data: list[Any]) -> bool:
    value = get_data(data[0]) if len(data) == 1 else None
    return value is not None and not isinstance(value, Mapping | list)


def _resolve(context: Context, data: list[Any]) -> list[Any]:
    """References inside the form itself only; nothing is ever fetched."""
    contained: Mapping[str, Any] = context["contained"]
    names = (get_data(value) for value in data)
    references = (name.get("reference") if isinstance(name, Mapping) else name for name in names)
    found = (contained.get(reference) for reference in references if isinstance(reference, str))
    return [create_node(resource) for resource in found if resource is not None]


def _trace(context: Context, data: list[Any], *_labels: Any) -> list[Any]:
    return data


def _now(context: Context, _data: list[Any]) -> str:
    return str(context["now"].isoformat())


def _today(context: Context, _data: list[Any]) -> str:
    return str(context["now"].date().isoformat())


def _time_of_day(context: Context, _data: list[Any]) -> str:
    return str(context["now"].time().isoformat(timespec="seconds"))


_OURS: Mapping[str, Callable[..., Any]] = {
    "where": _where,
    "exists": _exists,
    "aggregate": _aggregate,
    "matches": _matches,
    "replaceMatches": _replace_matches,
    "replace": _replace,
    "join": _join,
    "power": _power,
    "sum": _sum,
    "avg": _average,
    "min": _smallest,
    "max": _largest,
    "trace": _trace,
    "now": _now,
    "today": _today,
    "timeOfDay": _time_of_day,
}
_LACKING: Mapping[str, Callable[..., Any]] = {
    "weight": _weight,
    "ordinal": _weight,
    "hasValue": _has_value,
    "resolve": _resolve,
}
# These look into the content of what they are given, or compare each value with each.
_COMPARES_CONTENT = frozenset({"=", "!=", "~", "!~", "|", "union", "distinct", "isDistinct", "descendants", "repeat"})
_COMPARES_PAIRS = frozenset({"exclude", "intersect", "subsetOf", "supersetOf", "inOp", "containsOp"})


def _cost(name: str, values: Iterable[Any], context: Context) -> None:
    budget = context["budget"]
    lists = [value for value in values if isinstance(value, list)]
    sizes = [len(value) for value in lists]
    budget.spend(1 + sum(sizes))
    if name in _COMPARES_PAIRS and len(sizes) == 2:
        budget.spend(sizes[0] * sizes[1])
    if name in _COMPARES_CONTENT or name in _COMPARES_PAIRS:
        budget.spend_on_content(lists)


def _own_scope(context: Context, expression: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A step is counted each time, and `$this` means the outer thing again afterwards (fhirpathpy forgets it)."""

    def run(value: Any) -> Any:
        context["budget"].spend(1)
        outer: Context = {name: context[name] for name in ("$this", "$index") if name in context}
        try:
            return expression(value)
        finally:
            context.update(outer)

    return run


def _guarded(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def run(context: Context, *values: Any) -> Any:
        _cost(name, values, context)
        given = [_own_scope(context, value) if callable(value) else value for value in values]
        result = function(context, *given)
        context["budget"].keep_small(result)
        return result

    return run


def _table() -> dict[str, dict[str, Any]]:
    table: dict[str, dict[str, Any]] = {
        name: {**entry, "fn": _guarded(name, _OURS.get(name, entry["fn"]))} for name, entry in _registry.items()
    }
    table |= {name: {"fn": _guarded(name, function)} for name, function in _LACKING.items()}
    arity = {count: ["String"] * count for count in range(1, shortcuts.MOST_NAMES + 1)}
    by_link_id = {
        shortcuts.BY_LINK_ID: _where_link_id,
        shortcuts.ITEMS_BY_LINK_ID: _items_by_link_id,
        shortcuts.REPEATED_BY_LINK_ID: _repeated_by_link_id,
        shortcuts.DESCENDANTS_BY_LINK_ID: _descendants_by_link_id,
    }
    table |= {name: {"fn": _guarded("where", function), "arity": arity} for name, function in by_link_id.items()}
    table["trace"]["arity"] = {1: ["String"], 2: ["String", "Expr"]}
    table["power"]["arity"] = {1: ["Number"]}
    return table


FUNCTIONS = _table()
