"""Below every rule of ours: what the login of the doors lets a guardian or supporter see and write, and what not."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connections
from psycopg import sql

from keyworker.access.sight import facts
from keyworker.audit.models import AuditEvent
from keyworker.base import actor as actors
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.consent.models import Companion
from keyworker.people.models import PortalAccount, Withheld
from keyworker.planning import actions as planning
from keyworker.planning.models import PlanSignature, ServicePlan
from keyworker.visits.actions import schedule_visit
from keyworker.visits.models import Visit, VisitKind
from tests.planning.conftest import Planner
from tests.portal.test_beside import HIM, as_them, let_in, town

__all__ = ["town"]


OPEN_TO_HIM = {
    "agencies_agency", "agencies_program", "agencies_staff", "consent_companion", "people_careteammember",
    "planning_serviceplan", "planning_goal", "planning_actionstep", "planning_plansignature", "cases_case",
    "visits_visit",
}  # fmt: skip


def seen_by(actor):
    """Tables of which the door's login shows this actor any row at all."""
    with reading(actor), connections["door"].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            " AND has_any_column_privilege(oid, 'SELECT')"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = set()
        for table in tables:
            cursor.execute(sql.SQL("SELECT EXISTS (SELECT 1 FROM {})").format(sql.Identifier(table)))
            if cursor.fetchone()[0]:
                found.add(table)
    return found


def test_the_doors_login_shows_him_nothing_but_what_was_granted(town):
    """A breach: somebody runs what they like as the login of the doors, in his name."""
    companion = let_in(town)
    plan = Planner(town).draft(town.case)
    planning.offer_plan(actor=town.amina, plan=town.find(ServicePlan, pk=plan.pk))
    about_nobody = seen_by(actors.visitor("public-form", agency_id=town.her.agency_id))
    assert seen_by(as_them(companion)) - about_nobody <= OPEN_TO_HIM
    with reading(town.job()):
        held = facts(Companion, because="a breach").get(pk=companion.pk)
    planted(town, held, granted=["visits"])
    left = seen_by(as_them(companion)) - about_nobody
    assert left == {"consent_companion", "people_careteammember"}
    planted(town, held, until_on=town.today - timedelta(days=2))
    assert seen_by(as_them(companion)) - about_nobody == set()


def planted(town, held, **values):
    with connections["owner"].cursor() as cursor:
        for column, value in values.items():
            change = sql.SQL("UPDATE consent_companion SET {} = %s WHERE id = %s").format(sql.Identifier(column))
            cursor.execute(change, [value, held.pk])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE consent_companion SET until_on = '2099-01-01'",
        "UPDATE consent_companion SET granted = '{{visits,plan,sign}}'",
        "UPDATE people_portalaccount SET beside = false",
        "DELETE FROM consent_companion",
    ],
)
def test_he_widens_nothing_himself(town, statement):
    companion = let_in(town)
    with pytest.raises(ProgrammingError), reading(as_them(companion)), connections["door"].cursor() as cursor:
        cursor.execute(statement.replace("{{", "{").replace("}}", "}"))


@pytest.mark.parametrize("model", [Companion, PortalAccount, Withheld], ids=lambda model: model.__name__)
def test_nor_is_why_somebody_was_let_in_or_something_is_kept_back(town, model):
    companion = let_in(town)
    for actor in (town.me, as_them(companion)):
        for column in model.belt.hides:
            asked = sql.SQL("SELECT {} FROM {}").format(*map(sql.Identifier, (column, model._meta.db_table)))
            with pytest.raises(ProgrammingError, match="permission denied"), reading(actor):
                connections["door"].cursor().execute(asked)


@pytest.mark.parametrize("column", Visit.belt.hides)
def test_where_they_meet_and_what_was_noted_of_it_is_read_by_no_door_not_even_in_their_own_rows(town, column):
    """A breach: a page of theirs that somebody writes tomorrow, or an injected statement, asks for every column."""
    starts = clock.now() + timedelta(days=2)
    schedule_visit(
        actor=town.amina, case=town.case, kind=VisitKind.IN_PERSON, starts_at=starts,
        lasts=timedelta(hours=1), place="9 Harbor Lane",
    )  # fmt: skip
    for actor in (town.me, as_them(let_in(town))):
        with reading(actor), connections["door"].cursor() as cursor:
            cursor.execute("SELECT starts_at FROM visits_visit")
            assert cursor.fetchall()
        asked = sql.SQL("SELECT {} FROM visits_visit").format(sql.Identifier(column))
        with pytest.raises(ProgrammingError, match="permission denied"), reading(actor):
            connections["door"].cursor().execute(asked)
        with reading(actor):
            assert [each.starts_at for each in facts(Visit, because="a careless developer")] == [starts]


def test_the_door_lets_her_end_no_guardian_even_below_our_rules(town):
    companion = let_in(town)
    with reading(town.me), connections["door"].cursor() as cursor:
        cursor.execute("UPDATE consent_companion SET ended_at = now() WHERE id = %s", [companion.pk])
        assert cursor.rowcount == 0


@pytest.mark.parametrize("values", [{"signer": "client"}, {"signer": "worker"}, {"how": "verbal"}], ids=str)
def test_no_signature_is_left_in_hers_or_a_workers_name(town, values):
    companion, plan = let_in(town), Planner(town).draft(town.case)
    planning.offer_plan(actor=town.amina, plan=town.find(ServicePlan, pk=plan.pk))
    given = {"signer": "guardian", "signer_name": HIM, "how": "typed", **values}
    with reading(town.job()):
        signature = PlanSignature(
            plan=plan, person=town.her, program=town.housing, signed_at=clock.now(), plan_version=1, digest="x", **given
        )
    with reading(as_them(companion)), pytest.raises(ProgrammingError, match="row-level security"):
        signature.save(force_insert=True)


def test_the_trail_takes_no_word_in_another_name_from_him(town):
    him = as_them(let_in(town))
    for kind, who in (("client", him.id), ("staff", town.amina.id), ("companion", town.me.id)):
        event = AuditEvent(agency_id=him.agency_id, verb="cases.opened", hash=b"", actor_kind=kind, actor_id=who)
        event.person_id, event.occurred_at = town.her.pk, clock.now()
        with pytest.raises(ProgrammingError, match="row-level security"), reading(him):
            event.save(force_insert=True)
