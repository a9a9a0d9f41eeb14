"""Makes the rows anew by which people are found, after the table of names or its rules have changed."""

import argparse

from django.db import connections, transaction

from keyworker.console.environment import Installation
from keyworker.people.rebuilding import rebuild


def run(options: argparse.Namespace, installation: Installation) -> int:
    """All of it, or nothing; people are found by the old rows until it is done."""
    with transaction.atomic(using="owner"):
        done = rebuild(connections["owner"])
    print(f"The names of {done:,} people are found as our rules are now.")
    return 0
