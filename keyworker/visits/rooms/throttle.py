"""How fast one browser may speak (ASVS 5.0 17.3.1). Counted in each web process, for a call asks too often for more."""

from collections import OrderedDict
from time import monotonic
from uuid import UUID

A_SECOND = 30.0  # a meeting of four says some two hundred things in its first seconds, and then nearly nothing
AT_ONCE = 300.0
MOST_KNOWN = 5000
_left: "OrderedDict[UUID, tuple[float, float]]" = OrderedDict()


def too_fast(who: UUID) -> bool:
    """Count one more, and say whether that was too many just now."""
    now = monotonic()
    left, then = _left.pop(who, (AT_ONCE, now))
    left = min(AT_ONCE, left + (now - then) * A_SECOND)
    allowed = left >= 1
    _left[who] = (left - 1 if allowed else left, now)
    if len(_left) > MOST_KNOWN:
        _left.popitem(last=False)
    return not allowed
