"""Who is called when something cannot wait: the rota's worker, else the owner, else a supervisor; never the denied."""

from datetime import timedelta

import pytest
from django.urls import reverse

from keyworker.access import actions as access
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases import actions as cases
from keyworker.cases.duty import on_duty
from keyworker.cases.models import Case, DutyTurn
from keyworker.people import actions as people
from keyworker.people.models import Person

NEEDS = Permission.ASSESSMENT_VIEW
PAGE = reverse("supervision:duty")


@pytest.fixture
def empty_rota(town):
    """Nobody is on duty in housing and family."""
    for turn in town.all(DutyTurn, ended_at=None):
        cases.end_duty(actor=town.ben, turn=turn)


def put_on(town, who, *, days=(0, 6), program=None):
    first, last = (town.today + timedelta(days=each) for each in days)
    return cases.set_duty(
        actor=town.ben, program=program or town.housing, staff=town.staff(who), from_on=first, until_on=last
    )


def called(town, case, needs=NEEDS):
    with reading(town.amina):
        found = on_duty(town.amina, case, today=town.today, needs=needs)
    return found.staff_id if found else None


def test_the_worker_on_the_rota_is_called(town, empty_rota):
    case = town.client_case()
    assert called(town, case) == town.amina.id
    put_on(town, town.ben)
    assert called(town, case) == town.ben.id


def test_a_turn_counts_on_its_days_and_a_stand_in_counts_before_it(town, empty_rota):
    case = town.client_case(town.sam, town.family)
    put_on(town, town.amina, program=town.family, days=(1, 3))
    assert called(town, case) == town.sam.id
    put_on(town, town.amina, program=town.family, days=(0, 6))
    assert called(town, case) == town.amina.id
    put_on(town, town.ben, program=town.family, days=(0, 0))
    assert called(town, case) == town.ben.id


def test_a_turn_in_another_program_counts_for_nothing(town, empty_rota):
    put_on(town, town.sam, program=town.family)
    assert called(town, town.client_case()) == town.amina.id


def test_whoever_is_denied_the_file_is_never_called(town, empty_rota):
    case = town.client_case()
    put_on(town, town.ben)
    person = town.find(Person, pk=case.person_id)
    people.deny(actor=town.ben, person=person, staff=town.staff(town.ben), because="a neighbour")
    assert called(town, case) == town.amina.id
    people.deny(actor=town.job(), person=person, staff=town.staff(town.amina), because="a cousin")
    assert called(town, case) is None


def test_whoever_left_is_never_called_and_the_supervisor_is(town, empty_rota):
    case = town.client_case()
    access.end_place(actor=town.priya, member=town.staff(town.amina))
    case = town.find(Case, pk=case.pk)
    with reading(town.ben):
        assert on_duty(town.ben, case, today=town.today, needs=NEEDS).staff_id == town.ben.id


def test_only_who_can_open_the_file_is_put_on_the_rota(town):
    with pytest.raises(Refused, match="role"):
        put_on(town, town.flo)
    with pytest.raises(Refused, match="role"):
        put_on(town, town.sam, program=town.housing)
    with pytest.raises(Refused, match="first"):
        put_on(town, town.amina, days=(3, 1))
    with pytest.raises(Refused, match="over"):
        put_on(town, town.amina, days=(-5, -1))


def test_only_who_oversees_the_program_sets_its_rota(town):
    for stranger in (town.amina, town.flo, town.priya, town.nadia):
        with pytest.raises(Absent):
            cases.set_duty(
                actor=stranger,
                program=town.housing,
                staff=town.staff(town.amina),
                from_on=town.today,
                until_on=town.today,
            )


def test_ben_puts_amina_on_the_rota_and_takes_her_off_again(town, page, empty_rota):
    ben = page(town.ben)
    assert "Nobody is on the rota" in ben.get(PAGE).content.decode()
    day = town.today
    dated = {
        f"{name}_{part}": getattr(day, part) for name in ("from_on", "until_on") for part in ("day", "month", "year")
    }
    sent = {"program": str(town.housing.pk), "staff": str(town.amina.id), **dated}
    assert ben.post(PAGE, sent).status_code == 302
    text = ben.get(PAGE).content.decode()
    assert text.count("Amina Yusuf") >= 2
    turn = town.find(DutyTurn, staff_id=town.amina.id, ended_at=None)
    assert ben.post(reverse("supervision:end_turn", args=[turn.pk])).status_code == 302
    assert town.find(DutyTurn, pk=turn.pk).ended_at is not None


def test_a_wrong_rota_is_said_beside_the_field_and_nothing_is_set(town, page, empty_rota):
    ben = page(town.ben)
    day, before = town.today, town.today - timedelta(days=3)
    sent = {"program": str(town.housing.pk), "staff": str(town.sam.id)}
    for name, on in (("from_on", day), ("until_on", day)):
        sent |= {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}
    assert "no role in this program" in ben.post(PAGE, sent).content.decode()
    sent |= {"from_on_day": before.day, "from_on_month": before.month, "from_on_year": before.year}
    assert "govuk-error-summary" in ben.post(PAGE, sent).content.decode()
    assert town.find(DutyTurn, staff_id=town.sam.id, program=town.housing) is None
