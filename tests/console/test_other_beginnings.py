"""A database that other programs prepared is left as it is, and why is said."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from keyworker.console import preparing


def test_a_database_of_a_newer_keyworker_is_left_alone(open_town):
    with connections["owner"].cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('cases', '0999_later', now())")
    with pytest.raises(ImproperlyConfigured, match=r"cases 0999_later.*demo --fresh"):
        preparing.migrate()


def test_our_own_database_is_no_stranger(open_town):
    assert preparing.strange_steps() == []
