"""Logs without people in them: exceptions keep their type and place, never the values they carried."""

import logging
import traceback
from typing import Any


class PrivateFilter(logging.Filter):
    """Drops request paths' query strings and any positional arguments beyond ids from a record."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None:
            match = getattr(request, "resolver_match", None)
            record.msg, record.args = (
                "%s %s",
                (getattr(request, "method", "?"), match.route if match else "(no page)"),
            )
        return True


class PrivateFormatter(logging.Formatter):
    """Prints an exception as its type and the code it passed through; its message may hold what someone typed."""

    def formatException(self, ei: Any) -> str:
        kind, _, trace = ei
        frames = "".join(traceback.format_tb(trace))
        return f"{frames}{getattr(kind, '__module__', '')}.{getattr(kind, '__qualname__', kind)}"
