"""A photo in a file: only with a live consent to it, small and without a place, and gone with the consent."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from PIL import Image

from keyworker.access.sight import Absent
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.privacy import Category
from keyworker.cases import actions as cases
from keyworker.consent import actions as consent
from keyworker.consent.models import How, Photo, Purpose
from keyworker.consent.photographing import LONGEST_SIDE, clear_photos, keep_photo, photos_of, remove_photo
from keyworker.documents.keeping import give_out
from keyworker.documents.models import Document

ALT = "Ondine, laughing, in a blue coat"


@pytest.fixture
def her(town):
    town.her = town.client_case(full_name="Ondine Marsh").person
    return town


def at(town):
    return reverse("workspace:details", args=[town.her.pk])


def taken(width=1200, height=800):
    picture, drawn = Image.new("RGB", (width, height), "teal"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Marmalade camera"
    picture.save(drawn, format="JPEG", exif=exif)
    return drawn.getvalue()


def agrees(town, program=None, actor=None, **changes):
    terms = {
        "purpose": Purpose.PHOTO, "recipient": town.agency().name, "categories": frozenset({Category.IDENTITY}),
        "given_on": town.today - timedelta(days=9), "expires_on": town.today + timedelta(days=90), "how": How.WRITTEN,
        "text_version": "test", **changes,
    }  # fmt: skip
    return consent.record_consent(
        actor=actor or town.amina, person=town.her, program=program or town.housing, terms=consent.Terms(**terms)
    )


def put_in(town, program=None, actor=None):
    return keep_photo(
        actor=actor or town.amina, person=town.her, program=program or town.housing, content=taken(), alt=ALT
    )


def shown(town, actor=None):
    with reading(actor or town.amina):
        return [each.photo.alt for each in photos_of(actor or town.amina, town.her)]


def is_on_disk(photo):
    return any(Path(settings.DOCUMENTS_DIR).glob(f"*/*/{photo.document_id}"))


def test_a_photo_is_put_into_the_file_small_and_without_where_it_was_taken(her, page):
    desk = page(her.amina)
    sent = {"step": "photo", "photo-program_id": str(her.housing.pk), "photo-alt": ALT}

    def send(content=None):
        return desk.post(at(her), {**sent, "photo-file": SimpleUploadedFile("me.jpg", content or taken())})

    assert "have not agreed to a photo" in send().content.decode()
    agrees(her)
    assert "cannot be kept" in send(b"\x00\x01 no picture").content.decode()
    assert send().status_code == 302
    page_shown = desk.get(at(her)).content.decode()
    assert f'alt="{ALT}"' in page_shown
    assert "data:image/jpeg;base64," in page_shown
    held = her.find(Document, pk=her.find(Photo, person=her.her).document_id)
    content = b"".join(give_out(held))
    assert max(Image.open(io.BytesIO(content)).size) == LONGEST_SIDE
    assert b"Marmalade" not in content
    assert "data:image" not in desk.get("/caseload/").content.decode()


@pytest.mark.parametrize(
    "otherwise",
    [
        {"purpose": Purpose.SERVICE},
        {"recipient": "Another agency"},
        {"categories": frozenset({Category.HOUSING})},
        {"given_on": None, "expires_on": None},
    ],
)
def test_no_other_consent_lets_a_photo_be_kept(her, otherwise):
    if otherwise.get("given_on", 0) is None:
        otherwise = {"given_on": her.today - timedelta(days=30), "expires_on": her.today - timedelta(days=1)}
    agrees(her, **otherwise)
    with pytest.raises(Refused, match="not agreed to a photo"):
        put_in(her)


def test_taken_back_it_is_gone_at_once_and_its_bytes_for_good(her, django_capture_on_commit_callbacks):
    agreed = agrees(her)
    photo = put_in(her)
    assert is_on_disk(photo)
    with django_capture_on_commit_callbacks(execute=True):
        consent.withdraw_consent(actor=her.amina, consent=agreed)
    assert shown(her) == []
    gone = her.find(Photo, pk=photo.pk)
    assert gone.deleted_at is not None
    assert gone.alt == "–"
    assert not is_on_disk(photo)


def test_a_newer_photo_takes_the_place_of_the_older_and_either_can_be_deleted(
    her, page, django_capture_on_commit_callbacks
):
    agrees(her)
    first = put_in(her)
    with django_capture_on_commit_callbacks(execute=True):
        second = put_in(her)
    assert not is_on_disk(first)
    assert shown(her) == [ALT]
    page(her.amina).post(at(her), {"step": "no-photo", "no-photo-photo": str(second.pk)})
    assert shown(her) == []
    with pytest.raises(Refused, match="already"):
        remove_photo(actor=her.amina, photo=second)


def test_one_that_ran_out_or_was_taken_back_at_their_own_door_is_hidden_at_once_and_deleted_that_night(her):
    agreed = agrees(her)
    photo = put_in(her)
    _run_out(her, agreed)
    assert shown(her) == []
    assert her.find(Photo, pk=photo.pk).deleted_at is None
    assert clear_photos(actor=her.job(), agency=her.agency()) == 1
    assert her.find(Photo, pk=photo.pk).deleted_at is not None
    assert clear_photos(actor=her.job(), agency=her.agency()) == 0


def _run_out(town, agreed):
    with reading(town.job()), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE consent_consent SET expires_on = %s WHERE id = %s", [town.today - timedelta(days=1), agreed.pk]
        )


def test_a_photo_the_shelter_keeps_is_seen_by_nobody_outside(her):
    cases.open_case(actor=her.job(), program=her.shelter, person=her.her, owner=her.staff(her.grace))
    agrees(her, her.shelter, her.grace)
    photo = put_in(her, her.shelter, her.grace)
    assert shown(her, her.grace) == [ALT]
    assert shown(her) == []
    with pytest.raises(Absent):
        remove_photo(actor=her.amina, photo=photo)
    with pytest.raises(Refused, match="not agreed to a photo"):
        put_in(her)
