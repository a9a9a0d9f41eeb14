"""Deletes every night the photos to which nobody agrees any more, agency by agency."""

from keyworker.access import doors
from keyworker.access.sight import facts
from keyworker.agencies.models import Agency
from keyworker.base import actor as actors
from keyworker.base.context import reading
from keyworker.base.jobs import every
from keyworker.consent.models import Photo
from keyworker.consent.photographing import clear_photos

JOB = "photo-clearing"


@every("27 3 * * *", "consent.clear_photos")
def clear_every_photo(timestamp: int) -> None:
    for agency_id in doors.every_agency():
        job = actors.job(JOB, agency_id=agency_id)
        with reading(job):
            agency: Agency = facts(Agency, because="its photos are gone through").get(pk=agency_id)
            kept = facts(Photo, because="a photo goes with its consent").filter(deleted_at=None).exists()
        if kept:
            clear_photos(actor=job, agency=agency)
