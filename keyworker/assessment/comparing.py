"""An assessment beside an earlier one of the same form: question by question, with each change in words and a sign."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keyworker.assessment.instruments import ReliableChange, better_when, reliable_change
from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.definition import Definition, Item
from keyworker.questionnaires.engine.scoring import Score
from keyworker.questionnaires.engine.wording import answer_in_words, number_in_words
from keyworker.questionnaires.filling import Filling


class Movement(StrEnum):
    """What became of an answer or a score since then."""

    SAME = "same"
    HIGHER = "higher"
    LOWER = "lower"
    BETTER = "better"
    WORSE = "worse"
    OTHER = "other"
    NEW = "new"
    GONE = "gone"
    ASKED_NOW = "asked-now"
    ASKED_THEN = "asked-then"


IN_WORDS: dict[Movement, str | Promise] = {
    Movement.SAME: gettext_lazy("the same"),
    Movement.HIGHER: gettext_lazy("higher"),
    Movement.LOWER: gettext_lazy("lower"),
    Movement.BETTER: gettext_lazy("better"),
    Movement.WORSE: gettext_lazy("worse"),
    Movement.OTHER: gettext_lazy("changed"),
    Movement.NEW: gettext_lazy("answered now, not then"),
    Movement.GONE: gettext_lazy("answered then, not now"),
    Movement.ASKED_NOW: gettext_lazy("was not asked then"),
    Movement.ASKED_THEN: gettext_lazy("is not asked any more"),
}
TONES = {Movement.BETTER: "success", Movement.WORSE: "warning"}


@dataclass(frozen=True, slots=True)
class Moved:
    """A movement, and by how much where both weigh something."""

    movement: Movement
    by: Decimal | None = None

    @property
    def words(self) -> str:
        """ "lower (−3)", "the same": words, never only a colour or a sign."""
        said = str(IN_WORDS[self.movement])
        if self.by:
            sign = "+" if self.by > 0 else "−"
            return _("{said} ({sign}{number})").format(said=said, sign=sign, number=number_in_words(abs(self.by)))
        return said

    @property
    def tone(self) -> str:
        return TONES.get(self.movement, "neutral")


@dataclass(frozen=True, slots=True)
class Line:
    """One question in both: `asked_then` is its earlier wording, where that was another."""

    question: str
    then: str
    now: str
    moved: Moved
    asked_then: str = ""


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One result in both. `reliable`: what change counts, where the instrument says; `counts`: this one does."""

    label: str
    then: str
    now: str
    moved: Moved
    reliable: ReliableChange | None = None
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    scores: list[ScoreLine]
    lines: list[Line]
    other_version: bool

    @property
    def changed(self) -> list[Line]:
        return [line for line in self.lines if line.moved.movement is not Movement.SAME]


def compare(then: Filling, now: Filling) -> Comparison:
    """Match by link id, in the order of the later one; what is asked no more comes last."""
    return Comparison(
        list(_scores(then, now)),
        list(_lines(then, now)),
        other_version=then.definition.version != now.definition.version,
    )


def _scores(then: Filling, now: Filling) -> Iterator[ScoreLine]:
    before = {score.place: score for score in then.scores}
    for score in now.scores:
        was = before.get(score.place)
        if was is None or score.number is None or was.number is None:
            continue
        link_id = score.place.link_id
        by = score.number - was.number
        reliable = reliable_change(now.definition, link_id, now.language)
        moved = _moved(by, better_when(now.definition, link_id))
        counts = reliable is not None and abs(by) >= reliable.points
        label = score.label.in_language(now.language)
        yield ScoreLine(label, _scored(was, then), _scored(score, now), moved, reliable, counts)


def _scored(score: Score, filling: Filling) -> str:
    number = number_in_words(score.number) if score.number is not None else ""
    band = score.band.label.in_language(filling.language) if score.band else ""
    return _("{number} – {band}").format(number=number, band=band) if band else number


def _moved(by: Decimal, better: str) -> Moved:
    if by == 0:
        return Moved(Movement.SAME)
    if not better:
        return Moved(Movement.HIGHER if by > 0 else Movement.LOWER, by)
    return Moved(Movement.BETTER if (by > 0) is (better == "higher") else Movement.WORSE, by)


def _lines(then: Filling, now: Filling) -> Iterator[Line]:
    for item in _asked(now.definition):
        earlier = then.definition.by_link_id.get(item.link_id)
        for place in _places(then, now, item):
            yield _line(then, now, item, earlier, place)
    for item in _asked(then.definition):
        if item.link_id not in now.definition.by_link_id:
            for place in then.answers.places(then.definition, item):
                if said := _said(then, item, place):
                    yield Line(item.called(then.language), said, "", Moved(Movement.ASKED_THEN))


def _asked(definition: Definition) -> Iterator[Item]:
    return (
        item for item in definition.walk() if item.is_asked and not item.hidden and not definition.is_computed(item)
    )


def _places(then: Filling, now: Filling, item: Item) -> list[Place]:
    """Where it is answered in either; a question that nobody answered is left out, unless it is new."""
    places = dict.fromkeys(now.answers.places(now.definition, item))
    if item.link_id in then.definition.by_link_id:
        places |= dict.fromkeys(then.answers.places(then.definition, then.definition.by_link_id[item.link_id]))
    return [place for place in places if now.answers.at(place) or then.answers.at(place)]


def _line(then: Filling, now: Filling, item: Item, earlier: Item | None, place: Place) -> Line:
    question = item.called(now.language)
    said_now = _said(now, item, place)
    if earlier is None:
        return Line(question, "", said_now, Moved(Movement.ASKED_NOW))
    said_then = _said(then, earlier, place)
    wording = earlier.called(now.language)
    asked_then = wording if wording != question else ""
    return Line(question, said_then, said_now, _change(then, now, (earlier, item), place), asked_then)


def _change(then: Filling, now: Filling, items: tuple[Item, Item], place: Place) -> Moved:
    before, after = then.answers.at(place), now.answers.at(place)
    if not before or not after:
        return Moved(Movement.NEW if after else Movement.GONE)
    if _said(then, items[0], place) == _said(now, items[1], place):
        return Moved(Movement.SAME)
    weights = [item.weight_of(values[0]) for item, values in zip(items, (before, after), strict=True)]
    if len(before) == len(after) == 1 and weights[0] is not None and weights[1] is not None:
        by = weights[1] - weights[0]
        return _moved(by, "") if by else Moved(Movement.OTHER)
    return Moved(Movement.OTHER)


def _said(filling: Filling, item: Item, place: Place) -> str:
    return ", ".join(answer_in_words(item, value, filling.language) for value in filling.answers.at(place))
