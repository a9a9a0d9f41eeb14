"""A worker's calendar on their phone: a secret address, made and ended by themselves."""

from django.utils.translation import gettext_lazy as _

from keyworker.access import doors
from keyworker.access.doing import action
from keyworker.access.models import DoorKind
from keyworker.access.permissions import Permission
from keyworker.agencies.models import Agency
from keyworker.audit import trail
from keyworker.base.actor import Actor
from keyworker.base.decision import insist, no, yes


@action(needs=Permission.VISIT_VIEW, on="agency")
def open_feed(*, actor: Actor, agency: Agency) -> str:
    """Make a new secret address, and return its token: it is shown once and kept as a hash. An older one ends."""
    insist(no(_("Nothing leaves a practice agency.")) if agency.is_practice else yes())
    doors.close(actor.staff_id, kind=DoorKind.CALENDAR)
    token = doors.new_token()
    doors.issue(DoorKind.CALENDAR, token, subject_id=actor.staff_id)
    trail.record("workspace.calendar_address_made")
    return token


@action(needs=Permission.VISIT_VIEW, on="agency")
def end_feed(*, actor: Actor, agency: Agency) -> None:
    """End the address: phones that hold it hear nothing more."""
    doors.close(actor.staff_id, kind=DoorKind.CALENDAR)
    trail.record("workspace.calendar_address_ended")
