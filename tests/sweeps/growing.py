"""Makes every list of the scene longer, by actions and by copying rows where they lie; no page is asked."""

import psycopg
from django.apps import apps
from django.db import connections

from keyworker.base.encryption import SealedTextField
from keyworker.base.models import Record
from keyworker.cases.models import Case
from keyworker.directory.models import Service
from keyworker.intake.actions import Asked, receive_referral
from keyworker.people.actions import Way, add_contact_point
from keyworker.people.models import Channel, Person
from tests.sweeps.scene import ODALYS, refer_out

MORE, FEW = 20, 3
THE_FIRST = "id IN (SELECT id FROM {table} WHERE agency_id = %s ORDER BY id LIMIT 3)"
COPY = """
INSERT INTO {table} SELECT (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid()))).*
FROM {table} one, generate_series(1, {more}) WHERE {which} ON CONFLICT DO NOTHING
"""
FILL = """
INSERT INTO {table} SELECT (jsonb_populate_record(one, jsonb_build_object({new}))).*
FROM {table} one, generate_series(1, %s / (SELECT 1 + count(*) FROM {table})) ON CONFLICT DO NOTHING
"""
# Of a pair the smaller key comes first.
IN_ORDER = {
    "person_id": "overlay(gen_random_uuid()::text placing '00' from 1)",
    "other_id": "overlay(gen_random_uuid()::text placing 'ff' from 1)",
}


def twenty_more_of_everything(town):
    """Twenty more clients of Amina's, and twenty copies of each row of Odalys' file and of the agency's lists."""
    her = town.find(Person, full_name=ODALYS)
    for number in range(MORE):
        town.client_case(full_name=f"Zenobia Quattlebaum the {number}th")
        add_contact_point(actor=town.amina, person=her, way=Way(Channel.PHONE, f"+1 202 555 01{number:02}"))
        asked = Asked(
            source_kind="self", full_name=f"Zenobia the {number}th", needs="A room.", contact="+1 202 555 0199"
        )
        receive_referral(actor=town.flo, program=town.housing, asked=asked)
    case = town.find(Case, person=her.pk)
    for service in town.all(Service, status="active")[:FEW]:
        refer_out(town, case, service)
    with connections["owner"].cursor() as cursor:
        for model in apps.get_models():
            if issubclass(model, Record) and model is not Person and all(field.null for field in _sealed(model)):
                _copy(cursor, model, her)


def _sealed(model):
    """What is sealed belongs to its row: a copy could not be opened. Rows without it are copied."""
    return [field for field in model._meta.local_fields if isinstance(field, SealedTextField)]


def _copy(cursor, model, her):
    """Rows about her, or the first few of what belongs to the agency. What a trigger holds still is copied too."""
    table = model._meta.db_table
    names = {field.column for field in model._meta.local_fields}
    about_her = "person_id" in names
    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    which, more, whose = ("person_id = %s", MORE, her.pk) if about_her else (THE_FIRST, MORE // FEW, her.agency_id)
    which = " AND ".join([which.format(table=table), *(f"{field.column} IS NULL" for field in _sealed(model))])
    cursor.execute(COPY.format(table=table, more=more, which=which), [whose])
    cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def rows_of_other_agencies(admin, at_least=700):
    """Fill every table with rows of agencies nobody here works for: what a page must not read through."""
    with psycopg.connect(admin) as connection:
        connection.execute("SET session_replication_role = replica")  # the rows stand for nothing: keys and rules rest
        for model in apps.get_models():
            if issubclass(model, Record):
                _fill(connection, model, at_least)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("ANALYZE")


def _fill(connection, model, at_least):
    table = model._meta.db_table
    starts = IN_ORDER if any(each.name.endswith("_in_order") for each in model._meta.constraints) else {}
    values = {name: starts.get(name, "gen_random_uuid()") for name in ("id", "agency_id", *_keys(model))}
    new = ", ".join(f"'{name}', {value}" for name, value in values.items())
    connection.execute(FILL.format(table=table, new=new), [at_least])


def _keys(model):
    """Columns that point at somebody's rows: each new row points elsewhere."""
    return [
        field.column
        for field in model._meta.local_fields
        if field.is_relation and not field.null and issubclass(field.related_model, Record)
    ]
