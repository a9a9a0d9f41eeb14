"""The relay through which pictures go, so that nobody learns where another is (coturn's REST scheme).

The credentials are made anew for each call and open a relay for ten minutes; one that is open stays open.
"""

import hmac
from base64 import b64encode
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

from keyworker.base import clock

CREDENTIALS_LAST_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Way:
    """How pictures travel here. `relayed`: through the relay alone. Without `works` there is no picture at all.

    Then neither is an address told: a page may still be open from when there was a relay.
    """

    works: bool
    relayed: bool

    @property
    def policy(self) -> str:
        return "all" if self.works and not self.relayed else "relay"


def way() -> Way:
    """Through the relay where there is one; straight only in the demonstration, whose people are made up."""
    if settings.TURN_URLS and settings.TURN_SECRET:
        return Way(works=True, relayed=True)
    return Way(works=settings.DEMO, relayed=False)


def ice(participant_id: UUID) -> dict[str, Any]:
    """What a browser is told of it. The relay writes the name into its log, so it names nobody.

    Sound, picture and words go one way together: the relay is asked for one line where it was asked for three.
    """
    travels = way()
    servers = [_server(participant_id)] if travels.relayed else []
    return {"iceServers": servers, "iceTransportPolicy": travels.policy, "bundlePolicy": "max-bundle"}


def _server(participant_id: UUID) -> dict[str, Any]:
    opaque = salted_hmac("keyworker.turn", str(participant_id)).hexdigest()[:16]
    name = f"{int(clock.now().timestamp()) + CREDENTIALS_LAST_SECONDS}:{opaque}"
    signed = hmac.digest(settings.TURN_SECRET.encode(), name.encode(), "sha1")
    return {"urls": settings.TURN_URLS, "username": name, "credential": b64encode(signed).decode()}
