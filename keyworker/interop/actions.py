"""What comes in from outside: a file that an administrator sends, brings in or puts aside; a text from a gateway."""

from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.models import Grant
from keyworker.access.permissions import Permission
from keyworker.access.roles import Role
from keyworker.access.sight import facts, require, rows
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Agency
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.cases.models import Case
from keyworker.directory.actions import import_directory
from keyworker.directory.differences import Tally
from keyworker.interop import hsds
from keyworker.interop.copying.gathering import Asked, Copy, gathered
from keyworker.interop.doubting import doubt_numbers as doubt_numbers
from keyworker.interop.filing import put_text_in_file as put_text_in_file
from keyworker.interop.hsds.rules import may_import
from keyworker.interop.leaving import actions as exports  # noqa: F401 - what is done with exports is found with the others
from keyworker.interop.leaving.rules import may_take_all
from keyworker.interop.leaving.tables import Hidden, hidden_from_exports
from keyworker.interop.leaving.writing import Format, Tell, into_folder, write
from keyworker.interop.models import DirectoryFile, Lists, SheetMapping
from keyworker.interop.sheets import actions as sheets  # noqa: F401 - what is done with lists is found with the others
from keyworker.interop.sheets.matching import keep_mapping
from keyworker.notices.actions import receive_text
from keyworker.notices.gateways.contract import Came
from keyworker.notices.models import TextReceived
from keyworker.people.models import ContactPoint
from keyworker.people.timeline import tell
from keyworker.people.withholding.rules import gives_a_ground
from keyworker.tasks.actions import plan_task
from keyworker.tasks.models import Task, TaskKind

KEPT_FOR = timedelta(days=1)
NEEDS = Permission.DIRECTORY_MANAGE


@action(needs=Permission.DIRECTORY_MANAGE, on="agency")
def send_directory_file(
    *, actor: Actor, agency: Agency, name: str, content: bytes, source: str, whole: bool
) -> DirectoryFile:
    """Keep a file while its problems are looked over; files nobody decided about within a day go."""
    stale = rows(DirectoryFile, actor=actor, needs=NEEDS).filter(created_at__lt=clock.now() - KEPT_FOR)
    stale.delete()
    columns = hsds.kept_columns(actor, source)
    held = DirectoryFile(name=name[:200], content=content, source=source, whole=whole, columns=columns)
    held.save(force_insert=True)
    trail.record("interop.directory_file_sent", subject=held)
    return held


@action(needs=Permission.DIRECTORY_MANAGE, on="held")
def match_directory_file(*, actor: Actor, held: DirectoryFile, columns: Mapping[str, str]) -> None:
    """Say what the columns of an agency's own list are; kept under the list's name, so that the next is read so."""
    change(held, columns=dict(columns))
    kept = rows(SheetMapping, actor=actor, needs=NEEDS).filter(of=Lists.SERVICES, name=held.source)
    new = SheetMapping(of=Lists.SERVICES, name=held.source, order="")
    keep_mapping(kept, new, {"columns": dict(columns)})
    trail.record("interop.directory_file_matched", subject=held)


@action(needs=Permission.DIRECTORY_MANAGE, on="held")
def import_directory_file(*, actor: Actor, held: DirectoryFile, good_rows_only: bool) -> Tally:
    """Bring in a file that was looked over. Raises `Refused` while it has problems nobody accepted."""
    agency = require(Agency, actor.agency_id, actor=actor, needs=NEEDS)
    reading = hsds.read_held(actor, held)
    insist(may_import(reading, good_rows_only=good_rows_only))
    published = hsds.published_list(reading, source=held.source, whole=held.whole)
    result = import_directory(actor=actor, agency=agency, published=published)
    rows(DirectoryFile, actor=actor, needs=NEEDS).filter(pk=held.pk).delete()
    return result


@action(needs=Permission.DIRECTORY_MANAGE, on="held")
def put_directory_file_aside(*, actor: Actor, held: DirectoryFile) -> None:
    """Forget a file that was sent; the directory stays as it is."""
    rows(DirectoryFile, actor=actor, needs=NEEDS).filter(pk=held.pk).delete()
    trail.record("interop.directory_file_put_aside", subject=held)


