"""Learns from the list itself how telling each agreement is; nobody says which pairs are right.

u, how often two people agree by chance, is counted on pairs drawn with a fixed seed, less the pairs among them that are
one person. m, how often two records of one person agree, comes from expectation maximisation (Fellegi and Sunter 1969)
over several passes, each among pairs that share something else. What a list is too small to teach stays near the
reviewed starting values: they count like `prior_weight` matches, and like `prior_pairs` pairs drawn.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from splink import Linker
from splink.internals.exceptions import EMTrainingException

from keyworker.people.linking.model import Chances, Comparison, Settings, as_splink
from keyworker.people.linking.table import Connection, pairs_sharing

SMALLEST_LIST: Final = 200  # below it nothing can be learnt
SAMPLED_PAIRS: Final = 1_500_000
TRAINING_PAIRS: Final = 400_000
RAREST: Final = 1e-7
SHARED: Final = frozenset({"phone_1", "email", "street", "postcode"})

Said = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Seen:
    """What there was to learn from: people, pairs of them that were drawn, and matches in the richest pass."""

    people: int
    drawn: float
    matches: float

    @property
    def among_all(self) -> float:
        """At least so many of all pairs are one person."""
        return self.matches / (self.people * (self.people - 1) / 2)


def start(comparisons: Sequence[Comparison]) -> dict[tuple[str, str], tuple[float, float]]:
    """m and u before anything is learnt."""
    return {(each.name, level.key): (level.m, level.u) for each in comparisons for level in each.counted}


def trained(
    base: Connection, people: Any, settings: Settings, comparisons: Sequence[Comparison], columns: Collection[str],
    total: int, say: Said,
) -> Chances:  # fmt: skip
    """m and u of every level. `say` is told what is being done."""
    starting = start(comparisons)
    if total < SMALLEST_LIST:
        return starting
    described = as_splink(comparisons, chances=starting, prior=1 / total, keys=[])
    linker = Linker(people, described, log_level=None, validate_settings=False)
    say("counting how often people agree by chance")
    linker.training.estimate_u_using_random_sampling(
        max_pairs=SAMPLED_PAIRS, seed=settings.seed, min_count_per_level=None, num_chunks=1
    )
    matches = [0.0]
    for each in settings.passes:
        if set(each) <= set(columns) and not _known(linker, each):
            say(f"learning from pairs with the same {' and '.join(each)}")
            matches.append(_learn(linker, base, each))
    drawn = min(SAMPLED_PAIRS, total * (total - 1) / 2)
    return _blended(linker, starting, settings, Seen(total, drawn, max(matches)))


def _known(linker: Linker, columns: Sequence[str]) -> bool:
    """Whether all is learnt already. Who shares an address or a telephone is often a family: such pairs teach last."""
    if not SHARED & set(columns):
        return False
    return all(each._some_m_are_trained for each in linker._settings_obj.comparisons)


def _learn(linker: Linker, base: Connection, columns: Sequence[str]) -> float:
    """One pass; returns about how many matches it saw."""
    same = " AND ".join(f"l.{column} = r.{column}" for column in columns)
    pairs = min(pairs_sharing(base, columns), TRAINING_PAIRS)
    if pairs < 1:
        return 0.0
    try:
        session = linker.training.estimate_parameters_using_expectation_maximisation(
            same, estimate_without_term_frequencies=True, max_pairs=TRAINING_PAIRS
        )
    except EMTrainingException:
        return 0.0
    return pairs * session.core_model_settings.probability_two_random_records_match


def _blended(linker: Linker, starting: Chances, settings: Settings, seen: Seen) -> Chances:
    found = {}
    for comparison in linker.misc.save_model_to_json()["comparisons"]:
        for level in comparison["comparison_levels"]:
            key = comparison["output_column_name"], level["label_for_charts"]
            if key in starting:
                learnt = level.get("m_probability"), level.get("u_probability")
                found[key] = _one(starting[key], learnt, settings, seen)
    return found


def _one(
    starting: tuple[float, float], learnt: tuple[float | None, float | None], settings: Settings, seen: Seen
) -> tuple[float, float]:
    m, u = (before if now is None else now for before, now in zip(starting, learnt, strict=True))
    m = _weighted(m, seen.matches, starting[0], settings.prior_weight)
    u = max(u - seen.among_all * m, u / 20)
    return max(m, RAREST), max(_weighted(u, seen.drawn, starting[1], settings.prior_pairs), RAREST)


def _weighted(now: float, many: float, before: float, few: float) -> float:
    return (now * many + before * few) / (many + few)
