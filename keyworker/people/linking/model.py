"""The reviewed settings, and what of them a list can be compared by; as Splink reads them, for any of its databases."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final

DUCKDB: Final = "duckdb"
_ELSE = "ELSE"


@dataclass(frozen=True, slots=True)
class Level:
    """One answer of a comparison, and how often it is given.

    `alike`: two of one family may agree so far, and `odd`: differ so in one thing, twins in the given name, father and
    son of one name in the birth date. `own`: nobody else of the family agrees so, but for a twin.
    """

    key: str
    when: str
    missing: bool = False
    odd: bool = False
    alike: bool = False
    own: bool = False
    frequency: str = ""
    m: float = 0.0
    u: float = 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """One thing that is compared. `kin_share`: people of one family agree in it as a rule."""

    name: str
    needs: tuple[str, ...]
    kin_share: bool
    levels: tuple[Level, ...]

    @property
    def counted(self) -> list[Level]:
        """The levels that say something, as Splink numbers them: the last is 0."""
        return [level for level in self.levels if not level.missing]

    def without_frequencies(self) -> "Comparison":
        """As it is compared in a list too short to tell a rare name from a frequent one."""
        return replace(self, levels=tuple(replace(level, frequency="") for level in self.levels))

    def gammas(self, flag: str) -> list[int]:
        """Splink's numbers of the levels that carry a flag."""
        return [number for number, level in enumerate(reversed(self.counted)) if getattr(level, flag)]

    def level(self, gamma: int) -> Level | None:
        """The level of Splink's number; None when one of the two values was missing."""
        return None if gamma < 0 else self.counted[len(self.counted) - 1 - gamma]


@dataclass(frozen=True, slots=True)
class Settings:
    """All that was decided beforehand, before anybody's data was looked at."""

    seed: int
    largest_block: int
    prior_weight: float
    prior_pairs: float
    comparisons: tuple[Comparison, ...]
    keys: Mapping[str, Sequence[str]]
    passes: Sequence[Sequence[str]]
    terms: Mapping[str, str]

    def where(self, columns: Collection[str]) -> tuple[Comparison, ...]:
        """The comparisons for which a list has something."""
        return tuple(each for each in self.comparisons if any(need in columns for need in each.needs))


@cache
def settings() -> Settings:
    """As the file in this package says."""
    read = json.loads(files(__package__).joinpath("settings.json").read_text(encoding="utf-8"))
    return Settings(
        seed=read["seed"],
        largest_block=read["largest_block"],
        prior_weight=read["prior_weight"],
        prior_pairs=read["prior_pairs"],
        comparisons=tuple(_comparison(each) for each in read["comparisons"]),
        keys=read["keys"],
        passes=read["passes"],
        terms=read["terms"],
    )


def _comparison(read: Mapping[str, Any]) -> Comparison:
    levels = tuple(Level(**level) for level in read["levels"])
    return Comparison(read["name"], tuple(read["needs"].split("|")), read["kin_share"], levels)


Chances = Mapping[tuple[str, str], tuple[float, float]]  # (comparison, level) → m, u


def as_splink(
    comparisons: Sequence[Comparison], *, chances: Chances, prior: float, keys: Sequence[str], dialect: str = DUCKDB
) -> dict[str, Any]:
    """Splink's own settings for one of its databases ("duckdb", "spark")."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "place",
        "probability_two_random_records_match": prior,
        "comparisons": [_as_splink(each, chances, dialect) for each in comparisons],
        "blocking_rules_to_generate_predictions": [{"blocking_rule": f"l.{key} = r.{key}"} for key in keys],
        "retain_matching_columns": True,  # the levels themselves come only with them
        "retain_intermediate_calculation_columns": True,
        "max_iterations": 15,
        "em_convergence": 0.001,
    }


def _as_splink(comparison: Comparison, chances: Chances, dialect: str) -> dict[str, Any]:
    return {
        "output_column_name": comparison.name,
        "comparison_levels": [
            _level(level, *chances.get((comparison.name, level.key), (level.m, level.u)), dialect)
            for level in comparison.levels
        ],
    }


def _level(level: Level, m: float, u: float, dialect: str) -> dict[str, Any]:
    found: dict[str, Any] = {"sql_condition": condition(level.when, dialect), "label_for_charts": level.key}
    if level.missing:
        return found | {"is_null_level": True}
    found |= {"m_probability": m, "u_probability": u}
    if level.frequency:
        found |= {"tf_adjustment_column": level.frequency, "tf_adjustment_weight": 1.0, "tf_minimum_u_value": 0.00001}
    return found


def condition(when: str, dialect: str) -> str:
    """A condition with the functions that this database has for likeness."""
    if when == _ELSE:
        return when
    from splink.internals.dialects import SplinkDialect  # only where people are linked

    its = SplinkDialect.from_string(dialect)
    names = {"jaro_winkler": its.jaro_winkler_function_name, "edits": its.damerau_levenshtein_function_name}
    while "{" in when:
        when = when.format(**settings().terms, **names)
    return when
