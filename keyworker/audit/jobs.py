"""Seals the trail every minute."""

from django.conf import settings

from keyworker.audit import verifying
from keyworker.base.jobs import every

SEALS_FILE = "trail-seals.txt"


@every("* * * * *", "audit.seal_trail")
def seal_trail(timestamp: int) -> None:
    verifying.seal("default", settings.VAR_DIR / "seals" / SEALS_FILE)
