"""Where everybody stands in an ecomap: the person in the middle, around them who and what stands by them.

Source: Hartman, Diagrammatic assessment of family relationships (Social Casework 59, 1978).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from keyworker.people.kin.around import Beside
from keyworker.people.kin.genogram import words
from keyworker.people.kin.rules import Kin
from keyworker.people.models import Home

WIDTH, HEIGHT = 640, 460
ACROSS, DOWN = 248, 170  # half-axes of the ring
LINE, MOST_WITHIN = 18, 4
MOST = 14  # more than these do not fit; the list has all


@dataclass(frozen=True, slots=True)
class Spoke:
    """Somebody or something on the ring, and the tie that leads there: `tie` as the person sees it."""

    x: int
    y: int
    words: tuple[str, ...]
    tie: str


@dataclass(frozen=True, slots=True)
class Within:
    """A line of words in the middle: the person, and who lives with them."""

    text: str
    y: int
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Ecomap:
    x: int
    y: int
    centre: tuple[Within, ...]
    spokes: tuple[Spoke, ...]
    left_out: int
    width: int = WIDTH
    height: int = HEIGHT


def draw(
    name: str, circle: Sequence[Kin], programs: Sequence[str] = (), beside: Sequence[Beside] = ()
) -> Ecomap | None:
    """Those who live with the person stand within; all others, the programs that serve them, and who helps outside,
    around.

    Who has died stands in the family picture only.
    """
    living = [one for one in circle if not one.died]
    home = [one.name for one in living if one.home != Home.ELSEWHERE]
    around = [(one.name, one.tie) for one in living if one.home == Home.ELSEWHERE]
    around += [(program, "plain") for program in programs]
    around += [(one.name, one.tie) for one in beside]
    if not around and not home:
        return None
    shown = around[:MOST]
    x, y = WIDTH // 2, HEIGHT // 2
    return Ecomap(x, y, tuple(_within(name, home)), tuple(_spokes(shown, x, y)), len(around) - len(shown))


def _within(name: str, home: Sequence[str]) -> list[Within]:
    lines = [(line, True) for line in words(name)] + [(words(each)[0], False) for each in home[:MOST_WITHIN]]
    top = 5 - LINE * (len(lines) - 1) // 2
    return [Within(text, top + LINE * place, strong) for place, (text, strong) in enumerate(lines)]


def _spokes(shown: Sequence[tuple[str, str]], x: int, y: int) -> list[Spoke]:
    found = []
    for place, (name, tie) in enumerate(shown):
        turn = 2 * pi * place / len(shown) - pi / 2
        found.append(Spoke(round(x + ACROSS * cos(turn)), round(y + DOWN * sin(turn)), words(name), tie))
    return found
