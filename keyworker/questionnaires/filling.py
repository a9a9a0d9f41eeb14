"""A questionnaire being filled in, or filled in already: the one thing that pages of other apps use."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from keyworker.base import clock
from keyworker.questionnaires.engine import scoring
from keyworker.questionnaires.engine.answers import Answers, Place, Reading, fitted, read_response, write_response
from keyworker.questionnaires.engine.apart import settled
from keyworker.questionnaires.engine.definition import Definition, Item
from keyworker.questionnaires.engine.entry import SHOWN, Sent, read_form
from keyworker.questionnaires.engine.findings import Finding, Findings, Level
from keyworker.questionnaires.engine.loading import load
from keyworker.questionnaires.engine.parsing import parse
from keyworker.questionnaires.engine.render import Node, Showing, id_of, is_required
from keyworker.questionnaires.engine.rows import parts
from keyworker.questionnaires.engine.settling import Settled
from keyworker.questionnaires.engine.validation import Problem, problems
from keyworker.questionnaires.engine.values import UnreadableValue, Value
from keyworker.questionnaires.engine.wording import answer_in_words


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


RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
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

    `draft` lets required answers be missing, so that part may be saved and the rest answered later.
    """

    def __init__(
        self,
        questionnaire: Published | Definition | Mapping[str, Any],
        data: Mapping[str, Any] | None = None,
        *,
        response: Mapping[str, Any] | None = None,
        language: str = "",
        draft: bool = False,
        now: datetime | None = None,
    ) -> None:
        self.definition = definition_of(questionnaire)
        self.language = worded_language(self.definition, language or get_language() or "")
        self._now = now or clock.now()
        self.is_draft = draft
        self._sent = Sent(data) if data is not None else None
        self._entry_problems: tuple[Problem, ...] = ()
        self._reading: Reading | None = None
        self.wants_more = False
        self._given = self._answers_given(data, response)

    def _answers_given(self, data: Mapping[str, Any] | None, response: Mapping[str, Any] | None) -> Answers:
        if data is not None:
            entered = read_form(self.definition, data, self._now.tzinfo or clock.now().tzinfo)  # type: ignore[arg-type]
            self._entry_problems = entered.problems
            self.wants_more = entered.adds_more
            return entered.answers
        if response is not None:
            self._reading = read_response(self.definition, load(response))
            return self._reading.answers
        return initial_answers(self.definition)

    @cached_property
    def _settled(self) -> Settled:
        return settled(self.definition, self._given, self._now)

    @cached_property
    def _problems(self) -> tuple[Problem, ...]:
        unread = {problem.place: problem for problem in self._entry_problems if problem.place in self._settled.asked}
        checked = [
            problem
            for problem in problems(self.definition, self._settled, self.language)
            if problem.place not in unread and not (problem.missing and self.is_draft)
        ]
        order = {link_id: item.number for link_id, item in self.definition.by_link_id.items()}
        return tuple(sorted((*unread.values(), *checked), key=lambda problem: order[problem.place.link_id]))

    def is_valid(self) -> bool:
        """Whether it may be saved: nothing blocks, and what came in as a response fitted the form."""
        return not self.errors and not any(fault.level is Level.FAULT for fault in self.findings)

    @property
    def errors(self) -> list[Error]:
        """What must be put right, in the form's order."""
        return [self._error(problem) for problem in self._problems if problem.blocks]

    @property
    def advice(self) -> list[Error]:
        """What does not look right but does not stop anyone from saving."""
        return [self._error(problem) for problem in self._problems if not problem.blocks]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was odd about a response from elsewhere, and what could not be worked out."""
        return (*(self._reading.findings if self._reading else ()), *self._differences(), *self._settled.faults)

    def _differences(self) -> tuple[Finding, ...]:
        """A response may bring totals of its own; ours count, and a difference is named."""
        found = Findings()
        for place, claimed in (self._reading.claimed if self._reading else {}).items():
            item = self.definition.by_link_id[place.link_id]
            ours = self._settled.computed.get(place, ())
            if ours != claimed:
                said = {"claimed": self._words(item, claimed), "ours": self._words(item, ours) or _("nothing")}
                says = _("The file says “%(claimed)s”; the answers give “%(ours)s”.") % said
                found.warn("other-result", place.link_id, says)
        return found.of(Level.WARNING)

    @property
    def answers(self) -> Answers:
        """What was answered and asked; answers to questions that do not apply are left out."""
        return self._settled.answers

    @property
    def asked(self) -> frozenset[Place]:
        """Where something is asked just now: what hangs on other answers may come and go."""
        return self._settled.asked

    @cached_property
    def scores(self) -> list[scoring.Score]:
        """What the form works out, in order. Bands are in `score.band`, None until all answers are in."""
        return scoring.scores(self.definition, self._settled)

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
            for hit in scoring.critical_answers(self.definition, self._settled)
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
            for told in scoring.told(self.definition, self._settled)
        ]

    def to_response(self, *, completed: bool) -> dict[str, Any]:
        """The QuestionnaireResponse to store: answers and results, each item in the words that were asked."""
        status = "completed" if completed else "in-progress"
        return write_response(self.definition, self._settled.whole, status, self.language)

    def as_html(self, *, preview_url: str = "", with_scores: bool = True) -> SafeString:
        """The questions, for inside a <form method="post">. Every question shows; a hint says when it applies."""
        told = self.errors if self._was_handed_in else []
        errors = [{"href": f"#{error.anchor}", "text": f"{error.says} – {error.question}"} for error in told]
        context = {"nodes": self._nodes(with_scores=with_scores), "errors": errors, "preview_url": preview_url}
        return render_to_string("questionnaires/form.html", self._framed(context))

    def preview_html(self, *, with_scores: bool = True) -> SafeString:
        """What changed on the page since it was sent: parts to show or hide, and results. For htmx."""
        shown = set(self._sent.all(SHOWN)) if self._sent else set()
        nodes = list(_changes(self._nodes(live=True, with_scores=with_scores), shown))
        return render_to_string("questionnaires/changes.html", {"nodes": nodes})

    def as_answers_html(self, *, with_scores: bool = True) -> SafeString:
        """The answers to read, as they were asked."""
        nodes = self._nodes(live=True, with_scores=with_scores)
        return render_to_string("questionnaires/answers.html", self._framed({"parts": parts(nodes)}))

    @property
    def _was_handed_in(self) -> bool:
        """A form just opened, or one to which another entry is added, is not yet told what is missing."""
        return self._sent is not None and not self.wants_more

    def _framed(self, context: dict[str, Any]) -> dict[str, Any]:
        direction = "rtl" if self.language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
        form = {"language": self.language, "direction": direction, "copyright": self.definition.copyright}
        return {**context, **form}

    def _nodes(self, *, live: bool = False, with_scores: bool = True) -> tuple[Node, ...]:
        errors: dict[Place, tuple[str, ...]] = {}
        for problem in self._problems if self._was_handed_in and not live else ():
            errors[problem.place] = (*errors.get(problem.place, ()), problem.says)
        return Showing(
            definition=self.definition,
            settled=self._settled,
            language=self.language,
            scores={score.place: score for score in self.scores},
            errors=errors,
            sent=self._sent,
            live=live,
            with_scores=with_scores,
            # Where nothing at all is required, saying so at each question would only be noise.
            marks_optional=any(is_required(item) for item in self.definition.walk()),
        ).nodes()

    def _error(self, problem: Problem) -> Error:
        item = self.definition.by_link_id[problem.place.link_id]
        question = item.text.in_language(self.language) or item.prefix or item.link_id
        return Error(problem.place, id_of(self.definition, problem.place), question, problem.says)

    def _words(self, item: Item, values: tuple[Any, ...]) -> str:
        return ", ".join(answer_in_words(item, value, self.language) for value in values)


def worded_language(definition: Definition, wanted: str) -> str:
    """The wanted language if every question is worded in it, else the form's own."""
    wanted = wanted.lower()
    for language in (wanted, wanted.partition("-")[0]):
        if language and language in definition.languages:
            return language
    return definition.language


def initial_answers(definition: Definition) -> Answers:
    """What a new form is filled with before anyone has answered."""
    values = {}
    for item in definition.walk():
        if definition.repeating_ancestors(item) or not item.is_asked:
            continue
        chosen = [option.value for option in item.options if option.selected] or list(_fitting(item))
        if chosen:
            values[Place(item.link_id)] = tuple(chosen if item.repeats else chosen[:1])
    return Answers(values)


def _fitting(item: Item) -> Iterator[Value]:
    for value in item.initial:
        with suppress(UnreadableValue):
            yield fitted(item, value)


def _changes(nodes: tuple[Node, ...], shown: set[str]) -> Iterator[Node]:
    """The outermost parts that came or went; inside those that stayed, look further. Results always."""
    for node in nodes:
        if node.kind == "result" or (node.slot and node.asked != (node.slot in shown)):
            yield node
        elif node.asked:
            yield from _changes(node.children, shown)
