"""Brings the database up to date with the programs."""

import argparse

from keyworker.console import preparing
from keyworker.console.environment import Installation


def run(options: argparse.Namespace, installation: Installation) -> int:
    """Make tables, and fasten row security and grants on them; safe to run again."""
    taken = preparing.migrate()
    print(f"The database fits these programs ({taken} steps taken).")
    return 0
