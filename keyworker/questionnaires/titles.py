"""A form's title in the reader's language. Records keep it as the form words it; nothing translated is ever stored."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models.fields.json import KeyTransform
from django.utils.translation import get_language

from keyworker.questionnaires.engine.extensions import translated

TITLE = "_title"


def title_in_words(title: str, wordings: Mapping[str, Any] | None) -> str:
    """The title for whoever reads now. `wordings` is FHIR's `_title`, which carries the translations."""
    return translated({"title": title, TITLE: wordings}, "title").in_language(get_language() or "") or title


def wordings_at(definition: str = "definition") -> KeyTransform:
    """To annotate rows with the `_title` of the form at that path, without its long definition."""
    return KeyTransform(TITLE, definition)


def titles_in_words(titles: Iterable[str], known: Iterable[tuple[str, Mapping[str, Any] | None]]) -> dict[str, str]:
    """The same for titles that stand alone, by what forms of these titles say; the last of a title counts."""
    wordings = dict(known)
    return {title: title_in_words(title, wordings.get(title)) for title in titles}
