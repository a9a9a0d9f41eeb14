"""What a page says once about what was just done."""

from collections.abc import Sequence
from typing import Any

from django.contrib.messages.storage.session import SessionStorage

MOST = 8


class SaidOnce(SessionStorage):
    """Kept with the session until it is read, each sentence once and the latest alone.

    What a browser sends by itself, after hours without a network, is answered as well: without a limit it would pile
    up unread, and each request would read all of it.
    """

    def serialize_messages(self, messages: Sequence[Any]) -> str:
        latest = {(each.level, each.extra_tags, str(each.message)): each for each in messages}
        return super().serialize_messages(list(latest.values())[-MOST:])
