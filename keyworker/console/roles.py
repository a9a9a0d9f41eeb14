"""Makes the database and its logins; each may do only what its door needs. Safe to run again."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

import psycopg
from psycopg import sql

DATABASE = "keyworker"
OWNER = "keyworker_owner"  # owns the database and every table; migrations
APP = "keyworker_app"  # staff's pages and jobs, under row security
DOOR = "keyworker_door"  # client portal, partners' links, public forms: under stricter row security
LOADER = "keyworker_loader"  # bulk loads into demo and bench databases only
AUDIT = "keyworker_audit"  # reads everything, writes nothing: checks the trail
RESTRICTED = (APP, DOOR)
BYPASSING = (LOADER, AUDIT)

# A page that hangs must not hold rows for long; long work belongs to the owner's and the loader's logins.
LIMITS = {
    "statement_timeout": "60s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
    # Pages ask for few rows with many conditions: compiling such a query takes longer than running it.
    "jit": "off",
}

Connection = psycopg.Connection[tuple[object, ...]]

ONE_AT_A_TIME = 0x6B657977  # two commands started together must not both make the same login


class RolesRefused(Exception):
    """The administrator's login may not make what is needed."""


@dataclass(frozen=True)
class Logins:
    """The address of the database for each login; the last two need a right that some hosts never give."""

    owner: str
    app: str
    door: str
    loader: str | None
    audit: str | None

    def as_environment(self) -> dict[str, str]:
        """Return the variables that the settings read."""
        named = {
            "DATABASE_OWNER_URL": self.owner,
            "DATABASE_APP_URL": self.app,
            "DATABASE_DOOR_URL": self.door,
            "DATABASE_LOADER_URL": self.loader,
            "DATABASE_AUDIT_URL": self.audit,
        }
        return {name: url for name, url in named.items() if url is not None}


def prepare(admin_url: str, *, database: str, password_of: Callable[[str], str]) -> Logins:
    """Make the logins and the database where they are missing, with an administrator's address."""
    with _server(admin_url) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        try:
            made = {login: _login(connection, login, password_of(login)) for login in (OWNER, *RESTRICTED)}
            made |= {login: _bypassing_login(connection, login, password_of(login)) for login in BYPASSING}
            _database(connection, database)
        except psycopg.errors.InsufficientPrivilege as refusal:
            raise RolesRefused(
                "The login in DATABASE_URL may not make logins and databases. Give one that may, or make "
                "them yourself and set DATABASE_OWNER_URL, DATABASE_APP_URL and DATABASE_DOOR_URL. "
                f"({refusal.diag.message_primary})"
            ) from None
    with psycopg.connect(address(admin_url, database=database), autocommit=True) as connection:
        _rights(connection, database, loading=made[LOADER])

    def url(login: str) -> str | None:
        if not made[login]:
            return None
        return address(admin_url, database=database, login=login, password=password_of(login))

    return Logins(*(url(login) or "" for login in (OWNER, *RESTRICTED)), *(url(login) for login in BYPASSING))


def address(url: str, *, database: str, login: str | None = None, password: str = "") -> str:
    """Return the same server's address for another database and login."""
    parts = urlsplit(url)
    place = parts.netloc
    if login is not None:
        place = f"{quote(login, safe='')}:{quote(password, safe='')}@{place.rpartition('@')[2]}"
    query = [(name, value) for name, value in parse_qsl(parts.query) if name not in {"user", "password", "dbname"}]
    encoded = urlencode(query, quote_via=quote, safe="")
    return urlunsplit((parts.scheme, place, f"/{quote(database, safe='')}", encoded, ""))


def database_in(url: str) -> str:
    """Return the database's name in an address; the one that bears our name when it says none."""
    return unquote(urlsplit(url).path.lstrip("/")) or DATABASE


def database_exists(url: str) -> bool:
    """Say whether the database that an address names is there; its server must be."""
    with psycopg.connect(address(url, database="postgres")) as connection:
        return _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", database_in(url))


def _server(admin_url: str) -> Connection:
    """Connect as administrator; the database that the address names may not exist yet."""
    try:
        return psycopg.connect(admin_url, autocommit=True)
    except psycopg.OperationalError as error:
        if "does not exist" not in str(error):
            raise
        return psycopg.connect(address(admin_url, database="postgres"), autocommit=True)


def _exists(connection: Connection, question: str, name: str) -> bool:
    return connection.execute(question.encode(), [name]).fetchone() is not None


def _login(connection: Connection, login: str, password: str, *, bypassing: bool = False) -> bool:
    known = _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", login)
    verb = sql.SQL("ALTER" if known else "CREATE")
    # Said anew at each start, so that a password file that was replaced works again.
    rights = "LOGIN INHERIT NOCREATEDB NOCREATEROLE" + (" BYPASSRLS" if bypassing else "")
    connection.execute(
        sql.SQL("{} ROLE {} {} PASSWORD {}").format(
            verb, sql.Identifier(login), sql.SQL(rights), _scrambled(connection, login, password)
        )
    )
    if login in RESTRICTED:
        for name, value in LIMITS.items():
            connection.execute(
                sql.SQL("ALTER ROLE {} SET {} = {}").format(
                    sql.Identifier(login), sql.Identifier(name), sql.Literal(value)
                )
            )
    return True


def _scrambled(connection: Connection, login: str, password: str) -> sql.Literal:
    """Return the password already hashed, so that no log of statements can ever hold it."""
    hashed = connection.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")
    return sql.Literal(hashed.decode())


def _bypassing_login(connection: Connection, login: str, password: str) -> bool:
    try:
        return _login(connection, login, password, bypassing=True)
    except psycopg.errors.InsufficientPrivilege:
        # Most managed databases give nobody this right. The login exists, because tables grant rights to it,
        # but we do not use it: bulk loads and the check of the trail then say what they lack.
        _login(connection, login, password)
        return False


def _database(connection: Connection, database: str) -> None:
    if _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", database):
        return
    _become_able_to_give(connection)
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
            sql.Identifier(database), sql.Identifier(OWNER)
        )
    )


def _become_able_to_give(connection: Connection) -> None:
    row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if row is not None and not row[0]:
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(OWNER)))


def _rights(connection: Connection, database: str, *, loading: bool) -> None:
    """Say who may enter. What each may do is granted table by table, beside the table's policies."""
    _become_able_to_give(connection)
    names = {
        "database": sql.Identifier(database),
        "owner": sql.Identifier(OWNER),
        "logins": sql.SQL(", ").join(map(sql.Identifier, (*RESTRICTED, *BYPASSING))),
        "loader": sql.Identifier(LOADER),
    }
    statements = [
        "ALTER DATABASE {database} OWNER TO {owner}",
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {database} TO {logins}",
        "ALTER SCHEMA public OWNER TO {owner}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {logins}",
    ]
    if loading:
        statements.append("GRANT TEMPORARY ON DATABASE {database} TO {loader}")
    for statement in statements:
        connection.execute(sql.SQL(statement).format(**names))
