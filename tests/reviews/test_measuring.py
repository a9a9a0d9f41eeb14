"""What a program measures: set in the browser, asked at its moments, and shown in figures that tell on nobody."""

from datetime import timedelta
from decimal import Decimal

import pytest

from keyworker.access.sight import Absent
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.insight.queries import measured
from keyworker.reviews import actions as reviews
from keyworker.reviews.measuring import indicators_on
from keyworker.reviews.models import Indicator, IndicatorReading
from tests.reviews.test_pages import answers, dated

TARGET = {"baseline": Decimal(20), "target": Decimal(2), "less_is_better": True}
NIGHTS = reviews.IndicatorWords("Nights outside", "nights", **TARGET)


@pytest.fixture
def nights(town):
    return reviews.add_indicator(actor=town.priya, program=town.housing, words=NIGHTS)


def indicator_due(town, case):
    with reading(town.amina):
        return [(each.due, each.due_at_exit) for each in indicators_on(case, today=town.today)]


def measure(town, case, indicator, value, moment="exit", on=None):
    measures = reviews.Measures(moment, on or town.today, {indicator.pk: Decimal(value)})
    return reviews.measure(actor=town.amina, case=case, measures=measures)


def changed(words, **changes):
    return reviews.IndicatorWords(**{**{name: getattr(words, name) for name in words.__slots__}, **changes})


def test_priya_says_in_the_browser_what_is_measured_and_changes_it(town, page):
    priya, program = page(town.priya), town.housing
    given = {"name": "Rent paid", "kind": "output", "unit": "months", "baseline": "0", "target": "3", "at_exit": "on"}
    priya.post(f"/programs/{program.pk}/indicators/new/", given)
    held = town.find(Indicator, program=program.pk)
    assert (held.kind, held.target, held.at_exit, held.at_intake) == ("output", Decimal(3), True, False)
    assert "Rent paid" in priya.get(f"/programs/{program.pk}/looking-back/").content.decode()
    priya.post(f"/indicators/{held.pk}/", {**given, "target": "4", "version": held.version})
    late = priya.post(f"/indicators/{held.pk}/", {**given, "target": "5", "version": held.version})
    assert late.status_code == 409
    assert town.find(Indicator, pk=held.pk).target == Decimal(4)
    priya.post(f"/indicators/{held.pk}/end/")
    assert town.find(Indicator, pk=held.pk).ended_at


@pytest.mark.parametrize("bad", [
    {"unit": ""}, {"target": "-1"}, {"target": "many"}, {"at_exit": ""}, {"name": "x" * 300}, {"target": "9" * 20},
])  # fmt: skip
def test_an_indicator_in_bad_shape_is_not_kept_and_nothing_typed_is_lost(town, page, bad):
    given = {"name": "Rent paid", "kind": "output", "unit": "months", "baseline": "0", "target": "3", "at_exit": "on"}
    text = page(town.priya).post(f"/programs/{town.housing.pk}/indicators/new/", given | bad).content.decode()
    assert "Not saved yet" in text
    assert town.all(Indicator, program=town.housing.pk) == []


def test_two_of_one_name_are_refused_and_what_was_measured_keeps_its_meaning(town, worker, nights):
    with pytest.raises(Refused, match="of that name"):
        reviews.add_indicator(actor=town.priya, program=town.housing, words=changed(NIGHTS, name="NIGHTS OUTSIDE"))
    measure(town, worker.agreed_case(), nights, 5)
    with pytest.raises(Refused, match="measured already"):
        reviews.change_indicator(actor=town.priya, indicator=nights, words=changed(NIGHTS, unit="days"))
    reviews.change_indicator(actor=town.priya, indicator=nights, words=changed(NIGHTS, target=Decimal(1)))
    with pytest.raises(StaleRecord):
        reviews.change_indicator(actor=town.priya, indicator=nights, words=NIGHTS, seen=nights.version)


def test_what_is_due_follows_the_moments(town, worker, nights):
    words = changed(NIGHTS, name="Visits", at_intake=True, at_review=True, at_exit=False)
    reviews.add_indicator(actor=town.priya, program=town.housing, words=words)
    before_it = town.client_case(full_name="Rosa Delgado")
    assert indicator_due(town, before_it) == [([], True), (["intake"], False)]
    case = worker.agreed_case(full_name="Xavier Quill")
    worker.review(case)
    visits = town.find(Indicator, name="Visits")
    assert indicator_due(town, case) == [([], True), (["intake", "review"], False)]
    measure(town, case, visits, 1, "intake")
    measure(town, case, visits, 2, "review")
    measure(town, case, nights, 2)
    assert indicator_due(town, case) == [([], False), ([], False)]


