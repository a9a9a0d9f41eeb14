"""What is said about a questionnaire or a response that was read: faults refuse it, warnings and notes are shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _


class Level(StrEnum):
    FAULT = "fault"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `name` is stable and machine readable; `says` is for the person who brought the file."""

    level: Level
    name: str
    link_id: str
    says: str

    def __str__(self) -> str:
        if not self.link_id:
            return self.says
        return _("Item %(link_id)s: %(says)s") % {"link_id": self.link_id, "says": self.says}


class InvalidQuestionnaire(ValueError):
    """The file cannot be used as a questionnaire; `faults` says why, item by item."""

    def __init__(self, faults: Iterable[Finding]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class Findings:
    """Collects findings while a file is read, so that one reading names everything that is wrong with it."""

    def __init__(self) -> None:
        self._found: dict[Finding, None] = {}

    def fault(self, name: str, link_id: str, says: str) -> None:
        self._found[Finding(Level.FAULT, name, link_id, says)] = None

    def warn(self, name: str, link_id: str, says: str) -> None:
        self._found[Finding(Level.WARNING, name, link_id, says)] = None

    def note(self, name: str, link_id: str, says: str) -> None:
        self._found[Finding(Level.NOTE, name, link_id, says)] = None

    def of(self, *levels: Level) -> tuple[Finding, ...]:
        return tuple(finding for finding in self._found if finding.level in levels)

    def refuse_if_faulty(self) -> None:
        if faults := self.of(Level.FAULT):
            raise InvalidQuestionnaire(faults)
