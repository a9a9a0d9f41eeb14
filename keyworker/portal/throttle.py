"""How often the open doors may be used: a flood from one place must not drown the people who need help."""

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from keyworker.base.network import place_of

HOUR = 60 * 60
FROM_ONE_PLACE = 10  # a library or a shelter sends several in an hour; a person hardly ever ten
TO_ONE_AGENCY = 200
# Wrong ones alone are counted, each of them once, so a shelter behind one address is never shut out: a right code opens
# whatever others typed there. Guessing is hopeless by the code itself. It has 12 signs of 32, 60 bits, and lives for a
# quarter of an hour. Where a thousand are alive at any time, whoever tries a hundred a second finds one in
# 2^60 / (1,000 x 100) seconds, that is 365,000 years. The number spares us work.
WRONG_CODES_FROM_ONE_PLACE = 120
LINKS_FROM_ONE_PLACE = 100  # an office behind one address opens dozens; a link is 128 bits, so this only spares us work

KEYS_ASKED_FROM_ONE_PLACE = 300


def too_many(*, place: str, agency: str) -> bool:
    """Count one more, and say whether that was too many in this hour. `place` is a network address; never stored."""
    from_place = _count(f"place:{agency}:{place_of(place)}")
    to_agency = _count(f"agency:{agency}")
    return from_place > FROM_ONE_PLACE or to_agency > TO_ONE_AGENCY


def too_many_links(*, place: str) -> bool:
    """Count one more wrong link tried from a network address, and say whether that was too many there."""
    return _count(f"link:{place_of(place)}") > LINKS_FROM_ONE_PLACE


def too_many_wrong_codes(*, place: str, code: str) -> bool:
    """Count a wrong code typed at a network address, the same one once, and say whether that was too many there."""
    place = place_of(place)
    if int(cache.get(_key(f"code:{place}"), 0)) > WRONG_CODES_FROM_ONE_PLACE:
        return True  # no code is kept any more: whoever fills the store of all counts would make it forget others
    is_new = cache.add(_key(f"code:{place}:{code}"), 1, timeout=HOUR)
    return is_new and _count(f"code:{place}") > WRONG_CODES_FROM_ONE_PLACE


def too_many_asked(*, place: str) -> bool:
    """Count one more who asked to come in with a key from a network address: each costs us a line of a session."""
    return _count(f"asked:{place}") > KEYS_ASKED_FROM_ONE_PLACE


def _key(what: str) -> str:
    return "door:" + salted_hmac("keyworker.throttle", what).hexdigest()


def _count(what: str) -> int:
    key = _key(what)
    if cache.add(key, 1, timeout=HOUR):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out between the two
        cache.set(key, 1, timeout=HOUR)
        return 1
