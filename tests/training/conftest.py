"""A town with an agency for practice in it, made once for a file of tests."""

import pytest

from keyworker.accounts.models import User
from tests import database
from tests.town import Town
from tests.training.practice import everywhere, put_up


@pytest.fixture(scope="module")
def put_up_once(django_db_setup, django_db_blocker):
    """The town with an agency for practice in it, to be copied, and what stood there before."""
    with database.a_copy() as name:
        with django_db_blocker.unblock(), database.using(name):
            town = Town()
            town.before, town.users = everywhere(town.amina.agency_id), User.objects.count()
            put_up(town)
        yield name, town


@pytest.fixture(scope="module")
def made(put_up_once, django_db_blocker):
    name, town = put_up_once
    with django_db_blocker.unblock(), database.own_copy(of=name):
        yield town


@pytest.fixture
def to_throw_away(put_up_once, django_db_blocker):
    name, town = put_up_once
    with django_db_blocker.unblock(), database.own_copy(of=name):
        yield town
