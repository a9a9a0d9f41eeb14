"""What may be a PIN, when a door may be opened for somebody, and how many tries it takes."""

import re
import unicodedata
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes

DIGITS = 6
TRIES = 5  # NIST SP 800-63B asks for at most 100 in all; six digits and five tries leave 1 in 200,000
SHOWN_FOR = timedelta(minutes=15)  # as long as the worker and the person look at it together
SENT_FOR = timedelta(hours=24)
PHONE_KNOWN_FOR = timedelta(days=90)
MOST_KEYS = 5
RUNS = ("0123456789", "9876543210")
# Letters and figures that nobody takes for another when they are read out (Crockford's base 32).
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_SIGNS = 12  # 60 bits, for a quarter of an hour, behind a throttle and a PIN
HEARD_AS = str.maketrans("OIL", "011")


def plain_digits(typed: str) -> str:
    """What was typed with the figures of any script as 0 to 9, and without spaces."""
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in typed if not sign.isspace())


def plain_code(typed: str) -> str:
    """A code as it was made, however it was typed or heard: dashes, spaces, small letters, O for 0."""
    return re.sub(r"[\s\-–—.]", "", plain_digits(typed)).upper().translate(HEARD_AS)


def good_pin(pin: str, *, born_on: date | None) -> Decision:
    """Six digits that whoever knows the person does not guess first."""
    if not re.fullmatch(rf"[0-9]{{{DIGITS}}}", pin):
        return no(_("Choose 6 digits."))
    if len(set(pin)) < 3 or any(pin in run for run in RUNS) or pin[:3] == pin[3:]:
        return no(_("That is easy to guess. Choose other digits."))
    if born_on is not None and pin in _birthdays(born_on):
        return no(_("That is your birthday. Choose other digits."))
    return yes()


def _birthdays(born_on: date) -> set[str]:
    return {born_on.strftime(form) for form in ("%d%m%y", "%m%d%y", "%y%m%d", "%m%Y", "%Y%m")}


def may_open_door(*, died: bool, has_one: bool, has_code_word: bool) -> Decision:
    """Whether a worker may open their own page for somebody. Without a code word nobody could let them in again."""
    if died:
        return no(_("They have died. Nobody is given a page of their own any more."))
    if has_one:
        return no(_("They have a page of their own already."))
    if not has_code_word:
        return no(_("First agree on a code word with them. By it we know them when the page must be opened again."))
    return yes()


def may_keep_key(*, shared: bool, open_now: bool, held: int) -> Decision:
    """Whether a phone may keep a key to somebody's page. One that others unlock would open it for them."""
    if shared:
        return no(_("Other people use this phone. A key would open my page for them, too. So there is none."))
    if not open_now:
        return no(_("This page is shut."))
    if held >= MOST_KEYS:
        return no(_("You have many keys. Take one away first."))
    return yes()


def goes_on(kept: int, told: int) -> bool:
    """Whether a key counts on from where it stood; two that count from the same number are a key and its copy.

    A phone that never counts tells 0 each time (WebAuthn level 2, section 6.1.1).
    """
    return told > kept or told == kept == 0


def same_word(heard: str, words: list[str]) -> bool:
    """Whether somebody said one of the words, whatever the case or the spaces."""
    return _flat(heard) in {_flat(word) for word in words}


def _flat(word: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", word).casefold().split())
