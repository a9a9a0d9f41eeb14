"""A photo goes with the consent that let it be kept: its bytes for good."""

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.base import clock
from keyworker.base.models import change
from keyworker.consent.models import Consent, Photo
from keyworker.documents.keeping import erase
from keyworker.people.timeline import tell


def delete_photos_of(consent: Consent) -> None:
    """Part of the action that ends the consent."""
    for photo in facts(Photo, because="a photo goes with its consent").filter(consent=consent, deleted_at=None):
        delete(photo)


def delete(photo: Photo) -> None:
    """The row stays, so that it is known that there was one, and when it went."""
    erase(photo.document)
    change(photo, deleted_at=clock.now(), alt="–")
    tell("consent.photo_deleted", photo, needs=Permission.PERSON_VIEW)
