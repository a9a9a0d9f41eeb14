"""How often the public form may be sent: a flood from one place must not drown the people who need help."""

from django.core.cache import cache
from django.utils.crypto import salted_hmac

HOUR = 60 * 60
FROM_ONE_PLACE = 10  # a library or a shelter sends several in an hour; a person hardly ever ten
TO_ONE_AGENCY = 200


def too_many(*, place: str, agency: str) -> bool:
    """Count one more, and say whether that was too many in this hour. `place` is a network address; never stored."""
    from_place = _count(f"place:{agency}:{place}")
    to_agency = _count(f"agency:{agency}")
    return from_place > FROM_ONE_PLACE or to_agency > TO_ONE_AGENCY


def _count(what: str) -> int:
    key = "refer:" + salted_hmac("keyworker.throttle", what).hexdigest()
    if cache.add(key, 1, timeout=HOUR):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out between the two
        cache.set(key, 1, timeout=HOUR)
        return 1
