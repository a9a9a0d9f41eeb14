"""Everything the agency owns, asked for by an administrator: written in the background, taken for a day, deleted."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.agencies.models import Agency
from keyworker.audit import trail
from keyworker.base import clock, context
from keyworker.base.actor import Actor
from keyworker.base.decision import insist, no, yes
from keyworker.base.jobs import enqueue
from keyworker.base.models import change
from keyworker.documents import vault
from keyworker.interop.leaving.rules import AT_WORK, KEPT_FOR, may_ask, may_take, may_write, stands_still
from keyworker.interop.leaving.tables import fingerprint, hidden_from_exports
from keyworker.interop.leaving.writing import Format
from keyworker.interop.models import AgencyExport, ExportState

MAKE = "interop.make_export"


@dataclass(frozen=True, slots=True)
class Made:
    """What was written: how many rows and files, how many bytes, what opens it, and whom it hides (a hash)."""

    rows: int
    size: int
    wrapped_key: bytes
    hides: bytes


@action(needs=Permission.EXPORT_ASK, on="agency")
def ask_for_export(*, actor: Actor, agency: Agency, form: Format, because: str, enqueued: bool = True) -> AgencyExport:
    """Let everything be written that one person alone may take along. Raises `Refused` while another is."""
    live = rows(AgencyExport, actor=actor, needs=Permission.EXPORT_ASK).filter(state__in=AT_WORK)
    now = clock.now()
    insist(no(_("Nothing leaves a practice agency.")) if agency.is_practice else yes())
    insist(may_ask(at_work=any(not stands_still(each.state, each.moved_at, now) for each in live)))
    export = AgencyExport(asked_by_id=actor.staff_id, because=because[:300], form=form.value)
    export.save(force_insert=True)
    trail.record("interop.export_asked", subject=export, facts={"format": form.value})
    if enqueued:
        enqueue(MAKE, agency_id=str(agency.pk), staff_id=str(actor.staff_id), export_id=str(export.pk))
    return export


@action(needs=Permission.EXPORT_ASK, on="export")
def begin_export(*, actor: Actor, export: AgencyExport) -> AgencyExport:
    """In the name of whoever asked, who may still. Raises `Refused` for one that is begun."""
    insist(may_write(export.state, begins=True))
    now = clock.now()
    change(export, state=ExportState.WRITING.value, begun_at=now, moved_at=now)
    trail.record("interop.export_begun", subject=export)
    return export


@action(needs=Permission.AGENCY_EXPORT, on="export")
def note_progress(*, actor: Actor, export: AgencyExport, done: int, whole: int) -> None:
    """How far it is, for whoever waits. Raises `Refused` when it was deleted meanwhile."""
    insist(may_write(export.state, begins=False))
    change(export, done=done, whole=whole, moved_at=clock.now())
    trail.record("interop.export_went_on", subject=export, facts={"rows": done})


@action(needs=Permission.EXPORT_ASK, on="export")
def finish_export(*, actor: Actor, export: AgencyExport, made: Made) -> AgencyExport:
    """It lies in the vault. Where this fails, it does not lie there any more."""
    context.current().undo.append(partial(vault.forget, export.pk, export.agency_id))
    insist(may_write(export.state, begins=False))
    now = clock.now()
    told: dict[str, Any] = {"done": made.rows, "size": made.size, "wrapped_key": made.wrapped_key, "hides": made.hides}
    change(export, state=ExportState.READY.value, moved_at=now, ends_at=now + KEPT_FOR, **told)
    trail.record("interop.agency_exported", subject=export, facts={"rows": made.rows, "whole": False, "agreed": []})
    return export


@action(needs=Permission.AGENCY_EXPORT, on="export")
def fail_export(*, actor: Actor, export: AgencyExport) -> None:
    """It was not finished: it can be asked for again. One that was deleted meanwhile stays so."""
    if export.state in AT_WORK:
        change(export, state=ExportState.FAILED.value, moved_at=clock.now())
    trail.record("interop.export_failed", subject=export)
    _forget(export)


@action(needs=Permission.EXPORT_ASK, on="export")
def take_export(*, actor: Actor, export: AgencyExport) -> AgencyExport:
    """Whoever asked for it takes it along. Raises `Refused` once it is too late, or tells of somebody hidden since."""
    ready = export.state == ExportState.READY and export.ends_at is not None and clock.now() < export.ends_at
    same = ready and _hides_now(export) == bytes(export.hides or b"")
    insist(may_take(own=export.asked_by_id == actor.staff_id, ready=ready, same_hidden=same))
    trail.record("interop.export_taken", subject=export)
    return export


@action(needs=Permission.EXPORT_ASK, on="export")
def delete_export(*, actor: Actor, export: AgencyExport) -> None:
    """Any administrator may: whatever was written is gone at once, and what is being written is not kept."""
    _end(export)
    trail.record("interop.export_deleted", subject=export)


@action(needs=Permission.AGENCY_EXPORT, on="agency")
def forget_exports(*, actor: Actor, agency: Agency) -> None:
    """Exports whose day is over go; work that nobody does any more is said to have failed."""
    every = rows(AgencyExport, actor=actor, needs=Permission.AGENCY_EXPORT).select_for_update(no_key=True)
    now, ended, failed = clock.now(), 0, 0
    for export in every.filter(state=ExportState.READY, ends_at__lte=now):
        _end(export)
        ended += 1
    for export in every.filter(state__in=AT_WORK):
        if stands_still(export.state, export.moved_at, now):
            change(export, state=ExportState.FAILED.value, moved_at=now)
            _forget(export)
            failed += 1
    trail.record("interop.exports_forgotten", subject=agency, facts={"ended": ended, "failed": failed})


def _hides_now(export: AgencyExport) -> bytes:
    if export.ends_at is None:
        raise ValueError("What is ready ends.")
    return fingerprint(hidden_from_exports(), export.ends_at - KEPT_FOR)  # when it was finished


def _end(export: AgencyExport) -> None:
    change(export, state=ExportState.GONE.value, wrapped_key=None, moved_at=clock.now())
    _forget(export)


def _forget(export: AgencyExport) -> None:
    """Take the file away once what says so is kept."""
    alias = context.current().actor.alias
    transaction.on_commit(partial(vault.forget, export.pk, export.agency_id), using=alias)
