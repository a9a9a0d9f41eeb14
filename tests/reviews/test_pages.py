"""Pages of reviews: answers in bad shape keep what was typed, strangers find nothing, queries stay constant."""

from datetime import timedelta

import pytest

from tests.workspace.test_pages import count_queries


def dated(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def answers(worker, case, **changes):
    return {
        "what_went_well": "I called the landlord myself.",
        f"reading_{worker.goal(case).pk}": "6",
        **dated("reviewed_on", worker.today),
        **dated("next_review_on", worker.today + timedelta(days=60)),
        "seen": worker.plan(case).version,
        **changes,
    }


def test_amina_reviews_the_plan_and_sees_the_chart(town, page, worker):
    case, browser = worker.agreed_case(), page(town.amina)
    assert "near the school" in browser.get(f"/cases/{case.pk}/review/").content.decode()
    done = browser.post(f"/cases/{case.pk}/review/", answers(worker, case), follow=True)
    text = done.content.decode()
    assert "I called the landlord myself." in text
    assert "kw-chart" in text


@pytest.mark.parametrize(
    "changes",
    [{"what_went_well": ""}, {"next_review_on_day": "31", "next_review_on_month": "2"}, {"reviewed_on_year": "2199"}],
)
def test_a_review_in_bad_shape_says_what_to_mend_and_loses_nothing(town, page, worker, changes):
    case = worker.agreed_case()
    given = answers(worker, case, what_changed="The school is further now.") | changes
    text = page(town.amina).post(f"/cases/{case.pk}/review/", given).content.decode()
    assert "Not saved yet" in text
    assert "The school is further now." in text


def test_a_closing_shows_what_is_open_and_asks_whether_it_is_known(town, page, worker):
    case, browser = worker.agreed_case(), page(town.amina)
    address = f"/cases/{case.pk}/close/"
    shown = browser.get(address).content.decode()
    assert "taken off the list" in shown
    assert f'<a class="govuk-link" href="/people/{case.person_id}/tasks/">' in shown
    given = {"reason": "goals-met", "achievements": "My own key.", **dated("closed_on", worker.today)}
    refused = browser.post(address, given).content.decode()
    assert "My own key." in refused
    assert worker.case(case.pk).is_open
    browser.post(address, {**given, "knowing": "on"})
    assert not worker.case(case.pk).is_open


def test_the_follow_up_ends_where_the_file_has_closed(town, page, worker):
    case, browser = worker.agreed_case(), page(town.amina)
    assert "near the school" in browser.get(f"/people/{case.person_id}/").content.decode()
    worker.close(case)
    assert "No goals yet" not in browser.get(f"/people/{case.person_id}/").content.decode()
    given = {"outcome": "reached", "still_well": "yes", "words": "Warm.", "way": "in-person"}
    given |= dated("done_on", worker.today)
    done = browser.post(f"/follow-ups/{worker.follow_up(case).pk}/", given)
    assert done["Location"] == "/"
    assert browser.get(f"/people/{case.person_id}/reviews/").status_code == 404


@pytest.mark.parametrize("who", ["sam", "grace", "priya", "oskar", "carl"])
@pytest.mark.parametrize("what", ["review", "close", "open-again"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_find_nothing(town, page, worker, who, what, method):
    case = worker.agreed_case()
    answer = getattr(page(getattr(town, who)), method)(f"/cases/{case.pk}/{what}/")
    assert answer.status_code == 404
    assert "Delgado" not in answer.content.decode()


def test_more_reviews_ask_no_more_queries(town, page, worker):
    case, browser = worker.agreed_case(), page(town.amina)
    address = f"/people/{case.person_id}/reviews/"
    browser.get(address)
    worker.review(case)
    few = count_queries(browser, address)
    for number in range(8):
        worker.review(worker.case(case.pk), number)
    many = count_queries(browser, address)
    assert len(many) == len(few) <= 16
