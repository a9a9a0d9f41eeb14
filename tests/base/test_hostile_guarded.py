"""Every way round the guarded querysets that we could think of, walked."""

import re
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, rows
from keyworker.base.context import reading
from keyworker.base.guarded import UnpolicedQuery
from keyworker.cases.models import Case
from keyworker.people.models import CareTeamMember, Person

KEYWORKER = Path(__file__).parents[2] / "keyworker"


def mine(actor):
    return rows(Person, actor=actor, needs=Permission.PERSON_VIEW)


@pytest.mark.parametrize(
    "round_it",
    [
        lambda own: list(own | Person.objects.all()),
        lambda own: list(own ^ Person.objects.all()),
        lambda own: list(Person.objects.all() | own),
        lambda own: list(Person.objects.none() | Person.objects.all()),
        lambda own: list(own.union(Person.objects.all())),
        lambda own: list(Person.objects.none().union(Person.objects.all())),
        lambda own: list(own.none().union(own, Person.objects.all())),
        lambda own: list(Person.objects.raw("SELECT * FROM people_person")),
        lambda own: list(own.raw("SELECT * FROM people_person")),
        lambda own: Person.objects.values_list("full_name", flat=True)[:1][0],
        lambda own: Person.objects.in_bulk(),
        lambda own: list(Person.objects.dates("born_on", "year")),
        lambda own: list(Person.objects.datetimes("created_at", "day")),
        lambda own: Person.objects.latest("created_at"),
        lambda own: Person.objects.contains(own[0]),
        lambda own: Person.objects.get_or_create(full_name="Nobody"),
        lambda own: Person.objects.filter(full_name="Nobody").delete(),
        lambda own: Person.objects.filter(full_name="Nobody").update(about=""),
        lambda own: list(Person.objects.values("language").distinct()),
        lambda own: next(Person.objects.iterator()),
    ],
)
def test_no_way_round_a_bare_manager(town, round_it):
    town.client_case()
    with reading(town.amina), pytest.raises(UnpolicedQuery):
        round_it(mine(town.amina))


def test_not_even_one_row_after_another(town):
    town.client_case()

    async def one():
        return [row async for row in Person.objects.aiterator()]

    with reading(town.amina), pytest.raises(UnpolicedQuery):
        async_to_sync(one)()


def test_what_is_narrowed_twice_is_narrowed(town):
    town.client_case()
    with reading(town.amina):
        assert list(mine(town.amina) | rows(Person, actor=town.amina, needs=Permission.PERSON_INDEX))


def test_a_person_who_is_held_does_not_open_the_files_of_other_programs(town):
    """`person.cases.all()` in a template would show the shelter's case to housing."""
    case = town.client_case()
    with reading(town.amina):
        person = mine(town.amina).get(pk=case.person_id)
        for around in (person.cases, person.care_team, person.alerts, person.tasks, person.notes, person.timeline):
            with pytest.raises(UnpolicedQuery):
                list(around.all())
        for sealed in (person.contact_points, person.identifiers, person.household_places, person.relationships):
            with pytest.raises(UnpolicedQuery):
                list(sealed.all())


def test_neither_does_a_colleague_or_a_program(town):
    town.client_case()
    sam, housing = town.staff(town.sam), town.housing
    with reading(town.amina):
        for around in (sam.cares_for, sam.owned_cases, housing.referrals_in):
            with pytest.raises(UnpolicedQuery):
                list(around.all())


def test_people_fetched_with_what_hangs_on_them_are_refused_too(town):
    town.client_case()
    with reading(town.amina), pytest.raises(UnpolicedQuery):
        list(mine(town.amina).prefetch_related("cases"))


def test_a_case_opens_what_hangs_on_it(town):
    case = town.client_case()
    with reading(town.amina):
        held = rows(Case, actor=town.amina, needs=Permission.CASE_VIEW).get(pk=case.pk)
        assert list(held.assignments.all())
        assert facts(CareTeamMember, because="a test").filter(person=held.person).exists()


def test_nobody_writes_round_the_guard_in_the_product():
    """Django's own base manager is not guarded: following a key needs it. So nobody names it."""
    round_it = re.compile(r"_base_manager|_default_manager|_raw_delete|\.raw\(|RawSQL|\.extra\(|db_manager\(")
    found = [
        f"{path.relative_to(KEYWORKER)}: {line.strip()}"
        for path in KEYWORKER.rglob("*.py")
        if path.name != "guarded.py" and "migrations" not in path.parts
        for line in path.read_text().splitlines()
        if round_it.search(line)
    ]
    assert found == []
