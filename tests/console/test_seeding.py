"""Bulk data: as much as was asked for, the same for the same seed, and never among real people."""

from datetime import UTC, datetime

import pytest
from django.db import connections

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.base import actor as actors
from keyworker.base.context import reading
from keyworker.cases.models import Case, CaseStatus
from keyworker.console import marks
from keyworker.console.marks import Mark, Purpose, State
from keyworker.console.seeding.files import lives, offices
from keyworker.console.seeding.loading import NotForRealPeople, load
from keyworker.console.seeding.shape import AGENCIES, ENTRIES_A_CASE, Shape
from tests.database import owner_url

DAY = datetime(2026, 3, 1, tzinfo=UTC)
PEOPLE = 300


MADE = "SELECT count(*) FROM {} WHERE agency_id IN (SELECT id FROM agencies_agency WHERE slug LIKE %s)"


def counted(table):
    with connections["owner"].cursor() as cursor:
        cursor.execute(MADE.format(table), ["agency-%"])
        return cursor.fetchone()[0]


@pytest.fixture
def seeded(open_town):
    marks.write(owner_url(), Mark(Purpose.BENCH, State.READY))
    load(owner_url(), Shape(PEOPLE, 7, DAY), tell=lambda said: None)
    return open_town


def test_everything_that_was_asked_for_is_there_and_every_key_is_back(seeded):
    assert counted("people_person") == counted("cases_case") == PEOPLE
    assert counted("delivery_casecontact") + counted("delivery_casenote") == PEOPLE * ENTRIES_A_CASE
    assert counted("people_timelineentry") == PEOPLE * ENTRIES_A_CASE
    assert counted("delivery_wordindex") == counted("delivery_casenote")
    from keyworker.base import seatbelt

    assert seatbelt.problems(connections["owner"]) == []


def test_a_made_up_worker_sees_their_own_caseload_through_the_same_policies(seeded):
    office = offices(Shape(PEOPLE, 7, DAY))[0]
    worker = actors.staff(agency_id=office.id, staff_id=office.workers[0])
    with reading(worker):
        mine = rows(Case, actor=worker, needs=Permission.CASE_VIEW).filter(status=CaseStatus.ACTIVE)
        assert mine.count() > 0
        assert {case.owner_id for case in mine} == {worker.id}


def test_bulk_data_stays_out_of_a_database_of_real_people(open_town):
    with pytest.raises(NotForRealPeople):
        load(owner_url(), Shape(PEOPLE, 7, DAY), tell=lambda said: None)


def test_the_same_seed_makes_the_same_people_and_another_makes_others():
    shape = Shape(PEOPLE, 7, DAY)
    first, again = list(lives(shape, offices(shape))), list(lives(shape, offices(shape)))
    other = Shape(PEOPLE, 8, DAY)
    assert first == again
    assert first != list(lives(other, offices(other)))


def test_agencies_are_of_unequal_size_and_nobody_is_missing():
    sizes = Shape(10_000, 1, DAY).agency_sizes()
    assert len(sizes) == AGENCIES
    assert sum(sizes) == 10_000
    assert sizes[0] > 10 * sizes[-1]
