"""Every address has a guard that says who may come; a page without one is found."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.urls import path, reverse

from config import urls
from tests.sweeps.addresses import every_address, unguarded
from tests.sweeps.records import rows_of

KEYWORKER = Path(__file__).parents[2] / "keyworker"
# Below the floor that has guards: a gallery of made-up people, served in a demonstration only.
GALLERY = {"design:gallery", "design:sample"}


def test_every_address_is_guarded():
    assert set(unguarded(every_address())) == GALLERY


def test_the_gallery_is_shut_outside_a_demonstration(client, settings):
    settings.DEMO = False
    assert client.get(reverse("design:gallery")).status_code == 404
    assert client.get(reverse("design:sample", args=["file"])).status_code == 404


def test_a_plain_view_is_found():
    def plain(request):
        return HttpResponse("everybody's file")

    assert unguarded(every_address([path("plain/", plain, name="plain")])) == ["plain"]


def test_every_page_open_to_all_says_why_that_is_safe():
    open_to_all = [address for address in every_address() if address.guard and address.guard.kind is None]
    assert [address.name for address in open_to_all if len(address.guard.because) < 10] == []


@pytest.mark.parametrize("address", every_address(), ids=str)
def test_every_address_is_swept_with_a_real_record(address):
    rows_of(address)


def test_every_apps_pages_can_be_reached():
    with_pages = {found.parent.name for found in KEYWORKER.glob("*/urls.py")}
    assert with_pages - set(urls.APPS) == set()
    assert all(find_spec(f"keyworker.{app}") for app in urls.APPS)


def test_every_page_has_an_address_of_its_own():
    routes = [address.route for address in every_address()]
    assert {route for route in routes if routes.count(route) > 1} == set()
