"""Patterns that forms bring, run by re2: linear time and little memory, whatever is written in them."""

from functools import lru_cache
from typing import Any

import re2


class BadPattern(ValueError):
    """Not a pattern, or one that needs look-around, back-references or too much memory."""


@lru_cache(maxsize=1024)
def compiled_pattern(pattern: str) -> Any:
    """Quiet, and within 1 MB. Raises BadPattern."""
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        raise BadPattern(pattern) from error
