"""Deletes the embedded database. There is no way back."""

import argparse
import sys

from keyworker.console import environment
from keyworker.console.cluster import Cluster


def run(options: argparse.Namespace) -> int:
    """Delete the database, if there is one and nobody uses it."""
    cluster = Cluster(environment.folder() / "postgres")
    if not cluster.exists():
        return 0
    if cluster.is_running():
        print("keyworker: the database is in use; stop what uses it first.", file=sys.stderr)
        return 1
    cluster.erase()
    return 0
