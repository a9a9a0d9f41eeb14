"""Published scoring sheets, for instruments that carry a total item but do not say how it is added.

A sheet is data (library/scoring/*.json). It speaks only when the total item and every item that it adds are known by
their LOINC codes and each listed answer has a weight; and it adds only where the form has no calculation of its own.
Its bands and critical answers are used where the form declares none.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import parts
from keyworker.questionnaires.engine.definition import NUMBERS, Band, CriticalAnswer, Item, SheetTotal, walk
from keyworker.questionnaires.engine.findings import Findings
from keyworker.questionnaires.engine.shipped import SHEETS
from keyworker.questionnaires.engine.values import Coding

LOINC = "http://loinc.org"


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    source: str
    total: str
    items: tuple[str, ...]
    bands: tuple[Band, ...]
    critical: Mapping[str, tuple[CriticalAnswer, ...]]


@dataclass(frozen=True, slots=True)
class Scored:
    """The items with what the sheets add to them, and the totals that sheets define."""

    items: tuple[Item, ...]
    totals: Mapping[str, SheetTotal]


@lru_cache(maxsize=1)
def sheets() -> tuple[Sheet, ...]:
    """The sheets that Keyworker ships."""
    return tuple(_sheet(json.loads(file.read_text("utf-8"))) for file in sorted(SHEETS.glob("*.json")))


def _sheet(raw: dict[str, Any]) -> Sheet:
    findings = Findings()
    sheet = Sheet(
        name=raw["name"],
        source=raw["source"],
        total=raw["total"],
        items=tuple(raw["items"]),
        bands=parts.read_bands(raw, raw["total"], findings),
        critical={code: parts.read_critical(item, code, findings) for code, item in raw["critical"].items()},
    )
    findings.refuse_if_faulty()
    return sheet


def apply(form_codes: tuple[Coding, ...], items: tuple[Item, ...], findings: Findings) -> Scored:
    """What the sheets say about these items."""
    totals: dict[str, SheetTotal] = {}
    changes: dict[str, Item] = {}
    for sheet in sheets():
        found = _by_code(items, (sheet.total, *sheet.items))
        for code, critical in sheet.critical.items():
            if code in found and found[code].is_scored and not found[code].critical:
                changes[found[code].link_id] = replace(found[code], critical=critical)
        total = found.get(sheet.total)
        if total is None or total.type not in NUMBERS:
            continue
        if (known := _total(sheet, total, found, findings)) is not None:
            totals[total.link_id] = known
            changes[total.link_id] = total if total.bands else replace(total, bands=sheet.bands)
    return Scored(_changed(items, changes) if changes else items, totals)


def _total(sheet: Sheet, total: Item, found: Mapping[str, Item], findings: Findings) -> SheetTotal | None:
    contributors = [found[code] for code in sheet.items if code in found]
    weighted = all(item.options and all(o.ordinal is not None for o in item.options) for item in contributors)
    if len(contributors) < len(sheet.items) or not weighted:
        says = _("Not every question of “%s” is there with a weight for each answer, so its total has no meaning here.")
        findings.warn("sheet-not-used", total.link_id, says % sheet.name)
        return None
    adds = total.calculated is None
    if adds:
        says = _("Its total is added by the published scoring of “%s”.") % sheet.name
        findings.note("scored-by-sheet", total.link_id, says)
    return SheetTotal(sheet.name, sheet.source, tuple(item.link_id for item in contributors), adds)


def _by_code(items: tuple[Item, ...], codes: tuple[str, ...]) -> dict[str, Item]:
    """The items by LOINC code. A code that stands on two items tells neither."""
    found: dict[str, list[Item]] = {}
    for item in walk(items):
        for coding in item.codes:
            if coding.system == LOINC and coding.code in codes:
                found.setdefault(coding.code, []).append(item)
    return {code: same[0] for code, same in found.items() if len(same) == 1}


def _changed(items: tuple[Item, ...], changes: Mapping[str, Item]) -> tuple[Item, ...]:
    return tuple(replace(changes.get(item.link_id, item), items=_changed(item.items, changes)) for item in items)
