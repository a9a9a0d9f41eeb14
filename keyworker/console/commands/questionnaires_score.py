"""Works out one response to one questionnaire from their files: no installation, no database, nothing kept."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from keyworker.questionnaires.arriving import ImportReport, content_of, look_over
from keyworker.questionnaires.engine.definition import Definition
from keyworker.questionnaires.engine.findings import InvalidQuestionnaire, Level
from keyworker.questionnaires.engine.loading import as_plain_json, load
from keyworker.questionnaires.filling import Filling


class Unusable(Exception):
    """One of the two files cannot be used; the message says why."""


def run(options: argparse.Namespace) -> int:
    """0 when the answers fit the form; 1 when some do not, or a file cannot be used."""
    try:
        definition = _definition(options.questionnaire)
        response = _response(options.response)
    except Unusable as problem:
        print(f"keyworker: {problem}", file=sys.stderr)
        return 1
    found = _worked_out(definition, response)
    if options.json:
        print(json.dumps(found, indent=1, ensure_ascii=False))
    else:
        _say(found)
    return 0 if found["valid"] else 1


def _bytes(path: str) -> bytes:
    found = content_of(Path(path))
    if isinstance(found, ImportReport):
        raise Unusable(f"{path}: {found.reasons[0]}")
    return found


def _definition(path: str) -> Definition:
    looked = look_over(_bytes(path), source=path)
    if looked.definition is None:
        raise Unusable("\n".join(f"{path}: {reason}" for reason in looked.report.reasons))
    return looked.definition


def _response(path: str) -> Mapping[str, Any]:
    try:
        return load(_bytes(path))
    except InvalidQuestionnaire as error:
        raise Unusable(f"{path}: {error}") from error


def _worked_out(definition: Definition, response: Mapping[str, Any]) -> dict[str, Any]:
    """An unfinished response may lack answers; a finished one may not."""
    filling = Filling(definition, response=response, draft=response.get("status") == "in-progress")
    errors: dict[str, list[str]] = {}
    for error in filling.errors:
        errors.setdefault(error.place.link_id, []).append(error.says)
    for finding in filling.findings:
        if finding.level is Level.FAULT:
            errors.setdefault(finding.link_id, []).append(finding.says)
    written = as_plain_json(filling.to_response(completed=False))
    return {
        "questionnaire": f"{definition.url}|{definition.version}".strip("|"),
        "valid": filling.is_valid(),
        "values": dict(_computed(definition, written)),
        "scores": [
            {
                "linkId": score.place.link_id,
                "label": score.label.in_language(filling.language),
                "number": None if score.number is None else float(score.number),
                "band": score.band.label.in_language(filling.language) if score.band else "",
                "complete": score.is_complete,
            }
            for score in filling.scores
        ],
        "critical": [answer.link_id for answer in filling.critical],
        "errors": errors,
        "warnings": [str(finding) for finding in filling.findings if finding.level is not Level.FAULT],
    }


def _computed(definition: Definition, response: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """Every value that the form works out, under its linkId: one for each place where the item stands."""
    found: dict[str, list[Any]] = {}
    waiting = list(reversed(response["item"]))
    while waiting:
        item = waiting.pop()
        answers = item.get("answer", [])
        if definition.is_computed(definition.by_link_id[item["linkId"]]):
            values = [content for answer in answers for name, content in answer.items() if name.startswith("value")]
            found.setdefault(item["linkId"], []).extend(values)
        below = [*item.get("item", []), *(inner for answer in answers for inner in answer.get("item", []))]
        waiting.extend(reversed(below))
    yield from found.items()


def _say(found: Mapping[str, Any]) -> None:
    print(found["questionnaire"] or "A form without a name")
    for link_id, values in found["values"].items():
        print(f"    {link_id} = {', '.join(json.dumps(value, ensure_ascii=False) for value in values)}")
    for score in found["scores"]:
        if score["band"]:
            print(f"    {score['linkId']}: {score['band']}")
    for link_id in found["critical"]:
        print(f"    {link_id}: this answer calls for action now")
    for link_id, says in found["errors"].items():
        print(f"  error at {link_id or 'the form'}: {'; '.join(says)}")
    for says in found["warnings"]:
        print(f"  warning: {says}")
