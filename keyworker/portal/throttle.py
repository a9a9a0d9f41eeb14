"""How often the open doors may be used: a flood from one place must not drown the people who need help."""

from django.core.cache import cache
from django.utils.crypto import salted_hmac

HOUR = 60 * 60
FROM_ONE_PLACE = 10  # a library or a shelter sends several in an hour; a person hardly ever ten
TO_ONE_AGENCY = 200
CODES_FROM_ONE_PLACE = 30  # a code is 60 bits and lives a quarter of an hour: nobody finds one in thirty tries
LINKS_FROM_ONE_PLACE = 100  # an office behind one address opens dozens; a link is 128 bits, so this only spares us work


def too_many(*, place: str, agency: str) -> bool:
    """Count one more, and say whether that was too many in this hour. `place` is a network address; never stored."""
    from_place = _count(f"place:{agency}:{place}")
    to_agency = _count(f"agency:{agency}")
    return from_place > FROM_ONE_PLACE or to_agency > TO_ONE_AGENCY


def too_many_links(*, place: str) -> bool:
    """Count one more link tried from a network address, right or wrong, and say whether that was too many."""
    return _count(f"link:{place}") > LINKS_FROM_ONE_PLACE


def too_many_codes(*, place: str) -> bool:
    """Count one more code typed at a network address, right or wrong, and say whether that was too many."""
    return _count(f"code:{place}") > CODES_FROM_ONE_PLACE


def _count(what: str) -> int:
    key = "door:" + salted_hmac("keyworker.throttle", what).hexdigest()
    if cache.add(key, 1, timeout=HOUR):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out between the two
        cache.set(key, 1, timeout=HOUR)
        return 1