@action(needs=Permission.TEXT_RECEIVE, on="agency")
def take_text_in(*, actor: Actor, agency: Agency, gateway: str, came: Came) -> TextReceived:
    """Do what a text asks for; the care teams of whose number is another's, or cries for help, hear of it at once.

    They do not hear what it said.
    """
    received = receive_text(actor=actor, agency=agency, gateway=gateway, came=came)
    for case in _cases_by(received.not_theirs):
        what = _("Ask them for another number. Whoever answers the one we have says that it is not theirs.")
        plan_task(case, what=what, due_on=workplace(actor).today, kind=TaskKind.TO_DO)
        tell("interop.number_not_theirs", case, needs=Permission.TASK_VIEW)
    for case in _cases_by(received.cried_from):
        _raise_alarm(actor, case)
    return received.text


def _cases_by(points: Collection[ContactPoint]) -> Iterator[Case]:
    """Each open case of whose number it is, once; of a number that a sealed program noted, there alone."""
    if not points:
        return
    theirs = Q()
    for point in points:
        theirs |= Q(person_id=point.person_id, **({"program_id": point.sealed_in_id} if point.sealed_in_id else {}))
    held = facts(Case, because="whoever cares for them hears of what comes from their number")
    yield from held.filter(theirs, closed_at=None).order_by("id").select_for_update(no_key=True)


def _raise_alarm(actor: Actor, case: Case) -> None:
    """A task above all others until somebody has done it; no second one beside it, however often they write."""
    tell("interop.cried_for_help", case, needs=Permission.TASK_VIEW)
    stands = facts(Task, because="an alarm that stands is not raised twice").filter(
        case=case, kind=TaskKind.ALARM, done_at=None, cancelled_at=None
    )
    if stands.exists():
        return
    what = _("A text from a number of theirs asks for help. It may be them, or somebody who has their phone.")
    task = plan_task(case, what=what, due_on=workplace(actor).today, kind=TaskKind.ALARM)
    change(task, important=True)


@action(needs=Permission.AGENCY_EXPORT, on="agency")
def take_along(
    *, actor: Actor, agency: Agency, folder: Path, form: Format, tell: Tell, whole_with: Collection[str] = ()
) -> dict[str, int]:
    """Write everything the agency owns into a folder that is there and empty; how many rows of each table.

    Without sealed programs, whom only they know, whose name is shielded, and protected addresses; with them only when
    two administrators are named who agreed (`whole_with`, by how they sign in). Raises `Refused` otherwise.
    """
    agreed = _administrators(whole_with)
    insist(may_take_all(named=len(whole_with), administrators=len(agreed)))
    hidden = Hidden() if agreed else hidden_from_exports()
    written = write(into_folder(folder), form, hidden, tell)
    facts_told = {"rows": sum(written.values()), "whole": bool(agreed), "agreed": [str(key) for key in agreed]}
    trail.record("interop.agency_exported", subject=agency, facts=facts_told)
    return written


def _administrators(emails: Collection[str]) -> list[UUID]:
    """Those of them who are administrators of the whole agency today."""
    held = facts(Grant, because="two administrators agree before what is sealed leaves").filter(
        role=Role.AGENCY_ADMINISTRATOR, program=None, revoked_at=None, staff__ended_at=None,
        staff__user__email__in=[email.strip().lower() for email in emails],
    )  # fmt: skip
    return sorted(set(held.values_list("staff_id", flat=True)))


@action(needs=Permission.DISCLOSE, on="case")
def give_copy(*, actor: Actor, case: Case, asked: Asked) -> Copy:
    """Make the person's copy of what the case's program keeps about them. Raises `Refused` for what is withheld idly.

    It is theirs: no consent is asked for, and the accounting of disclosures leaves it out (45 CFR 164.528(a)(1)(ii)).
    """
    insist(gives_a_ground(withheld=len(asked.withheld), ground=asked.because))
    made = gathered(case, asked)
    told = {"rows_number": made.rows, "withheld_number": made.withheld, "why_code": asked.because}
    tell("interop.copy_given", case, needs=Permission.CONSENT_VIEW, facts=told)
    return made
