"""The directory's pages, as Amina and Carl see them."""

import pytest
from django.urls import reverse

from keyworker.directory.models import Service
from tests.directory.test_import import bring_in, held, offer, provider, telephone


@pytest.fixture
def larder(town):
    bring_in(
        town,
        provider(),
        offer("s1", "Quince <b>jam</b>", minimum_age=18, alert="Shut on Sunday", fees_description="Free."),
        telephone(),
    )
    return held(town, Service)[0]


def test_amina_finds_a_service_and_opens_it(town, page, larder):
    browser = page(town.amina)
    shown = browser.get(reverse("directory:services"), {"q": "quince"}).content.decode()
    assert "Quince &lt;b&gt;jam&lt;/b&gt;" in shown
    assert "Age 18 and over" in shown
    address = reverse("directory:service", args=[larder.pk])
    assert address in shown
    sheet = browser.get(address).content.decode()
    assert "207-555-0190" in sheet
    assert "Shut on Sunday" in sheet


def test_carl_gets_the_same_answer_as_for_nothing_at_all(town, page, larder):
    browser = page(town.carl)
    assert browser.get(reverse("directory:service", args=[larder.pk])).status_code == 404
    assert "Quince" not in browser.get(reverse("directory:services"), {"q": "quince"}).content.decode()


def test_nothing_found_says_what_to_try(town, page):
    shown = page(town.amina).get(reverse("directory:services"), {"q": "zzzzzz"}).content.decode()
    assert "Nothing found" in shown


def test_a_kind_of_help_that_does_not_exist_is_said_kindly(town, page):
    answer = page(town.amina).get(reverse("directory:services"), {"category": "nonsense"})
    assert answer.status_code == 200
    assert "Please choose one of the answers shown" in answer.content.decode()


def test_only_an_administrator_is_offered_to_bring_in_a_list(town, page):
    address = reverse("interop:directory_import")
    assert address in page(town.priya).get(reverse("directory:services")).content.decode()
    assert address not in page(town.amina).get(reverse("directory:services")).content.decode()


@pytest.mark.parametrize("name", ["services", "service"])
def test_pages_stay_within_twelve_queries(town, page, larder, name, django_assert_max_num_queries):
    browser = page(town.amina)
    address = reverse(f"directory:{name}", args=[larder.pk] if name == "service" else [])
    browser.get(address)
    with django_assert_max_num_queries(15):  # twelve, and what opening and closing a transaction costs
        browser.get(address, {"q": "quince"} if name == "services" else {})
