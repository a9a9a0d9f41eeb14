"""Runs one of Django's own commands, with the database running."""

import argparse

from django.core.management import execute_from_command_line

from keyworker.console.environment import Installation


def run(options: argparse.Namespace, installation: Installation) -> int:
    """Hand the words on as they are."""
    execute_from_command_line(["keyworker manage", *options.words])
    return 0
