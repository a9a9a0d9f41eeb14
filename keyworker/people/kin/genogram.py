"""Where everybody stands in a genogram; arithmetic only, no words and no colours.

Generations are rows, the eldest on top; a line joins partners, and from between them one leads down to their children.
Source: McGoldrick, Gerson & Petry, Genograms: Assessment and Treatment (4th ed., 2020).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap

from keyworker.people.kin.rules import Kin
from keyworker.people.models import Home, Kinship, Shape

STEP, ROW, MARGIN, HALF = 132, 128, 76, 20
ASIDE, ABOVE, BELOW = 62, 34, 72  # from the middle of a shape to the line round a home; names stand below the shapes
LETTERS, LINES = 16, 2
CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody drawn: `x`, `y` the middle of their shape. `role` is empty, or `CENTRE` for whose genogram it is."""

    x: int
    y: int
    words: tuple[str, ...]
    shape: str
    role: str = ""
    died: bool = False
    adverse: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """`how`: plain, or broken for a tie that ended or is not of birth."""

    points: str
    how: str = "plain"


@dataclass(frozen=True, slots=True)
class Drawing:
    width: int
    height: int
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    homes: tuple[str, ...] = ()
    """Round those who live together, the corners of a line."""


def draw(name: str, circle: Iterable[Kin]) -> Drawing | None:
    """Kin of all generations around somebody; None where there are none to draw."""
    kin = [one for one in circle if one.generation is not None]
    if not kin:
        return None
    rows = {level: _home_in_the_middle([one for one in kin if one.generation == level]) for level in range(-2, 3)}
    rows[0] = sorted((one for one in kin if one.generation == 0), key=lambda one: not _at_home(one))
    siblings = [one for one in rows[0] if one.kind == Kinship.SIBLING]
    partners = sorted((one for one in rows[0] if one.kind != Kinship.SIBLING), key=_place_of_a_partner)
    levels = [level for level in rows if rows[level] or level == 0]
    height_of = {level: MARGIN + ROW * place for place, level in enumerate(levels)}
    spans = [len(row) for level, row in rows.items() if level != 0]
    sides = max(len(siblings), len(partners))
    width = max(2 * MARGIN + STEP * max(2 * sides, *(span - 1 for span in spans), 1), 320)
    middle, here = width // 2, height_of[0]
    centre = Node(middle, here, words(name), Shape.PERSON.value, CENTRE)
    placed: dict[int, list[tuple[Kin, Node]]] = {
        level: _row(rows[level], middle, height_of[level]) for level in levels if level != 0
    }
    left = _beside(siblings, middle, here, -STEP)
    right = _beside(partners, middle, here, STEP)
    lines = [
        *_joined(centre, right),
        *_descent(_of(placed.get(-1, ()), Kinship.PARENT), [centre, *(node for _kin, node in left)]),
        *_nurture(placed.get(-1, ()), centre),
        *_children(centre, placed.get(1, ())),
        *_far(placed.get(-2, ()), placed.get(-1, ()), centre),
        *_far(placed.get(2, ()), placed.get(1, ()), centre),
    ]
    everybody = [node for row in placed.values() for _kin, node in row]
    nodes = (centre, *everybody, *(node for _kin, node in (*left, *right)))
    at_home = {level: [node for one, node in row if _at_home(one)] for level, row in placed.items()}
    at_home[0] = [centre, *(node for one, node in (*left, *right) if _at_home(one))]
    homes = tuple(map(_round, _blocks(levels, at_home))) if sum(map(len, at_home.values())) > 1 else ()
    return Drawing(width, height_of[levels[-1]] + MARGIN, nodes, tuple(lines), homes)


def _at_home(one: Kin) -> bool:
    return one.home != Home.ELSEWHERE and not one.died


def _place_of_a_partner(one: Kin) -> tuple[bool, bool]:
    """Who lives with them stands next to them, and a partner before one of former days."""
    return not _at_home(one), one.kind == Kinship.FORMER_PARTNER


def _home_in_the_middle(row: Sequence[Kin]) -> list[Kin]:
    """Those who live with the person side by side, so that one line goes round them and nobody else."""
    home, others = [one for one in row if _at_home(one)], [one for one in row if not _at_home(one)]
    half = len(others) // 2
    return [*others[:half], *home, *others[half:]]


