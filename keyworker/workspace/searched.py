"""What a worker looked for last: kept sealed in their session, and opened by nobody else's."""

import base64
import binascii

from django.contrib.sessions.backends.base import SessionBase

from keyworker.base.actor import Actor
from keyworker.base.keyring import Unreadable, ring

SEARCHED, SALT = "searched", b"what was looked for"
LONGEST = 100


def remember(session: SessionBase, actor: Actor, words: str) -> None:
    """Keep the words until the next search, or until the session ends."""
    sealed = ring().seal(words.strip()[:LONGEST].encode(), salt=SALT, bound_to=_place(actor))
    session[SEARCHED] = base64.b64encode(sealed).decode()


def remembered(session: SessionBase, actor: Actor) -> str:
    """The words; none where nothing was looked for, or somebody else did."""
    try:
        sealed = base64.b64decode(session.get(SEARCHED, ""), validate=True)
        return ring().open(sealed, salt=SALT, bound_to=_place(actor)).decode()
    except (Unreadable, IndexError, binascii.Error):
        return ""


def _place(actor: Actor) -> str:
    return f"search.{actor.agency_id}.{actor.id}"
