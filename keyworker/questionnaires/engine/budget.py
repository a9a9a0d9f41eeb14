"""How much work an uploaded expression may cause: counted in steps, so that a form behaves the same each time."""

import time
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from fhirpathpy.engine.nodes import ResourceNode

from keyworker.questionnaires.engine import limits

STEPS_BETWEEN_LOOKS = 100


class TooCostly(Exception):
    """An expression asked for more work, or made a larger value, than any form needs."""


class Budget:
    """Steps left for one evaluation and for all of them. CPU time is the second fence, behind the steps."""

    def __init__(self, steps: int = limits.STEPS_IN_ALL, cpu_seconds: float = limits.GIVE_UP_SECONDS) -> None:
        self._left_in_all = steps
        self._left = 0
        self._since_looked = 0
        self._deadline = time.thread_time() + cpu_seconds

    def start(self) -> None:
        """A new evaluation begins."""
        self._left = min(limits.STEPS, self._left_in_all)

    def spend(self, steps: int) -> None:
        """Raises TooCostly when nothing is left."""
        self._left -= steps
        self._left_in_all -= steps
        self._since_looked += steps
        if self._left < 0:
            raise TooCostly
        if self._since_looked > STEPS_BETWEEN_LOOKS:
            self._since_looked = 0
            if time.thread_time() > self._deadline:
                raise TooCostly

    def spend_on_content(self, values: Any) -> None:
        """Counts every leaf, stopping as soon as the budget is gone: comparing large trees is work too."""
        waiting = [values]
        while waiting:
            value = waiting.pop()
            if isinstance(value, ResourceNode):
                value = value.data
            children = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
            self.spend(1 + len(children))
            waiting.extend(children)

    def keep_small(self, result: Any) -> None:
        """No collection, text or number outgrows what a form needs."""
        if not isinstance(result, list):
            _keep_small(result)
            return
        if len(result) > limits.COLLECTION:
            raise TooCostly
        for value in result:
            _keep_small(value)


def _keep_small(value: Any) -> None:
    match value:
        case str():
            too_large = len(value) > limits.STRING
        case int():
            too_large = value.bit_length() > 4 * limits.DIGITS
        case Decimal():
            too_large = value.is_finite() and abs(value.adjusted()) > limits.DIGITS
        case _:
            too_large = False
    if too_large:
        raise TooCostly
