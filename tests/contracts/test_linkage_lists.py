"""The goals for finding people who stand twice, on lists whose truth others published."""

import pytest

from bench.linkage import LISTS, data, linked, rates, read, true_pairs

GOALS = [one for one in LISTS if one.goal is not None]


@pytest.mark.slow
@pytest.mark.parametrize("one", GOALS, ids=[one.name for one in GOALS])
def test_people_who_stand_twice_are_found_as_well_as_was_promised(one, tmp_path):
    base = data()
    if base is None or not (base / one.path).is_file():
        pytest.skip("The list is not here; KEYWORKER_TEST_DATA names the folder that holds linkage/.")
    run = linked(base / one.path, one.columns, tmp_path)
    found = rates(run.pairs, true_pairs(read(base / one.path), one))
    assert one.goal(found), found
