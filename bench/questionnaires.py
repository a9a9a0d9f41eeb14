"""How long forms take: a long one and the PHQ-9 asked, checked and scored; and a thousand sets of answers in one go.

Wall-clock medians in one process, without the network and without a database. Each line names its goal, and the CPU
time of this process: where the two are far apart, the machine was busy with something else.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable

ENOUGH_TO_READ_SETTINGS = {
    "KEYWORKER_SECRET_KEY": "only-for-measuring",
    "KEYWORKER_KEYRING": "/nonexistent",
    "DATABASE_APP_URL": "postgresql:///nowhere",
    "DATABASE_DOOR_URL": "postgresql:///nowhere",
    "DJANGO_SETTINGS_MODULE": "config.settings",
}
ROUNDS = 31
RESPONSES = 1_000


def main() -> int:
    os.environ.update(ENOUGH_TO_READ_SETTINGS)
    import django

    django.setup()
    print("\nForms (p50; one process)")
    lines = [*_long_form(), *_phq_9()]
    for name, (took, cpu), goal, unit in lines:
        missed = "   MISSED" if took > goal else ""
        print(f"  {name:<66} {took:8.1f} {unit} (CPU {cpu:.1f})   goal ≤ {goal} {unit}{missed}")
    return int(any(took > goal for _name, (took, _cpu), goal, _unit in lines))


def _long_form():
    """250 questions, 100 of them conditional, 20 calculations: an upload, so worked out apart."""
    from keyworker.questionnaires.filling import Filling
    from tests.questionnaires.forms import all_answered, long_form

    definition = long_form()
    data = all_answered(definition)

    def page() -> None:
        filling = Filling(definition, data=data)
        assert filling.is_valid()
        assert len(filling.scores) == 20
        filling.as_html(preview_url="/preview")

    def refresh() -> None:
        Filling(definition, data=data).preview_html()

    yield "250 questions, 100 conditions, 20 calculations: read, check, draw", _milliseconds(page), 150, "ms"
    yield "the same: refreshed after an answer", _milliseconds(refresh), 150, "ms"


def _phq_9():
    from keyworker.questionnaires.engine.parsing import parse
    from keyworker.questionnaires.engine.shipped import LIBRARY
    from keyworker.questionnaires.filling import Filling

    definition = parse((LIBRARY / "phq-9.json").read_bytes())
    asked = [item for item in definition.walk() if item.is_scored]

    def filled(turn: int) -> Filling:
        data = {f"answer:::{item.link_id}": item.options[(turn + n) % 4].token for n, item in enumerate(asked)}
        return Filling(definition, data=data)

    def page() -> None:
        filling = filled(2)
        assert filling.is_valid()
        filling.as_html(preview_url="/preview")

    yield "PHQ-9: read, check, draw", _milliseconds(page), 20, "ms"
    responses = [filled(turn).to_response(completed=True) for turn in range(RESPONSES)]
    started = time.perf_counter(), time.process_time()
    for response in responses:
        (score,) = Filling(definition, response=response).scores
        assert score.is_complete
    took = time.perf_counter() - started[0], time.process_time() - started[1]
    yield f"PHQ-9: {RESPONSES:,} responses scored", took, 10, "s"


def _milliseconds(work: Callable[[], None]) -> tuple[float, float]:
    """The median by the wall clock, and the median of CPU time."""
    work()
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter(), time.process_time()
        work()
        taken.append((time.perf_counter() - started[0], time.process_time() - started[1]))
    wall, cpu = (1000 * statistics.median(times) for times in zip(*taken, strict=True))
    return wall, cpu


if __name__ == "__main__":
    sys.exit(main())
