"""One law for every table: classified, policed, walled; and the database agrees."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from keyworker.access.sight import policed_models
from keyworker.base import privacy, seatbelt
from keyworker.base.context import reading
from keyworker.base.models import Record

KEYWORKER = Path(__file__).parents[2] / "keyworker"
OURS = [model for model in apps.get_models() if model.__module__.startswith("keyworker.")]
# Rows that are about no one and that no actor ever lists: each has its reason.
NOT_POLICED = {
    "accounts.User": "a sign-in is reached through the staff place or portal account behind it",
    "audit.AuditPending": "no login may touch it; a trigger fills it and the seal empties it",
    "audit.AuditSeal": "digests only, read by verify-trail with the auditor's login",
    "questionnaires.Response": "never fetched by its own id: its holder is",
}
# Functions that run with their owner's rights. A new one must be argued for here.
DEFINERS = {
    "audit_queue": "queues each new trail row for sealing; answers nothing",
    "keyworker_seal": "seals what waits; answers the seal's number and digest",
    "keyworker_seals_after": "numbers and digests of the newer seals, for the copy outside",
    "keyworker_companion_now": "what a guardian or supporter may see now; from the door their own, or to the person",
    "keyworker_companion_stands": "the same as yes or no",
    "keyworker_beside": "beside whom the one at the door comes in, if what is asked was granted",
    "keyworker_beside_program": "in which program's file",
    "keyworker_is_withheld": "the same of one record, as yes or no",
    "keyworker_withheld": "keys of what is kept back from whoever's door it is, and nothing of why",
    "keyworker_share_is_live": "whether the consent behind a partner's link still stands; answers yes or no",
    "keyworker_make_practice": "an agency of made-up people, asked for by the one whose context it is; answers nothing",
    "keyworker_throw_practice_away": "such an agency, by the one that it was made for; answers how many rows it had",
    "keyworker_agencies": "the keys of all agencies, so that jobs of the clock can go round; nothing else of them",
    "keyworker_on_duty": "whom to call about one person; from the client's door only about the signed-in one",
    "keyworker_texts": "which agency a number or a text belongs to, and for what; no name, no file, no number",
    "keyworker_just_sent": "whether a file came through a door in this very transaction; answers yes or no",
    "keyworker_resolve": "which agency a door's key belongs to, before anybody is known",
}


def unclassified(found):
    for model in found:
        try:
            privacy.classification(model)
        except privacy.Undeclared as error:
            yield str(error)


@pytest.mark.parametrize("model", [m for m in OURS if hasattr(m, "belt")], ids=lambda m: m._meta.label)
def test_every_field_of_every_table_is_classified(model):
    assert not list(unclassified([model]))


def test_a_forgotten_field_is_found():
    class Forgetful(models.Model):
        name = models.CharField()

        class Meta:
            app_label = "base"
            managed = False

        class Privacy:
            pass

    try:
        assert "name" in next(unclassified([Forgetful]))
    finally:
        del apps.all_models["base"]["forgetful"]
        apps.clear_cache()


def test_every_table_has_one_policy():
    without = {m._meta.label for m in OURS} - {m._meta.label for m in policed_models()} - set(NOT_POLICED)
    assert not without, f"nobody can be shown these until they have a policy: {sorted(without)}"


def test_every_table_of_an_agency_is_behind_the_wall_and_carries_it_in_its_keys(town):
    assert seatbelt.problems(connection) == []


def test_a_table_whose_wall_is_down_is_found(open_town):
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE people_person DISABLE ROW LEVEL SECURITY")
        cursor.execute("ALTER TABLE cases_case DROP CONSTRAINT cases_case_person_id_agency")
        cursor.execute("DROP STATISTICS cases_case_program_agency")
    found = " ".join(seatbelt.problems(connections["owner"]))
    assert "people_person: row security is off" in found
    assert "cases_case_person_id_agency" in found
    assert "cases_case: whole agencies are slow to search" in found


def test_every_record_of_a_person_says_whose_it_is_directly():
    for model in OURS:
        if issubclass(model, Record) and any(
            f.related_model is not None and f.name == "case" for f in model._meta.fields
        ):
            names = {field.name for field in model._meta.fields}
            assert {"person", "program"} <= names, f"{model._meta.label} must carry person and program"


def test_only_the_listed_functions_run_with_their_owners_rights(town):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace"
            " WHERE prosecdef AND nspname = 'public' AND proname NOT LIKE 'procrastinate%'"
        )
        assert {name for (name,) in cursor.fetchall()} <= set(DEFINERS)


def test_no_view_walks_round_row_security(town):
    with connection.cursor() as cursor:
        cursor.execute("SELECT viewname FROM pg_views WHERE schemaname = 'public'")
        assert cursor.fetchall() == []


def test_the_outer_door_has_rights_only_where_a_model_says_so(town):
    allowed = {
        (wall.table, may) for wall in seatbelt.walls() for door in wall.belt.door for may in door.may.split(", ")
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, may FROM pg_class, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) may"
            " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            " AND CASE WHEN may IN ('DELETE', 'TRUNCATE') THEN has_table_privilege('keyworker_door', oid, may)"
            " ELSE has_any_column_privilege('keyworker_door', oid, may) END"
        )
        assert set(cursor.fetchall()) == allowed


# What was said or spent, and stays as it was written: never changed, never taken away.
STAYS_AS_WRITTEN = {
    "audit.AuditEvent", "consent.Disclosure", "delivery.BudgetEntry", "delivery.ConferenceParticipant",
    "planning.PlanSignature", "referrals.AdvocacyStep",
}  # fmt: skip


def test_what_is_only_added_to_is_changed_and_taken_away_by_nobody_who_serves_a_page(town):
    """The database refuses it, to every login that Keyworker works with; a belt that is loosened is found here."""
    only_added = {model._meta.db_table for model in OURS if getattr(model, "belt", None) and "UPDATE" not in (
        model.belt.app + "".join(door.may for door in model.belt.door)
    )}  # fmt: skip
    kept = {apps.get_model(label)._meta.db_table for label in STAYS_AS_WRITTEN}
    assert kept <= only_added
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class, unnest(ARRAY['keyworker_app', 'keyworker_door']) login"
            " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            " AND (has_any_column_privilege(login, oid, 'UPDATE') OR has_table_privilege(login, oid, 'DELETE')"
            " OR has_table_privilege(login, oid, 'TRUNCATE'))"
        )
        brought_in = {wall.table for wall in seatbelt.walls() if wall.belt.takes_back}
        assert {name for (name,) in cursor.fetchall()} & only_added - brought_in == set()
        cursor.execute("SELECT tablename FROM pg_policies WHERE permissive = 'RESTRICTIVE' AND cmd = 'DELETE'")
        assert {name for (name,) in cursor.fetchall()} == brought_in, "only what an import brought is deleted there"
    assert not kept & brought_in


@pytest.mark.parametrize("statement", ["UPDATE {} SET version = version + 1", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["referrals_advocacystep", "delivery_budgetentry"])
def test_what_was_done_for_somebody_and_what_was_spent_cannot_be_rewritten(town, table, statement):
    """A breach: the application's own login tries it."""
    with pytest.raises(Exception, match="permission denied"), transaction.atomic(), reading(town.amina):
        connection.cursor().execute(statement.format(table))