def test_nobody_is_asked_what_was_not_measured_when_they_came(town, worker):
    case = worker.agreed_case()
    reviews.add_indicator(actor=town.priya, program=town.housing, words=changed(NIGHTS, at_intake=True, at_exit=False))
    assert indicator_due(town, case) == [([], False)]


def test_a_case_is_closed_only_when_what_is_due_was_measured_and_the_page_asks_for_it(town, page, worker, nights):
    case, amina = worker.agreed_case(), page(town.amina)
    with pytest.raises(Refused, match="Nights outside"):
        worker.close(case)
    address = f"/cases/{case.pk}/close/"
    assert "Nights outside" in amina.get(address).content.decode()
    given = {"reason": "moved", "knowing": "on", **dated("closed_on", worker.today)}
    amina.post(address, {**given, f"measure_{nights.pk}": "1.5"})
    assert not worker.case(case.pk).is_open
    assert town.find(IndicatorReading, case=case.pk).value == Decimal("1.5")


def test_a_refused_closing_keeps_no_number(town, worker, nights):
    case = worker.agreed_case()
    with pytest.raises(Refused, match="what they achieved"):
        reviews.close_case(
            actor=town.amina, case=case, closing=reviews.Closing("goals-met", town.today), knowing=True,
            measures={nights.pk: Decimal(2)},
        )  # fmt: skip
    assert town.all(IndicatorReading, case=case.pk) == []


def test_numbers_are_asked_at_a_review(town, page, worker):
    words = changed(NIGHTS, at_review=True)
    held = reviews.add_indicator(actor=town.priya, program=town.housing, words=words)
    case = worker.agreed_case()
    given = answers(worker, case, **{f"measure_{held.pk}": "7"})
    page(town.amina).post(f"/cases/{case.pk}/review/", given)
    kept = town.find(IndicatorReading, case=case.pk)
    assert (kept.moment, kept.value) == ("review", Decimal(7))
    assert kept.review_id


@pytest.mark.parametrize(("moment", "days", "says"), [("exit", 1, "still to come"), ("review", 0, "no review yet")])
def test_a_number_from_nowhere_is_refused(town, worker, nights, moment, days, says):
    with pytest.raises(Refused, match=says):
        measure(town, worker.agreed_case(), nights, 1, moment, town.today + timedelta(days=days))


def test_what_another_program_measures_is_not_measured_here(town, worker):
    theirs = reviews.add_indicator(actor=town.priya, program=town.family, words=NIGHTS)
    with pytest.raises(Refused, match="something else"):
        measure(town, worker.agreed_case(), theirs, 1)


@pytest.mark.parametrize("who", ["amina", "ben", "grace", "oskar", "carl", "nadia"])
def test_only_administrators_say_what_is_measured(town, page, nights, who):
    stranger = page(getattr(town, who))
    for address in (f"/indicators/{nights.pk}/", f"/programs/{town.housing.pk}/indicators/new/"):
        assert stranger.get(address).status_code == 404
    with pytest.raises((Absent, Refused)):
        reviews.end_indicator(actor=getattr(town, who), indicator=nights)


def measured_cases(town, worker, nights, values):
    for number, value in enumerate(values):
        case = town.client_case(full_name=f"Xavier Quill the {number}th")
        measure(town, case, nights, 20, on=town.today - timedelta(days=9))
        measure(town, case, nights, value)


def figures(town):
    with reading(town.ben):
        return measured([town.housing], since=town.today - timedelta(days=30))


def test_figures_show_medians_and_who_is_at_the_target_of_five_or_more(town, page, worker, nights):
    measured_cases(town, worker, nights, [0, 1, 1, 2, 2, 8, 9, 9, 30, 30])
    (found,) = figures(town)
    assert (found.cases, found.at_target, found.first, found.last) == (10, 5, Decimal(20), Decimal(5))
    assert "Nights outside" in page(town.ben).get("/figures/").content.decode()


@pytest.mark.parametrize("values", [[1], [1, 2, 3, 30]])
def test_figures_of_a_few_are_hidden(town, worker, nights, values):
    measured_cases(town, worker, nights, values)
    (found,) = figures(town)
    assert (found.cases, found.at_target, found.first, found.last) == (None, None, None, None)


def test_that_only_one_of_many_is_not_at_the_target_is_hidden(town, worker, nights):
    measured_cases(town, worker, nights, [0, 1, 1, 2, 2, 30])
    (found,) = figures(town)
    assert (found.cases, found.at_target) == (6, None)
