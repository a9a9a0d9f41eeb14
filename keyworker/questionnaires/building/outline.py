"""The form from above: each item as a line, with what is said of it in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keyworker.questionnaires.building import logic, tree
from keyworker.questionnaires.building.kinds import KINDS, NOT_ANSWERED, WITH_CHOICES, Kind, kind_of
from keyworker.questionnaires.building.questions import read_question

COMPARED = {
    "=": "“{question}” = {answer}",
    "!=": "“{question}” ≠ {answer}",
    ">": "“{question}” > {answer}",
    "<": "“{question}” < {answer}",
    ">=": "“{question}” ≥ {answer}",
    "<=": "“{question}” ≤ {answer}",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One item on the page of the whole form."""

    placed: tree.Placed
    text: str
    kind: str | Promise
    notes: tuple[str, ...]
    is_score: bool
    may_tell: bool

    @property
    def name(self) -> str:
        return self.placed.link_id


def outline(form: tree.Form) -> list[Line]:
    """All items in order."""
    return [_line(form, one) for one in tree.placed(form)]


def _line(form: tree.Form, one: tree.Placed) -> Line:
    kind = kind_of(one.item)
    return Line(
        placed=one,
        text=tree.text_of(one.item),
        kind=KINDS[kind] if kind else _("From a file"),
        notes=tuple(_notes(form, one, kind)),
        is_score=kind is Kind.SCORE,
        may_tell=kind is not None and kind not in NOT_ANSWERED,
    )


def _notes(form: tree.Form, one: tree.Placed, kind: Kind | None) -> Iterator[str]:
    asked = read_question(one.item)
    if asked.required:
        yield _("Must be answered")
    if kind in WITH_CHOICES:
        yield ", ".join(_with_weight(choice.text, choice.weight) for choice in asked.choices)
    waits, every = logic.read_waits(one.item)
    if waits:
        joined = (_(" and ") if every else _(" or ")).join(sentence(form, each) for each in waits)
        yield _("Shown only if %s") % joined
    if bands := logic.read_bands(one.item):
        yield " · ".join(_band(band) for band in bands)
    if told := len(logic.read_tells(one.item)):
        says = ngettext("%d answer tells of something", "%d answers tell of something", told)
        yield says % told


def _with_weight(text: str, weight: Any) -> str:
    return text if weight is None else f"{text} ({weight.normalize():f})"


def _band(band: logic.Band) -> str:
    low, high = ("…" if end is None else f"{end.normalize():f}" for end in (band.low, band.high))
    return f"{low}–{high}: {band.label}"


def sentence(form: tree.Form, waits: logic.Waits) -> str:
    """One condition as a sentence about the question it waits for."""
    question = next((one.item for one in tree.placed(form) if one.link_id == waits.question), None)
    said = {"question": tree.text_of(question) if question else waits.question}
    if waits.operator == "exists":
        words = _("“{question}” is answered") if waits.answer == "true" else _("“{question}” is not answered")
        return words.format(**said)
    return COMPARED[waits.operator].format(**said, answer=_answer(question, waits.answer))


def _answer(question: tree.Raw | None, answer: str) -> str:
    if answer in {"true", "false"}:
        return _("Yes") if answer == "true" else _("No")
    choices = read_question(question).choices if question else ()
    return next((_("“%s”") % choice.text for choice in choices if choice.code == answer), answer)
