"""Other people's spreadsheets, as they published them. Needs the real inputs; says so where they are not."""

from collections import Counter

import pytest

from keyworker.questionnaires.arriving import look_over
from keyworker.questionnaires.filling import Filling
from tests.questionnaires.spreadsheets import filled, result


@pytest.fixture(scope="module")
def looked_over(request):
    folder = request.getfixturevalue("test_data") / "xlsform"
    if not folder.is_dir():
        pytest.skip(f"no XLSForm samples at {folder}")
    files = sorted(file for file in folder.iterdir() if file.suffix in {".xlsx", ".xls"})
    return {file.name: look_over(file.read_bytes(), source=file.name) for file in files}


def test_every_sample_comes_in_or_says_which_rows_it_cannot_take(looked_over, capsys):
    lost = {name: [row for row in found.report.rows if row.lost] for name, found in looked_over.items()}
    with capsys.disabled():
        outcomes = Counter(found.report.outcome.value for found in looked_over.values())
        rows = ", ".join(f"{name} {len(each)}" for name, each in lost.items())
        print(f"\nxlsform: {len(looked_over)} files, {dict(outcomes)}; rows not taken as they stand: {rows}")
    assert len(looked_over) >= 6
    for name, found in looked_over.items():
        assert found.definition is not None, (name, found.report.reasons)
        assert all(row.row and row.says for row in found.report.rows)


def test_every_sample_can_be_asked_and_answered(looked_over):
    for name, found in looked_over.items():
        filling = Filling(found.definition)
        assert filling.as_html(preview_url="/preview"), name
        assert filling.as_answers_html()
        assert Filling(found.definition, data={}).preview_html() is not None


class Form:
    """What `filled` wants of a form."""

    def __init__(self, looked):
        self.content = looked.definition.source


def test_the_calculations_come_out_as_their_authors_meant(looked_over):
    filling = filled(Form(looked_over["calculate.xls"]))
    assert (result(filling, "calculate_test"), result(filling, "calculate_test_2")) == (4, "success")


def test_what_may_not_go_together_is_refused(looked_over):
    form = Form(looked_over["widgets.xls"])
    assert [error.says for error in filled(form, my_select=["c", "d"], my_int="3").errors] == [
        "option c and d cannot be selected together"
    ]
    assert [error.says for error in filled(form, my_int="10").errors] == ["number must be less than 10"]


def test_a_member_of_the_household_is_asked_what_fits_their_age(looked_over):
    definition = looked_over["tutorial.xls"].definition
    data = {"answer::count:member": "2", "answer:0::older_than_five": "no", "answer:1::older_than_five": "yes"}
    asked = Filling(definition, data=data).asked
    assert [place.at for place in asked if place.link_id == "age_in_months"] == [(0,)]
    assert [place.at for place in asked if place.link_id == "age_in_years"] == [(1,)]


def test_towns_are_offered_by_the_state_they_lie_in(looked_over):
    form = Form(looked_over["choice_filter_test.xlsx"])
    assert result(filled(form, state="washington", county="pierce"), "county")["code"] == "pierce"
    assert result(filled(form, state="texas", county="pierce"), "county") is None


def test_a_group_is_left_out_by_the_answer_that_skips_it(looked_over):
    form = Form(looked_over["xlsform_spec_test.xlsx"])
    assert "my_name" in {place.link_id for place in filled(form, skip_to_end="no").asked}
    assert "my_name" not in {place.link_id for place in filled(form, skip_to_end="yes").asked}
