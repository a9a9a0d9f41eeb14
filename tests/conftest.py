"""A real PostgreSQL for every test: the town is loaded once into a template; tests work in a copy or roll back."""

import gc
import os
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.utils import translation
from hypothesis import HealthCheck, settings

from keyworker.base.frames import with_room
from keyworker.console.web import COLLECT_AFTER
from tests import database

# What is tested is true or not; how long it takes on a busy machine is no reason to fail.
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

database.prepare_environment(worker=os.environ.get("PYTEST_XDIST_WORKER", "main"))


def pytest_collection_modifyitems(items):
    """While one process loads the town, the others test what needs none; the longest files come first.

    Files are not broken up: each is handed to one process, in this order.
    """
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    in_turn = sorted(files.values(), key=_work, reverse=True)
    needing_the_town = [file for file in in_turn if any("django_db_setup" in item.fixturenames for item in file)]
    loading_it = needing_the_town[:1]
    needing_none = [file for file in in_turn if file not in needing_the_town]
    items[:] = [item for file in (*loading_it, *needing_none, *needing_the_town[1:]) for item in file]


def _work(file):
    """Roughly, in quick tests: one in a browser takes ten times as long, a whole story there or a slow one longer."""
    story = 60 if file[0].path.parent.name == "journeys" else 10
    return sum(
        1000 if item.get_closest_marker("slow") else story if item.get_closest_marker("journey") else 1 for item in file
    )


def pytest_collection_finish(session):
    """What stands by now stays: the collector need not walk it again and again (as in `console.web`)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, 20, 20)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem):
    """pytest's own calls lie under each test: with room for its frames it is a tenth faster."""
    pyfuncitem.obj = partial(with_room, pyfuncitem.obj)
    return (yield)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """The database stands already (see tests/database.py); nothing of Django's own making."""
    with django_db_blocker.unblock():
        database.prepare_template()
    yield
    database.close()


@pytest.fixture(scope="session", autouse=True)
def doubted():
    """Whatever is asked in kept words is worded anew as well, and must be the same question, in every test."""
    from tests import doubting

    with doubting.every_question():
        yield


@pytest.fixture(autouse=True)
def spoken():
    """A page leaves the language of whoever asked for it behind; the next test speaks its own."""
    translation.activate(django_settings.LANGUAGE_CODE)


@pytest.fixture
def town(db):
    """The town, inside a transaction that is rolled back afterwards. The outer door's login is not available."""
    from tests.town import Town

    return Town()


@pytest.fixture
def open_town(django_db_setup, django_db_blocker):
    """The town in a database of its own, where commits are real and both logins work."""
    from tests.town import Town

    with django_db_blocker.unblock(), database.own_copy():
        yield Town()


@pytest.fixture(scope="module")
def standing_town(django_db_setup, django_db_blocker):
    """The same for a whole file, whose tests only look at it or are refused."""
    from tests.town import Town

    with django_db_blocker.unblock(), database.own_copy():
        yield Town()


@pytest.fixture
def page():
    """`page(actor)` is a browser-like client, signed in as that member of staff or client."""
    from tests.town import signed_in

    return signed_in


@pytest.fixture(scope="session")
def test_data() -> Path:
    """Real inputs from other projects, where they are present; the test says so when they are not."""
    folder = Path(os.environ.get("KEYWORKER_TEST_DATA", Path(__file__).parents[2] / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no real inputs at {folder}")
    return folder
