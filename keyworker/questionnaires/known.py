"""What is known already: for whoever opens a form to say. Nothing here looks anything up by itself."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from keyworker.questionnaires.engine.values import Coding, Reference, Value


class Known(Protocol):
    """What a form may be told. What comes of it is offered beside the questions, marked as such, and never kept
    before somebody takes it."""

    def resource(self, name: str) -> Mapping[str, Any] | None:
        """The FHIR resource that a form calls `%name` in its launch context, such as the Patient for "patient"."""

    def earlier(self, codes: tuple[Coding, ...]) -> Sequence[Value]:
        """What was answered before to a question with one of these codes."""

    def origin(self, codes: tuple[Coding, ...]) -> str:
        """Where an earlier answer to a question with one of these codes comes from, in words; without codes: where
        the resources come from."""

    def suggestions(self, kinds: tuple[str, ...], typed: str) -> Sequence[Reference]:
        """Whom or what these letters may mean: of these FHIR types, of any if there are none; the likeliest first."""


class NothingKnown:
    """For a form that is about no one yet."""

    def resource(self, name: str) -> Mapping[str, Any] | None:
        return None

    def earlier(self, codes: tuple[Coding, ...]) -> Sequence[Value]:
        return ()

    def origin(self, codes: tuple[Coding, ...]) -> str:
        return ""

    def suggestions(self, kinds: tuple[str, ...], typed: str) -> Sequence[Reference]:
        return ()
