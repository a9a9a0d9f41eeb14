"""No page reads through a whole table to find its rows, although other agencies' rows are many."""

from contextlib import ExitStack

import pytest
from django.db import connections

from tests import database
from tests.sweeps import growing
from tests.sweeps.addresses import every_address
from tests.sweeps.people import Visitors
from tests.sweeps.records import rightful, url_of
from tests.town import Town

pytestmark = pytest.mark.usefixtures("papers_stay_pages")
LARGE = 600
PAGES = [address for address in every_address() if address.guard]


class Plans:
    """Asks the database how it would find the rows of each query, before the query runs."""

    def __init__(self):
        self.scans = []

    def __call__(self, execute, sql, params, many, context):
        if sql.lstrip().startswith("SELECT") and not many:
            with context["connection"].connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
                self._note(cursor.fetchone()[0][0]["Plan"], sql)
        return execute(sql, params, many, context)

    def _note(self, node, sql):
        if node["Node Type"] == "Seq Scan":
            self.scans.append((node["Relation Name"], sql))
        for each in node.get("Plans", ()):
            self._note(each, sql)


@pytest.fixture(scope="module")
def busy(scene, django_db_blocker):
    """Harbor House in a database where it is one of thousands."""
    with django_db_blocker.unblock(), database.own_copy(of=scene.database) as name:
        growing.rows_of_other_agencies(database.administrator_of(name))
        yield Visitors(Town(), scene)


@pytest.fixture(scope="module")
def large(busy):
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > %s", [LARGE])
        return {name for (name,) in cursor.fetchall()}


def scans_of(busy, url, who):
    plans = Plans()
    with ExitStack() as stack:
        for alias in ("default", "door"):
            stack.enter_context(connections[alias].execute_wrapper(plans))
        busy[who].get(url)
    return plans.scans


@pytest.mark.slow
@pytest.mark.parametrize("address", PAGES, ids=str)
def test_a_page_finds_its_rows_by_an_index(busy, large, scene, address):
    scans = scans_of(busy, url_of(address, busy.town, scene), rightful(address))
    assert [(table, sql[:400]) for table, sql in scans if table in large] == []


@pytest.mark.slow
def test_a_list_without_its_index_is_found(busy, large):
    assert "cases_case" in large
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'cases_case'::regclass AND contype IN ('p', 'u')"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE cases_case DROP CONSTRAINT "{name}" CASCADE')
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'cases_case'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP INDEX "{name}"')
    assert "cases_case" in {table for table, _ in scans_of(busy, "/cases/", "ben")}
