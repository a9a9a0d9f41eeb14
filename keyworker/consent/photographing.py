"""A photo in somebody's file: kept, shown and deleted as their consent says."""

from base64 import b64encode
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, rows
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Agency, Program, Staff
from keyworker.audit import trail
from keyworker.base.actor import Actor
from keyworker.base.decision import Decision, insist, no, yes
from keyworker.base.keyring import Unreadable
from keyworker.base.privacy import Category
from keyworker.consent.actions import scope_of
from keyworker.consent.forgetting import delete
from keyworker.consent.models import Consent, Photo, Purpose
from keyworker.consent.rules import Telling, may_disclose
from keyworker.documents.keeping import give_out, shrunk, take_in
from keyworker.people.models import Person
from keyworker.people.timeline import tell

LONGEST_SIDE = 480  # dots: enough to know a face by, too few for anything else


@dataclass(frozen=True, slots=True)
class Shown:
    """A photo as a page shows it: `data` is an address that holds the picture itself, so that no link leads to one."""

    photo: Photo
    data: str


@action(needs=Permission.CONSENT_RECORD, on="person")
def keep_photo(*, actor: Actor, person: Person, program: Program, content: bytes, alt: str) -> Photo:
    """Put a photo into the file, in place of one that is there. Raises `Refused` without a live consent to it."""
    agreed = insist(_agreed(actor, person, program))
    consent: Consent = facts(Consent, because="a photo rests on it").get(pk=agreed.facts["consent"])
    before = facts(Photo, because="a program keeps one photo").filter(person=person, program=program, deleted_at=None)
    for photo in before.select_related("document").select_for_update(no_key=True, of=("self",)):
        delete(photo)
    document = take_in(program, name="photo.jpg", content=shrunk(content, longest=LONGEST_SIDE))
    by: Staff = facts(Staff, because="who put it there says so").get(pk=str(actor.id))
    photo = Photo(person=person, program=program, consent=consent, document=document, alt=alt.strip(), added_by=by)
    photo.save(force_insert=True)
    tell("consent.photo_kept", photo, needs=Permission.PERSON_VIEW)
    return photo


@action(needs=Permission.CONSENT_RECORD, on="photo")
def remove_photo(*, actor: Actor, photo: Photo) -> Photo:
    """Delete it, though the consent stands."""
    insist(yes() if photo.deleted_at is None else no(_("This photo is deleted already.")))
    delete(photo)
    return photo


@action(needs=Permission.AGENCY_MANAGE, on="agency")
def clear_photos(*, actor: Actor, agency: Agency) -> int:
    """Delete every photo whose consent ran out or was taken back at the person's own door; answers how many."""
    today, gone = workplace(actor).today, 0
    kept = facts(Photo, because="a photo goes with its consent").filter(deleted_at=None)
    for photo in kept.select_related("consent__decided_by", "document").select_for_update(no_key=True, of=("self",)):
        if not _covers(photo.consent, agency.name, today):
            delete(photo)
            gone += 1
    trail.record("consent.photos_cleared", subject=agency, facts={"photos": gone})
    return gone


def photos_of(actor: Actor, person: Person) -> list[Shown]:
    """Those that may be shown today, by the consent of each; one that cannot be opened is left out."""
    held = rows(Photo, actor=actor, needs=Permission.PERSON_VIEW).filter(person=person, deleted_at=None)
    here = workplace(actor)
    live = [
        photo
        for photo in held.select_related("consent__decided_by", "document", "program")
        if _covers(photo.consent, here.agency.name, here.today)
    ]
    return [shown for photo in live if (shown := _opened(photo)) is not None]


def _opened(photo: Photo) -> Shown | None:
    try:
        content = b"".join(give_out(photo.document))
    except Unreadable:
        return None
    return Shown(photo, f"data:{photo.document.media_type};base64,{b64encode(content).decode()}")


def _agreed(actor: Actor, person: Person, program: Program) -> Decision:
    here = workplace(actor)
    held = facts(Consent, because="a photo rests on the person's consent").filter(
        person=person, program=program, purpose=Purpose.PHOTO
    )
    scopes = [scope_of(each, on=here.today) for each in held.select_related("decided_by")]
    telling = Telling(Purpose.PHOTO, here.agency.name, None, frozenset({Category.IDENTITY}))
    answer = may_disclose(scopes, telling, on=here.today)
    return answer if answer else no(_("They have not agreed to a photo, or not any more. Ask them, and note it first."))


def _covers(consent: Consent, agency: str, today: object) -> bool:
    telling = Telling(Purpose.PHOTO, agency, None, frozenset({Category.IDENTITY}))
    return bool(may_disclose([scope_of(consent, on=today)], telling, on=today))  # type: ignore[arg-type]
