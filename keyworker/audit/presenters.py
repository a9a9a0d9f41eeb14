"""Turns a verb into a plain sentence. Each app's `sentences.py` says its own."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

_sentences: dict[str, str | Promise] = {}


def say(sentences: Mapping[str, str | Promise]) -> None:
    """Register verb → translatable sentence, with `{who}` and the event's facts as placeholders."""
    for verb, sentence in sentences.items():
        if _sentences.get(verb, sentence) != sentence:
            raise ValueError(f"Two sentences for {verb}.")
        _sentences[verb] = sentence


def known_verbs() -> frozenset[str]:
    return frozenset(_sentences)


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def sentence(verb: str, *, who: str, facts: Mapping[str, Any]) -> str:
    """What happened, for a person to read."""
    template = _sentences.get(verb)
    if template is None:
        return _("{who} did something this version cannot describe ({verb}).").format(who=who, verb=verb)
    return str(template).format_map(_Facts({**_readable(facts), "who": who}))


def _readable(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts named `…_on` are dates in ISO form; people read them as dates."""
    return {name: _day(value) if name.endswith("_on") else value for name, value in facts.items()}


def _day(value: Any) -> Any:
    try:
        return date_format(date.fromisoformat(value))
    except (TypeError, ValueError):
        return value


def discover() -> None:
    """Load every app's `sentences.py`."""
    autodiscover_modules("sentences")
