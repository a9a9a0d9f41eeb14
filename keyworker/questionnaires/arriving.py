"""A form that was looked over and may be kept: with a name, a version and a fingerprint of its own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from keyworker.questionnaires.engine.definition import Definition
from keyworker.questionnaires.engine.loading import as_plain_json
from keyworker.questionnaires.engine.loading import fingerprint as fingerprint

URL, VERSION, TITLE = 400, 60, 300


@dataclass(frozen=True, slots=True)
class Arriving:
    """What is about to be kept. The definition carries the url and the version, so that answers can name them."""

    url: str
    form_version: str
    title: str
    definition: Mapping[str, Any]
    fingerprint: str


def arriving(definition: Definition) -> Arriving:
    """A form without a url is named by its title; one without a version by its content."""
    content = as_plain_json(definition.source)
    title = definition.title.default[:TITLE]
    url = definition.url or f"urn:keyworker:questionnaire:{_slug(definition.name or title)}"
    version = definition.version or fingerprint(content)[:12]
    content = {**content, "url": url, "version": version}
    return Arriving(url, version, title, content, fingerprint(content))


def _slug(name: str) -> str:
    return re.sub(r"\W+", "-", name.lower()).strip("-")[:100] or "form"
