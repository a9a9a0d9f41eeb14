"""Figures tell on nobody: small numbers are hidden, and what could give them away with them."""

from datetime import timedelta

import pytest

from keyworker.base.context import reading
from keyworker.insight.queries import figures
from keyworker.insight.rules import is_small, shown, shown_parts


@pytest.mark.parametrize(("number", "said"), [(0, 0), (1, None), (4, None), (5, 5), (80, 80)])
def test_one_to_four_are_hidden(number, said):
    assert shown(number) == said
    assert is_small(number) is (said is None)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"a": 7, "b": 9}, {"a": 7, "b": 9}),
        ({"a": 2, "b": 9, "c": 7}, {"a": None, "b": 9, "c": None}),
        ({"a": 2, "b": 3, "c": 9}, {"a": None, "b": None, "c": 9}),
        ({"a": 1, "b": 1, "c": 9}, {"a": None, "b": None, "c": None}),
        ({"a": 2, "b": 0, "c": 9}, {"a": None, "b": 0, "c": None}),
        ({"a": 2}, {"a": None}),
        ({}, {}),
    ],
)
def test_a_hidden_part_cannot_be_worked_out_from_the_total(parts, said):
    assert shown_parts(parts) == said


def opened(town):
    housing = town.housing
    with reading(town.ben):
        told = figures([housing], since=town.today - timedelta(days=2)).opened
        return told.number if told else None


def test_a_programs_cases_are_counted_and_few_are_hidden(town):
    before = opened(town) or 0
    for number in range(3 if before == 0 else 1):
        town.client_case(full_name=f"Counted Person{number}")
    assert opened(town) is None or opened(town) == before + 1
    for number in range(6):
        town.client_case(full_name=f"Another Person{number}")
    assert opened(town) >= 6


@pytest.mark.parametrize(
    ("who", "status"), [("ben", 200), ("priya", 200), ("amina", 404), ("oskar", 404), ("flo", 404)]
)
def test_who_reads_figures(town, page, who, status):
    assert page(getattr(town, who)).get("/figures/").status_code == status


def test_ben_cannot_read_the_sealed_programs_figures(town, page):
    text = page(town.ben).get("/figures/", {"program": str(town.shelter.pk)}).content.decode()
    assert "Safe Shelter" not in text


@pytest.mark.parametrize(
    "asked", ["program=x&days=y", "days=-1", "days=36500", "program=00000000-0000-0000-0000-000000000000"]
)
def test_a_broken_question_gets_the_usual_answer(town, page, asked):
    assert page(town.ben).get(f"/figures/?{asked}").status_code == 200
