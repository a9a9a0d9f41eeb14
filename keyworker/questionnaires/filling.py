"""A questionnaire being filled in, or filled in already: the one thing that pages of other apps use.

How to use it on a page: docs/how-to/ask-a-questionnaire.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from keyworker.base import clock
from keyworker.questionnaires import drawing
from keyworker.questionnaires.engine import apart, pages, scoring
from keyworker.questionnaires.engine.answers import Answers, Place, write_response
from keyworker.questionnaires.engine.definition import Definition, Item, ItemType
from keyworker.questionnaires.engine.findings import Finding, Findings, Level
from keyworker.questionnaires.engine.nodes import id_of
from keyworker.questionnaires.engine.parsing import parse
from keyworker.questionnaires.engine.settling import Settled
from keyworker.questionnaires.engine.validation import Problem, problems
from keyworker.questionnaires.engine.values import Attachment, Value
from keyworker.questionnaires.engine.wording import answer_in_words
from keyworker.questionnaires.given import Given, Source
from keyworker.questionnaires.known import Known, NothingKnown


class Published(Protocol):
    """A stored questionnaire: what it holds never changes, so its fingerprint is enough to know it again."""

    fingerprint: str
    definition: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Error:
    """One message, where it belongs: `anchor` is the id of the control on the page."""

    place: Place
    anchor: str
    question: str
    says: str


@dataclass(frozen=True, slots=True)
class CriticalAnswer:
    """An answer that calls for action now, in words."""

    link_id: str
    question: str
    answer: str
    message: str


@dataclass(frozen=True, slots=True)
class Found:
    """A strength or a need ("strength", "need") in a domain of life, in the words of the answer."""

    kind: str
    domain: str
    link_id: str
    question: str
    answer: str


KEPT = 256
_kept: dict[str, Definition] = {}


def definition_of(questionnaire: Published | Definition | Mapping[str, Any]) -> Definition:
    """The definition, read once for each version and then kept. Raises InvalidQuestionnaire."""
    if isinstance(questionnaire, Definition):
        return questionnaire
    if isinstance(questionnaire, Mapping):
        return parse(questionnaire)
    if (kept := _kept.get(questionnaire.fingerprint)) is not None:
        return kept
    definition = parse(questionnaire.definition)
    if len(_kept) >= KEPT:
        _kept.pop(next(iter(_kept)), None)
    _kept[questionnaire.fingerprint] = definition
    return definition


class Filling:
    """One filling-in. Give `data` (a request's POST) or `response` (a stored QuestionnaireResponse), or neither.

    With `data`: `kept` is the stored response that the page was drawn from, for what a page cannot send (files, what
    may only be read, what is hidden). Give `files` (a request's FILES, empty or not) only where files can be kept;
    without it no file is asked for. `known` says what is known of the person. `draft` lets required answers be
    missing, so that part may be saved and the rest answered later. `now` is the moment on the agency's clock.
    """

    def __init__(
        self,
        questionnaire: Published | Definition | Mapping[str, Any],
        data: Mapping[str, Any] | None = None,
        *,
        files: Any = None,
        response: Mapping[str, Any] | None = None,
        kept: Mapping[str, Any] | None = None,
        known: Known | None = None,
        language: str = "",
        draft: bool = False,
        now: datetime | None = None,
    ) -> None:
        self.definition = definition_of(questionnaire)
        self.language = worded_language(self.definition, language or get_language() or "")
        self.known = known or NothingKnown()
        self.now = now or clock.now()
        self.is_draft = draft
        self.takes_files = files is not None
        self.source = Source(self.definition, self.known, self.now)
        self.given = self._given_by(data, files, response, kept)

    def _given_by(
        self,
        data: Mapping[str, Any] | None,
        files: Any,
        response: Mapping[str, Any] | None,
        kept: Mapping[str, Any] | None,
    ) -> Given:
        if data is not None:
            return self.source.of_a_page(data, files, kept)
        return self.source.of_a_response(response) if response is not None else self.source.of_nobody()

    @cached_property
    def settled(self) -> Settled:
        """The answers with all that is worked out of them. Pages need the properties below, not this."""
        return apart.settled(self.definition, self.given.answers, self.now, self.source.about)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """All that is wrong, in the form's order: what could not be read instead of what was made of it."""
        unread = {problem.place: problem for problem in self.given.problems if problem.place in self.settled.asked}
        checked = [
            problem
            for problem in problems(self.definition, self.settled, self.language, takes_files=self.takes_files)
            if problem.place not in unread and not (problem.missing and self.is_draft)
        ]
        order = {link_id: item.number for link_id, item in self.definition.by_link_id.items()}
        return tuple(sorted((*unread.values(), *checked), key=lambda problem: order[problem.place.link_id]))

    @property
    def wants_more(self) -> bool:
        """A button of the page itself was pressed: show the page again, and keep the answers as a draft if they can be.

        Another entry or one fewer, the next page or the last, or the use of what is known.
        """
        return self.given.stays

    def is_valid(self) -> bool:
        """Whether it may be saved: nothing blocks, and what came in as a response fitted the form."""
        return not self.errors and not any(fault.level is Level.FAULT for fault in self.findings)

    @property
    def errors(self) -> list[Error]:
        """What must be put right, in the form's order."""
        return [self.error(problem) for problem in self.problems if problem.blocks]

    @property
    def advice(self) -> list[Error]:
        """What does not look right but does not stop anyone from saving."""
        return [self.error(problem) for problem in self.problems if not problem.blocks]

    def error(self, problem: Problem) -> Error:
        item = self.definition.by_link_id[problem.place.link_id]
        question = self.settled.wordings.get(problem.place) or item.called(self.language)
        return Error(problem.place, id_of(self.definition, problem.place), question, problem.says)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was odd about a response from elsewhere, and what could not be worked out."""
        reading = self.given.reading
        return (*(reading.findings if reading else ()), *self._differences(), *self.settled.faults)

    def _differences(self) -> tuple[Finding, ...]:
        """A response may bring totals of its own; ours count, and a difference is named."""
        found = Findings()
        reading = self.given.reading
        for place, claimed in (reading.claimed if reading else {}).items():
            item = self.definition.by_link_id[place.link_id]
            ours = self.settled.computed.get(place, ())
            if ours != claimed:
                words = [
                    ", ".join(answer_in_words(item, v, self.language) for v in values) for values in (claimed, ours)
                ]
                said = {"claimed": words[0], "ours": words[1] or _("nothing")}
                says = _("The file says “%(claimed)s”; the answers give “%(ours)s”.") % said
                found.warn("other-result", place.link_id, says)
        return found.of(Level.WARNING)

    def _words(self, item: Item, values: tuple[Value, ...]) -> str:
        return ", ".join(answer_in_words(item, value, self.language) for value in values)

    @property
    def answers(self) -> Answers:
        """What was answered and asked; answers to questions that do not apply are left out."""
        return self.settled.answers

    @property
    def asked(self) -> frozenset[Place]:
        """Where something is asked just now: what hangs on other answers may come and go."""
        return self.settled.asked

    @cached_property
    def scores(self) -> list[scoring.Score]:
        """What the form works out, in order. Bands are in `score.band`, None until all answers are in."""
        return scoring.scores(self.definition, self.settled)

    @property
    def critical(self) -> list[CriticalAnswer]:
        """Answers that call for action now, whatever the total."""
        return [
            CriticalAnswer(
                hit.place.link_id,
                hit.item.text.in_language(self.language),
                answer_in_words(hit.item, hit.answer, self.language),
                hit.message.in_language(self.language),
            )
            for hit in scoring.critical_answers(self.definition, self.settled)
        ]

    @property
    def found(self) -> list[Found]:
        """Strengths and needs that the answers tell of."""
        by_link_id = self.definition.by_link_id
        return [
            Found(
                told.kind,
                told.domain,
                told.place.link_id,
                by_link_id[told.place.link_id].text.in_language(self.language),
                answer_in_words(by_link_id[told.place.link_id], told.answer, self.language),
            )
            for told in scoring.told(self.definition, self.settled)
        ]

    @cached_property
    def page(self) -> pages.Page | None:
        """The page to show, of a form on several; None for a form on one."""
        return drawing.page_of(self)

    @property
    def may_finish(self) -> bool:
        """Whether the page shown is the last, so that a button to hand the form in belongs on it."""
        return self.page is None or self.page.is_last

    @property
    def asks_for_files(self) -> bool:
        """Whether the page's <form> must be sent as multipart/form-data."""
        return self.takes_files and any(item.type is ItemType.ATTACHMENT for item in self.definition.walk())

    def keep_files(self, keep: Callable[[Attachment], Attachment]) -> None:
        """Replace each file that came by what `keep` makes of it: the same with its `url`. Before `to_response`."""
        values = {
            place: tuple(keep(v) if isinstance(v, Attachment) and v.content is not None else v for v in answers)
            for place, answers in self.settled.answers.values.items()
        }
        answers = Answers(values, self.settled.answers.occurrences)
        self.__dict__["settled"] = replace(self.settled, answers=answers)

    def to_response(self, *, completed: bool) -> dict[str, Any]:
        """The QuestionnaireResponse to store: answers and results, each item in the words that were asked."""
        status = "completed" if completed else "in-progress"
        return write_response(self.definition, self.settled.whole, status, self.language)

    def as_html(self, *, preview_url: str = "", with_scores: bool = True) -> SafeString:
        """The questions, for inside a <form method="post">. Every question shows; a hint says when it applies."""
        return drawing.form_html(self, preview_url=preview_url, with_scores=with_scores)

    def preview_html(self, *, with_scores: bool = True) -> SafeString:
        """What changed on the page since it was sent: parts to show, hide or draw anew, and results. For htmx."""
        return drawing.changes_html(self, with_scores=with_scores)

    def as_answers_html(self, *, with_scores: bool = True, file_url: Callable[[str], str] | None = None) -> SafeString:
        """The answers to read, as they were asked. `file_url` makes an address of the `url` of a kept file."""
        return drawing.answers_html(self, with_scores=with_scores, file_url=file_url)

    def answers_to_read(
        self, *, with_scores: bool = True, file_url: Callable[[str], str] | None = None
    ) -> dict[str, Any]:
        """The same as `questionnaires/answers.html` takes it, for a page that adds to the rows: each has its `id`."""
        return drawing.answers_context(self, with_scores=with_scores, file_url=file_url)


def worded_language(definition: Definition, wanted: str) -> str:
    """The wanted language if every question is worded in it, else the form's own."""
    wanted = wanted.lower()
    spoken = wanted.partition("-")[0]
    kin = next((language for language in definition.languages if language.partition("-")[0] == spoken), "")
    for language in (wanted, spoken, kin):
        if language and language in definition.languages:
            return language
    return definition.language
