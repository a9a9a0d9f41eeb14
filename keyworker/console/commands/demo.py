"""Serves a lived-in town to look at, on this machine only."""

import argparse
import os
import socket
from collections.abc import Iterable, Sequence

from django.conf import settings

from keyworker.console import marks, preparing
from keyworker.console.environment import Installation
from keyworker.console.marks import Mark, Purpose, State
from keyworker.console.supervisor import Supervisor, listen, posts, wanted_port
from keyworker.town import loading

LOOPBACK = "127.0.0.1"  # never another: everybody may know these passwords


def run(options: argparse.Namespace, installation: Installation) -> int:
    """Bring the town up, print who may sign in, and serve until told to stop."""
    with listen(LOOPBACK, wanted_port(options.port)) as listening:
        _bring_up(installation.owner_url, fresh=options.fresh)
        preparing.collect_static()
        _welcome(listening)
        preparing.let_go()
        _keep_off_anothers_hall()
        Supervisor(posts(listening, web_processes=1), installation.cluster).run()
    return 0


def _keep_off_anothers_hall() -> None:
    """Where another demonstration's hall stands on the usual port, ours is given a free one."""
    with socket.socket() as asked, socket.socket() as free:
        if "KEYWORKER_HALL_PORT" in os.environ or asked.connect_ex((LOOPBACK, settings.HALL_PORT)) != 0:
            return
        free.bind((LOOPBACK, 0))
        os.environ["KEYWORKER_HALL_PORT"] = str(free.getsockname()[1])


def _bring_up(owner_url: str, *, fresh: bool) -> None:
    mark, now = marks.read(owner_url), preparing.programs_fingerprint()
    loaded = mark is not None and mark.state is State.READY and not fresh
    if mark is not None and not loaded:
        marks.wipe(owner_url)
    if not loaded:
        marks.write(owner_url, Mark(Purpose.DEMO, State.LOADING))
    if not loaded or (mark is not None and mark.fingerprint != now):
        print("Preparing the database…", flush=True)
        preparing.migrate()
    if not loaded:
        print("The people of the town move in…", flush=True)
        loading.load()
    marks.write(owner_url, Mark(Purpose.DEMO, State.READY, now))


def _welcome(listening: socket.socket) -> None:
    print()
    for line in _table([("Who", "What they do", "E-mail", "Password"), *loading.sign_ins()]):
        print(line)
    here = f"http://localhost:{listening.getsockname()[1]}"
    print(f"\nAs a client, in another browser, open {here}/o/ within a quarter of an hour. A worker makes another")
    print("code in the file, under Safety, Their own page.\n")
    for line in _table([("Who", "Code, once", "PIN"), *loading.own_pages_of()]):
        print(line)
    print(f"\nOpen {here} and sign in. Ctrl-C ends it.", flush=True)


def _table(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for number, row in enumerate(rows):
        yield "  " + "   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        if number == 0:
            yield "  " + "   ".join("─" * width for width in widths)
