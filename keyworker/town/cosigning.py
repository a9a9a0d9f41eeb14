"""The family program asks for a supervisor's name under notes since today: one waits."""

from dataclasses import replace

from keyworker.access.sight import facts
from keyworker.base.context import reading
from keyworker.base.ids import new_id
from keyworker.cases.models import Case, CaseStatus
from keyworker.delivery.actions import Draft, sign_draft
from keyworker.town.cast import Agencies
from keyworker.workspace.actions import change_program
from keyworker.workspace.program_forms import settings_of
from keyworker.workspace.queries.programs import program as as_set_up

WORDS = "The school rang: there is a place from Monday. We will look at the bus times together."


def begin(house: Agencies) -> None:
    """The administrator turns it on in the family program; the first note after it waits."""
    by, family = house.actor("priya"), house.programs["family"]
    with reading(by):
        held = as_set_up(by, family.pk)
    settings = settings_of(held)
    change_program(actor=by, program=held, settings=replace(settings, supervisor_cosigns_notes=True), seen=held.version)
    with reading(house.job):
        cases = facts(Case, because="the town's story goes on where it stopped")
        case = cases.filter(program=family, status=CaseStatus.ACTIVE).order_by("id")[0]
    keys = {member.pk: key for key, member in house.staff.items()}
    sign_draft(actor=house.actor(keys[case.owner_id]), case=case, draft=Draft(new_id(), WORDS))
