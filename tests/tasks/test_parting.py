"""A file is shut to a colleague: what they had to do in it is there for somebody who can open it, and only that."""

from datetime import timedelta

from keyworker.access.actions import grant_role
from keyworker.access.roles import Role
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.cases import actions as cases
from keyworker.cases.actions import end_care_team_place
from keyworker.cases.queries import cases_of
from keyworker.people.actions import add_to_care_team, deny
from keyworker.supervision.actions import end_absence, set_absence
from keyworker.tasks.actions import set_task
from keyworker.tasks.models import Task
from keyworker.visits.actions import schedule_visit
from keyworker.visits.models import Visit, VisitKind
from tests.tasks.test_repeating import daily_by_sam


def to_visit(town, case, staff):
    return schedule_visit(
        actor=town.amina, case=case, kind=VisitKind.PHONE, starts_at=clock.now() + timedelta(days=2),
        lasts=timedelta(hours=1), staff=staff,
    )  # fmt: skip


def whose(town, model, row):
    row = town.find(model, pk=row.pk)
    return row.assignee_id if model is Task else row.staff_id


def test_off_the_care_team_their_tasks_and_visits_are_for_whoever_has_the_case(town, page):
    case = town.client_case()
    place, task = daily_by_sam(town, case)
    visit = to_visit(town, case, town.staff(town.sam))
    end_care_team_place(actor=town.ben, member=place)
    assert (whose(town, Task, task), whose(town, Visit, visit)) == (None, None)
    assert "Ring" in page(town.amina).get("/my-day/").content.decode()


def test_kept_out_of_the_file_in_whatever_program(town):
    case = town.client_case()
    _, task = daily_by_sam(town, case)
    visit = to_visit(town, case, town.staff(town.sam))
    deny(actor=town.ben, person=case.person, staff=town.staff(town.sam), because="Kin.")
    assert (whose(town, Task, task), whose(town, Visit, visit)) == (None, None)


def test_a_stand_in_gives_back_what_they_were_given_when_the_absence_ends(town):
    case, sam = town.client_case(), town.staff(town.sam)
    grant_role(actor=town.job(), member=sam, role=Role.CASE_MANAGER, program=town.housing)
    away = {"program": town.housing, "staff": town.staff(town.amina), "from_on": town.today, "until_on": town.today}
    absence = set_absence(actor=town.ben, cover=sam, **away)
    task = set_task(actor=town.sam, case=case, what="Ring", due_on=town.today, assignee=sam)
    end_absence(actor=town.ben, absence=absence)
    assert whose(town, Task, task) is None


def test_who_can_still_open_it_keeps_it_and_nobody_elses_is_touched(town):
    case, other = town.client_case(), town.client_case(full_name="Xavier Quill")
    place, task = daily_by_sam(town, case)
    _, elsewhere = daily_by_sam(town, other)
    again = {"person": case.person, "program": town.housing, "staff": town.staff(town.sam), "because": "covers"}
    add_to_care_team(actor=town.ben, **again)
    end_care_team_place(actor=town.ben, member=place)
    assert whose(town, Task, task) == town.sam.id, "a second place still opens the file"
    deny(actor=town.ben, person=case.person, staff=town.staff(town.sam), because="Kin.")
    assert whose(town, Task, elsewhere) == town.sam.id


def test_for_which_case_offers_only_those_one_may_act_in(town, page):
    """Flo helps her as a case manager in housing, and took her in to the family program, where she records nothing."""
    case, flo = town.client_case(), town.staff(town.flo)
    theirs = cases.open_case(actor=town.job(), program=town.family, person=case.person, owner=town.staff(town.amina))
    grant_role(actor=town.job(), member=flo, role=Role.CASE_MANAGER, program=town.housing)
    for program in (town.housing, town.family):
        add_to_care_team(actor=town.job(), person=case.person, program=program, staff=flo, because="helps")
    with reading(town.flo):
        assert {each.pk for each in cases_of(town.flo, case.person)} == {case.pk, theirs.pk}
    for what in ("contacts/new/", "notes/new/", "services/new/"):
        form = page(town.flo).get(f"/people/{case.person_id}/{what}").context["form"]
        assert list(form.cases) == [str(case.pk)]
