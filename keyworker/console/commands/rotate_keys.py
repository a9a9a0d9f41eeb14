"""Seals with a new key from now on, and seals again what older keys sealed."""

import argparse
import sys
from pathlib import Path

from django.conf import settings

from keyworker.base.keyring import ring
from keyworker.console import resealing
from keyworker.console.environment import Installation


def run(options: argparse.Namespace, installation: Installation) -> int:
    """Older keys stay in the ring: backups still need them."""
    if resealing.is_being_served():
        print("keyworker: stop Keyworker first; what runs now does not know the new key.", file=sys.stderr)
        return 1
    current = resealing.add_key(Path(settings.KEYRING))
    ring.cache_clear()
    for field in resealing.sealed_fields():
        _say(f"{field.model._meta.label}.{field.name}", resealing.seal_again(field, current=current))
    _say("Keys of files", resealing.seal_file_keys_again(current=current))
    print(f"The key {current} seals from now on. Copy the key ring {settings.KEYRING} to a safe place.")
    return 0


def _say(what: str, tally: resealing.Tally) -> None:
    unreadable = f", {tally.unreadable} that no key opens" if tally.unreadable else ""
    print(f"{what}: {tally.done} sealed again{unreadable}.", flush=True)
