"""Makes bulk data for measuring and rehearsals."""

import argparse
import sys
import time

from keyworker.base import clock
from keyworker.console.environment import Installation
from keyworker.console.seeding.loading import NotForRealPeople, load
from keyworker.console.seeding.shape import Shape


def run(options: argparse.Namespace, installation: Installation) -> int:
    """Load; refuses a database that may hold real people."""
    midnight = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    started = time.monotonic()
    try:
        load(installation.owner_url, Shape(options.people, options.seed, midnight))
    except NotForRealPeople as problem:
        print(f"keyworker: {problem}", file=sys.stderr)
        return 1
    print(f"Done in {time.monotonic() - started:.0f} s.")
    return 0
