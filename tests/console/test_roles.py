"""The database's logins: each may do only what its door needs."""

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from keyworker.console import roles
from keyworker.console.roles import Logins, RolesRefused


@pytest.fixture
def logins(shared) -> Logins:
    return prepared(shared)


def prepared(cluster, **changes) -> Logins:
    url = changes.get("url") or cluster.url("postgres")
    return roles.prepare(url, database="keyworker", password_of=cluster.passwords.of)


def ask(url, statement):
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else None


def rights(url):
    question = "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
    return ask(url, question)[0]


def test_the_doors_logins_can_bypass_nothing_and_make_nothing(logins):
    for url in (logins.app, logins.door):
        assert rights(url) == (False, False, False, False)
        with pytest.raises(InsufficientPrivilege):
            ask(url, "CREATE TABLE mine (id int)")
        with pytest.raises(InsufficientPrivilege):
            ask(url, "CREATE TEMPORARY TABLE mine (id int)")
        with pytest.raises(InsufficientPrivilege):
            ask(url, "SET ROLE keyworker_owner")


def test_a_new_table_is_open_to_nobody_until_it_is_granted(logins):
    ask(logins.owner, "CREATE TABLE people (name text)")
    for url in (logins.app, logins.door, logins.loader, logins.audit):
        with pytest.raises(InsufficientPrivilege):
            ask(url, "SELECT * FROM people")


def test_the_owner_makes_tables_but_is_no_administrator(logins):
    assert rights(logins.owner) == (False, False, False, False)
    assert ask(logins.owner, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'keyworker'") == [
        ("keyworker_owner",)
    ]


def test_only_the_loader_and_the_auditor_pass_row_security(logins):
    assert rights(logins.loader) == (False, True, False, False)
    assert rights(logins.audit) == (False, True, False, False)


def test_a_login_that_is_not_ours_cannot_enter(shared, logins):
    ask(shared.url("postgres"), "CREATE ROLE neighbour LOGIN PASSWORD 'next-door'")
    stranger = roles.address(logins.app, database="keyworker", login="neighbour", password="next-door")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(stranger)


def test_running_again_changes_nothing_and_repairs_a_lost_password(shared, logins):
    ask(shared.url("postgres"), "ALTER ROLE keyworker_app PASSWORD 'lost'")
    again = prepared(shared)
    assert again == logins
    assert ask(again.app, "SELECT 1") == [(1,)]


def test_a_page_that_hangs_does_not_hold_rows_for_ever(logins):
    assert ask(logins.app, "SHOW idle_in_transaction_session_timeout") == [("1min",)]
    assert ask(logins.owner, "SHOW idle_in_transaction_session_timeout") == [("0",)]


def test_a_host_that_gives_nobody_the_right_to_bypass_still_serves_pages(running):
    ask(running.url("postgres"), "CREATE ROLE host_admin LOGIN CREATEROLE CREATEDB PASSWORD 'x'")
    url = roles.address(running.url("postgres"), database="postgres", login="host_admin", password="x")
    logins = prepared(running, url=url)
    assert (logins.loader, logins.audit) == (None, None)
    assert ask(logins.app, "SELECT 1") == [(1,)]
    assert "DATABASE_LOADER_URL" not in logins.as_environment()
    assert prepared(running, url=url) == logins


def test_a_login_that_may_not_make_others_is_told_what_to_do_instead(running):
    ask(running.url("postgres"), "CREATE ROLE nobody_much LOGIN PASSWORD 'x'")
    url = roles.address(running.url("postgres"), database="postgres", login="nobody_much", password="x")
    with pytest.raises(RolesRefused, match="DATABASE_APP_URL"):
        prepared(running, url=url)


def test_the_database_that_the_address_names_is_made_when_it_is_not_there(shared):
    url = shared.url("not_there_yet")
    assert not roles.database_exists(url)
    roles.prepare(url, database=roles.database_in(url), password_of=shared.passwords.of)
    assert roles.database_exists(url)


def test_the_statements_that_set_passwords_hold_no_password(shared, monkeypatch):
    said = []
    execute = psycopg.Connection.execute

    def listening(connection, query, *values, **options):
        said.append(query.as_string(connection) if hasattr(query, "as_string") else str(query))
        return execute(connection, query, *values, **options)

    monkeypatch.setattr(psycopg.Connection, "execute", listening)
    prepared(shared)
    assert any("SCRAM-SHA-256" in statement for statement in said)
    assert not any(shared.passwords.of(roles.APP) in statement for statement in said)


@pytest.mark.parametrize(
    "given",
    [
        "postgresql://admin:s%40crt@db.example.org:6432/old?sslmode=require",
        "postgresql://admin@db.example.org:6432/old?sslmode=require&user=admin",
    ],
)
def test_an_address_keeps_its_server_and_its_manners(given):
    url = roles.address(given, database="new", login="some/one", password="p@ss")
    found = psycopg.conninfo.conninfo_to_dict(url)
    assert found == {
        "host": "db.example.org", "port": "6432", "dbname": "new", "user": "some/one", "password": "p@ss",
        "sslmode": "require",
    }  # fmt: skip
