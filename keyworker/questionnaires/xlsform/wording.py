"""What is read on the page: labels in several languages, without marks of layout, and without other answers in them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel import Locale
from django.conf.locale import LANG_INFO
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from keyworker.questionnaires.engine import extensions as ext
from keyworker.questionnaires.engine.findings import Level
from keyworker.questionnaires.xlsform.book import CHOICES, SETTINGS, SURVEY, Book, Remarks
from keyworker.questionnaires.xlsform.xpath import GAP, REFERENCE

_CODE_IN_BRACKETS = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\)\s*\Z")
_CODE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")
_TAGS = re.compile(r"</?(?:span|font|strong|em|b|i|u|p|div|h[1-6]|a|ul|ol|li|small|sub|sup)\b[^<>]*>", re.IGNORECASE)
_BREAKS = re.compile(r"<br\s*/?>", re.IGNORECASE)
_STARS = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,2000})\1")
_HEADINGS = re.compile(r"^#{1,6}\s+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Words:
    """One wording as FHIR writes it: the text, and its translations by language code."""

    text: str
    translations: Mapping[str, str]

    def put_into(self, element: dict[str, Any], name: str) -> None:
        """Write it under `name`, the translations beside it as FHIR's `translation` extension has them."""
        element[name] = self.text
        found = [_translation(code, text) for code, text in self.translations.items()]
        if found:
            element[f"_{name}"] = {"extension": found}


def _translation(code: str, text: str) -> dict[str, Any]:
    parts = [{"url": "lang", "valueCode": code}, {"url": "content", "valueString": text}]
    return {"url": ext.TRANSLATION, "extension": parts}


class Languages:
    """The languages of a book. `default` is the title under which its own language stands, "" for columns without."""

    def __init__(self, book: Book, remarks: Remarks) -> None:
        self._remarks = remarks
        settings = book.lines[SETTINGS][0] if book.lines[SETTINGS] else None
        chosen = settings.text("default_language") if settings else ""
        titles = _titles(book)
        plain = any(column.path == ("label",) for column in book.columns[SURVEY])
        self.default = chosen or ("" if plain else next(iter(titles), ""))
        self._codes = self._coded(titles)
        self.code = _code_of(self.default) if self.default else ""
        if not self.code:
            says = _("It is not said in which language the form is written; read as English.")
            remarks.about(SETTINGS, 2, "default_language", says, Level.NOTE)
            self.code = "en"

    def _coded(self, titles: Mapping[str, tuple[str, str]]) -> dict[str, str]:
        found: dict[str, str] = {}
        for title, (sheet, column) in titles.items():
            code = _code_of(title)
            if title == self.default:
                continue
            if not code:
                says = _("The language “%s” is not known; its wordings are left out.")
                self._remarks.about(sheet, 1, column, says % title[:40])
            elif code in found.values():
                says = _("The language “%s” is there twice; the first counts.")
                self._remarks.about(sheet, 1, column, says % title[:40])
            else:
                found[title] = code
        return found

    def words(self, wordings: Mapping[str, str], *, keep_references: bool = False) -> Words:
        """The wording in the form's own language, else in the first that has one; with all translations.

        Where a language has none, the form's own stands in its place: a form is offered in a language only if nothing
        is missing in it.
        """
        told = wordings.get(self.default) or wordings.get("")
        if told is None:
            told = next(iter(wordings.values()), "")
        translations = {
            code: _plain(wordings.get(title) or told, keep_references) for title, code in self._codes.items()
        }
        return Words(_plain(told, keep_references), translations)

    def of_ours(self, sentence: Promise) -> Words:
        """A sentence of our own in each of the form's languages, as far as Keyworker speaks them."""
        return Words(_in(self.code, sentence), {code: _in(code, sentence) for code in self._codes.values()})

    def missing(self, wordings: Mapping[str, str]) -> list[str]:
        """The languages that have no wording of this, as their columns are titled."""
        return [title for title in self._codes if not wordings.get(title)]

    def lacks_own(self, wordings: Mapping[str, str]) -> bool:
        """Whether the form's own language has no wording, and another's is read in its place."""
        return bool(wordings) and not (wordings.get(self.default) or wordings.get(""))


def loses_layout(wordings: Mapping[str, str]) -> bool:
    """Whether bold letters, headings or the like are taken away."""
    return any(_without_layout(text) != text for text in wordings.values())


def mentions(wordings: Mapping[str, str]) -> bool:
    """Whether another answer should appear in the text."""
    return any(REFERENCE.search(text) for text in wordings.values())


def _in(language: str, sentence: Promise) -> str:
    with override(language):
        return str(sentence)


def _plain(text: str, keep_references: bool) -> str:
    text = _without_layout(text)
    return (text if keep_references else REFERENCE.sub(GAP, text)).strip()


def _without_layout(text: str) -> str:
    text = _TAGS.sub("", _BREAKS.sub("\n", text))
    return _HEADINGS.sub("", _STARS.sub(r"\2", text))


def _titles(book: Book) -> dict[str, tuple[str, str]]:
    """The languages that columns name, each with where it is first named."""
    found: dict[str, tuple[str, str]] = {}
    for sheet in (SURVEY, CHOICES):
        for column in book.columns[sheet]:
            spoken = _language_in(column.path)
            if spoken:
                found.setdefault(spoken, (sheet, column.title))
    return found


def _language_in(path: tuple[str, ...]) -> str:
    if path[0] in {"label", "hint", "guidance_hint"} and len(path) == 2:
        return path[1]
    if path[:2] in {("bind", "jr:constraintMsg"), ("bind", "jr:requiredMsg")} and len(path) == 3:
        return path[2]
    return ""


def _code_of(title: str) -> str:
    """ "Español (es)", "Spanish", "español" and "es" are all es. Empty for a language that nobody knows."""
    if found := _CODE_IN_BRACKETS.search(title):
        return found[1].lower()
    name = title.strip().casefold()
    if known := _known_names().get(name):
        return known
    return name if _CODE.match(name) and name.partition("-")[0] in Locale("en").languages else ""


@cache
def _known_names() -> dict[str, str]:
    names = {str(name).casefold(): code for code, name in Locale("en").languages.items()}
    for code, info in LANG_INFO.items():
        for name in (info.get("name"), info.get("name_local")):
            if name:
                names[str(name).casefold()] = code
    return names
