"""Words, costs and ages: pure decisions, no database."""

from datetime import time
from decimal import Decimal

import pytest

from keyworker.directory import rules
from keyworker.directory.rules import Cost


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Café SÃO", ["cafe", "sao"]),
        ("O'Brien—Smith", ["o", "brien", "smith"]),
        ("قهوة", ["قهوة"]),
        ("a_b", ["a", "b"]),
    ],
)
def test_words_lose_their_accents_and_capitals(text, folded):
    assert rules.words(text) == folded


def test_a_search_ignores_small_words_unless_there_is_nothing_else():
    assert rules.sought_words("help with the rent") == ["help", "rent"]
    assert rules.sought_words("the") == ["the"]
    assert rules.sought_words("  ") == []


@pytest.mark.parametrize("prefix", ["rent", "z", "9", "é", "😀"])
def test_every_word_that_begins_so_lies_before_the_end_of_the_range(prefix):
    end = rules.after_prefix(prefix)
    assert prefix <= prefix + "zzz" < end
    assert not prefix <= chr(ord(prefix[0]) + 1) < end


@pytest.mark.parametrize(
    ("amounts", "told", "cost"),
    [
        ([], "Free.", Cost.FREE),
        ([], "No cost to you", Cost.FREE),
        ([Decimal("0.00")], "", Cost.FREE),
        ([Decimal(15)], "Free. A book costs 15 dollars.", Cost.SOME),
        ([Decimal(40)], "", Cost.PAID),
        ([Decimal(0), Decimal(40)], "By income", Cost.PAID),
        ([None], "", Cost.UNKNOWN),
        ([], "By income", Cost.UNKNOWN),
        ([], "", Cost.UNKNOWN),
    ],
)
def test_a_service_is_called_free_only_where_the_provider_says_so(amounts, told, cost):
    assert rules.cost(amounts, told) == cost


@pytest.mark.parametrize(
    ("minimum", "maximum", "said"),
    [
        (18, None, "Age 18 and over"),
        (12, 24, "Ages 12 to 24"),
        (0, 5, "Up to age 5"),
        (0.5, 5, "Ages 0.5 to 5"),
        (12, 100, "Age 12 and over"),
        (None, None, ""),
    ],
)
def test_ages_are_said_in_words(minimum, maximum, said):
    assert rules.ages(minimum, maximum) == said


def test_hours_without_a_sentence_are_put_into_one():
    assert rules.opening("TH,FR", time(10), time(18)) == "Thu, Fri: 10 a.m. to 6 p.m."
    assert rules.opening("", None, None) == ""
    assert rules.opening("2TU", None, None) == "Tue"
