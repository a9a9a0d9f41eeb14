"""Makes anew by which words notes and documents are found, after the rules of words have changed."""

import argparse

from django.db import connections, transaction

from keyworker.console.environment import Installation
from keyworker.delivery.rebuilding import rebuild


def run(options: argparse.Namespace, installation: Installation) -> int:
    """All of it, or nothing; what documents say is read again by the background worker, from the next minute on."""
    with transaction.atomic(using="owner"):
        notes, documents = rebuild(connections["owner"])
    print(f"{notes:,} notes are found by their words; {documents:,} documents are read again by the worker.")
    return 0
