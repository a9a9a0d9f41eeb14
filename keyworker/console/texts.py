"""Hears what a gateway that speaks SMPP says back, on a line of its own: `python -m keyworker.console.texts`."""

import logging
import os
import time
from typing import TYPE_CHECKING

import django
from django.db import close_old_connections

if TYPE_CHECKING:
    from keyworker.notices.gateways.contract import Came, Receipt

SOON_SECONDS, LATER_SECONDS = 5.0, 60.0
STOOD_SECONDS = 120.0  # a line that stood so long was a good one
WAIT_FOR_OURS = (0.5, 1.0, 2.0)

logger = logging.getLogger(__name__)


def main() -> None:
    """Listen until told to stop; a line that is lost, or that nobody takes up, is dialled again after a pause."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    pause = SOON_SECONDS
    while True:
        began = time.monotonic()
        logger.warning("texts: %s", _until_lost())
        pause = SOON_SECONDS if time.monotonic() - began > STOOD_SECONDS else min(pause * 2, LATER_SECONDS)
        time.sleep(pause)


def _until_lost() -> str:
    """Why the line is gone, in words for the administrator: nothing of what was said on it."""
    from keyworker.notices.gateways import settings_in_use, smpp, wire

    try:
        smpp.listen(settings_in_use(), _take_anew)
    except wire.NotReached:
        return "the gateway cannot be reached"
    except smpp.Refused:
        return "the gateway does not let us in; is the password right?"
    except Exception as error:
        return f"the line was lost ({type(error).__name__})"
    return "the line was closed"


def _take_anew(said: "Came | Receipt") -> None:
    """The line is quiet for hours: a connection that the database has closed meanwhile is not asked."""
    close_old_connections()
    take(said)


def take(said: "Came | Receipt") -> None:
    """One thing that was said, brought to whom it is for. A receipt may be quicker than the word that it was taken."""
    from keyworker.interop.texts import take_in
    from keyworker.notices.gateways.contract import Receipt
    from keyworker.notices.whose import whose

    if isinstance(said, Receipt):
        for seconds in WAIT_FOR_OURS:
            if whose(key=said.key):
                break
            time.sleep(seconds)
    take_in([said])


if __name__ == "__main__":
    main()
