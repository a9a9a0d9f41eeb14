"""The forms that Keyworker ships, taken from the shelf and filled in by link id."""

import json
from functools import cache

from keyworker.questionnaires.engine.extensions import OURS
from keyworker.questionnaires.engine.parsing import parse
from keyworker.questionnaires.filling import Filling
from keyworker.questionnaires.importing import LIBRARY

FILES = sorted(LIBRARY.glob("*.json"))
PUBLISHED = ("audit-c", "gad-7", "k10", "k6", "phq-2", "phq-9", "taps-1")
OWN = tuple(file.stem for file in FILES if file.stem not in PUBLISHED)


@cache
def raw(name):
    return json.loads((LIBRARY / f"{name}.json").read_text("utf-8"))


@cache
def shipped(name):
    return parse((LIBRARY / f"{name}.json").read_bytes())


def filled(name, answers, **more):
    """Answers by link id: a token, several in a list, a text or a number; days as (day, month, year)."""
    data = {}
    for link_id, answer in answers.items():
        if isinstance(answer, tuple):
            parts = zip(("day", "month", "year"), answer, strict=True)
            data |= {f"answer::{part}:{link_id}": str(number) for part, number in parts}
        else:
            data[f"answer:::{link_id}"] = answer if isinstance(answer, list) else str(answer)
    return Filling(shipped(name), data=data, **more)


def result(filling, link_id):
    return next((score for score in filling.scores if score.place.link_id == link_id), None)


def asked(filling):
    """The questions that are put to somebody just now."""
    by_link_id = filling.definition.by_link_id
    return {p.link_id for p in filling.asked if by_link_id[p.link_id].is_asked and not by_link_id[p.link_id].read_only}


def items(name):
    """Every item as it is written in the file."""
    waiting = list(raw(name)["item"])
    while waiting:
        item = waiting.pop(0)
        yield item
        waiting[:0] = item.get("item", [])


def ours(item, url):
    """What an extension of ours says on an item: the raw extensions of that name."""
    return [one for one in item.get("extension", []) if one["url"] == f"{OURS}{url}"]


def parts(extension):
    return {
        part["url"]: next(v for name, v in part.items() if name.startswith("value")) for part in extension["extension"]
    }
