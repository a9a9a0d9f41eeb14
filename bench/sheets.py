"""How long a list of people takes to come in and to go back, and how much memory: `python bench/sheets.py 100000`.

Everybody has a name, a birth date, a telephone, an e-mail address, an address, a number of the list and a household.
Meant for a machine that does nothing else; the database is an installation of its own under var/bench-sheets.
"""

import csv
import io
import os
import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
HEADERS = (
    "Client ID", "First name", "Last name", "Date of birth", "Phone", "E-mail", "Address", "Zip", "City", "Household",
    "Language", "Interpreter",
)  # fmt: skip
BUDGET_SECONDS = 300


def main() -> int:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    os.environ.setdefault("KEYWORKER_VAR", str(ROOT / "var" / "bench-sheets"))
    from keyworker.console.environment import running_django

    with running_django():
        actor, where = _office()
        content = _list(people)
        print(f"{people:,} rows, {len(content) / 1e6:.1f} MB", flush=True)
        return _measured(actor, where, content)


def _office() -> tuple[Any, dict[str, Any]]:
    """An agency of its own, with somebody who carries cases."""
    from keyworker.access import actions as access
    from keyworker.access.roles import Role
    from keyworker.access.sight import require
    from keyworker.accounts.models import User
    from keyworker.agencies.models import Agency, Program
    from keyworker.base import actor as actors
    from keyworker.base.context import reading
    from keyworker.base.ids import new_id
    from keyworker.console import preparing
    from keyworker.console.agencies import add_agency

    preparing.migrate()
    slug = f"bench-{new_id().hex[-8:]}"
    agency = Agency(name="Bench", slug=slug, code="B", time_zone="America/New_York")
    program = add_agency_and_program(add_agency, agency, slug)
    job = actors.job("installation", agency_id=agency.id)
    user = User.objects.create_user(f"worker@{slug}.example", None)
    worker = access.add_staff(actor=job, agency=agency, user=user, name="Bench Worker", job_title="Case manager")
    with reading(job):
        found = require(Program, program, actor=job, needs=access.Permission.AGENCY_VIEW)
    access.grant_role(actor=job, member=worker, role=Role.CASE_MANAGER, program=found, because="bench")
    return actors.job("sheet-import", agency_id=agency.id), {"program_id": program, "worker_id": worker.pk}


def add_agency_and_program(add_agency: Callable[..., str], agency: Any, slug: str) -> Any:
    """The key of its first program."""
    from keyworker.access.sight import facts
    from keyworker.agencies.models import Program
    from keyworker.base import actor as actors
    from keyworker.base.context import reading

    add_agency(agency, program="Bench", administrator="Bench Chief", email=f"chief@{slug}.example")
    with reading(actors.job("installation", agency_id=agency.id)):
        return facts(Program, because="a benchmark").values_list("pk", flat=True).get()


def _list(people: int) -> bytes:
    from keyworker.console.seeding.names import FAMILY, GIVEN

    dice, file = random.Random("a list of people"), io.StringIO()
    writer = csv.writer(file)
    writer.writerow(HEADERS)
    for number in range(people):
        given, family = dice.choice(GIVEN), dice.choice(FAMILY)
        born = f"{dice.randint(1, 28)}/{dice.randint(1, 12)}/{dice.randint(1940, 2020)}"
        reached = (f"202 555 {number % 10_000:04d}", f"p{number}@mail.example")
        lives = (f"{dice.randint(1, 999)} Elm Street", f"{dice.randint(10_000, 99_999)}", "Springfield", number // 3)
        writer.writerow([number + 1, given, family, born, *reached, *lives, "Spanish", dice.choice(["yes", "no"])])
    return file.getvalue().encode()


def _measured(actor: Any, where: dict[str, Any], content: bytes) -> int:
    from keyworker.access.sight import require
    from keyworker.agencies.models import Agency
    from keyworker.base.context import reading
    from keyworker.interop.sheets import actions, running
    from keyworker.interop.sheets.reading import beginning

    with reading(actor):
        agency = require(Agency, actor.agency_id, actor=actor, needs=actions.NEEDS)
    begins = beginning(io.BytesIO(content))
    sheet = actions.send_sheet(actor=actor, agency=agency, name="bench.csv", content=content, begins=begins)
    matching = actions.Matching(columns=sheet.columns, order="day", alike="new")
    actions.match_sheet(actor=actor, sheet=sheet, matching=matching, enqueued=False, **where)
    looked = _stage("looked over", lambda: running.look_over(actor, sheet.pk))
    sheet = actions.start_sheet(actor=actor, sheet=sheet, enqueued=False)
    came = _stage("brought in", lambda: running.bring_in(actor, sheet.pk))
    actions.start_undoing(actor=actor, sheet=sheet, enqueued=False)
    _stage("taken back", lambda: running.take_back(actor, sheet.pk))
    return int(looked + came > BUDGET_SECONDS)


def _stage(name: str, work: Callable[[], Any]) -> float:
    wall, own, base = time.monotonic(), time.process_time(), _of_the_database()
    sheet = work()
    seconds, spent = time.monotonic() - wall, time.process_time() - own
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    busy = f"{spent:.1f} s in this process, {_of_the_database() - base:.1f} s in the database"
    print(f"  {name:<12} {seconds:6.1f} s ({busy}), peak {peak:.0f} MB", flush=True)
    print(f"    {sheet.state}: {sheet.counts}", flush=True)
    return seconds


def _of_the_database() -> float:
    """Processor seconds of the process that serves this connection: on a busy machine they say more than the clock."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    ticks = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
