"""Serves this installation: web pages and background jobs."""

import argparse

from keyworker.console import marks, preparing
from keyworker.console.environment import Installation, RealPeople
from keyworker.console.marks import Purpose
from keyworker.console.supervisor import Supervisor, listen, posts, wanted_port


def run(options: argparse.Namespace, installation: Installation) -> int:
    """Migrate if needed, then serve until told to stop."""
    mark = marks.read(installation.owner_url)
    if mark is not None and mark.purpose is Purpose.DEMO:
        raise RealPeople("This database holds a demonstration, whose passwords are known. Give another.")
    with listen(options.host, wanted_port(options.port)) as listening:
        preparing.migrate()
        preparing.collect_static()
        print(f"Keyworker serves on http://{options.host}:{listening.getsockname()[1]}", flush=True)
        preparing.let_go()
        Supervisor(posts(listening, web_processes=options.workers), installation.cluster).run()
    return 0
