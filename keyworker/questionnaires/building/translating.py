"""A form's words in other languages: each text beside what is said of it, kept as FHIR's `translation` extension."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keyworker.questionnaires.building.tree import Form, Raw
from keyworker.questionnaires.engine import extensions as ext

# What stands at the head of a form.
HEAD: Mapping[str, str | Promise] = {
    "title": _("What the form is called"),
    "description": _("What it is for"),
    "copyright": _("Whose words they are"),
}
# Extensions that say something to whoever answers or reads the answers: by their url, or by the names of their parts.
SAYS: Mapping[str, str | Promise] = {
    ext.ENTRY_FORMAT: _("Hint"),
    ext.OPEN_LABEL: _("Name of the box for other answers"),
    ext.OPTION_PREFIX: _("Letter or number before an answer"),
}
SAYS_IN_PARTS: Mapping[str, Mapping[str, str | Promise]] = {
    ext.SCORE_BAND: {"label": _("Name of a score"), "meaning": _("What a score means")},
    ext.CRITICAL_ANSWER: {"message": _("What to do about an answer")},
    ext.RELIABLE_CHANGE: {"meaning": _("What a change means")},
}
KEY_LENGTH = 20
QUESTION, TEXT, SECTION, HINT = _("Question"), _("Text to read"), _("Section"), _("Hint")
NUMBER, ANSWER = _("Letter or number before it"), _("Answer")


@dataclass(frozen=True, slots=True)
class Said:
    """One text: what it is, how the form words it, how it is worded in the other language (empty: not yet).

    `key` names it by where it stands and by its words: it is another once these change. `about` is the question it
    belongs to, empty for the question itself.
    """

    key: str
    what: str | Promise
    original: str
    words: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class _Spot:
    """A text in the JSON: the property `name` of `element`."""

    link_id: str
    what: str | Promise
    element: Raw
    name: str
    about: str = ""

    @property
    def original(self) -> str:
        return str(self.element[self.name])

    @property
    def key(self) -> str:
        """Two equal texts at one item are one; `what` is no part of it, for it depends on who looks."""
        said = "\n".join((self.link_id, self.name, self.original))
        return hashlib.sha256(said.encode()).hexdigest()[:KEY_LENGTH]


def is_key(name: str) -> bool:
    """Whether a name on a page is the key of a text."""
    return re.fullmatch(rf"[0-9a-f]{{{KEY_LENGTH}}}", name) is not None


def texts(form: Form, language: str) -> list[Said]:
    """Everything that a person reads in this form, in reading order, each text of an item once."""
    found: dict[str, Said] = {}
    for spot in _spots(form):
        words = ext.translated(spot.element, spot.name).translations.get(language.lower(), "")
        known = found.get(spot.key)
        if known is None or (words and not known.words):
            found[spot.key] = Said(spot.key, spot.what, spot.original, words, spot.about)
    return list(found.values())


def languages_in(form: Form) -> list[str]:
    """The languages in which any of its texts is worded, beside its own."""
    found = (ext.translated(spot.element, spot.name).translations for spot in _spots(form))
    return sorted({language for translations in found for language in translations})


def said_in(form: Form, language: str, words: Mapping[str, str]) -> Form:
    """The form with these words, by key; an empty one takes a wording away. Other languages stay as they are.

    What is said of a text is said of every text of the same words that has none yet.
    """
    before = {said.key: said for said in texts(form, language)}
    new = {key: text.strip() for key, text in words.items() if key in before and text.strip() != before[key].words}
    alike = {before[key].original: text for key, text in new.items() if text}
    for key, said in before.items():
        if not said.words and key not in new and not words.get(key, "").strip() and said.original in alike:
            new[key] = alike[said.original]

    def reword(spot: _Spot) -> str | None:
        return new.get(spot.key)

    return _reworded(form, language, reword)


def _spots(form: Form) -> Iterator[_Spot]:
    for name, what in HEAD.items():
        yield from _spot("", what, form, name)
    for item in form.get("item", ()):
        yield from _of_item(item, "")
    for resource in form.get("contained", ()):
        yield from _of_list(resource)


def _spot(link_id: str, what: str | Promise, element: Any, name: str, about: str = "") -> Iterator[_Spot]:
    """A text with words in it: "1." reads the same in every language."""
    text = element.get(name) if isinstance(element, Mapping) else None
    if isinstance(text, str) and text.strip() and (name == "text" or any(letter.isalpha() for letter in text)):
        yield _Spot(link_id, what, element, name, about)


def _of_item(item: Raw, above: str) -> Iterator[_Spot]:
    link_id, text = str(item.get("linkId", "")), str(item.get("text", ""))
    is_hint = item.get("type") == "display" and link_id.endswith("-help")
    what = HINT if is_hint else {"group": SECTION, "display": TEXT}.get(str(item.get("type")), QUESTION)
    yield from _spot(link_id, what, item, "text", above if is_hint else "")
    yield from _spot(link_id, NUMBER, item, "prefix", text)
    yield from _of_extensions(link_id, item, text)
    for option in item.get("answerOption", ()):
        yield from _spot(link_id, ANSWER, option.get("valueCoding"), "display", text)
        yield from _spot(link_id, ANSWER, option, "valueString", text)
        yield from _of_extensions(link_id, option, text)
    for held in item.get("item", ()):
        yield from _of_item(held, text)


def _of_extensions(link_id: str, element: Raw, about: str) -> Iterator[_Spot]:
    for extension in ext.extensions(element):
        if (what := SAYS.get(extension["url"])) is not None:
            yield from _spot(link_id, what, extension, "valueString", about)
        for part in ext.extensions(extension):
            if (what := SAYS_IN_PARTS.get(extension["url"], {}).get(part["url"])) is not None:
                yield from _spot(link_id, what, part, "valueString", about)


def _of_list(resource: Raw) -> Iterator[_Spot]:
    """Answers in a list that several questions share."""
    if resource.get("resourceType") == "ValueSet":
        holders = [*resource.get("compose", {}).get("include", ()), resource.get("expansion", {})]
        name = f"#{resource.get('id', '')}"
        for holder in holders:
            for concept in (*holder.get("concept", ()), *holder.get("contains", ())):
                yield from _spot(name, ANSWER, concept, "display")


def _reworded(form: Form, language: str, reword: Callable[[_Spot], str | None]) -> Form:
    """The form anew, with a wording at each spot for which one is given."""
    wanted = {(id(spot.element), spot.name): text for spot in _spots(form) if (text := reword(spot)) is not None}
    return dict(_anew(form, language, wanted))


def _anew(element: Any, language: str, wanted: Mapping[tuple[int, str], str]) -> Any:
    if isinstance(element, list):
        return [_anew(each, language, wanted) for each in element]
    if not isinstance(element, Mapping):
        return element
    written = {name: _anew(value, language, wanted) for name, value in element.items()}
    for name in element:
        if (text := wanted.get((id(element), name))) is not None:
            sibling = _with_wording(written.get(f"_{name}"), language, text)
            written.pop(f"_{name}", None)
            written |= {f"_{name}": sibling} if sibling else {}
    return written


def _with_wording(sibling: Any, language: str, text: str) -> dict[str, Any]:
    """FHIR's `_name` beside a text, with this wording in the place of any in the same language."""
    known = dict(sibling) if isinstance(sibling, Mapping) else {}
    kept = [one for one in known.pop("extension", ()) if not _is_in(one, language)]
    new = [translation(language, text)] if text else []
    return {**({"extension": [*kept, *new]} if kept or new else {}), **known}


def _is_in(extension: Any, language: str) -> bool:
    if not isinstance(extension, Mapping) or extension.get("url") != ext.TRANSLATION:
        return False
    said = next((part.get("valueCode") for part in ext.extensions(extension) if part["url"] == "lang"), None)
    return isinstance(said, str) and said.lower() == language.lower()


def translation(language: str, text: str) -> dict[str, Any]:
    """One wording as FHIR says it (`http://hl7.org/fhir/StructureDefinition/translation`)."""
    parts = [{"url": "lang", "valueCode": language}, {"url": "content", "valueString": text}]
    return {"url": ext.TRANSLATION, "extension": parts}
