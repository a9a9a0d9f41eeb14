"""How long a text is to the telephone network: it is charged, and torn apart, by segments (3GPP TS 23.038, 23.040)."""

# The default alphabet, and what costs two of its places.
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")
ALONE, JOINED = 160, 153  # places in a text of one segment, and in each of several
ALONE_WIDE, JOINED_WIDE = 70, 67  # the same in UCS-2


def is_gsm7(words: str) -> bool:
    """Whether the default alphabet has every letter; one that it lacks makes all of them wide."""
    return set(words) <= BASIC | EXTENDED


def segments(words: str) -> int:
    """How many parts it travels in."""
    if is_gsm7(words):
        places = sum(2 if letter in EXTENDED else 1 for letter in words)
        return _parts(places, ALONE, JOINED)
    return _parts(len(words.encode("utf-16-be")) // 2, ALONE_WIDE, JOINED_WIDE)


def parted(words: str) -> list[str]:
    """The parts themselves: no letter that costs two places is torn apart."""
    narrow = is_gsm7(words)
    most = (ALONE if narrow else ALONE_WIDE) if segments(words) == 1 else (JOINED if narrow else JOINED_WIDE)
    found, left = [""], most
    for letter in words:
        cost = (2 if letter in EXTENDED else 1) if narrow else len(letter.encode("utf-16-be")) // 2
        if cost > left:
            found.append("")
            left = most
        found[-1] += letter
        left -= cost
    return found


def _parts(places: int, alone: int, joined: int) -> int:
    return 1 if places <= alone else -(-places // joined)
