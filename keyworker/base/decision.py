"""What a rule answers: yes, no or "yes, but", always with the reason in words."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Answer(StrEnum):
    YES = "yes"
    WARN = "warn"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Decision:
    """A rule's answer. `reason` is a translatable sentence for the worker; `facts` are what it rests on."""

    answer: Answer
    reason: Any = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def allowed(self) -> bool:
        return self.answer is not Answer.NO

    @property
    def is_warning(self) -> bool:
        return self.answer is Answer.WARN

    def __bool__(self) -> bool:
        return self.allowed


def yes(reason: Any = "", **facts: Any) -> Decision:
    return Decision(Answer.YES, reason, facts)


def warn(reason: Any, **facts: Any) -> Decision:
    return Decision(Answer.WARN, reason, facts)


def no(reason: Any, **facts: Any) -> Decision:
    return Decision(Answer.NO, reason, facts)


class Refused(Exception):
    """A rule said no. `decision.reason` tells the worker why, and what to do instead."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(str(decision.reason))
        self.decision = decision


def insist(decision: Decision) -> Decision:
    """Raise `Refused` unless the rule allows it."""
    if not decision.allowed:
        raise Refused(decision)
    return decision
