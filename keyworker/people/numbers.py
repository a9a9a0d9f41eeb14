"""Telephone numbers and identifiers as they are compared: however somebody writes them, one number is one."""

import re
from functools import cache

import phonenumbers
from babel.core import get_global

from keyworker.base.keyring import ring

SEPARATORS, DIALS = re.compile(r"[\s().\-]"), re.compile(r"\+?[0-9*#]+")
IDENTIFIER = "identifier"  # the purpose of the keyed hash: one for every scheme, so that one look-up finds any


@cache
def country_of(time_zone: str) -> str:
    """The country of a time zone, in whose way numbers are read that name none ("US"); "" where it has none."""
    found: str = get_global("zone_territories").get(time_zone, "")
    return found if found in phonenumbers.SUPPORTED_REGIONS else ""


def normalised(value: str, country: str = "") -> str:
    """What every spelling of a way to reach somebody, or of an identifier, has in common.

    Of a telephone number all digits, with those of its country; of another number its digits; else small letters.
    """
    digits = "".join(character for character in value if character.isdigit())
    if len(digits) < len(value.replace(" ", "")) // 2 or not digits:
        return value.strip().casefold()
    return _international(value, country) or digits


def spellings_of_number(value: str, country: str) -> list[str]:
    """As it is kept when its country was known, and when it was not."""
    return list(dict.fromkeys((normalised(value, country), normalised(value))))


def e164(value: str, country: str = "") -> str:
    """ "+12025550143" for "(202) 555-0143"; empty where it is no number that a phone could have (ITU-T E.164)."""
    digits = _international(value, country)
    return f"+{digits}" if digits else ""


def dialled(value: str, country: str = "") -> str:
    """What an exchange is to dial; empty where that is not plain, for then it would ring at somebody else's.

    As it stands where only signs that separate are beside the digits; else as one number without its extension.
    """
    plain = SEPARATORS.sub("", value)
    return plain if DIALS.fullmatch(plain) and "(0)" not in value else e164(value, country)


def number_hash(number: str) -> bytes:
    """By which a number that calls or writes is found among the ways to reach people, without being told."""
    return ring().find(normalised(number), purpose="contact")


def _international(value: str, country: str) -> str:
    try:
        read = phonenumbers.parse(value, country or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(read):
        return ""
    return f"{read.country_code}{phonenumbers.national_significant_number(read)}"
