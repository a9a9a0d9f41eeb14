"""Seals the rows of the audit trail that wait for it."""

import argparse

from django.conf import settings

from keyworker.audit import verifying
from keyworker.audit.jobs import SEALS_FILE
from keyworker.console.environment import Installation


def run(options: argparse.Namespace, installation: Installation) -> int:
    """Seal, and say under which number."""
    number = verifying.seal("default", settings.VAR_DIR / "seals" / SEALS_FILE)
    print("Nothing waited to be sealed." if number is None else f"Seal {number} is made.")
    return 0
