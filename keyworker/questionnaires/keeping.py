"""Keeping answers, as part of the action of the record that holds them (an assessment, an intake, a review)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from keyworker.access.sight import Absent
from keyworker.agencies.models import Program
from keyworker.base import clock, context
from keyworker.base.actor import ActorKind
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.documents.keeping import take_in
from keyworker.documents.models import Document
from keyworker.questionnaires.engine.scoring import Score
from keyworker.questionnaires.engine.values import Attachment
from keyworker.questionnaires.engine.wording import answer_in_words
from keyworker.questionnaires.filling import Filling
from keyworker.questionnaires.known import Known
from keyworker.questionnaires.models import AnswerFile, Questionnaire, Response, ResponseStatus
from keyworker.questionnaires.rules import may_keep, may_start


class OtherForm(ValueError):
    """Answers to one form were about to be kept as answers to another."""


def keep_answers(
    questionnaire: Questionnaire,
    filling: Filling,
    *,
    program: Program,
    person_id: UUID | None = None,
    completed: bool,
    asked_of_client: bool = False,
) -> Response:
    """Keep a first filling-in, its files too; called inside the action that makes its holder. Raises `Refused`.

    `asked_of_client`: the person answers by themselves, so their own door may open it.
    """
    insist(may_start(questionnaire.status))
    _check(questionnaire, filling, ResponseStatus.IN_PROGRESS, completed=completed)
    actor = context.current().actor
    files = _take_files(filling, program)
    response = Response(
        questionnaire=questionnaire,
        program=program,
        person_id=person_id,
        asked_of_client=asked_of_client,
        author_id=actor.id if actor.kind is ActorKind.STAFF else None,
        **_told(filling, completed=completed),
    )
    response.save(force_insert=True)
    _hold(response, files)
    return response


def change_answers(response: Response, filling: Filling, *, completed: bool, seen: int | None = None) -> None:
    """Keep more of a filling-in that was begun; called inside its holder's action. Raises `Refused`, `StaleRecord`."""
    _check(response.questionnaire, filling, response.status, completed=completed)
    files = _take_files(filling, response.program)
    change(response, seen=seen, **_told(filling, completed=completed))
    _hold(response, files)


def filling_of(response: Response, *, files: Any = None, known: Known | None = None) -> Filling:
    """The filling-in as it was kept, to be read or gone on with: in the version and the language that asked.

    `files` and `known` as in `Filling`, for a page to go on with.
    """
    held = response.content
    return Filling(response.questionnaire, response=held, language=response.language, files=files, known=known)


def file_in(response: Response, document_id: UUID) -> Document:
    """A file that these answers name, for a page that may show them. Raises `Absent`."""
    held = response.files.filter(document_id=document_id).select_related("document").first()
    if held is None or _url(held.document) not in set(_file_urls(response.content)):
        raise Absent
    return held.document


def _file_urls(content: Any) -> Iterator[str]:
    """The address of every file in a stored response."""
    if isinstance(content, list):
        for child in content:
            yield from _file_urls(child)
    elif isinstance(content, Mapping):
        for name, child in content.items():
            if name == "valueAttachment" and isinstance(child, Mapping):
                yield str(child.get("url", ""))
            else:
                yield from _file_urls(child)


def _url(document: Document) -> str:
    return document.pk.urn


def _take_files(filling: Filling, program: Program) -> list[Document]:
    """Keep the files that came, so that the answers can name them."""
    taken: list[Document] = []

    def keep(file: Attachment) -> Attachment:
        document = take_in(program, name=file.title, content=file.content or b"")
        taken.append(document)
        named = replace(file, url=_url(document), media_type=document.media_type, size=document.size, content=None)
        return replace(named, title=document.name)

    filling.keep_files(keep)
    return taken


def _hold(response: Response, files: list[Document]) -> None:
    for document in files:
        AnswerFile(response=response, document=document).save(force_insert=True)


def _check(questionnaire: Questionnaire, filling: Filling, status: str, *, completed: bool) -> None:
    asked = filling.definition
    if (asked.url, asked.version) != (questionnaire.url, questionnaire.form_version):
        raise OtherForm(f"{asked.url} was filled in, {questionnaire.url} was to be kept.")
    insist(may_keep(status, valid=filling.is_valid() and not (completed and filling.is_draft)))


def _told(filling: Filling, *, completed: bool) -> dict[str, Any]:
    status = ResponseStatus.COMPLETED if completed else ResponseStatus.IN_PROGRESS
    return {
        "status": status,
        "completed_at": clock.now() if completed else None,
        "language": filling.language,
        "content": filling.to_response(completed=completed),
        "scores": [_score(filling, score) for score in filling.scores],
    }


def _score(filling: Filling, score: Score) -> dict[str, Any]:
    """A result as it was shown: number, words, band; so that it can be read without the form."""
    item = filling.definition.by_link_id[score.place.link_id]
    band = score.band
    return {
        "link_id": score.place.link_id,
        "label": score.label.in_language(filling.language),
        "number": float(score.number) if score.number is not None else None,
        "words": answer_in_words(item, score.value, filling.language),
        "band": band.label.in_language(filling.language) if band else "",
        "meaning": band.meaning.in_language(filling.language) if band else "",
        "level": band.level if band else "",
        "complete": score.is_complete,
    }
