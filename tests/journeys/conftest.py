"""A browser and a served town for every file of journeys, and the cast at their desks."""

import pytest

from tests import database
from tests.browser import Visit, chromium, served
from tests.journeys.doing import Hands
from tests.town import Town

__all__ = ["chromium", "come_in", "house"]


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker, chromium):
    """The town in a database of its own, served by a process of its own."""
    with django_db_blocker.unblock(), served() as opened:
        yield opened


@pytest.fixture
def come_in(house, chromium):
    """`come_in("amina")` sits Amina down at a browser; `come_in(None, **PHONE)` is somebody from the street."""
    visits = []

    def sit_down(who, kind=Visit, **options):
        cookies = []
        if who is not None:
            with database.using(house.database):
                cookies = house.sign_in(getattr(Town(), who))
        visits.append(kind(chromium, house, *cookies, **options))
        return Hands(visits[-1])

    yield sit_down
    complaints = [each for visit in visits for each in visit.complaints]
    for number, visit in enumerate(visits, 1):
        visit.picture(f"the-end-{number}")
        visit.close()
    assert complaints == []
