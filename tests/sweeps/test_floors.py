"""Nothing points upstairs: imports are held by import-linter, foreign keys by this."""

import tomllib
from pathlib import Path

from django.apps import apps
from django.db import models

ROOT = Path(__file__).parents[2]


def floors():
    """App → height, from the very contract import-linter checks."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(c for c in contracts if c["type"] == "layers")["layers"]
    heights = {}
    for height, layer in enumerate(reversed(layers)):
        for name in layer.replace(":", "|").split("|"):
            heights[name.strip(" ()")] = height
    return heights


def upward(found, heights):
    for model in found:
        for field in model._meta.local_fields:
            target = field.related_model
            known = isinstance(field, models.ForeignKey) and target._meta.app_label in heights
            if known and heights[target._meta.app_label] > heights[model._meta.app_label]:
                yield f"{model._meta.label}.{field.name} → {target._meta.label}"


def test_every_foreign_key_goes_downstairs():
    heights = floors()
    ours = [m for m in apps.get_models() if m.__module__.startswith("keyworker.")]
    assert list(upward(ours, heights)) == []


def test_a_foreign_key_upstairs_is_found():
    from keyworker.cases.models import Case

    heights = {**floors(), "people": 1000}
    assert any("Case.person" in found for found in upward([Case], heights))


def test_every_app_has_its_floor():
    heights = floors()
    folders = {p.parent.name for p in (ROOT / "keyworker").glob("*/__init__.py")}
    assert folders - set(heights) == set()
