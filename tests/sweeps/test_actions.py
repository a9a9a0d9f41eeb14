"""One law for every action: it is refused to the wrong hands, and every verb it can write is a sentence."""

import ast
import re
from pathlib import Path

import pytest

from keyworker.access.doing import ACTIONS
from keyworker.access.sight import Absent
from keyworker.audit import presenters
from keyworker.base.decision import Refused
from keyworker.training.models import PracticeAgency
from keyworker.training.practising.actions import ask_for_practice

VERB = re.compile(r"[a-z_]+\.[a-z_]+")
KEYWORKER = Path(__file__).parents[2] / "keyworker"
# A town that held one would hold a whole town within.
MADE_WHEN_ASKED = {PracticeAgency: lambda town: ask_for_practice(actor=town.priya, agency=town.agency(), days=3)}


def verbs_written():
    """Every verb given to `tell` or `trail.record`, wherever it is written."""
    for path in KEYWORKER.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _name(node.func) in {"tell", "record", "record_sign_in"}:
                for argument in node.args[:2]:
                    for found in ast.walk(argument):
                        if isinstance(found, ast.Constant) and VERB.fullmatch(str(found.value)):
                            yield found.value


def _name(function):
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_every_verb_in_the_trail_is_a_sentence_somebody_can_read():
    assert set(verbs_written()) - presenters.known_verbs() == set()


def _its_model(doing):
    annotation = doing.function.__annotations__[doing.on]
    if isinstance(annotation, str):
        return doing.function.__globals__[annotation]
    return annotation


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_an_action_on_another_agencys_record_finds_nothing_and_says_so_in_the_trail(town, name):
    from keyworker.audit.models import AuditEvent

    doing = ACTIONS[name]
    model = _its_model(doing)
    held = MADE_WHEN_ASKED[model](town) if model in MADE_WHEN_ASKED else town.find(model)
    if held is None:
        pytest.fail(f"the town has no {model._meta.label}: every step of its path must be occupied")
    for stranger in (town.carl, town.nadia, town.pavel):
        with pytest.raises((Absent, Refused)):
            doing.act(actor=stranger, **{doing.on: held})
    refused = town.find(AuditEvent, town.carl, verb="access.refused", actor_id=town.carl.id)
    assert refused is not None
