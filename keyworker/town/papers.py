"""Papers the town's people brought along, kept in their files."""

from keyworker.base import clock
from keyworker.delivery.actions import Paper, add_document
from keyworker.delivery.models import CaseDocument
from keyworker.town import words
from keyworker.town.walking import Walk

EVERY = 3


def hand_over(walk: Walk) -> None:
    """Some bring the letter that worries them."""
    if walk.number % EVERY:
        return
    title, name, kind, about, text = words.PAPERS[walk.number // EVERY % len(words.PAPERS)]
    letter = _bring(walk, 18, Paper(title, name, _written(walk, text, 16), about, kind))
    if text == words.PAPERS[0][-1]:
        _bring(walk, 24, Paper(title, name, _written(walk, words.ANSWER, 23), about, kind, replaces=letter))


def _bring(walk: Walk, day: int, paper: Paper) -> CaseDocument:
    with clock.at(walk.day(day)):
        return add_document(actor=walk.worker, case=walk.fresh_case(), paper=paper)


def _written(walk: Walk, text: str, day: int) -> bytes:
    return text.format(full_name=walk.who.identity.full_name, day=walk.day(day).date()).encode()
