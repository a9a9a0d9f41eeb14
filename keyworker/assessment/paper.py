"""A form on paper: blank to write on, or filled in to keep."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.definition import Control, Definition, Item, ItemType, is_repeating_group
from keyworker.questionnaires.engine.wording import answer_in_words, only_if, score_in_words
from keyworker.questionnaires.filling import Filling

LINES = {ItemType.TEXT: 4, ItemType.ATTACHMENT: 1}
MOST_COLUMNS = 6
HIGHEST, LOWEST = 2, 6


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One thing on the paper. `kind`: heading, text, question, table or result. `lines`: empty ones, to write on."""

    kind: str
    text: str
    level: int = HIGHEST
    hint: str = ""
    when: str = ""
    choices: tuple[Choice, ...] = ()
    lines: int = 0
    said: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple["Part", ...] = field(default=())

    @property
    def empty(self) -> range:
        return range(self.lines)


def parts(filling: Filling, *, blank: bool, tables: bool) -> list[Part]:
    """The form from top to bottom; `tables` sets questions with the same answers in one, where letters are small."""
    return list(_Paper(filling, blank=blank, tables=tables).below(filling.definition.items, (), HIGHEST))


class _Paper:
    def __init__(self, filling: Filling, *, blank: bool, tables: bool) -> None:
        self._filling, self._blank, self._tables = filling, blank, tables
        self._definition: Definition = filling.definition
        self._language = filling.language
        self._scores = {score.place: score for score in filling.scores}

    def below(self, items: tuple[Item, ...], at: tuple[int, ...], level: int) -> Iterator[Part]:
        for item in items:
            place = Place(item.link_id, at)
            if item.hidden or item.control in {Control.HELP, Control.FLYOVER}:
                continue
            if self._blank or place in self._filling.asked:
                yield from self._item(item, place, min(level, LOWEST))

    def _item(self, item: Item, place: Place, level: int) -> Iterator[Part]:
        if is_repeating_group(item):
            yield from self._entries(item, place, level)
        elif item.type is ItemType.GROUP:
            yield from self._group(item, place, level)
        elif item.type is ItemType.DISPLAY:
            yield Part("text", self._words(item), when=self._when(item))
        elif self._definition.is_computed(item):
            yield from self._result(item, place)
        else:
            yield self._question(item, place)
            yield from self.below(item.items, place.at, level)

    def _group(self, item: Item, place: Place, level: int) -> Iterator[Part]:
        if heading := self._words(item):
            yield Part("heading", heading, level, hint=self._hint(item), when=self._when(item))
        if self._tables and (columns := _same_answers(item, self._language)):
            rows = tuple(self._question(child, Place(child.link_id, place.at)) for child in item.items)
            yield Part("table", heading, columns=columns, rows=rows)
        else:
            yield from self.below(item.items, place.at, level + 1 if heading else level)

    def _entries(self, item: Item, place: Place, level: int) -> Iterator[Part]:
        count = 1 if self._blank else self._filling.answers.count(item, place)
        for index in range(count):
            name = self._words(item) or _("Entry")
            heading = _("{name} {number}").format(name=name, number=index + 1) if count > 1 else name
            yield Part("heading", heading, level, when=self._when(item))
            yield from self.below(item.items, (*place.at, index), level + 1)
        if self._blank:
            yield Part("text", _("Is there more? Use another sheet."))

    def _result(self, item: Item, place: Place) -> Iterator[Part]:
        if self._blank:
            yield Part("result", self._words(item), lines=1)
        elif (score := self._scores.get(place)) is not None:
            meaning = score.band.meaning.in_language(self._language) if score.band else ""
            yield Part("result", self._words(item), said=score_in_words(item, score, self._language), hint=meaning)

    def _question(self, item: Item, place: Place) -> Part:
        values = () if self._blank else self._filling.answers.at(place)
        labels = [(option.label.in_language(self._language), option.value in values) for option in item.options]
        if item.type is ItemType.BOOLEAN and not item.options:
            labels = [(_("Yes"), True in values), (_("No"), False in values)]
        listed = any(ticked for _label, ticked in labels)
        said = "" if labels and listed else ", ".join(answer_in_words(item, v, self._language) for v in values)
        open_ended = not labels or item.type is ItemType.OPEN_CHOICE
        return Part(
            "question",
            f"{item.prefix.in_language(self._language)} {self._words(item)}".strip(),
            hint=self._hint(item),
            when=self._when(item),
            choices=tuple(Choice(label, ticked) for label, ticked in labels),
            lines=LINES.get(item.type, 1) if self._blank and open_ended else 0,
            said=said if self._blank or listed else said or _("No answer"),
        )

    def _words(self, item: Item) -> str:
        return item.text.in_language(self._language)

    def _hint(self, item: Item) -> str:
        helps = [child.text.in_language(self._language) for child in item.items if child.control is Control.HELP]
        return "\n".join(text for text in (item.hint.in_language(self._language), *helps) if text)

    def _when(self, item: Item) -> str:
        """On a blank paper nothing comes and goes: it says when to answer."""
        return only_if(self._definition, item, self._language) if self._blank else ""


def _same_answers(group: Item, language: str) -> tuple[str, ...]:
    """The answers that all questions of a group share; empty when they do not, or are too many for a table."""
    questions = group.items
    if len(questions) < 2 or any(
        item.repeats or item.items or item.conditions or not item.options for item in questions
    ):
        return ()
    if any(item.type is not ItemType.CHOICE or item.hidden for item in questions):
        return ()
    listed = {tuple(option.label.in_language(language) for option in item.options) for item in questions}
    columns = next(iter(listed))
    return columns if len(listed) == 1 and len(columns) <= MOST_COLUMNS else ()
