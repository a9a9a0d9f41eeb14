"""What holds for messages with a client: who may write where, by when an answer is promised, how long words stay."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes

MOST_LETTERS = 4000
MOST_ABOUT = 80
FRIDAY = 5
KEPT = timedelta(days=730)  # words, once the case is closed; who wrote when is kept as long as the file
NOTHING_SAID = _("Write something, or add a file.")


def may_begin(*, case_open: bool, sealed: bool, has_door: bool, declined: bool) -> Decision:
    """Begin a conversation in a case. At their own door nothing tells of a sealed program (see decision 0012)."""
    if sealed:
        return no(_("Nobody writes from this program to somebody's own page: others may see their device."))
    if not has_door:
        return no(_("They have no page of their own yet, where they could read it."))
    return may_go_on(case_open=case_open, sealed=sealed, declined=declined)


def may_go_on(*, case_open: bool, sealed: bool, declined: bool) -> Decision:
    """Write in a conversation there is already. `declined`: they said no to it, and it is not they who write."""
    if sealed:
        return no(_("Nobody writes from this program to somebody's own page: others may see their device."))
    if not case_open:
        return no(_("The work together is over. This can be read, and nothing more is written here."))
    if declined:
        return no(_("On their own page they said no to messages there. Call them or meet, as is safe."))
    return yes()


def is_sound(words: str, *, with_file: bool) -> Decision:
    """Something is said or sent, and no more than a page can show."""
    if not words.strip() and not with_file:
        return no(NOTHING_SAID)
    if len(words) > MOST_LETTERS:
        return no(_("This is too long. Write less, or send it in two parts."))
    return yes()


def promised(written_at: datetime, *, working_days: int) -> datetime:
    """By when somebody answers: the same time of day, so many days from Monday to Friday later.

    `written_at` is on the agency's clock.
    """
    found, left = written_at, working_days
    while left:
        found += timedelta(days=1)
        left -= found.isoweekday() <= FRIDAY
    return found
