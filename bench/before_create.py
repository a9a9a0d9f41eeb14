"""How long it takes to look who is known before somebody is made: by name, birth date and telephone, in one process."""

import random
import statistics
import time
from datetime import date

from bench.pages import Worker, misspelt
from keyworker.base.actor import staff
from keyworker.base.context import reading
from keyworker.people.queries import find_people, likely_people

ROUNDS = 200


def measure(worker: Worker) -> dict[str, list[float]]:
    """Milliseconds of each, by what was asked; the transaction and its record in the trail are counted."""
    actor = staff(agency_id=worker.agency, staff_id=worker.staff)
    dice = random.Random("before create")

    def before_create(turn: int) -> None:
        born = date(dice.randint(1946, 2020), dice.randint(1, 12), dice.randint(1, 28))
        likely_people(actor, misspelt(turn), born_on=born, numbers=(f"+1555{turn:07d}",))

    asked = {
        "look who is known before somebody is made": before_create,
        "find by a misspelt name": lambda turn: find_people(actor, misspelt(turn)),
    }
    found: dict[str, list[float]] = {}
    for name, ask in asked.items():
        found[name] = []
        for turn in range(ROUNDS):
            started = time.perf_counter()
            with reading(actor):
                ask(turn)
            found[name].append((time.perf_counter() - started) * 1000)
    return found


def lines(found: dict[str, list[float]]) -> list[str]:
    return [
        f"  {name:<44} p50 {statistics.median(times):6.1f}  p95 {statistics.quantiles(times, n=20)[18]:6.1f} |"
        " in one process"
        for name, times in found.items()
    ]