# What somebody outside may leave, and why. A new table must be argued for here.
LEFT_AT_A_DOOR = {
    "assessment_criticalanswer": "an answer given alone speaks of danger",
    "audit_auditevent": "what was done at the door",
    "consent_consent": "a yes to just what their team asked for there",
    "consent_rightsacknowledgement": "their name under their rights",
    "delivery_message": "they write to those who work with them",
    "delivery_messagefile": "a photo that comes with it",
    "delivery_messagethread": "they write first",
    "delivery_papersent": "a paper that they send, for a worker to look at",
    "documents_document": "the same photo, sealed",
    "intake_incomingreferral": "the public form",
    "people_alert": "the same answer warns everybody",
    "people_careteammember": "whoever is on duty is called for three days",
    "planning_goalreading": "where they are with a goal, as they say it",
    "planning_plansignature": "their name under a plan that their worker put there",
    "people_timelineentry": "what was done at the door, for the team",
    "referrals_referralreply": "a partner answers; they say themselves whether they got there",
    "reviews_complaint": "a complaint or a compliment, left for those whom it is not about",
    "reviews_feedback": "how it was: with their name, or on the open page with nobody's",
    "tasks_declined": "what they do not want",
    "tasks_ownwish": "what they ask of their team",
    "tasks_task": "somebody is to call them today, or to give them what they asked for",
    "visits_seat": "a guest of a video visit sits down, once they were let in",
    "visits_signal": "their browser looks for the others'",
}


def test_at_the_outer_door_only_what_is_listed_can_be_left(town):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            " AND has_any_column_privilege('keyworker_door', oid, 'INSERT')"
        )
        assert {name for (name,) in cursor.fetchall()} == set(LEFT_AT_A_DOOR)


def test_what_the_outer_door_leaves_or_changes_about_a_person_is_theirs(town):
    """Read from the database: no policy for the door's login lets it write beyond the context's person or share."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, coalesce(with_check, qual) FROM pg_policies WHERE schemaname = 'public'"
            " AND 'keyworker_door' = ANY (roles) AND cmd <> 'SELECT' AND permissive = 'PERMISSIVE'"
        )
        found = cursor.fetchall()
    theirs = ("keyworker_person", "keyworker_share", "keyworker_beside")
    loose = {table for table, check in found if not any(each in check for each in theirs)}
    assert loose == {"intake_incomingreferral", "reviews_feedback"}, "nobody is known at a public form, nowhere else"
    answering = {table for table, check in found if "assessment_assessment" in check}
    assert answering == {
        "assessment_criticalanswer", "people_alert", "people_careteammember", "tasks_task",
    }  # fmt: skip


def test_the_outer_door_changes_no_column_but_those_a_model_names(town):
    named = {(wall.table, column) for wall in seatbelt.walls() for door in wall.belt.door for column in door.sets}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, attname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid"
            " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND attnum > 0"
            " AND NOT attisdropped AND has_column_privilege('keyworker_door', pg_class.oid, attnum, 'UPDATE')"
        )
        assert set(cursor.fetchall()) == named


def sources(*drawers):
    for drawer in drawers:
        yield from KEYWORKER.glob(f"*/{drawer}.py")
        yield from KEYWORKER.glob(f"*/{drawer}/*.py")


def breaches(pattern, files):
    return [f"{path.parent.name}/{path.name}" for path in files if re.search(pattern, path.read_text())]


def test_pages_never_read_rows_they_were_not_given():
    """`facts()` decides, it does not show: no view, form or template tag may call it."""
    files = [p for p in sources("views", "forms", "templatetags") if p.parent.name != "base"]
    assert breaches(r"\bfacts\(|\.policed\(|_base_manager|\.raw\(", files) == []


def test_only_sight_and_the_trails_verifier_mark_a_queryset_as_narrowed():
    allowed = {"access/here.py", "access/sight.py", "audit/verifying.py", "base/guarded.py"}
    everywhere = [p for p in KEYWORKER.rglob("*.py") if "migrations" not in p.parts and "console" not in p.parts]
    assert set(breaches(r"\.policed\(", everywhere)) <= allowed
