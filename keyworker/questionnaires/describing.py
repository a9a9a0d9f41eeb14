"""What is worth knowing about a form before it is used: what it asks, in which languages, and what is odd."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from anyascii import anyascii
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import extensions as ext
from keyworker.questionnaires.engine.definition import Definition, Item
from keyworker.questionnaires.engine.findings import Level
from keyworker.questionnaires.xlsform.converting import DESIGN_NOTE


@dataclass(frozen=True, slots=True)
class About:
    """A form from outside. `facts` are rows of a summary; `not_taken` rows of the spreadsheet that it came from."""

    description: str
    copyright: str
    facts: tuple[Mapping[str, Any], ...]
    warnings: tuple[str, ...]
    notes: tuple[str, ...]
    not_taken: tuple[str, ...]


def described(definition: Definition) -> About:
    """All that the page of a form says of it."""
    return About(
        description=definition.description.default,
        copyright=definition.copyright.default,
        facts=tuple({"key": key, "lines": lines} for key, lines in _facts(definition).items() if lines),
        warnings=tuple(str(each) for each in definition.warnings if each.level is Level.WARNING),
        notes=tuple(str(each) for each in definition.warnings if each.level is Level.NOTE),
        not_taken=tuple(note for note in ext.contents(definition.source, DESIGN_NOTE) if isinstance(note, str)),
    )


def _facts(definition: Definition) -> Mapping[str, list[str]]:
    results = [item for item in definition.walk() if definition.is_computed(item) and not item.hidden]
    languages = dict.fromkeys([definition.language, *definition.languages])
    return {
        _("Questions"): _questions(definition),
        _("Works out"): [item.text.default or item.link_id for item in results],
        _("Raises an alert"): _alerts(definition),
        _("Languages"): [language_name(code) for code in languages],
        _("Publisher"): [definition.publisher] if definition.publisher else [],
        _("Address"): [definition.url] if definition.url else [],
    }


def _questions(definition: Definition) -> list[str]:
    asked = [item for item in definition.walk() if is_shown(definition, item)]
    required = sum(1 for item in asked if item.required)
    told = [str(len(asked))]
    if required:
        told.append(ngettext("%d must be answered", "%d must be answered", required) % required)
    return told


def is_shown(definition: Definition, item: Item) -> bool:
    """Whether a person is asked it."""
    return item.is_question and not item.hidden and not definition.is_computed(item)


def _alerts(definition: Definition) -> list[str]:
    critical = sum(1 for item in definition.walk() if item.critical)
    if not critical:
        return []
    says = ngettext("after some answers to %d question", "after some answers to %d questions", critical)
    return [says % critical]


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
