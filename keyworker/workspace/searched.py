"""What a worker looked for last: kept sealed in their session, and opened by nobody else's."""

import base64
import binascii

from django.contrib.sessions.backends.base import SessionBase

from keyworker.base.actor import Actor
from keyworker.base.keyring import Unreadable, ring

SALT = b"what was looked for"
PEOPLE, WORDS = "searched", "searched_words"  # what was looked for among people, and in notes and documents
LONGEST = 100


def remember(session: SessionBase, actor: Actor, words: str, *, where: str = PEOPLE) -> None:
    """Keep the words until the next search, or until the session ends."""
    sealed = ring().seal(words.strip()[:LONGEST].encode(), salt=SALT, bound_to=_place(actor, where))
    session[where] = base64.b64encode(sealed).decode()


def remembered(session: SessionBase, actor: Actor, *, where: str = PEOPLE) -> str:
    """The words; none where nothing was looked for, or somebody else did."""
    try:
        sealed = base64.b64decode(session.get(where, ""), validate=True)
        return ring().open(sealed, salt=SALT, bound_to=_place(actor, where)).decode()
    except (Unreadable, IndexError, binascii.Error):
        return ""


def _place(actor: Actor, where: str) -> str:
    return f"{where}.{actor.agency_id}.{actor.id}"
