"""What administrators look at: which exports were asked for, by whom and why, and how far each is."""

from dataclasses import dataclass

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.interop.leaving.rules import AT_WORK, stands_still
from keyworker.interop.models import AgencyExport, ExportState

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Standing:
    """One export. `own`: whoever looks asked for it; `still`: nobody works on it any more; `ready`: it can be taken."""

    export: AgencyExport
    own: bool
    at_work: bool
    still: bool
    ready: bool

    @property
    def percent(self) -> int:
        return min(99, 100 * self.export.done // self.export.whole) if self.export.whole else 0

    @property
    def megabytes(self) -> float:
        return self.export.size / 1_000_000


def exports(actor: Actor) -> list[Standing]:
    """The agency's last ones, the newest first."""
    found = rows(AgencyExport, actor=actor, needs=Permission.EXPORT_ASK).select_related("asked_by")
    return [_standing(actor, each) for each in found.order_by("-created_at", "-id")[:SHOWN]]


def _standing(actor: Actor, export: AgencyExport) -> Standing:
    now = clock.now()
    still = stands_still(export.state, export.moved_at, now)
    ready = export.state == ExportState.READY and export.ends_at is not None and now < export.ends_at
    return Standing(export, export.asked_by_id == actor.id, export.state in AT_WORK and not still, still, ready)


def exports_to_forget(actor: Actor) -> bool:
    """Whether the day of any is over, or the work on any stands still."""
    now = clock.now()
    live = rows(AgencyExport, actor=actor, needs=Permission.AGENCY_EXPORT)
    if live.filter(state=ExportState.READY, ends_at__lte=now).exists():
        return True
    return any(stands_still(each.state, each.moved_at, now) for each in live.filter(state__in=AT_WORK))
