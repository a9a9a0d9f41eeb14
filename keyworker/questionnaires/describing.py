"""What is worth knowing about a form before it is used: what it asks, in which languages, and what is odd."""

import re
from dataclasses import dataclass

from anyascii import anyascii
from django.utils.translation import get_language_info

from keyworker.questionnaires.engine import extensions as ext
from keyworker.questionnaires.engine.definition import Definition
from keyworker.questionnaires.engine.findings import Level
from keyworker.questionnaires.xlsform.converting import DESIGN_NOTE


@dataclass(frozen=True, slots=True)
class About:
    """A form from outside. `not_taken` are rows of the spreadsheet it came from that could not be taken."""

    description: str
    copyright: str
    publisher: str
    languages: tuple[str, ...]
    questions: int
    required: int
    results: tuple[str, ...]
    critical: int
    warnings: tuple[str, ...]
    notes: tuple[str, ...]
    not_taken: tuple[str, ...]


def described(definition: Definition) -> About:
    """All that the page of a form says of it."""
    asked = [item for item in definition.walk() if item.is_question and not definition.is_computed(item)]
    results = [item for item in definition.walk() if definition.is_computed(item) and not item.hidden]
    return About(
        description=definition.description.default,
        copyright=definition.copyright.default,
        publisher=definition.publisher,
        languages=tuple(map(language_name, dict.fromkeys([definition.language, *definition.languages]))),
        questions=len([item for item in asked if not item.hidden]),
        required=len([item for item in asked if item.required]),
        results=tuple(item.text.default or item.link_id for item in results),
        critical=len([item for item in asked if item.critical]),
        warnings=tuple(str(each) for each in definition.warnings if each.level is Level.WARNING),
        notes=tuple(str(each) for each in definition.warnings if each.level is Level.NOTE),
        not_taken=tuple(note for note in ext.contents(definition.source, DESIGN_NOTE) if isinstance(note, str)),
    )


def language_name(code: str) -> str:
    """A language in its own words, as far as Django knows it."""
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code


def file_name(title: str, version: str) -> str:
    """ "phq-9-how-you-have-been-feeling-1.json": no letter in it that any file system minds."""
    return f"{_plain(title)[:80] or 'form'}-{_plain(version) or '1'}.json"


def _plain(words: str) -> str:
    return re.sub(r"[^0-9a-z]+", "-", anyascii(words).lower()).strip("-")
