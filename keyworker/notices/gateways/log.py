"""No gateway: nothing leaves. The demonstration writes each text to a folder, where its visitor can read it."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings as django_settings

from keyworker.notices.gateways.contract import (
    Call,
    Came,
    NotTaken,
    Outcome,
    OutText,
    Receipt,
    Settings,
    Taken,
    Unsigned,
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LogGateway:
    settings: Settings
    needs: Sequence[str] = ()

    @property
    def reaches_people(self) -> bool:
        """Nobody, but in the demonstration, where nobody is to be reached, it plays the part."""
        return bool(django_settings.DEMO)

    def send(self, text: OutText) -> Outcome:
        """Only the key and how it stands reach the log."""
        if not django_settings.DEMO:
            logger.warning("text %s: not sent, no gateway is connected", text.key)
            return NotTaken(again=False)
        folder = django_settings.TEXTS_PATH
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / f"{text.key}.txt").write_text(f"{text.to}\n{text.words}\n")
        logger.warning("text %s: written down", text.key)
        return Taken(text.key)

    def read(self, call: Call) -> list[Came | Receipt]:
        """Nobody is expected to call."""
        raise Unsigned
