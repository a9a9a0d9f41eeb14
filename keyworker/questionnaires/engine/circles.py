"""Names the circle in which calculations chase each other: which item reads which, and round again."""

from collections.abc import Iterator

from keyworker.questionnaires.engine.definition import Definition, Expression, Item
from keyworker.questionnaires.engine.expressions import texts_in


def circle(definition: Definition, changing: frozenset[str]) -> str:
    """ "a → b → a" for items whose results keep changing; or only their names, where no circle can be read."""
    made = {item.link_id for item in definition.walk() if any(_expressions(item))}
    reads = {name: _read_by(definition, definition.by_link_id[name]) & made for name in sorted(made)}
    for start in sorted(changing & made):
        if path := _path_back(start, reads):
            return " → ".join(path)
    return ", ".join(sorted(changing))


def _path_back(start: str, reads: dict[str, set[str]]) -> list[str]:
    """The shortest way from an item over what it reads back to itself."""
    ways = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for name in sorted(reads[way[-1]]):
            if name == start:
                return [*way, name]
            if name not in seen:
                seen.add(name)
                ways.append([*way, name])
    return []


def _read_by(definition: Definition, item: Item) -> set[str]:
    """The link ids that its calculations name, those of the variables they use included."""
    found: set[str] = set()
    waiting = list(_expressions(item))
    seen: set[str] = set()
    while waiting:
        expression = waiting.pop()
        found.update(texts_in(expression.text))
        for name in expression.reads - seen:
            seen.add(name)
            waiting.extend(variable for variable in _variables(definition) if variable.name == name)
    return found


def _expressions(item: Item) -> Iterator[Expression]:
    yield from (found for found in (item.calculated, item.enable_expression, item.answers_from) if found is not None)
    yield from (toggle.expression for toggle in item.toggles)


def _variables(definition: Definition) -> Iterator[Expression]:
    yield from definition.variables
    for item in definition.walk():
        yield from item.variables
