"""When an assessment may be begun and changed, and what its codes mean."""

from keyworker.assessment.rules import alert_text, domain_of, is_stale, may_save, may_start


def test_an_assessment_belongs_to_an_open_case():
    assert may_start(case_open=True)
    assert not may_start(case_open=False)


def test_what_is_finished_stays_as_it_was_answered():
    assert may_save(finished=False)
    assert not may_save(finished=True)


def test_the_page_that_saved_last_may_go_on_saving():
    assert not is_stale(version=3, edited_in="a", seen=1, page="a")
    assert is_stale(version=3, edited_in="a", seen=1, page="b")
    assert is_stale(version=3, edited_in="", seen=1, page="")
    assert not is_stale(version=3, edited_in="a", seen=3, page="b")


def test_an_instruments_own_code_for_an_area_of_life_is_understood():
    assert domain_of("housing") == "housing"
    assert domain_of("family-and-friends") == "family"
    assert domain_of("no-such-thing") == "other"


def test_an_alert_says_each_thing_once_and_fits():
    assert alert_text("PHQ-9", ["Talk now.", "Talk now."]) == "PHQ-9: Talk now."
    assert len(alert_text("PHQ-9", ["word " * 200])) == 300
