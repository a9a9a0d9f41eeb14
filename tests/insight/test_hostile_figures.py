"""What could be worked out of figures: who came to the shelter today, and whom a small number stands for."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyworker.access.actions import grant_role
from keyworker.access.roles import Role
from keyworker.base.context import reading
from keyworker.cases.models import Case
from keyworker.insight import queries
from keyworker.insight.rules import FEWEST_SHOWN, Told, parts_together, shown, shown_parts, together


def seen_by(town, actor, program=None):
    """The figures as this reader's page counts them."""
    with reading(actor):
        known = queries.programs(actor)
        chosen = [each for each in known if program and each.pk == program.pk] or queries.counted_together(known)
        return queries.figures(chosen, since=town.today - timedelta(days=90))


def settings_of(town):
    return "/programs/", f"/programs/{town.shelter.pk}/", f"/programs/{town.shelter.pk}/close/"


def said_in(text):
    return text.split("<main")[1].split("</main>")[0].split("csrfmiddlewaretoken")[0]


class TestASealedProgram:
    def test_its_people_are_in_no_total(self, town):
        before = seen_by(town, town.priya)
        for number in range(7):
            town.client_case(town.grace, town.shelter, full_name=f"Hidden Person{number}")
        assert seen_by(town, town.priya) == before

    def test_the_total_less_the_others_leaves_nothing(self, town):
        for number in range(7):
            town.client_case(town.grace, town.shelter, full_name=f"Hidden Person{number}")
        parts = [seen_by(town, town.priya, program) for program in (town.housing, town.family)]
        total = seen_by(town, town.priya)
        assert total.open_now == together([part.open_now.number for part in parts])

    def test_nobody_sees_its_figures_without_a_role_in_it(self, town, page):
        for number in range(7):
            town.client_case(town.grace, town.shelter, full_name=f"Hidden Person{number}")
        for outside in (town.priya, town.ben):
            shown_page = page(outside).get("/figures/", {"program": str(town.shelter.pk)}).content.decode()
            assert "Safe Shelter" not in shown_page

    def test_who_supervises_it_sees_them_and_still_no_total_with_it(self, town, page):
        for number in range(7):
            town.client_case(town.grace, town.shelter, full_name=f"Hidden Person{number}")
        all_of_them = Told(len(town.all(Case, program=town.shelter, status="active")))
        before = seen_by(town, town.ben)
        grant_role(actor=town.job(), member=town.staff(town.ben), role=Role.SUPERVISOR, program=town.shelter)
        assert seen_by(town, town.ben) == before
        assert seen_by(town, town.ben, town.shelter).open_now == all_of_them
        grant_role(actor=town.job(), member=town.staff(town.grace), role=Role.SUPERVISOR, program=town.shelter)
        assert seen_by(town, town.grace).open_now == all_of_them

    def test_nor_do_its_settings_say_how_many_are_in_it(self, town, page):
        for number in range(7):
            town.client_case(town.grace, town.shelter, full_name=f"Hidden Person{number}")
        priya = page(town.priya)
        before = [priya.get(address).content.decode() for address in settings_of(town)]
        town.client_case(town.grace, town.shelter, full_name="One More")
        after = [priya.get(address).content.decode() for address in settings_of(town)]
        assert [said_in(text) for text in before] == [said_in(text) for text in after]
        refused = priya.get(f"/programs/{town.shelter.pk}/close/").content.decode()
        assert "Ask its supervisor first" in refused

    def test_few_are_hidden_there_too(self, town):
        grant_role(actor=town.job(), member=town.staff(town.grace), role=Role.SUPERVISOR, program=town.shelter)
        assert 0 < len(town.all(Case, program=town.shelter, status="active")) < FEWEST_SHOWN
        assert seen_by(town, town.grace).open_now is None


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ([12, 30], Told(42)),
        ([12, 0], Told(12)),
        ([12, None], Told(13, at_least=True)),
        ([12, None, None], Told(14, at_least=True)),
        ([None], None),
        ([None, 0], None),
        ([None, None], None),
        ([7], Told(7)),
        ([], Told(0)),
    ],
)
def test_a_total_says_no_more_than_its_parts(numbers, told):
    assert together(numbers) == told


counts = st.dictionaries(st.sampled_from("abcd"), st.integers(1, 12), max_size=4)


@given(st.lists(counts, min_size=2, max_size=4))
def test_whatever_is_hidden_in_a_program_the_totals_would_be_the_same_without_it(rows):
    """A hidden number may be any: the totals are made of the shown ones and of how many are hidden."""
    told = [shown_parts(row) for row in rows]
    for key, total in parts_together(rows).items():
        known = [row[key] for row in told if row.get(key) is not None]
        hidden = sum(key in row and row[key] is None for row in told)
        assert total is None or total.number == sum(known) + hidden


@given(counts)
def test_hidden_parts_of_a_shown_total_are_never_few_together(row):
    told = shown_parts(row)
    hidden = [row[key] for key in row if told[key] is None]
    if hidden and shown(sum(row.values())) is not None:
        assert len(hidden) > 1
        assert sum(hidden) >= FEWEST_SHOWN
