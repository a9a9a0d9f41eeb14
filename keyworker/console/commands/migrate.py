"""Brings the database up to date with the programs."""

import argparse

from keyworker.console import preparing
from keyworker.console.environment import Installation


def run(options: argparse.Namespace, installation: Installation) -> int:
    """Make tables, and fasten row security and grants on them; safe to run again."""
    preparing.migrate()
    return 0
