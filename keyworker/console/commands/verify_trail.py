"""Checks the audit trail, row by row and seal by seal."""

import argparse

from django.conf import settings

from keyworker.audit import verifying
from keyworker.audit.jobs import SEALS_FILE
from keyworker.console.environment import Installation


def run(options: argparse.Namespace, installation: Installation) -> int:
    """Print what is wrong, oldest first; 1 when anything is."""
    alias = "audit" if "audit" in settings.DATABASES else "owner"
    found = 0
    for fault in verifying.faults(alias, settings.VAR_DIR / "seals" / SEALS_FILE):
        found += 1
        print(f"{fault.where}: {fault.what}", flush=True)
    print(f"The trail is broken in {found} places; begin with the first." if found else "The trail is whole.")
    return 1 if found else 0
