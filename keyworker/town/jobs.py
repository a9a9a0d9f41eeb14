"""Background work of the town: agencies for practice, made when a training asks for one."""

from uuid import UUID

from keyworker.base.jobs import job
from keyworker.town.practising import make
from keyworker.training.practising.actions import MAKE


@job(MAKE)
def make_practice(agency_id: str, practice_id: str) -> None:
    make(UUID(agency_id), practice_id)
