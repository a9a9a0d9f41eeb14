"""Papers the town's people brought along, kept in their files."""

from keyworker.base import clock
from keyworker.delivery.actions import Paper, add_document
from keyworker.town import words
from keyworker.town.walking import Walk

EVERY = 3


def hand_over(walk: Walk) -> None:
    """Some bring the letter that worries them."""
    if walk.number % EVERY:
        return
    title, name, about, text = words.PAPERS[walk.number // EVERY % len(words.PAPERS)]
    with clock.at(walk.day(18)):
        written = text.format(full_name=walk.who.identity.full_name, day=walk.day(16).date())
        paper = Paper(title, name, written.encode(), about)
        add_document(actor=walk.worker, case=walk.fresh_case(), paper=paper)
