"""Looks questionnaires over and says what is wrong with them: no installation, no database, nothing kept."""

import argparse

from keyworker.console.reports import tell
from keyworker.questionnaires.arriving import look_over_paths


def run(options: argparse.Namespace) -> int:
    """1 when any file would be refused."""
    return tell(look_over_paths(options.paths), as_json=options.json)