def _blocks(levels: Sequence[int], at_home: Mapping[int, Sequence[Node]]) -> list[list[Sequence[Node]]]:
    """Generations one below the other in which somebody lives with them; a gap parts one block from the next."""
    found: list[list[Sequence[Node]]] = [[]]
    for level in levels:
        if at_home.get(level):
            found[-1].append(at_home[level])
        elif found[-1]:
            found.append([])
    return [block for block in found if block]


def _round(block: Sequence[Sequence[Node]]) -> str:
    """Down the right side and up the left, wider where more of a generation are at home."""
    right, left = list[str](), list[str]()
    edges = [(min(node.x for node in row) - ASIDE, max(node.x for node in row) + ASIDE) for row in block]
    turns = [block[0][0].y - ABOVE, *(row[0].y + BELOW for row in block)]
    for place, (first, last) in enumerate(edges):
        for y in (turns[place], turns[place + 1]):
            right.append(f"{last},{y}")
            left.append(f"{first},{y}")
    return " ".join([*right, *reversed(left)])


def words(name: str) -> tuple[str, ...]:
    """A name in lines that fit under a shape; what is too long ends in an ellipsis, the list has it whole."""
    return tuple(wrap(name, LETTERS, max_lines=LINES, placeholder="…")) or (name[: LETTERS - 1] + "…",)


def _node(one: Kin, x: int, y: int) -> Node:
    return Node(x, y, words(one.name), one.shape, died=one.died, adverse=one.adverse)


def _row(row: Sequence[Kin], middle: int, y: int) -> list[tuple[Kin, Node]]:
    first = middle - STEP * (len(row) - 1) // 2
    return [(one, _node(one, first + STEP * place, y)) for place, one in enumerate(row)]


def _beside(row: Sequence[Kin], middle: int, y: int, step: int) -> list[tuple[Kin, Node]]:
    return [(one, _node(one, middle + step * place, y)) for place, one in enumerate(row, start=1)]


def _of(row: Iterable[tuple[Kin, Node]], *kinds: str) -> list[Node]:
    return [node for one, node in row if one.kind in kinds]


def _joined(centre: Node, partners: Iterable[tuple[Kin, Node]]) -> list[Line]:
    """Partners side by side; a second one is reached round below the first."""
    found = []
    for place, (one, node) in enumerate(partners):
        how = "broken" if one.kind == Kinship.FORMER_PARTNER else "plain"
        if place == 0:
            found.append(Line(f"{centre.x + HALF},{centre.y} {node.x - HALF},{node.y}", how))
        else:
            under = centre.y - HALF - 6 - 8 * place
            found.append(
                Line(f"{centre.x},{centre.y - HALF} {centre.x},{under} {node.x},{under} {node.x},{node.y - HALF}", how)
            )
    return found


def _descent(above: Sequence[Node], below: Sequence[Node]) -> list[Line]:
    """From one parent, or from between two, down to each of their children."""
    if not above or not below:
        return []
    top = above[0].y
    start = sum(node.x for node in above) // len(above)
    half_way = (top + below[0].y) // 2
    found = [Line(f"{one.x + HALF},{top} {two.x - HALF},{top}") for one, two in pairwise(above)]
    found.append(Line(f"{start},{top + (HALF if len(above) % 2 else 0)} {start},{half_way}"))
    return found + [Line(f"{start},{half_way} {node.x},{half_way} {node.x},{node.y - HALF}") for node in below]


def _nurture(above: Iterable[tuple[Kin, Node]], centre: Node) -> list[Line]:
    """Who is parent by care and not by birth."""
    found = _of(above, Kinship.STEP_PARENT, Kinship.GUARDIAN)
    return [Line(f"{node.x},{node.y + HALF} {centre.x},{centre.y - HALF}", "broken") for node in found]


def _children(centre: Node, below: Sequence[tuple[Kin, Node]]) -> list[Line]:
    born = _descent([centre], _of(below, Kinship.CHILD))
    taken_in = _of(below, Kinship.STEP_CHILD, Kinship.WARD)
    return born + [Line(f"{centre.x},{centre.y + HALF} {node.x},{node.y - HALF}", "broken") for node in taken_in]


def _far(far: Sequence[tuple[Kin, Node]], near: Sequence[tuple[Kin, Node]], centre: Node) -> list[Line]:
    """Grandparents and grandchildren hang on the generation between, or where none is known, on the person."""
    if not far:
        return []
    born = _of(near, Kinship.PARENT, Kinship.CHILD)
    to = born[0] if born else centre
    down = 1 if far[0][1].y < to.y else -1
    return [Line(f"{node.x},{node.y + down * HALF} {to.x},{to.y - down * HALF}", "broken") for _kin, node in far]
