"""Scores every pair that shares a key, with what each comparison said, and keeps those that are likely one person.

Splink adds the weights of all comparisons as if each told something of its own. Of one family that is not true: they
share surname, address and telephone; twins the birth date as well, father and son often the given name. Therefore:

- where given names differ, or one is missing and birth dates differ, and neither birth date nor number speak for one
  person, nothing counts for the pair that families share (`kin_share`); what counts against it, still does;
- a pair that is alike in name, birth date and place but for one of them (`KINDS`) is worth only as much as the list
  shows. Were that one fact merely written wrongly now and then, it would differ as often, in proportion, among pairs
  that are alike as among pairs that are less so. What is more than that, and more than chance, are relatives; the
  score is multiplied by the rest.

How likely two records are one person before they are compared is what the pairs themselves make of it: the share of
matches is taken that the scores, worked out with it, add up to. The threshold is the lowest score at which the pairs
at or above it are expected, by their own scores, to be right in `PRECISION` of all cases, and never below `LEAST`.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from splink import Linker

from keyworker.people.linking.model import Chances, Comparison, as_splink
from keyworker.people.linking.table import PEOPLE, Connection

PRECISION: Final = 0.95
LEAST: Final = 0.25
ROUNDS: Final = 30
FINE: Final = 20  # steps a bit, of the histogram of weights
# What differs though all else is alike: the given name (twins), the birth date (namesakes), or the birth date while a
# given name is missing. Before a list shows anything, of `BEFORE` such pairs this share is one person.
KINDS: Final[Mapping[str, float]] = {"given": 0.05, "birth": 0.2, "unnamed": 0.1}
BEFORE: Final = 10.0
KINDS_IN_TURN: Final = ("given", "unnamed", "birth")
# ruff: noqa: S608 -- every name here is our own


@dataclass(frozen=True, slots=True)
class Said:
    """What one comparison said of a pair, and how many bits it weighs."""

    comparison: str
    level: str
    weight: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that are likely one person. `kin`: alike but for one thing, as relatives are."""

    id_a: str
    id_b: str
    score: float
    kin: bool
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Pairs of about one weight: what differs in them (one of `KINDS`, or none), and whether all else is alike."""

    weight: float
    odd: str
    alike: bool
    many: int


@dataclass(frozen=True, slots=True)
class Scale:
    """From weights to scores. `prior`: two random records are one person; `kin`: pairs alike but for one thing are."""

    prior: float
    kin: Mapping[str, float]
    threshold: float = 0.0

    def score(self, weight: float) -> float:
        """How likely a pair is one person: its weight in bits on top of the prior."""
        odds = math.log2(self.prior / (1 - self.prior)) + weight
        return 1 / (1 + 2 ** -max(min(odds, 60.0), -60.0))

    def of(self, step: Step) -> float:
        share = self.kin.get(step.odd, 1.0) if step.alike else 1.0
        return self.score(step.weight) * share


def score(
    base: Connection, people: Any, comparisons: Sequence[Comparison], chances: Chances, keys: Sequence[str], total: int
) -> Scale:
    """Fill the table `scored`, and say how its weights are to be read."""
    described = as_splink(comparisons, chances=chances, prior=0.5, keys=keys)
    linker = Linker(people, described, log_level=None, validate_settings=False)
    predicted = linker.inference.predict(threshold_match_weight=_floor(total), warning_mode="never")
    said = ", ".join(f"gamma_{each.name}, {_bits(each)} AS bits_{each.name}" for each in comparisons)
    base.execute(
        f"CREATE TABLE scored AS SELECT place_l, place_r, {_weight(comparisons)} AS weight,"
        f" {_odd(comparisons)} AS odd, {_alike(comparisons)} AS alike, {said} FROM {predicted.physical_name}"
    ).fetchall()
    predicted.drop_table_from_database_and_remove_from_cache()
    steps = base.execute(
        f"SELECT round(weight * {FINE}) / {FINE} AS step, odd, alike, count(*) FROM scored GROUP BY ALL"
    ).fetchall()
    return _settled([Step(float(weight), odd, alike, many) for weight, odd, alike, many in steps], total)


def _floor(total: int) -> float:
    """Pairs below it are not looked at again: were a person in the list 250 times, they would still be unlikely."""
    return math.log2(max(total, 2)) - 8


def _bits(comparison: Comparison) -> str:
    adjusted = any(level.frequency for level in comparison.levels)
    return f"(mw_{comparison.name}{f' + mw_tf_adj_{comparison.name}' if adjusted else ''})"


def _weight(comparisons: Sequence[Comparison]) -> str:
    """Splink's sum; without what families share, where it could be two of one."""
    every = " + ".join(map(_bits, comparisons))
    sober = " + ".join(f"least(0, {_bits(each)})" if each.kin_share else _bits(each) for each in comparisons)
    doubtful = f"({_is('given', comparisons)} OR {_is('unnamed', comparisons)})"
    return f"CASE WHEN {doubtful} AND NOT {_any(comparisons, 'own')} THEN {sober} ELSE {every} END"


