"""What a page says once about what was just done."""

from collections.abc import Sequence
from typing import Any

from django.contrib.messages import WARNING
from django.contrib.messages.storage.session import SessionStorage

MOST = 8


class SaidOnce(SessionStorage):
    """Kept with the session until it is read: each sentence once, as it was said last, and the latest alone.

    What a browser sends by itself, after hours without a network, is answered as well: without a limit it would pile
    up unread, and each request would read all of it. Warnings and errors stay longer than what went well.
    """

    def serialize_messages(self, messages: Sequence[Any]) -> str:
        said = {(each.level, each.extra_tags, str(each.message)): number for number, each in enumerate(messages)}
        by_weight = sorted(said.values(), key=lambda number: (messages[number].level >= WARNING, number))
        return super().serialize_messages([messages[number] for number in sorted(by_weight[-MOST:])])