def _odd(comparisons: Sequence[Comparison]) -> str:
    """Which of `KINDS` differs; the given name when both do."""
    whens = " ".join(f"WHEN {_is(kind, comparisons)} THEN '{kind}'" for kind in KINDS_IN_TURN)
    return f"CASE {whens} ELSE '' END"


def _is(kind: str, comparisons: Sequence[Comparison]) -> str:
    named = {each.name: each for each in comparisons}
    if kind == "unnamed":
        unknown = "gamma_given < 0" if "given" in named else "TRUE"
        return f"({unknown} AND {_is('birth', comparisons)})"
    return _any([named[kind]], "odd") if kind in named else "FALSE"


def _alike(comparisons: Sequence[Comparison]) -> str:
    """Whether all that is known of name, birth date and place is alike but for the one that differs."""
    whens = " ".join(f"WHEN {_is(kind, comparisons)} THEN {_all_but(kind, comparisons)}" for kind in KINDS_IN_TURN)
    return f"CASE {whens} ELSE {_all_but('', comparisons)} END"


def _all_but(kind: str, comparisons: Sequence[Comparison]) -> str:
    """Twins are known to be born on one day; of the rest what is missing may be alike."""
    left_out = "birth" if kind == "unnamed" else kind
    alike = [
        (each.name, [*each.gammas("alike"), *([] if (kind, each.name) == ("given", "birth") else [-1])])
        for each in comparisons
        if each.gammas("alike") and each.name != left_out
    ]
    return " AND ".join(f"gamma_{name} IN ({_list(gammas)})" for name, gammas in alike) or "FALSE"


def _any(comparisons: Sequence[Comparison], flag: str) -> str:
    found = [f"gamma_{each.name} IN ({_list(each.gammas(flag))})" for each in comparisons if each.gammas(flag)]
    return f"({' OR '.join(found) or 'FALSE'})"


def _list(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def _settled(steps: Sequence[Step], total: int) -> Scale:
    every = max(total * (total - 1) / 2, 1)
    scale = Scale(1 / max(total, 2), KINDS)
    for _round in range(ROUNDS):
        matches = sum(step.many * scale.of(step) for step in steps)
        kin = {name: _one_person(steps, scale, name) for name in KINDS}
        scale = Scale(min(max(matches / every, 0.1 / every), 0.5), kin)
    return Scale(scale.prior, scale.kin, _threshold(steps, scale))


def _one_person(steps: Sequence[Step], scale: Scale, name: str) -> float:
    """Of the pairs that are alike but for this, the share that mistakes in it explain."""
    found = {(odd, alike): 0.0 for odd in (True, False) for alike in (True, False)}
    for step in steps:
        if step.odd in (name, ""):
            found[step.odd == name, step.alike] += step.many * scale.score(step.weight)
    before = KINDS[name]
    if not found[False, False]:
        return before
    expected = found[False, True] * found[True, False] / found[False, False]
    chance = 2 * math.sqrt(expected)
    return min((expected + chance + BEFORE * before) / (found[True, True] + BEFORE), 1.0)


def _threshold(steps: Sequence[Step], scale: Scale) -> float:
    """Above 1 when nothing is likely enough."""
    right, kept, lowest = 0.0, 0, 1.1
    for likely, many in sorted(((scale.of(step), step.many) for step in steps), reverse=True):
        right, kept = right + many * likely, kept + many
        if likely < LEAST or right < PRECISION * kept:
            break
        lowest = likely
    return lowest


def kept(base: Connection, comparisons: Sequence[Comparison], scale: Scale) -> Iterator[Pair]:
    """The pairs from the threshold on, best first, each with what its comparisons said."""
    columns = ", ".join(f"gamma_{each.name}, bits_{each.name}" for each in comparisons)
    found = base.execute(
        f"SELECT least(l.id, r.id) AS a, greatest(l.id, r.id) AS b, {_score(scale)} AS score,"
        f" alike AND odd <> '', {columns}"
        f" FROM scored JOIN {PEOPLE} AS l ON l.place = place_l JOIN {PEOPLE} AS r ON r.place = place_r"
        f" WHERE {_score(scale)} >= {scale.threshold!r} ORDER BY score DESC, a, b"
    )
    while rows := found.fetchmany(10_000):
        for a, b, likely, kin, *values in rows:
            yield Pair(a, b, likely, kin, tuple(_said(comparisons, values)))


def _score(scale: Scale) -> str:
    """`Scale.of` in the database, with the weight as fine as it was when the threshold was chosen."""
    odds = f"least(60, greatest(-60, {math.log2(scale.prior / (1 - scale.prior))!r} + round(weight * {FINE}) / {FINE}))"
    whens = " ".join(f"WHEN alike AND odd = '{name}' THEN {share!r}" for name, share in scale.kin.items())
    return f"(CASE {whens} ELSE 1.0 END / (1 + pow(2.0, -({odds}))))"


def _said(comparisons: Sequence[Comparison], values: Sequence[Any]) -> Iterator[Said]:
    for each, gamma, weight in zip(comparisons, values[::2], values[1::2], strict=True):
        if (level := each.level(gamma)) is not None:
            yield Said(each.name, level.key, weight)
